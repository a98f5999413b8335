//! The house rules: which room may import which, and how long a file may be.

use super::{read, root};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Pure rooms, in the order of the house, and what each may import. A room may
/// always import itself; `+room` is that room and all that it may import.
const ROOMS: &[(&str, &[&str])] = &[
    ("quantity", &[]),
    ("text", &[]),
    ("parallel", &[]),
    ("diagnostic", &["text"]),
    ("calendar", &["+diagnostic"]),
    ("expr", &["quantity", "+diagnostic"]),
    ("bill", &["quantity", "+diagnostic"]),
    ("prices", &["+bill"]),
    ("catalog", &["parallel", "expr", "+prices"]),
    ("topology", &["calendar", "+catalog"]),
    ("estimate", &["+topology"]),
    ("check", &["+estimate"]),
    ("advice", &["check", "+estimate"]),
    ("reconcile", &["+estimate"]),
    ("offhours", &["+check"]),
    ("audit", &["check", "advice", "offhours", "+estimate"]),
    ("report", &["check", "advice", "audit", "reconcile", "offhours", "+estimate"]),
];

/// Rooms that touch the world. They import pure rooms and not each other,
/// except `source` and `cloud`; `cli` imports all.
const EDGE: &[&str] = &[
    "source",
    "terraform",
    "cloud",
    "actuals",
    "price_update",
    "inventory",
    "store",
    "notify",
    "forge",
    "bin",
    "cli",
];

/// What `room` may import, with `+room` written out.
fn allowed(room: &str) -> Vec<&'static str> {
    let Some((_, names)) = ROOMS.iter().find(|(name, _)| *name == room) else {
        assert!(
            EDGE.contains(&room),
            "src/{room}/ is in no table: add it here and to docs/ARCHITECTURE.md"
        );
        let edge = if room == "cli" { EDGE } else { &["source", "cloud"] };
        return ROOMS.iter().map(|(name, _)| *name).chain(edge.iter().copied()).collect();
    };
    let written = names.iter().flat_map(|name| match name.strip_prefix('+') {
        Some(base) => [vec![base], allowed(base)].concat(),
        None => vec![*name],
    });
    written.collect()
}

/// What a pure room must not name.
const WORLD: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
];

const LONGEST: usize = 400;

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Files by room, with their path below `src/`.
fn rooms() -> BTreeMap<String, Vec<(String, String)>> {
    let src = root().join("src");
    let mut rooms: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for file in rust_files(&src) {
        let name = file.strip_prefix(&src).expect("below").to_string_lossy().replace('\\', "/");
        let Some((room, _)) = name.split_once('/') else { continue };
        let text = std::fs::read_to_string(&file).expect("reads");
        rooms.entry(room.to_owned()).or_default().push((name.clone(), text));
    }
    rooms
}

fn is_test(name: &str) -> bool {
    name.ends_with("/tests.rs") || name.contains("/tests/")
}

/// The text without its `#[cfg(test)]` module at the end.
fn without_tests(text: &str) -> &str {
    text.find("#[cfg(test)]\nmod ").map_or(text, |at| &text[..at])
}

/// Rooms that a text names as `crate::room`, also in a grouped import.
fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap_or("").split(',').collect(),
            None => vec![rest],
        };
        for name in names {
            let room: String =
                name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.push(room);
        }
    }
    found
}

#[test]
fn rooms_import_only_what_the_table_allows() {
    let mut wrong = Vec::new();
    for (room, files) in rooms() {
        let allowed = allowed(&room);
        for (name, text) in files.iter().filter(|(name, _)| !is_test(name)) {
            for import in imports(without_tests(text)) {
                if import != room && !allowed.contains(&import.as_str()) {
                    wrong.push(format!("src/{name} imports {import}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_rooms_do_not_touch_the_world() {
    let mut wrong = Vec::new();
    for (room, files) in rooms() {
        if EDGE.contains(&room.as_str()) {
            continue;
        }
        for (name, text) in files.iter().filter(|(name, _)| !is_test(name)) {
            for world in WORLD {
                if without_tests(text).contains(world) {
                    wrong.push(format!("src/{name} names {world}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_source_starts_processes() {
    for (name, text) in rooms().into_values().flatten().filter(|(name, _)| !is_test(name)) {
        let starts = without_tests(&text).contains("process::Command");
        assert!(!starts || name.starts_with("source/"), "src/{name} starts a process");
    }
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let mut wrong = Vec::new();
    for (name, text) in rooms().into_values().flatten() {
        let lines = text.lines().count();
        if lines > LONGEST {
            wrong.push(format!("src/{name} has {lines} lines"));
        }
        if !text.starts_with("//!") && !is_test(&name) {
            wrong.push(format!("src/{name} does not open with what it is for"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_document_shows_the_same_rooms() {
    let text = read("docs/ARCHITECTURE.md");
    for room in ROOMS.iter().map(|(name, _)| name).chain(EDGE) {
        assert!(
            text.contains(&format!("| `{room}/`")),
            "docs/ARCHITECTURE.md has no row for {room}/"
        );
    }
}

#[test]
fn money_never_passes_through_a_float() {
    for (name, text) in rooms().into_values().flatten().filter(|(name, _)| !is_test(name)) {
        let code = without_tests(&text).lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            assert!(
                !line.contains("f64") && !line.contains("f32"),
                "src/{name} uses a float: {line}"
            );
        }
    }
}
