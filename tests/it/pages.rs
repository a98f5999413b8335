//! The pages beside the report: their numbers are those of the JSON.

use super::determinism::{kanjo, kanjo_in};
use kanjo::quantity::Number;
use serde_json::Value;

const ACTUALS: [&str; 6] = [
    "reconcile",
    "examples/tokyo-actuals",
    "--month",
    "2026-07",
    "--actual",
    "examples/tokyo-actuals/bill",
];

fn both(args: &[&str]) -> (String, Value) {
    let run = |format| {
        let (status, out, errors) = kanjo(&[args, &["--format", format]].concat());
        assert_eq!(status, 0, "{args:?}: {errors}");
        out
    };
    (run("html"), serde_json::from_str(&run("json")).expect("JSON"))
}

/// As a page prints it, without the sign that a difference has.
fn cents(value: &Value) -> String {
    number(value).grouped(2)
}

fn number(value: &Value) -> Number {
    Number::parse_scientific(&value.to_string()).expect("a number")
}

/// The texts of the cells of a class in a section, in their order.
fn cells(page: &str, section: &str, class: &str) -> Vec<String> {
    let inside = page.split(&format!("id=\"{section}\"")).nth(1).expect("the section");
    let inside = inside.split("</section>").next().unwrap_or_default();
    let opening = format!("<td class=\"{class}\"");
    let after = inside.split(&opening).skip(1);
    let text = |cell: &str| {
        let cell = cell.split_once('>').map_or("", |(_, text)| text);
        cell.split('<').next().unwrap_or_default().to_owned()
    };
    after.map(text).collect()
}

#[test]
fn the_waterfall_leads_from_the_estimate_to_the_bill() {
    for lang in ["en", "ja"] {
        let (page, json) = both(&[&ACTUALS[..], &["--lang", lang]].concat());
        let steps = cells(&page, "waterfall", "number");
        let causes = json["causes"].as_object().expect("causes");
        assert_eq!(steps.len(), causes.len() + 2, "{steps:?}");
        assert_eq!(steps.first(), Some(&cents(&json["estimated"])));
        assert_eq!(steps.last(), Some(&cents(&json["actual"])));
        let mut shown: Vec<String> =
            steps[1..steps.len() - 1].iter().map(|s| s.trim_start_matches('+').into()).collect();
        let mut said: Vec<String> = causes.values().map(cents).collect();
        shown.sort();
        said.sort();
        assert_eq!(shown, said);
        // Where each bar ends the next begins: the last one ends where the bill does.
        let bars: Vec<(u64, u64)> = page
            .split("id=\"waterfall\"")
            .nth(1)
            .and_then(|rest| rest.split("</section>").next())
            .expect("the chart")
            .split("<rect class=\"c")
            .skip(1)
            .map(|bar| {
                let of = |name: &str| -> u64 {
                    let rest = bar.split(&format!("{name}=\"")).nth(1).expect("an attribute");
                    rest.split('"').next().and_then(|n| n.parse().ok()).expect("a number")
                };
                (of("x"), of("x") + of("width"))
            })
            .collect();
        assert_eq!(bars.len(), steps.len());
        for pair in bars.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let near = |x: u64, y: u64| x.abs_diff(y) <= 2;
            assert!(
                [a.0, a.1].iter().any(|x| near(*x, b.0) || near(*x, b.1)),
                "{a:?} does not meet {b:?}"
            );
        }
    }
}

#[test]
fn the_lines_of_a_reconciliation_are_on_its_page() {
    let (page, json) = both(&ACTUALS);
    let billed = cells(&page, "unmatched", "number");
    let said: Vec<String> =
        json["unmatched"].as_array().expect("lines").iter().map(|u| cents(&u["actual"])).collect();
    assert_eq!(billed, said);
    let groups = cells(&page, "groups", "number");
    let of = json["groups"].as_object().expect("groups");
    assert_eq!(groups.len(), 3 * of.len());
    for sides in of.values() {
        assert!(groups.contains(&cents(&sides["actual"])), "{sides}");
    }
}

#[test]
fn the_curves_have_every_number_and_crossing() {
    let (page, json) =
        both(&["sweep", "examples/event-day/database.yaml", "--driver", "acu=0.5..8"]);
    let shown = cells(&page, "numbers", "number");
    let designs: Vec<&str> =
        json["designs"].as_array().expect("designs").iter().filter_map(Value::as_str).collect();
    let points = json["points"].as_array().expect("points");
    let said: Vec<String> =
        points.iter().flat_map(|p| designs.iter().map(|d| cents(&p["totals"][d]))).collect();
    assert_eq!(shown, said);
    let crossings = json["crossings"].as_array().expect("crossings");
    assert_eq!(page.matches("class=\"cross\"").count(), crossings.len());
    for crossing in crossings {
        let at = number(&crossing["at"]).round(6).to_string();
        assert!(page.contains(&format!("acu = {at}")), "{at}");
    }
}

#[test]
fn the_scenarios_have_a_page_of_their_own() {
    let (page, json) = both(&["scenarios", "examples/event-day"]);
    let totals = cells(&page, "scenarios", "number");
    let said: Vec<String> = std::iter::once(&json["plain"])
        .chain(json["scenarios"].as_array().expect("scenarios").iter().map(|s| &s["total"]))
        .map(cents)
        .collect();
    assert_eq!(totals, said);
    assert!(page.contains("What serverless changes"));
}

