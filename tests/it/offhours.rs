//! `kanjo offhours` from outside: what a plan saves, and how it is said.

use super::determinism::kanjo;
use super::{read, root};
use serde_json::Value;
use std::path::Path;
use unicode_width::UnicodeWidthStr;

const EXAMPLE: &str = "examples/seventy-percent";

fn plan(args: &[&str]) -> Value {
    let (status, text, errors) =
        kanjo(&[&["offhours", "plan", "--format", "json"][..], args].concat());
    assert_eq!(status, 0, "{errors}");
    let json: Value = serde_json::from_str(&text).expect("JSON");
    let schema: Value =
        serde_json::from_str(&read("docs/schema/offhours-plan.json")).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let problems: Vec<String> = validator.iter_errors(&json).map(|e| e.to_string()).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    json
}

fn sum(list: &Value, key: &str) -> String {
    let numbers = list.as_array().expect("a list").iter().map(|row| {
        kanjo::quantity::Number::parse_scientific(&row[key].to_string()).expect("a number")
    });
    kanjo::quantity::sum(numbers).expect("fits").to_string()
}

#[test]
fn vectors_system_4_saves_11_025_and_13_475_keeps_running() {
    for (at, act) in [("2026-11-25T12:00", "none"), ("2026-11-25T23:00", "stop")] {
        let json = plan(&[EXAMPLE, "--at", at]);
        assert_eq!(json["saves_per_month"].to_string(), "11025");
        assert_eq!(json["keeps_running_per_month"].to_string(), "13475");
        assert_eq!(sum(&json["actions"], "saves_per_month"), "11025");
        assert_eq!(sum(&json["residual"], "monthly"), "13475");
        let actions = json["actions"].as_array().expect("a list");
        // Three rows of each environment bill by the hour; production is not in it.
        assert_eq!(actions.len(), 6);
        assert!(actions.iter().all(|a| a["action"] == act && a["environment"] != "prod"));
    }
}

#[test]
fn what_starts_an_hour_early_saves_less() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("policies.yaml");
    let own = read(format!("{EXAMPLE}/policies/offhours.yaml"));
    std::fs::write(&file, format!("{}    lead: 60 min\n", own)).expect("writes");
    let json =
        plan(&[EXAMPLE, "--policies", file.to_str().expect("UTF-8"), "--at", "2026-11-25T23:00"]);
    // 17,150 a month for 65 hours of 168, not for 60.
    let saves = json["saves_per_month"].to_string();
    assert!(saves.starts_with("10514.58"), "{saves}");
}

#[test]
fn an_import_says_what_it_leaves_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let table = r#"[{"type": "period", "name": "p", "begintime": "09:00", "endtime": "17:00", "weekdays": ["mon-fri"]},
        {"type": "period", "name": "m", "begintime": "09:00", "monthdays": ["1-7"]},
        {"type": "schedule", "name": "office", "timezone": "Asia/Tokyo", "periods": ["p"]},
        {"type": "schedule", "name": "monthly", "periods": ["m"]}]"#;
    std::fs::write(path("table.json"), table).expect("writes");
    let (status, text, errors) =
        kanjo(&["offhours", "import", &path("table.json"), "--out", &path("policies.yaml")]);
    assert_eq!((status, text.as_str()), (1, ""), "{errors}");
    assert!(errors.contains("not imported: monthly: "), "{errors}");
    std::fs::write(path("live.json"), "[]").expect("writes");
    let (policies, live) = (path("policies.yaml"), path("live.json"));
    let (status, text, errors) =
        kanjo(&["offhours", "timeline", "--policies", &policies, "--inventory", &live]);
    assert_eq!(status, 0, "{errors}");
    assert!(text.contains("office"), "{text}");
}

