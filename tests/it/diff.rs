//! `kanjo diff` over git refs and baselines, and what it posts: through the
//! binary, with a real repository of two commits.

use super::determinism::{kanjo, kanjo_in};
use std::path::Path;
use std::process::Command;

const HEAD: &str = "version: 1\nregion: ap-northeast-1\n";

/// The first commit: a service, a NAT gateway, a holiday calendar.
const BEFORE: &str = "resources:
  web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}
  api: {type: aws.fargate, vcpu: 1, memory: 2 GB, tasks: 1}
  nat: {type: aws.nat_gateway, data: 60 GB}
  batch: {type: aws.fargate, vcpu: 1, memory: 4 GB, tasks: 1, schedule: office}
schedules:
  office: {on: \"Mon-Fri 09:00-18:00\", timezone: Asia/Tokyo, holidays: days/closed.csv}
";

/// The second: more tasks, another name, no NAT gateway, a new one unstated.
const AFTER: &str = "resources:
  web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 4}
  backend: {type: aws.fargate, vcpu: 1, memory: 2 GB, tasks: 1}
  gateway: {type: aws.nat_gateway}
  batch: {type: aws.fargate, vcpu: 1, memory: 4 GB, tasks: 1, schedule: office}
schedules:
  office: {on: \"Mon-Fri 09:00-18:00\", timezone: Asia/Tokyo, holidays: days/closed.csv}
";

fn path() -> String {
    std::env::var("PATH").expect("a PATH")
}

pub fn git(folder: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"])
        .args(["-c", "init.defaultBranch=main"])
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("PATH", path())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .expect("git is there");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

pub fn write(folder: &Path, name: &str, text: &str) {
    let file = folder.join(name);
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("makes");
    std::fs::write(file, text).expect("writes");
}

/// Two commits, the first with the tag `v1`; the work tree is the second.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    git(at, &["init", "--quiet"]);
    write(at, "infra/kanjo.yaml", &format!("{HEAD}{BEFORE}"));
    write(at, "infra/days/closed.csv", "2026-12-28\n2026-12-29\n");
    git(at, &["add", "."]);
    git(at, &["commit", "--quiet", "-m", "one"]);
    git(at, &["tag", "v1"]);
    write(at, "infra/kanjo.yaml", &format!("{HEAD}{AFTER}"));
    git(at, &["commit", "--quiet", "-a", "-m", "two"]);
    folder
}

/// A difference that must work.
fn diff(folder: &Path, args: &[&str]) -> String {
    let args: Vec<&str> = ["diff"].iter().chain(args).copied().collect();
    let (status, out, errors) = kanjo_in(folder, &path(), &args);
    assert_eq!(status, 0, "{args:?}: {errors}");
    out
}

/// What it says when it must not.
fn refused(folder: &Path, path: &str, args: &[&str]) -> String {
    let args: Vec<&str> = ["diff"].iter().chain(args).copied().collect();
    let (status, out, errors) = kanjo_in(folder, path, &args);
    assert!(status == 2 && out.is_empty(), "{args:?}: {status} {out}{errors}");
    errors
}

#[test]
fn a_ref_is_read_and_the_work_tree_is_not_touched() {
    let repository = repository();
    let at = repository.path();
    // The calendar is gone and the file is dirty: the ref has both as they were.
    std::fs::remove_dir_all(at.join("infra/days")).expect("removes");
    write(at, "dirty.txt", "mine");
    write(at, "infra/kanjo.yaml", "not: [yaml");
    let before = git(at, &["status", "--porcelain"]);
    let json = |args: &[&str]| {
        let text = diff(at, &[args, &["--format", "json", "--month", "2026-12"]].concat());
        serde_json::from_str::<serde_json::Value>(&text).expect("JSON")
    };
    let whole = json(&["git:v1:infra", "git:main:infra/kanjo.yaml"]);
    let names = |d: &serde_json::Value| {
        let list = d["changes"].as_array().expect("a list").clone();
        list.iter().map(|c| format!("{} {}", c["resource"], c["why"])).collect::<Vec<_>>()
    };
    let found = names(&whole);
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found.contains(&"\"backend\" \"renamed from api\"".to_owned()), "{found:?}");
    assert!(found.contains(&"\"gateway\" \"new\"".to_owned()), "{found:?}");
    assert!(found.contains(&"\"nat\" \"removed\"".to_owned()), "{found:?}");
    assert_eq!(git(at, &["status", "--porcelain"]), before);
    assert_eq!(std::fs::read_to_string(at.join("dirty.txt")).expect("reads"), "mine");

    // `--base REF PATH` is the same as naming both; from below, `.` is a path too.
    git(at, &["checkout", "--quiet", "--", "infra"]);
    let base = json(&["--base", "v1", "infra"]);
    assert_eq!((&base["delta"], names(&base)), (&whole["delta"], found));
    let below = at.join("infra");
    let here = diff(&below, &["--base", "v1"]);
    assert!(here.contains("git:v1 → ."), "{here}");
    assert_eq!(diff(&below, &["git:v1", "."]), here);
    let absolute = below.display().to_string();
    let out = tempfile::tempdir().expect("a folder");
    let away = diff(out.path(), &["--base", "v1", &absolute]);
    assert_eq!(away.lines().next(), here.lines().next());
    assert!(diff(at, &["git:HEAD:infra", "infra"]).starts_with("No change: "));
}