#[test]
fn the_timeline_has_hours_and_money() {
    let args = ["offhours", "timeline", "examples/seventy-percent", "--at", "2026-11-25T12:00"];
    let page = |more: &[&str]| {
        let (status, out, errors) = kanjo(&[&args[..], &["--format", "html"], more].concat());
        assert_eq!(status, 0, "{errors}");
        out
    };
    let (_, plan, _) = kanjo(&[
        "offhours",
        "plan",
        "examples/seventy-percent",
        "--at",
        "2026-11-25T12:00",
        "--format",
        "json",
    ]);
    let plan: Value = serde_json::from_str(&plan).expect("JSON");
    for lang in ["en", "ja"] {
        let page = page(&["--lang", lang]);
        let saved = format!("USD {}", cents(&plan["saves_per_month_at_list"]));
        assert!(page.contains(&saved), "{saved} is not in {page}");
        assert_eq!(page.matches("<rect class=\"on\"").count(), 5, "five days of twelve hours");
        assert!(page.contains("60"), "hours");
    }
    assert!(page(&[]).contains("on 08:00–20:00"));
}

#[test]
fn a_timeline_of_a_scenario_has_its_holidays() {
    let args = ["offhours", "timeline", "examples/maintenance-page", "--at", "2026-11-25T12:00"];
    let scenario = ["--scenario", "staging-at-night", "--format", "html"];
    let (status, page, errors) = kanjo(&[&args[..], &scenario].concat());
    assert_eq!(status, 0, "{errors}");
    // The 23rd is a holiday.
    assert!(page.contains("office: 48 of 168 hours"), "{page}");
    let (status, _, errors) = kanjo(&args);
    assert!(status == 2 && errors.contains("--scenario NAME"), "{errors}");
}

#[test]
fn every_page_is_whole_in_itself() {
    for args in [
        &ACTUALS[..],
        &["sweep", "examples/event-day/database.yaml", "--driver", "acu=0.5..8"],
        &["scenarios", "examples/event-day"],
        &["offhours", "timeline", "examples/seventy-percent", "--at", "2026-11-25T12:00"],
    ] {
        let (_, page, _) = kanjo(&[args, &["--format", "html"]].concat());
        assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"), "{args:?}");
        for outside in ["http://", "https://", "src=", "@import", "url(", "<script"] {
            assert!(!page.contains(outside), "{args:?}: {outside}");
        }
    }
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |args: &[&str]| kanjo_in(folder.path(), "", args);
    assert_eq!(run(&["init", "--yes"]).0, 0);
    let (status, out, errors) = run(&["estimate", "--format", "html", "--out", "report.html"]);
    assert_eq!((status, out.as_str(), errors.as_str()), (0, "", ""));
    let names = || {
        let entries = std::fs::read_dir(folder.path()).expect("a folder").flatten();
        let mut names: Vec<String> =
            entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(names(), ["kanjo.yaml", "report.html"]);
    // What fails leaves what is there: no draft, and the old file.
    std::fs::write(folder.path().join("report.html"), "old").expect("writes");
    let broken = ["estimate", "--set", "resources.x.y=1", "--out", "report.html"];
    assert_eq!(run(&broken).0, 2);
    assert_eq!(std::fs::read_to_string(folder.path().join("report.html")).expect("reads"), "old");
    let (status, _, errors) = run(&["estimate", "--out", "gone/report.html"]);
    assert!(status == 2 && errors.contains("gone/report.html"), "{errors}");
    std::fs::create_dir(folder.path().join("taken")).expect("a folder");
    assert_eq!(run(&["estimate", "--out", "taken"]).0, 2);
    assert_eq!(names(), ["kanjo.yaml", "report.html", "taken"]);
}

#[test]
fn whoever_closes_the_pipe_has_read_enough() {
    use std::process::{Command, Stdio};
    for args in
        [&["schema"][..], &["estimate", "examples/commercial-production", "--format", "json"]]
    {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kanjo"))
            .args(args)
            .current_dir(super::root())
            .env_clear()
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("runs");
        drop(child.stdout.take());
        let done = child.wait_with_output().expect("ends");
        assert_eq!(done.status.code(), Some(0), "{args:?}");
        assert!(done.stderr.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
    }
}

#[test]
fn quiet_leaves_only_errors_on_stderr() {
    let focus =
        ["estimate", "examples/commercial-production", "--month", "2026-12", "--format", "focus"];
    let (_, loud, remark) = kanjo(&focus);
    assert!(remark.contains("not in the rows"), "{remark}");
    for flag in ["--quiet", "-q"] {
        let (status, out, errors) = kanjo(&[&focus[..], &[flag]].concat());
        assert_eq!((status, errors.as_str()), (0, ""));
        assert_eq!(out, loud);
        let (status, _, errors) = kanjo(&["estimate", "gone.yaml", flag]);
        assert!(status == 2 && errors.contains("error[file-missing]"), "{errors}");
    }
}

#[test]
fn what_an_error_means_is_said_in_the_language_that_was_asked_for() {
    for args in [["--lang", "ja"].as_slice(), &["--lang=ja"]] {
        let (_, _, errors) = kanjo(&[&["estimate", "gone.yaml"], args].concat());
        assert!(errors.contains("ファイルまたはフォルダがない"), "{errors}");
    }
    assert!(!kanjo(&["estimate", "gone.yaml"]).2.contains("ファイル"));
}
