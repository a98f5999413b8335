use super::*;

fn lines(text: &str) -> Vec<(bool, serde_json::Value)> {
    let mut evaluator = Evaluator::new("2026-01-14T19:05:00Z".parse().unwrap());
    let one = |line: &str| {
        let mut out = String::new();
        let good = evaluator.line(line, &mut out);
        assert!(out.ends_with('\n') && out.lines().count() == 1, "{out}");
        (good, serde_json::from_str(&out).unwrap())
    };
    text.lines().map(one).collect()
}

#[test]
fn every_grammar_answers_and_a_bad_line_stops_nothing() {
    let answers = lines(
        r#"{"id":1,"grammar":"c7n","schedule":"off=(m-f,19);on=(m-f,7);tz=utc"}
{"id":"b","grammar":"c7n","tags":{"Maid_OffHours":"off=(m-f,18);on=(m-f,7);tz=utc"}}
{"id":"c"
{"id":"d","grammar":"instance-scheduler","schedule":[{"begintime":"09:00","endtime":"17:00"}],"timezone":"UTC","state":{"running":true,"stored":"running"}}
{"id":"e","schedule":"Mon-Fri 08:00-20:00 Europe/London","state":{"running":true}}
{"id":"f","schedule":{"on":"Mon-Fri 08:00-20:00"},"timezone":"Asia/Tokyo"}
{"id":"g","grammar":"cron","schedule":""}
{"id":"h","local":"2026-01-14T07:30:00","grammar":"c7n","schedule":"on","options":{"type":"onhour"}}"#,
    );
    let good: Vec<bool> = answers.iter().map(|(good, _)| *good).collect();
    assert_eq!(good, [true, true, false, true, true, true, false, true]);
    let brief: Vec<String> = answers
        .iter()
        .map(|(_, a)| match a.get("error") {
            Some(_) => format!("{} error", a["id"]),
            None => format!("{} {} {} {}", a["id"], a["desired"], a["action"], a["compat"])
                .replace('"', ""),
        })
        .collect();
    assert_eq!(
        brief,
        [
            "1 off stop off",
            "b leave none none",
            "null error",
            "d off stop stopped",
            "e on none null",
            "f off stop null",
            "\"g\" error",
            "h on start on",
        ]
    );
    assert_eq!(answers[0].1["next"]["at"], "2026-01-15T07:00:00Z");
    assert_eq!(answers[4].1["next"]["desired"], "off");
}

#[test]
fn the_same_question_has_the_same_answer_for_another_id() {
    let line = |id: &str| format!(r#"{{"id":"{id}","grammar":"c7n","schedule":"on"}}"#);
    let answers = lines(&format!("{}\n{}", line("a"), line("b")));
    assert_eq!(answers[0].1["id"], "a");
    assert_eq!(answers[1].1["id"], "b");
    assert_eq!(answers[0].1["next"], answers[1].1["next"]);
}

#[test]
fn slips_are_named() {
    let why = |line: &str| lines(line)[0].1["error"].as_str().unwrap_or_default().to_owned();
    let period = r#"{"grammar":"instance-scheduler","schedule":{"begintme":"9:00"}}"#;
    assert_eq!(why(period), "`period` has no `begintme`: did you mean `begintime`?");
    let tag = r#"{"schedule":"Mon-Fri 08:00-20:00 Asia/Tokio"}"#;
    assert_eq!(why(tag), "there is no time zone `Asia/Tokio`");
    let both = r#"{"at":"2026-01-14T19:05:00Z","local":"2026-01-14T19:05"}"#;
    assert_eq!(why(both), "`at` and `local` are two times");
}