#[test]
fn what_git_cannot_give_is_one_sentence() {
    let repository = repository();
    let at = repository.path();
    let path = path();
    let said = |args: &[&str]| refused(at, &path, args);
    let unknown = said(&["--base", "mian", "infra"]);
    assert!(unknown.contains("error[git]: git knows no ref mian"), "{unknown}");
    assert!(unknown.contains("did you mean main?"), "{unknown}");
    let option = said(&["git:--output=x:infra", "infra"]);
    assert!(option.contains("is not the name of a ref"), "{option}");
    let missing = said(&["git:main:infra/kanjo.yml", "infra"]);
    assert!(missing.contains("infra/kanjo.yml is not in main"), "{missing}");
    assert!(missing.contains("did you mean git:main:infra/kanjo.yaml?"), "{missing}");
    let folder = said(&["git:main", "infra"]);
    assert!(folder.contains("git:main:. has no kanjo.yaml"), "{folder}");
    let two = said(&["--base", "v1", "git:main:infra"]);
    assert!(two.contains("git:ONE:PATH git:OTHER:PATH"), "{two}");
    let none = refused(at, "/nonexistent", &["--base", "v1", "infra"]);
    assert!(none.contains("git is not installed"), "{none}");
    let outside = tempfile::tempdir().expect("a folder");
    write(outside.path(), "kanjo.yaml", &format!("{HEAD}resources: {{}}\n"));
    let errors = refused(outside.path(), &path, &["--base", "main"]);
    assert!(errors.contains("is not in a git repository"), "{errors}");
    assert_eq!(said(&["--base", "mian"]).matches("error[").count(), 1);
}

#[cfg(unix)]
#[test]
fn a_link_and_a_path_outside_are_not_followed() {
    let repository = repository();
    let at = repository.path();
    std::os::unix::fs::symlink("/etc/passwd", at.join("link.yaml")).expect("links");
    let up = BEFORE.replace("days/closed.csv", "../closed.csv");
    write(at, "infra/up.yaml", &format!("{HEAD}{up}"));
    write(at, "closed.csv", "2026-12-28\n");
    git(at, &["add", "."]);
    git(at, &["commit", "--quiet", "-m", "three"]);
    let link = refused(at, &path(), &["git:main:link.yaml", "infra"]);
    assert!(link.contains("git:main:link.yaml is not a file"), "{link}");
    let up = refused(at, &path(), &["git:main:infra/up.yaml", "infra"]);
    assert!(up.contains("lies outside the folder"), "{up}");
}

const EXAMPLE: &str = "examples/commercial-production";

