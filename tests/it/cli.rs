//! The command line as a stranger meets it: bad input, exit status, help.

use super::determinism::kanjo;
use std::io::Write;

/// Writes a file into a folder of its own and estimates it.
fn estimate(content: &[u8], more: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("kanjo.yaml");
    std::fs::File::create(&file).and_then(|mut f| f.write_all(content)).expect("writes");
    let mut args = vec!["estimate", file.to_str().expect("UTF-8")];
    args.extend(more);
    kanjo(&args)
}

const HEAD: &str = "version: 1\nregion: ap-northeast-1\n";

fn refused(body: &str, expected: &[&str]) {
    let (status, out, errors) = estimate(format!("{HEAD}{body}").as_bytes(), &[]);
    assert_eq!(status, 2, "{body}\n{out}\n{errors}");
    assert!(out.is_empty(), "{out}");
    for text in expected {
        assert!(errors.contains(text), "`{text}` is not in:\n{errors}");
    }
}

#[test]
fn bad_input_is_named_with_line_column_and_fix() {
    refused(
        "resources:\n  web: {type: aws.fargate, vcpu: 0.5, memroy: 1 GB, tasks: 2}\n",
        &["error[unknown-key]", "kanjo.yaml:4:", "did you mean `memory`?"],
    );
    refused(
        "resources:\n  nat: {type: aws.nat_gateway, data: 60 hours}\n",
        &["error[bad-quantity]", "`hours` is not a unit of GB"],
    );
    refused("resources:\n  nat: {type: aws.nat_gateway, count: -1}\n", &["a count is at least 0"]);
    refused(
        "resources:\n  web: {type: aws.fargate, vcpu: 0.25, memory: 8 GB, tasks: 1}\n",
        &["at 0.25 vCPU the memory is 0.5, 1 or 2 GB"],
    );
    refused(
        "resources:\n  nat: {type: aws.nat_gateway, region: ap-northeast-9}\n",
        &["error[unknown-region]", "did you mean `ap-northeast-"],
    );
    refused("resources:\n  d: {type: atlas.cluster, tier: M12}\n", &["error[unknown-choice]"]);
    refused("drivers: {a: b * 2, b: c, c: a}\nresources: {}\n", &["error[cyclic-formula]", "→"]);
    refused(
        "resources:\n  nat: {type: aws.nat_gateway, data: {low: 5, expected: 3}}\n",
        &["error[bad-range]", "runs backwards"],
    );
    refused(
        "resources:\n  a: {type: aws.nat_gateway, depends_on: [b]}\n  b: {type: aws.nat_gateway, depends_on: a}\n",
        &["error[cyclic-dependency]", "a → b → a"],
    );
    refused("resource: {}\n", &["did you mean `resources`?"]);
    refused("terraform: {dri: .}\nresources: {}\n", &["`terraform` has no key `dri`"]);
    refused("terraform: {plan: gone.json}\n", &["error[file-missing]"]);
    refused("resources: [1, 2]\n", &["`resources` is a map of names"]);
    refused("resources:\n  x: {type: aws.nat_gateway, data: 1,000 GB}\n", &["error["]);
    refused(
        "schedules: {s: {on: \"Mon-Fry 08:00-20:00\", timezone: Asia/Tokio}}\nresources: {}\n",
        &["`Fri`"],
    );
    refused(
        "resources:\n  x: {type: aws.nat_gateway, schedule: offic}\nschedules: {office: {on: always}}\n",
        &["did you mean `office`?"],
    );
    refused("billing: {fx: {rate: 0}}\nresources: {}\n", &["an exchange rate is above 0"]);
}

#[test]
fn several_slips_are_several_messages_in_one_run() {
    let (_, _, errors) = estimate(format!("{HEAD}resources:\n  a: {{type: aws.fargate, vcpu: 0.5, memory: 1 h, tasks: -1, tsks: 2}}\n  b: {{type: aws.natgateway}}\n").as_bytes(), &[]);
    assert_eq!(errors.matches("error[").count(), 4, "{errors}");
    assert!(errors.contains("kanjo: 4 errors"), "{errors}");
    let many: String = (0..100).map(|i| format!("  r{i}: {{type: aws.nope}}\n")).collect();
    let (_, _, errors) = estimate(format!("{HEAD}resources:\n{many}").as_bytes(), &[]);
    assert_eq!(errors.matches("error[").count(), 20);
    assert!(errors.contains("100 errors (80 more not shown)"), "{errors}");
}