#[test]
fn a_topology_with_a_schedule_of_its_own_needs_no_policy() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("kanjo.yaml");
    std::fs::copy(root().join("tests/fixtures/design.yaml"), &file).expect("copies");
    let policies = folder.path().join("none.yaml");
    std::fs::write(&policies, "version: 1\n").expect("writes");
    let json = plan(&[
        file.to_str().expect("UTF-8"),
        "--policies",
        policies.to_str().expect("UTF-8"),
        "--at",
        "2026-11-25T14:00:00Z",
    ]);
    let actions = json["actions"].as_array().expect("a list");
    let act = |name: &str| actions.iter().find(|a| a["resource"] == name).map(|a| &a["action"]);
    for stopped in ["web", "api", "db", "docs"] {
        assert_eq!(act(stopped).expect("an action"), "stop", "{stopped}");
    }
    // Services stop before what they use; a load balancer is stopped by nobody.
    let place = |name: &str| actions.iter().position(|a| a["resource"] == name);
    assert!(place("web") < place("db") && place("api") < place("docs"));
    assert_eq!(act("alb").expect("an action"), "none");
    assert!(actions.iter().all(|a| a["environment"] == "staging"));
    assert_eq!(sum(&json["actions"], "saves_per_month"), json["saves_per_month"].to_string());
    assert_eq!(sum(&json["residual"], "monthly"), json["keeps_running_per_month"].to_string());
}

#[test]
fn an_inventory_is_planned_without_prices() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("inventory.json");
    let one = |id: &str, env: &str, account: &str| {
        format!(
            r#"{{"id":"{id}","type":"ecs:service","account":"{account}","account_alias":"firm-dev","region":"ap-northeast-1","name":"{id}","tags":{{"Env":"{env}"}},"state":"on"}}"#
        )
    };
    let list = [one("a", "dev", "DEV"), one("b", "prod", "DEV"), one("c", "qa", "OTHER")];
    std::fs::write(&file, format!("[{}]", list.join(","))).expect("writes");
    let inventory = file.to_str().expect("UTF-8");
    let policies = format!("{EXAMPLE}/policies");
    let args = ["--inventory", inventory, "--policies", &policies, "--at", "2026-11-25T23:00"];
    let json = plan(&args);
    assert_eq!(json["actions"].as_array().expect("a list").len(), 1);
    assert_eq!(
        (&json["actions"][0]["id"], &json["actions"][0]["action"]),
        (&"a".into(), &"stop".into())
    );
    assert_eq!(json["actions"][0]["saves_per_month"], Value::Null);
    assert_eq!(
        (&json["blocked"][0]["id"], &json["blocked"][0]["code"]),
        (&"c".into(), &"guard".into())
    );
    std::fs::write(&file, r#"[{"id":"a","tpye":"ecs:service"}]"#).expect("writes");
    let (status, _, errors) = kanjo(&[&["offhours", "plan"][..], &args].concat());
    assert_eq!(status, 2);
    assert!(errors.contains("unknown field `tpye`"), "{errors}");
}

#[test]
fn a_stop_is_laid_beside_the_pause_of_serverless_v2() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let cluster = serde_json::json!([{
        "id": "arn:aws:rds:ap-northeast-1:111111111111:cluster:aurora-dev", "type": "rds:cluster",
        "account": "111111111111", "region": "ap-northeast-1", "name": "aurora-dev", "state": "on",
        "details": {
            "engine": "aurora-postgresql", "engine_version": "16.4", "serverless_minimum": 2,
            "backup_window": "03:00-03:30",
        },
        "parts": [
            {"type": "aws_rds_cluster", "values": {
                "cluster_identifier": "aurora-dev", "engine": "aurora-postgresql",
                "serverlessv2_scaling_configuration": [{"min_capacity": 2, "max_capacity": 8}],
            }},
            {"type": "aws_rds_cluster_instance", "values": {
                "cluster_identifier": "aurora-dev", "engine": "aurora-postgresql",
                "instance_class": "db.serverless",
            }},
        ],
    }]);
    std::fs::write(path("live.json"), cluster.to_string()).expect("writes");
    let policy = "version: 1
