//! `docs/coverage.md` says which kinds bill a type of Terraform; the catalogue
//! agrees, so that the table cannot promise what is gone.

use super::read;

/// `| type | kinds |`, a row each.
fn rows(page: &str) -> Vec<(String, Vec<String>)> {
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', "")).collect()
    };
    let lines = page.lines().filter(|line| line.starts_with("| `aws_"));
    let row = |line: &str| match cells(line).as_slice() {
        [name, kinds] => (name.clone(), kinds.split(", ").map(str::to_owned).collect()),
        other => panic!("{other:?}"),
    };
    lines.map(row).collect()
}

/// The types, or globs of types, of `free` and `part` blocks.
fn patterns<'a>(file: &'a str, word: &'a str) -> impl Iterator<Item = &'a str> {
    file.lines().filter_map(move |line| {
        line.strip_prefix(word)?.trim().strip_prefix('"')?.split('"').next()
    })
}

#[test]
fn the_table_of_types_is_what_the_catalogue_does() {
    let rows = rows(&read("docs/coverage.md"));
    assert!(rows.len() > 80, "only {} types", rows.len());
    let free = read("catalog/aws/free.hcl");
    for (name, kinds) in rows {
        for kind in kinds {
            let said = match kind.as_str() {
                "not supported" => continue,
                "free" | "part" => {
                    patterns(&free, &kind).any(|p| kanjo::catalog::matches(p, &name))
                }
                kind => read(format!("catalog/{}.hcl", kind.replace('.', "/")))
                    .contains(&format!("terraform \"{name}\" {{")),
            };
            assert!(said, "{kind} says nothing of {name}");
        }
    }
}