#[test]
fn hostile_files_are_refused_quickly() {
    let (status, _, errors) = estimate(b"version: 1\nresources: \xff\xfe\n", &[]);
    assert!(status == 2 && errors.contains("not UTF-8"), "{errors}");
    let big = vec![b'a'; 17 * 1024 * 1024];
    let (status, _, errors) = estimate(&big, &[]);
    assert!(status == 2 && errors.contains("larger than 16 MB"), "{errors}");
    let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for i in 1..12 {
        bomb += &format!("a{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 10].join(","));
    }
    let (status, _, errors) = estimate(bomb.as_bytes(), &[]);
    assert!(status == 2 && errors.contains("error[yaml-limit]"), "{errors}");
    let (status, _, errors) = estimate("[".repeat(100_000).as_bytes(), &[]);
    assert!(status == 2 && errors.contains("error["), "{errors}");
    let deep = format!(
        "{HEAD}resources: {{n: {{type: aws.nat_gateway, data: {}1{}}}}}",
        "(".repeat(5000),
        ")".repeat(5000)
    );
    assert_eq!(estimate(deep.as_bytes(), &[]).0, 2);
    let huge = |inputs: &str| {
        let text = format!("{HEAD}resources: {{n: {{type: aws.nat_gateway, {inputs}}}}}");
        estimate(text.as_bytes(), &[])
    };
    let (status, out, _) = huge("data: 79228162514264337593543950335, count: 2");
    assert!(status == 0 && out.contains("incomplete") && out.contains("28 digits"), "{out}");
    let (status, _, errors) = huge("data: 792281625142643375935439503350");
    assert!(status == 2 && errors.contains("error["), "{errors}");
    let (status, _, errors) = kanjo(&["estimate", "examples/commercial-productio"]);
    assert!(status == 2 && errors.contains("did you mean"), "{errors}");
    let (status, _, errors) = kanjo(&["estimate", "nowhere/kanjo.yaml"]);
    assert!(status == 2 && errors.contains("there is no such file"), "{errors}");
}

#[test]
fn a_missing_price_is_listed_and_strict_makes_it_an_exit_status() {
    let osaka = "version: 1\nregion: ap-northeast-3\nresources: {alb: {type: aws.alb, azs: 2}}\n";
    let (status, out, _) = estimate(osaka.as_bytes(), &[]);
    assert_eq!(status, 0);
    assert!(out.lines().next().is_some_and(|l| l.contains("incomplete")), "{out}");
    assert!(out.contains("alb"), "{out}");
    let (status, out, errors) = estimate(osaka.as_bytes(), &["--strict"]);
    assert!(status == 1 && !out.is_empty() && errors.contains("price-missing"), "{errors}");
    let nat = format!("{HEAD}resources: {{nat: {{type: aws.nat_gateway}}}}\n");
    assert_eq!(estimate(nat.as_bytes(), &["--strict"]).0, 0);
    assert_eq!(estimate(nat.as_bytes(), &["--strict=usage-unset"]).0, 1);
    let (status, _, errors) = estimate(nat.as_bytes(), &["--strict=usage-unsett"]);
    assert!(status == 2 && errors.contains("did you mean `usage-unset`?"), "{errors}");
}

#[test]
fn nothing_is_written_when_something_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out.json");
    let path = out.to_str().expect("UTF-8");
    let nat = format!("{HEAD}resources: {{nat: {{type: aws.nat_gateway, dat: 1}}}}\n");
    assert_eq!(estimate(nat.as_bytes(), &["--out", path]).0, 2);
    assert!(!out.exists());
    let nat = format!("{HEAD}resources: {{nat: {{type: aws.nat_gateway, data: 1 GB}}}}\n");
    let (status, printed, _) = estimate(nat.as_bytes(), &["--format", "json", "--out", path]);
    assert_eq!((status, printed.as_str()), (0, ""));
    assert!(std::fs::read_to_string(&out).expect("written").contains("\"schema\": 1"));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn set_env_month_and_diff_work() {
    let web = format!(
        "{HEAD}resources: {{web: {{type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}}}}\n"
    );
    let (_, out, _) =
        estimate(web.as_bytes(), &["--set", "resources.web.tasks=4", "--format", "csv"]);
    assert!(out.contains("73.8176"), "{out}");
    let (status, _, errors) = estimate(web.as_bytes(), &["--set", "resources.wbe.tasks=4"]);
    assert!(status == 2 && errors.contains("did you mean `web`?"), "{errors}");
    let (status, _, errors) = estimate(web.as_bytes(), &["--env", "prod"]);
    assert!(status == 2 && errors.contains("the environments are default"), "{errors}");
    let (_, out, _) = estimate(web.as_bytes(), &["--month", "2026-12", "--format", "csv"]);
    assert!(out.contains("37.61664"), "744 hours: {out}");
    let (status, _, errors) = estimate(web.as_bytes(), &["--month", "2026-13"]);
    assert!(status == 2 && errors.contains("--month 2026-13"), "{errors}");
    let (status, out, _) =
        kanjo(&["diff", "examples/commercial-production", "examples/commercial-production"]);
    assert!(status == 0 && out.contains("No change"), "{out}");
}

#[test]
fn help_and_generated_texts_are_there() {
    for args in [
        &["--help"][..],
        &["--version"],
        &["estimate", "--help"],
        &["man"],
        &["completions", "bash"],
        &["schema", "--kinds"],
        &["schema", "policies"],
    ] {
        let (status, out, errors) = kanjo(args);
        assert!(status == 0 && !out.is_empty(), "{args:?}: {errors}");
    }
    let man = kanjo(&["man"]).1;
    for text in ["KANJO ESTIMATE", "KANJO OFFHOURS TIMELINE", "\\-\\-group\\-by"] {
        assert!(man.contains(text), "{text} is not in the man page");
    }
    assert!(kanjo(&[]).1.contains("kanjo estimate"));
    assert_eq!(kanjo(&["estimat"]).0, 2);
    let (status, out, _) = kanjo(&["prices", "show", "aws.nat_gateway"]);
    assert!(status == 0 && out.contains("USD 0.062 per hours"), "{out}");
    let (status, _, errors) = kanjo(&["prices", "show", "AmazonEC2/NatGateway-Hour"]);
    assert!(status == 2 && errors.contains("did you mean"), "{errors}");
    let (status, out, _) = kanjo(&["prices", "verify", "--format", "json"]);
    assert!(status == 0 && out.contains("\"duplicates\": 0"));
    assert_eq!(kanjo(&["prices", "verify", "--strict"]).0, 1);
}

#[test]
fn holidays_come_from_files_beside_the_topology_and_from_nowhere_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let write =
        |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("writes");
    write("company.csv", "date,name\n2026-12-29,closed\n2026-12-30,closed\n2026-12-31,closed\n");
    write(
        "company.ics",
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261229\r\nDTEND;VALUE=DATE:20270101\r\nSUMMARY:closed\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    );
    let run = |holidays: &str| {
        write(
            "kanjo.yaml",
            &format!(
                "{HEAD}timezone: Asia/Tokyo\nschedules: {{office: {{on: \"Mon-Fri 08:00-20:00\", holidays: [{holidays}]}}}}\nresources: {{web: {{type: aws.fargate, vcpu: 1, memory: 2 GB, tasks: 1, schedule: office}}}}\n"
            ),
        );
        kanjo(&[
            "estimate",
            folder.path().to_str().expect("UTF-8"),
            "--month",
            "2026-12",
            "--format",
            "csv",
        ])
    };
    assert!(run("jp").1.contains(",275,"), "{}", run("jp").1);
    assert!(run("jp, company.csv").1.contains(",239,"));
    assert!(run("jp, company.ics").1.contains(",239,"));
    assert!(run("jp, 12-29..01-03").1.contains(",239,"));
    let (status, _, errors) = run("../company.csv");
    assert!(status == 2 && errors.contains("outside the folder"), "{errors}");
    let (status, _, errors) = run("nobody.ics");
    assert!(status == 2 && errors.contains("there is no such file"), "{errors}");
}