schedules: {office: {on: 'Mon-Fri 08:00-20:00', timezone: Asia/Tokyo}}
policies: [{name: dev, match: {types: ['rds:*']}, schedule: office}]
";
    std::fs::write(path("policies.yaml"), policy).expect("writes");
    let (live, policies) = (path("live.json"), path("policies.yaml"));
    let args = ["--inventory", &live, "--policies", &policies, "--at", "2026-11-25T12:00:00Z"];
    let json = plan(&args);
    let action = &json["actions"][0];
    let pause = &action["auto_pause"];
    assert_eq!((&pause["cheaper"], &pause["pauses"]), (&"stop".into(), &false.into()));
    assert_eq!(pause["stop_saves_per_month"], action["saves_per_month"], "{json:#}");
    // Two ACU for 730 hours, of which office hours are 60 of 168.
    let [stop, all] = ["stop_saves_per_month", "pause_saves_per_month_up_to"]
        .map(|key| pause[key].as_f64().expect("a number"));
    assert!((stop / all - 108.0 / 168.0).abs() < 1e-6, "{stop} of {all}");
    let table = kanjo(&[&["offhours", "plan"][..], &args].concat()).1;
    let said = "auto-pause with a minimum of 0";
    assert!(table.replace("\n  ", " ").contains(said), "{table}");
}

#[test]
fn a_snapshot_before_each_stop_has_its_price() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let database = serde_json::json!([{
        "id": "arn:aws:rds:ap-northeast-1:111111111111:db:db1", "type": "rds:db",
        "account": "111111111111", "region": "ap-northeast-1", "name": "db1", "state": "on",
        "details": {"engine": "postgres", "backup_window": "17:00-17:30"},
        "parts": [{"type": "aws_db_instance", "values": {
            "engine": "postgres", "instance_class": "db.t4g.micro", "storage_type": "gp3",
            "allocated_storage": 100, "multi_az": false,
        }}],
    }]);
    std::fs::write(path("live.json"), database.to_string()).expect("writes");
    let policy = "version: 1
schedules: {office: {on: 'Mon-Fri 08:00-20:00', timezone: Asia/Tokyo}}
policies: [{name: dev, match: {types: ['rds:*']}, schedule: office, backup: snapshot-before-stop}]
";
    std::fs::write(path("policies.yaml"), policy).expect("writes");
    let (live, policies) = (path("live.json"), path("policies.yaml"));
    let args = ["--inventory", &live, "--policies", &policies, "--at", "2026-11-25T12:00:00Z"];
    let snapshot = &plan(&args)["actions"][0]["snapshot"];
    assert_eq!(snapshot["gb_at_most"], 100, "{snapshot}");
    assert_eq!(snapshot["usd_per_gb_month"].to_string(), "0.095", "{snapshot}");
    let table = kanjo(&[&["offhours", "plan"][..], &args].concat()).1;
    assert!(table.replace("\n  ", " ").contains("up to USD 9.50 a month"), "{table}");
}

#[test]
fn a_page_of_1025_characters_is_refused_when_the_plan_is_made() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("policies")).expect("makes");
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(folder.path().join("live.json"), "[]").expect("writes");
    std::fs::write(folder.path().join("policies/closed.html"), "a".repeat(1025)).expect("writes");
    let policy = "version: 1
schedules: {office: {on: 'Mon-Fri 08:00-20:00', timezone: Asia/Tokyo}}
policies:
  - name: dev
    match: {tags: {Env: dev}}
    schedule: office
    page:
      listener: arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:listener/app/web/50dc/f2f7
      file: closed.html
";
    std::fs::write(folder.path().join("policies/dev.yaml"), policy).expect("writes");
    let plan = || {
        let (policies, live) = (path("policies"), path("live.json"));
        kanjo(&["offhours", "plan", "--policies", &policies, "--inventory", &live])
    };
    let (status, _, error) = plan();
    assert_eq!(status, 2, "{error}");
    assert!(error.contains("the page has 1025 characters"), "{error}");
    assert!(error.contains("dev.yaml:9:13"), "{error}");
    std::fs::write(folder.path().join("policies/closed.html"), "a".repeat(1024)).expect("writes");
    let (status, _, error) = plan();
    assert_eq!(status, 0, "{error}");
}

