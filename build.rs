//! Packs what the binary carries: one compressed block of prices per region,
//! and an index of the catalogue.
//!
//! It checks what can be checked without the program itself and names file and
//! line: the form of a price file, its order, a price that stands twice. What
//! needs the evaluator is checked by `cargo test`.
#![allow(clippy::disallowed_methods, reason = "files and environment are read here")]

use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

const HEADER: &str = "usage_type,operation,unit,begin,end,usd,low,high,as_of,confidence,source";

fn main() {
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=pricing-cache");
    println!("cargo::rerun-if-changed=catalog");
    let result = pack_prices(&root, &out).and_then(|()| index_catalog(&root, &out));
    if let Err(problem) = result {
        println!("cargo::error={problem}");
        std::process::exit(1);
    }
}

fn files_below(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|e| format!("{}: {e}", folder.display()))?.path();
        if path.is_dir() {
            files.extend(files_below(&path, extension)?);
        } else if path.extension().is_some_and(|e| e == extension) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn relative(path: &Path, folder: &Path) -> String {
    let parts: Vec<_> = path.strip_prefix(folder).unwrap_or(path).iter().collect();
    parts.iter().map(|p| p.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// What a region's pack is sorted by; `begin` as a number of fixed width.
type Order = (String, String, String, String);

fn pack_prices(root: &Path, out: &Path) -> Result<(), String> {
    let folder = root.join("pricing-cache");
    let mut regions: BTreeMap<String, BTreeMap<Order, String>> = BTreeMap::new();
    let mut hash = Sha256::new();
    let (mut oldest, mut newest) = (String::from("9999"), String::new());
    let mut paths: Vec<(String, PathBuf)> =
        files_below(&folder, "csv")?.into_iter().map(|p| (relative(&p, &folder), p)).collect();
    paths.sort();
    for (name, path) in paths {
        let parts: Vec<&str> = name.split('/').collect();
        let text = if parts.len() > 1 { read(&path)? } else { continue };
        for part in [name.as_bytes(), &[0], text.as_bytes(), &[0]] {
            hash.update(part);
        }
        let [_vendor, service, file] = parts[..] else { continue };
        let region = file.trim_end_matches(".csv");
        let rows = regions.entry(region.to_owned()).or_default();
        for (i, line) in text.lines().enumerate() {
            let place = format!("pricing-cache/{name}:{}", i + 1);
            if i == 0 {
                if line != HEADER {
                    return Err(format!("{place}: the header must be {HEADER}"));
                }
                continue;
            }
            let fields: Vec<&str> = line.split(',').collect();
            let [usage_type, operation, _, begin, _, _, _, _, as_of, _, _] = fields[..] else {
                return Err(format!("{place}: a row has eleven fields"));
            };
            let order = (
                service.to_owned(),
                usage_type.to_owned(),
                operation.to_owned(),
                format!("{begin:0>30}"),
            );
            if rows.insert(order, format!("{service},{line}")).is_some() {
                return Err(format!("{place}: a second price for {usage_type} from {begin}"));
            }
            oldest = oldest.min(as_of.to_owned());
            newest = newest.max(as_of.to_owned());
        }
    }
    let mut code = String::new();
    let sha: String = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
    let list = folder.join("aws/regions.csv");
    let _ = writeln!(code, "const REGIONS_CSV: &str = include_str!({:?});", list);
    let _ = writeln!(code, "const SHA256: &str = {sha:?};");
    let _ = writeln!(code, "const OLDEST: &str = {oldest:?};\nconst NEWEST: &str = {newest:?};");
    let _ = writeln!(code, "const BLOCKS: &[(&str, &[u8], usize)] = &[");
    for (region, rows) in regions {
        let mut text = String::new();
        for row in rows.values() {
            text.push_str(row);
            text.push('\n');
        }
        let packed = zstd::bulk::compress(text.as_bytes(), 15).map_err(|e| e.to_string())?;
        let file = out.join(format!("prices-{region}.zst"));
        fs::write(&file, packed).map_err(|e| e.to_string())?;
        let _ = writeln!(code, "    ({region:?}, include_bytes!({file:?}), {}),", text.len());
    }
    code.push_str("];\n");
    fs::write(out.join("prices.rs"), code).map_err(|e| e.to_string())
}

/// Kinds by name, and which kinds read a Terraform type or a live type: from
/// the headers of the blocks, so that no file is parsed that is not used.
fn index_catalog(root: &Path, out: &Path) -> Result<(), String> {
    let folder = root.join("catalog");
    let mut kinds = String::new();
    let mut shared = String::new();
    let mut readers = String::new();
    let mut asked: BTreeSet<String> = BTreeSet::new();
    for path in files_below(&folder, "hcl")? {
        let name = relative(&path, &folder);
        let file = format!("catalog/{name}");
        let text = read(&path)?;
        asked.extend(asked_types(&text).map(str::to_owned));
        let declared: Vec<(usize, &str)> = text
            .lines()
            .enumerate()
            .filter_map(|(i, line)| Some((i + 1, line.strip_prefix("kind \"")?.split('"').next()?)))
            .collect();
        match declared[..] {
            [] => {
                let _ = writeln!(shared, "    ({file:?}, include_str!({path:?})),");
            }
            [(line, kind)] => {
                if format!("{}.hcl", kind.replacen('.', "/", 1)) != name {
                    return Err(format!(
                        "catalog/{name}:{line}: the kind `{kind}` belongs in its own file"
                    ));
                }
                let _ = writeln!(kinds, "    ({kind:?}, {file:?}, include_str!({path:?})),");
                let types = text
                    .lines()
                    .filter_map(|l| l.strip_prefix("  terraform \"")?.split('"').next());
                let types: BTreeSet<&str> = types.collect();
                for resource_type in types {
                    asked.insert(resource_type.to_owned());
                    let _ = writeln!(readers, "    ({resource_type:?}, {kind:?}),");
                }
            }
            [_, (line, kind), ..] => {
                return Err(format!("catalog/{name}:{line}: a second kind `{kind}` in one file"));
            }
        }
    }
    let free = read(&folder.join("aws/free.hcl"))?;
    let code = free_types(&free)?
        + &format!("const ASKED: &[&str] = &{:?};\n", Vec::from_iter(asked))
        + &format!(
            "const KINDS: &[(&str, &str, &str)] = &[\n{kinds}];\nconst SHARED: &[(&str, &str)] = &[\n{shared}];\nconst READERS: &[(&str, &str)] = &[\n{readers}];\n"
        );
    fs::write(out.join("catalog.rs"), code).map_err(|e| e.to_string())
}

/// The types that mappings name as `target(…, "type")` or `referrers("type")`,
/// on however many lines.
fn asked_types(text: &str) -> impl Iterator<Item = &str> {
    let is_type = |word: &&str| {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        word.contains('_') && word.chars().all(plain)
    };
    let calls = ["target(", "referrers("].into_iter().flat_map(|call| text.match_indices(call));
    calls.flat_map(|(at, call)| quoted(&text[at + call.len()..])).filter(is_type)
}

/// The texts in quotes up to the parenthesis that closes the arguments.
fn quoted(arguments: &str) -> Vec<&str> {
    let (mut depth, mut opened, mut found) = (1, None, Vec::new());
    for (at, c) in arguments.char_indices() {
        match (c, opened) {
            ('"', None) => opened = Some(at + 1),
            ('"', Some(start)) => {
                found.push(&arguments[start..at]);
                opened = None;
            }
            ('(', None) => depth += 1,
            (')', None) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    found
}

/// Tables of `free.hcl`, which has two forms of blocks: `reason` of a type that
/// costs nothing, and `of` of one that others count.
fn free_types(text: &str) -> Result<String, String> {
    let (mut free, mut globs, mut parts) = (BTreeMap::new(), String::new(), String::new());
    let mut header: Option<(&str, &str)> = None;
    for (i, line) in text.lines().enumerate() {
        let wrong = || format!("catalog/aws/free.hcl:{}: `{line}` is not understood", i + 1);
        match (line, header) {
            ("" | "}", _) => header = None,
            (comment, None) if comment.starts_with('#') => {}
            (start, None) => {
                let rest = start.strip_suffix("\" {").ok_or_else(wrong)?;
                header = Some(rest.split_once(" \"").ok_or_else(wrong)?);
            }
            (own, Some(("free", name))) => {
                let reason = own.trim().strip_prefix("reason = ").ok_or_else(wrong)?;
                let one = format!("    ({name:?}, {reason}),\n");
                if name.contains('*') {
                    globs.push_str(&one);
                } else {
                    free.insert(name, one);
                }
            }
            (own, Some(("part", name))) => {
                let of = own.trim().strip_prefix("of = ").ok_or_else(wrong)?;
                let _ = writeln!(parts, "    ({name:?}, &{of}),");
            }
            _ => return Err(wrong()),
        }
    }
    let free: String = free.into_values().collect();
    Ok(format!(
        "const FREE: &[(&str, &str)] = &[\n{free}];\n\
         const FREE_GLOBS: &[(&str, &str)] = &[\n{globs}];\nconst PARTS: &[(&str, &[&str])] = &[\n{parts}];\n"
    ))
}