/// On a terminal made by `script`: colours, unless NO_COLOR says something.
#[test]
fn colours_are_for_a_terminal_that_wants_them() {
    let shown = |no_color: Option<&str>, command: &str| {
        let line = format!("{} {command}", env!("CARGO_BIN_EXE_kanjo"));
        let mut script = std::process::Command::new("script");
        script.args(["-qec", &line, "/dev/null"]).current_dir(super::root());
        script.env_remove("NO_COLOR").envs(no_color.map(|value| ("NO_COLOR", value)));
        let output = script.stdin(std::process::Stdio::null()).output().ok()?;
        String::from_utf8(output.stdout).ok()
    };
    for command in ["estimate examples/commercial-production", "estimate nowhere"] {
        let Some(coloured) = shown(None, command) else {
            return eprintln!("skipped: there is no `script` to make a terminal with");
        };
        assert!(coloured.contains('\u{1b}'), "{coloured}");
        assert!(shown(Some(""), command).is_some_and(|text| text.contains('\u{1b}')), "{command}");
        assert!(
            shown(Some("1"), command).is_some_and(|text| !text.contains('\u{1b}')),
            "{command}"
        );
    }
}

#[test]
fn a_mistake_is_summed_up_in_the_language_asked_for() {
    let (status, _, errors) = estimate(b"version: 1\nresource: {}\nregoin: x\n", &["--lang", "ja"]);
    assert_eq!(status, 2);
    assert!(errors.starts_with("error[unknown-key]: \u{3053}"), "{errors}");
    assert!(errors.contains("did you mean `resources`?"), "{errors}");
    assert!(errors.ends_with("件\n"), "{errors}");
}