#[test]
fn one_name_with_two_meanings_shows_both() {
    let folder = tempfile::tempdir().expect("a folder");
    let write =
        |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("writes");
    std::fs::create_dir(folder.path().join("policies")).expect("a folder");
    let schedule = |hours: &str| {
        format!("version: 1\ntimezone: Asia/Tokyo\nschedules:\n  office: {{on: '{hours}'}}\n")
    };
    let resource = "region: ap-northeast-1\nresources:\n  bastion: {type: custom.cost, hourly: 1, schedule: office}\n";
    write("kanjo.yaml", &format!("{}{resource}", schedule("Mon-Fri 09:00-18:00")));
    write("policies/offhours.yaml", &schedule("Mon-Fri 08:00-20:00"));
    let path = folder.path().to_str().expect("UTF-8");
    let run = || kanjo(&["offhours", "plan", path, "--at", "2026-11-25T14:00:00Z"]);
    let (status, _, errors) = run();
    assert_eq!(status, 2);
    for part in ["two meanings", "kanjo.yaml:4", "offhours.yaml:4", "09:00-18:00", "08:00-20:00"] {
        assert!(errors.contains(part), "{part}: {errors}");
    }
    // By name alone it is the policies'.
    write("kanjo.yaml", &format!("version: 1\ntimezone: Asia/Tokyo\n{resource}"));
    let (status, text, errors) = run();
    assert_eq!(status, 0, "{errors}");
    assert!(text.starts_with("Saves USD 469.29 a month; USD 260.71 keeps running"), "{text}");
    // An estimate and a check see it too.
    let (status, text, errors) = kanjo(&["estimate", path]);
    assert_eq!(status, 0, "{errors}");
    assert!(text.contains("USD 260.71"), "{text}");
    let (status, _, errors) = kanjo(&["check", path]);
    assert_eq!(status, 0, "{errors}");
    // A file that names none of theirs does not read them.
    write("policies/offhours.yaml", "version: 1\nnonsense: true\n");
    write("kanjo.yaml", &format!("version: 1\n{}", resource.replace(", schedule: office", "")));
    let (status, _, errors) = kanjo(&["estimate", path]);
    assert_eq!(status, 0, "{errors}");
}

#[test]
fn a_saving_under_a_savings_plan_is_shown_net_and_at_list() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("policies")).expect("a folder");
    let policies = "version: 1\ntimezone: Asia/Tokyo\nschedules:\n  office: {on: 'Mon-Fri 08:00-20:00'}\npolicies:\n  - {name: all, match: {names: ['*']}, schedule: office}\n";
    std::fs::write(folder.path().join("policies/offhours.yaml"), policies).expect("writes");
    let file = "version: 1\nregion: ap-northeast-1\ntimezone: Asia/Tokyo\nbilling:\n  commitments:\n    compute-sp: {hourly: 0.03, discount: 27 %, covers: [aws.fargate]}\nresources:\n  web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}\n";
    std::fs::write(folder.path().join("kanjo.yaml"), file).expect("writes");
    let path = folder.path().to_str().expect("UTF-8");
    let json = plan(&[path, "--at", "2026-11-25T14:00:00Z"]);
    // 44.9826 × 108 / 168 at list. Net, what is committed is paid at night too:
    // 0.03 × 730 × 108 / 168 = 14.08 of what its lines save stays.
    assert!(json["saves_per_month_at_list"].to_string().starts_with("28.917385714"), "{json:#}");
    assert!(json["saves_per_month"].to_string().starts_with("9.63"), "{json:#}");
    let residual = json["residual"].as_array().expect("a list");
    let committed = residual.iter().find(|row| row["why"] == "committed").expect("a row");
    assert!(committed["monthly"].to_string().starts_with("14.07"), "{json:#}");
    // Shares of a commitment end at 15 digits; the sums agree to the 12th.
    let digits = |text: String| {
        kanjo::quantity::Number::parse_scientific(&text).expect("a number").round(12)
    };
    let keeps = digits(json["keeps_running_per_month"].to_string());
    assert_eq!(digits(sum(&json["residual"], "monthly")), keeps);
    let (_, text, _) = kanjo(&["offhours", "plan", path, "--at", "2026-11-25T14:00:00Z"]);
    assert!(text.contains("At list price USD 28.92"), "{text}");
}

