//! The first five minutes: `init`, `doctor`, the page and the approval sheet.

use super::determinism::{kanjo, kanjo_in};
use std::path::Path;

fn here(folder: &Path, args: &[&str]) -> (i32, String, String) {
    kanjo_in(folder, "", args)
}

#[test]
fn what_init_writes_estimates_at_once_and_in_full() {
    for region in ["ap-northeast-1", "us-east-1"] {
        for shape in ["web", "serverless", "static"] {
            let folder = tempfile::tempdir().expect("a folder");
            let args =
                ["init", "--shape", shape, "--region", region, "--requests", "2M", "--staging"];
            let (status, out, errors) = here(folder.path(), &args);
            assert_eq!(status, 0, "{shape} {region}: {errors}");
            assert!(out.starts_with("kanjo.yaml written: USD "), "{out}");
            for command in ["estimate", "scenarios"] {
                let (status, out, errors) = here(folder.path(), &[command]);
                assert_eq!(status, 0, "{shape} {region}: {errors}");
                assert!(!out.contains("incomplete"), "{shape} {region}: {out}");
            }
            let (status, out, _) = here(folder.path(), &["estimate", "--strict"]);
            assert_eq!(status, 0, "{out}");
        }
    }
}

#[test]
fn init_writes_over_nothing_and_refuses_what_has_no_price() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("kanjo.yaml");
    std::fs::write(&file, "mine").expect("writes");
    let (status, _, errors) = here(folder.path(), &["init"]);
    assert!(
        status == 2 && errors.contains("file-exists") && errors.contains("--force"),
        "{errors}"
    );
    assert_eq!(std::fs::read_to_string(&file).expect("reads"), "mine");
    let (status, _, errors) =
        here(folder.path(), &["init", "--force", "--region", "ap-northeast-9"]);
    assert!(status == 2 && errors.contains("did you mean"), "{errors}");
    assert_eq!(std::fs::read_to_string(&file).expect("reads"), "mine");
    let (status, _, errors) = here(folder.path(), &["init", "--force", "--requests", "many"]);
    assert!(status == 2 && errors.contains("300K"), "{errors}");
    let name = "it's: {odd} # \"name\"";
    assert_eq!(here(folder.path(), &["init", "--force", "--project", name]).0, 0);
    let (_, out, _) = here(folder.path(), &["estimate", "--format", "markdown"]);
    assert!(out.lines().next().is_some_and(|line| line.contains("odd")), "{out}");
}

#[test]
fn doctor_says_what_to_do_next_and_never_a_value() {
    let folder = tempfile::tempdir().expect("a folder");
    let (status, out, _) = here(folder.path(), &["doctor"]);
    assert!(status == 1 && out.contains("next: kanjo init"), "{out}");
    assert!(out.contains("no credentials in the environment"), "{out}");
    assert_eq!(here(folder.path(), &["init"]).0, 0);
    let (status, out, _) = here(folder.path(), &["doctor"]);
    assert!(status == 0 && out.starts_with("Nothing is in the way"), "{out}");
    assert!(out.contains("not found on PATH"), "{out}");
    std::fs::write(folder.path().join("kanjo.yaml"), "version: 1\nresources: [a\n")
        .expect("writes");
    let (status, out, _) = here(folder.path(), &["doctor", "--lang", "ja"]);
    assert!(status == 1 && out.contains("要対応"), "{out}");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_kanjo"))
        .arg("doctor")
        .current_dir(folder.path())
        .env_clear()
        .env("AWS_ACCESS_KEY_ID", "a-secret-value")
        .output()
        .expect("runs");
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(out.contains("AWS_ACCESS_KEY_ID") && !out.contains("secret-value"), "{out}");
}

#[test]
fn the_first_words_name_the_next_command() {
    let (_, out, _) = kanjo(&[]);
    assert!(out.contains("kanjo init") && out.contains("kanjo doctor"), "{out}");
    let folder = tempfile::tempdir().expect("a folder");
    let (status, _, errors) = here(folder.path(), &["estimate"]);
    assert!(status == 2 && errors.contains("kanjo init"), "{errors}");
}

#[test]
fn the_page_is_whole_in_itself_and_small() {
    for (lang, word) in [("en", "Cost by service"), ("ja", "サービス別の費用")] {
        let (status, page, errors) = kanjo(&[
            "estimate",
            "examples/commercial-production",
            "--format",
            "html",
            "--lang",
            lang,
        ]);
        assert_eq!(status, 0, "{errors}");
        assert!(page.contains(word) && page.contains(&format!("<html lang=\"{lang}\">")));
        assert!(page.contains("USD 416.69"), "the answer");
        for outside in ["http://", "https://", "src=", "@import", "url("] {
            assert!(!page.contains(outside), "{outside}");
        }
        assert!(page.len() < 100_000, "{}", page.len());
    }
}

#[test]
fn the_page_shows_the_week_and_what_it_saves() {
    let (_, page, _) = kanjo(&["estimate", "examples/seventy-percent", "--format", "html"]);
    for text in
        ["60 of 168 hours a week", "USD 11,025.00", "USD 7,350.00", "scenario office-window"]
    {
        assert!(page.contains(text), "{text}");
    }
    // What stops and what goes on in dev and qa: the bill of their window.
    assert_eq!(page.matches("class=\"on\"").count(), 5, "five days");
}

const YEN: &str = "billing={route: reseller, discounts: {aws: 5 %}, fx: {currency: JPY, rate: 155.00, date: 2026-11-20, source: reseller}, tax: {aws: 10 %}}";

#[test]
fn vectors_the_approval_sheet() {
    let ringi = |more: &[&str]| {
        let mut args = vec![
            "estimate",
            "examples/commercial-production",
            "--lang",
            "ja",
            "--set",
            YEN,
            "--set",
            "free_tier=on",
        ];
        args.extend(more);
        let (status, out, errors) = kanjo(&args);
        assert_eq!(status, 0, "{errors}");
        out
    };
    let sheet = ringi(&["--format", "ringi"]);
    // AWS 44,568 + 4,456; the others without tax.
    for text in ["62,240 円", "4,456 円", "66,696 円", "800,352 円", "155 円、2026-11-20", "代替案"]
    {
        assert!(sheet.contains(text), "{text}");
    }
    let csv = ringi(&["--format", "ringi-csv"]);
    assert!(csv.starts_with('\u{feff}'));
    assert!(csv.contains("月額（税込）,65240,66696,68152,JPY"), "{csv}");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.csv");
    ringi(&["--format", "ringi", "--out", file.to_str().expect("UTF-8")]);
    assert_eq!(std::fs::read_to_string(&file).expect("written"), csv);
}

#[test]
fn a_sheet_without_billing_says_so_and_invents_no_rate() {
    let (status, out, _) =
        kanjo(&["estimate", "examples/seventy-percent", "--format", "ringi-csv"]);
    assert_eq!(status, 0);
    assert!(out.contains("35000,35000,35000,USD") && out.contains("billing.fx"), "{out}");
    assert!(!out.contains("JPY"), "{out}");
    for command in ["scenarios", "sweep"] {
        let mut args = vec![command, "examples/event-day", "--format", "ringi"];
        if command == "sweep" {
            args.extend(["--driver", "acu=1..2"]);
        }
        let (status, _, errors) = kanjo(&args);
        assert!(status == 2 && errors.contains("kanjo estimate --format ringi"), "{errors}");
    }
    let (status, page, _) =
        kanjo(&["diff", "examples/event-day", "examples/event-day", "--format", "html"]);
    assert!(status == 0 && page.contains("No change"));
}