#[test]
fn a_baseline_is_the_bill_that_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("base.json").display().to_string();
    let (status, json, _) = kanjo(&["estimate", EXAMPLE, "--format", "json"]);
    assert_eq!(status, 0);
    std::fs::write(&file, &json).expect("writes");
    for pair in [[file.as_str(), EXAMPLE], [EXAMPLE, file.as_str()]] {
        let (status, out, errors) = kanjo(&["diff", pair[0], pair[1]]);
        assert!(status == 0 && out.starts_with("No change: "), "{out}{errors}");
    }
    let refused = |text: &str, more: &[&str]| {
        std::fs::write(&file, text).expect("writes");
        let (status, _, errors) = kanjo(&[&["diff", file.as_str(), EXAMPLE], more].concat());
        assert_eq!(status, 2, "{errors}");
        errors
    };
    assert!(refused(&json, &["--month", "2026-12"]).contains("--month MONTH"));
    let newer = json.replacen("\"schema\": 1", "\"schema\": 2", 1);
    assert!(refused(&newer, &[]).contains("schema 2 is not known"));
    let yen = json.replacen("\"currency\": \"USD\"", "\"currency\": \"JPY\"", 1);
    assert!(refused(&yen, &[]).contains("it is in JPY"));
    assert!(refused("{\"schema\": 1, \"changes\": []}", &[]).contains("it is not an estimate"));
    assert!(refused("{\"schema\": 1", &[]).contains("error[bad-json]"));
    let huge =
        json.replacen("\"expected\"", "\"x\"", 1).replacen("\"cost\":", "\"cost\":1e99,\"y\":", 1);
    assert!(refused(&huge, &[]).contains("1e99 is not a number"));
}

/// Other prices are said once, and are one row: nobody changed the design.
#[test]
fn a_price_change_is_not_a_design_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("base.json").display().to_string();
    let (_, json, _) = kanjo(&["estimate", EXAMPLE, "--format", "json"]);
    let mut old: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    old["prices"]["sha256"] = "0123456789abcdef".into();
    for charge in old["charges"].as_array_mut().expect("a list").iter_mut().take(2) {
        for case in ["cost", "low", "high"] {
            charge[case] = 1.into();
        }
    }
    std::fs::write(&file, old.to_string()).expect("writes");
    let (status, text, errors) = kanjo(&["diff", &file, EXAMPLE, "--format", "json"]);
    assert_eq!(status, 0, "{errors}");
    let d: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(d["books"]["before"], "0123456789abcdef");
    assert_eq!(d["books"]["after"], d["prices"]["sha256"]);
    assert_eq!(d["changes"].as_array().map(Vec::len), Some(1), "{text}");
    assert_eq!(
        (&d["changes"][0]["why"], &d["changes"][0]["resource"]),
        (&"other prices".into(), &serde_json::Value::Null)
    );
    for format in ["table", "markdown"] {
        let (_, out, _) = kanjo(&["diff", &file, EXAMPLE, "--format", format]);
        assert!(out.contains("Priced from two books"), "{out}");
    }
}

/// Two topologies, as Markdown.
fn markdown(before: &str, after: &str, lang: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    write(at, "a.yaml", &format!("{HEAD}{before}"));
    write(at, "b.yaml", &format!("{HEAD}{after}"));
    diff(at, &["a.yaml", "b.yaml", "--format", "markdown", "--lang", lang])
}

#[test]
fn three_changes_among_three_hundred_are_short() {
    let rows = |tasks: u32| -> String {
        let one = |i: u32| {
            let tasks = if i < 3 { tasks } else { 1 };
            format!(
                "  service{i}: {{type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: {tasks}}}\n"
            )
        };
        (0..300).map(one).collect()
    };
    let text =
        markdown(&format!("resources:\n{}", rows(2)), &format!("resources:\n{}", rows(4)), "en");
    assert!(text.len() < 2048, "{}\n{text}", text.len());
    assert_eq!(text.matches("`service").count(), 3, "{text}");
    assert!(text.contains("3 changed") && !text.contains("<details>"), "{text}");
}

#[test]
fn a_change_of_any_size_is_cut_by_rows() {
    let long = "n".repeat(90);
    let rows: String = (0..5000)
        .map(|i| {
            format!(
                "  \"{long}|`{i}\": {{type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: {}}}\n",
                i % 7 + 1
            )
        })
        .collect();
    for lang in ["en", "ja"] {
        let text = markdown("resources: {}\n", &format!("resources:\n{rows}"), lang);
        assert!(text.len() < 65_536 && text.len() > 60_000, "{}", text.len());
        let table: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).collect();
        assert!(table.iter().all(|line| line.ends_with(" |") && line.matches(" | ").count() == 4));
        let shown = table.len() - 4 - 5;
        let more = if lang == "en" {
            format!("… and {} more rows", 5000 - shown)
        } else {
            format!("…ほか {} 行", 5000 - shown)
        };
        assert!(text.contains(&more) && text.contains("</details>"), "{more}");
    }
}