#[test]
fn explain_says_which_step_decides() {
    let explain = |resource: &str| {
        kanjo(&["offhours", "explain", resource, EXAMPLE, "--at", "2026-11-25T23:00"])
    };
    let (status, text, errors) = explain("dev/databases");
    assert_eq!(status, 0, "{errors}");
    assert!(text.starts_with("dev/databases: off. outside-production: outside Mon-Fri"), "{text}");
    assert!(text.contains("until 2026-11-26 08:00 JST, then on"), "{text}");
    let (_, text, _) = explain("prod/databases");
    assert!(text.contains("the account PROD is not on the list of the guards"), "{text}");
    let (status, _, errors) = explain("dev/databses");
    assert_eq!(status, 2);
    assert!(errors.contains("did you mean `dev/databases`?"), "{errors}");
}

#[test]
fn a_timeline_fits_the_terminal_in_both_languages() {
    for lang in ["en", "ja"] {
        let (status, text, errors) =
            kanjo(&["offhours", "timeline", EXAMPLE, "--at", "2026-11-25T23:00", "--lang", lang]);
        assert_eq!(status, 0, "{errors}");
        let days: Vec<&str> = text.lines().filter(|line| line.contains(" 11-2")).collect();
        assert_eq!(days.len(), 7, "{text}");
        // Every day's marks begin in the same column and are as many.
        assert!(days.iter().all(|day| day.width() == 11 + 48), "{text}");
        assert!(text.lines().all(|line| line.width() <= 80), "{text}");
        assert_eq!(text.matches('█').count(), 5 * 24);
    }
    let args = ["offhours", "timeline", EXAMPLE, "--format", "svg", "--at", "2026-11-25T23:00"];
    let (status, svg, _) = kanjo(&args);
    assert_eq!(status, 0);
    assert!(svg.starts_with("<svg") && svg.ends_with("</svg>\n"));
    assert_eq!(svg.matches("<rect class=\"on\"").count(), 5);
}

#[test]
fn eval_answers_every_good_line_and_ends_with_2_for_a_bad_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("lines.jsonl");
    let lines = "{\"id\":\"a\",\"grammar\":\"c7n\",\"schedule\":\"off=(m-f,19);tz=utc\"}\n\nnonsense\n{\"id\":\"b\",\"schedule\":\"always\",\"state\":{\"running\":false}}\n";
    std::fs::write(&file, lines).expect("writes");
    let path = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    let (status, text, errors) =
        kanjo(&["offhours", "eval", &path(&file), "--at", "2026-01-14T19:05:00Z"]);
    assert_eq!(status, 2);
    assert!(errors.contains("1 of 3 lines could not be answered"), "{errors}");
    let answers: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(answers.len(), 3);
    assert_eq!((&answers[0]["id"], &answers[0]["compat"]), (&"a".into(), &"off".into()));
    assert!(answers[1]["error"].is_string());
    assert_eq!(answers[2]["action"], "start");
}

#[test]
fn policy_files_fit_their_schema() {
    let schema: Value = serde_json::from_str(&read("docs/schema/policies.json")).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let good = serde_json::json!({"version": 1, "timezone": "Asia/Tokyo",
        "calendars": {"firm": {"ics": "firm.ics"}},
        "schedules": {"office": {"on": "Mon-Fri 08:00-20:00", "holidays": ["jp", "firm"]}},
        "guards": {"accounts": {"allow": ["1"]}, "max_actions": {"percent": 30},
            "freeze": [{"from": "2026-12-18", "to": "2027-01-04", "reason": "peak"}]},
        "policies": [{"name": "dev", "match": {"tags": {"Env": "absent"}}, "schedule": "office",
            "tag": {"key": "maid_offhours", "grammar": "c7n"}, "notice": "15 min"}]});
    assert!(validator.is_valid(&good));
    for (slip, value) in [("/policies/0/match/tag", "x"), ("/guards/allow", "x")] {
        let mut bad = good.clone();
        let (parent, key) = slip.rsplit_once('/').expect("a pointer");
        bad.pointer_mut(parent).expect("a map")[key] = value.into();
        assert!(!validator.is_valid(&bad), "{slip}");
    }
}