#[test]
fn a_hostile_name_stays_a_name() {
    let after = "resources:
  \"</details><img src=x> @all | `x` [a](http://b)\": {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 4}
  \"-->\\n## owned\": {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 4}
  \"<!-- kanjo -->\": {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 4}
  d: {type: aws.nat_gateway}
  e: {type: aws.nat_gateway, data: 1 GB}
  f: {type: aws.nat_gateway, data: 2 GB}
";
    let text = markdown("resources: {}\n", after, "en");
    assert_eq!(text.matches("</details>").count(), 1, "{text}");
    assert!(!text.contains("<img src=x> @") && !text.contains("](http"), "{text}");
    assert!(text.lines().all(|line| !line.starts_with('#')), "{text}");
    for line in text.lines().filter(|line| line.starts_with("| ")) {
        assert_eq!(line.matches('|').count(), 6, "{line}");
    }
}

#[test]
fn environments_renames_and_what_is_not_counted() {
    let with = |body: &str| {
        format!("{body}environments:\n  dev: {{resources: {{web: {{tasks: 1}}}}}}\n  prod: {{}}\n")
    };
    for (lang, words) in [
        (
            "en",
            [
                "| environment | before | after | change |",
                "renamed from api",
                "2 renamed",
                "usage not stated and not counted: 2",
            ],
        ),
        (
            "ja",
            [
                "| 環境 | 変更前 | 変更後 | 増減 |",
                "api から改名",
                "改名 2",
                "利用量が未記入で未計上: 2 件",
            ],
        ),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path();
        write(at, "days/closed.csv", "2026-12-28\n");
        write(at, "a.yaml", &with(&format!("{HEAD}{BEFORE}")));
        write(at, "b.yaml", &with(&format!("{HEAD}{AFTER}")));
        let text = diff(at, &["a.yaml", "b.yaml", "--format", "markdown", "--lang", lang]);
        for word in words {
            assert!(text.contains(word), "{word} is not in:\n{text}");
        }
        assert!(!text.contains("batch"), "nobody touched it:\n{text}");
    }
}

/// Of two alike that left, nobody can say which one came back under a new name.
#[test]
fn only_one_for_one_is_a_rename() {
    let one =
        |name: &str, tags: &str| format!("  {name}: {{type: aws.nat_gateway, data: 5 GB{tags}}}\n");
    let file = |rows: &[String]| format!("resources:\n{}", rows.concat());
    let plain = |name: &str| one(name, "");
    let before = file(&[plain("a"), plain("b")]);
    let two = markdown(&before, &file(&[plain("c"), plain("d")]), "en");
    assert!(two.contains("2 new · 2 removed") && !two.contains("renamed"), "{two}");
    let one_left = markdown(&before, &file(&[plain("a"), plain("c")]), "en");
    assert!(one_left.contains("renamed from b") && one_left.contains("1 renamed"), "{one_left}");
    assert!(one_left.starts_with("**0.00 a month"), "{one_left}");
    let tagged = one("c", ", tags: {team: x}");
    let tagged = markdown(&before, &file(&[plain("a"), tagged]), "en");
    assert!(tagged.contains("1 new · 1 removed") && !tagged.contains("renamed"), "{tagged}");
}

#[test]
fn what_has_no_price_on_one_side_is_neither_new_nor_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let db = |class: &str| {
        format!(
            "{HEAD}resources: {{db: {{type: aws.aurora, engine: postgresql, storage_type: io-optimized, class: {class}}}}}\n"
        )
    };
    write(at, "a.yaml", &db("db.r6g.large"));
    write(at, "b.yaml", &db("db.t4g.medium"));
    let text = diff(at, &["a.yaml", "b.yaml"]);
    assert!(text.contains("incomplete, lines without a price: 1 before, 0 after"), "{text}");
    assert!(text.contains("not counted before: instances_io_optimized"), "{text}");
    assert!(!text.contains("\n  new"), "{text}");
    let text = diff(at, &["b.yaml", "a.yaml", "--format", "markdown"]);
    assert!(text.contains("0 before, 1 after") && !text.contains("1 removed"), "{text}");
    assert!(text.contains("not counted after: instances\\_io\\_optimized"), "{text}");
    let json = diff(at, &["a.yaml", "b.yaml", "--format", "json"]);
    assert!(json.contains("\"unpriced\": {"), "{json}");
}
