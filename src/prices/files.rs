//! A book made of price files: the user's cache, a folder, a test's.
//!
//! Checked in full when it is opened, because nobody else did; what was checked
//! before and has not changed is not even joined until it is asked for.

use crate::diagnostic::{Code, Diagnostic};
use crate::prices::row::{HEADER, Row, series};
use crate::prices::{Book, Identity, Region, Shelf, USD};
use crate::quantity::Number;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A price file: its path below the book's folder, and its text.
#[derive(Clone, Debug)]
pub struct PriceFile {
    /// `aws/AmazonEC2/ap-northeast-1.csv`, or `aws/regions.csv`.
    pub path: String,
    pub text: String,
}

/// A line with its place, so that what is wrong can be named.
struct Placed<'a> {
    line: String,
    path: &'a str,
    number: usize,
}

/// The hash that names a book: of every file's path and text, in the order of
/// the paths.
pub fn identity_hash<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut files: Vec<_> = files.into_iter().collect();
    files.sort_unstable();
    let mut hash = Sha256::new();
    for (path, text) in files {
        hash.update(path.as_bytes());
        hash.update([0]);
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Regions from `regions.csv`; one without a currency sells in USD.
pub fn regions(text: &str) -> Vec<Region> {
    text.lines()
        .skip(1)
        .filter_map(|line| {
            let mut fields = line.split(',');
            let (code, location, prefix) = (fields.next()?, fields.next()?, fields.next()?);
            let currency = fields.next().unwrap_or(USD);
            Some(Region {
                code: code.into(),
                location: location.into(),
                prefix: prefix.into(),
                currency: currency.into(),
            })
        })
        .collect()
}

/// Joins price files into one sorted text per region, and says everything that
/// is wrong with them: file, line and what.
pub fn pack_files(files: &[PriceFile]) -> (BTreeMap<String, String>, Vec<Diagnostic>) {
    let mut regions: BTreeMap<String, Vec<Placed<'_>>> = BTreeMap::new();
    let mut errors = Vec::new();
    for file in files {
        let Some((service, region)) = service_and_region(&file.path) else { continue };
        let mut lines = file.text.lines();
        if lines.next() != Some(HEADER) {
            errors.push(broken(&file.path, 1, &format!("the header must be {HEADER}")));
            continue;
        }
        let rows = regions.entry(region.to_owned()).or_default();
        rows.extend(lines.enumerate().map(|(i, line)| Placed {
            line: format!("{service},{line}"),
            path: &file.path,
            number: i + 2,
        }));
    }
    let mut packs = BTreeMap::new();
    for (region, mut lines) in regions {
        // Each line is parsed once, not once for each comparison.
        lines.sort_by_cached_key(|placed| {
            let row = Row::parse(&placed.line)?;
            let key = [row.service, row.usage_type, row.operation].map(str::to_owned);
            Some((key, Number::parse(row.begin)))
        });
        check(&region, &lines, &mut errors);
        let text = lines.iter().fold(String::new(), |text, l| text + &l.line + "\n");
        packs.insert(region, text);
    }
    (packs, errors)
}

fn service_and_region(path: &str) -> Option<(&str, &str)> {
    let mut parts = path.split('/');
    let (_vendor, service, file) = (parts.next()?, parts.next()?, parts.next()?);
    (parts.next().is_none()).then_some(())?;
    Some((service, file.strip_suffix(".csv")?))
}

fn check(region: &str, lines: &[Placed<'_>], errors: &mut Vec<Diagnostic>) {
    let mut at = 0;
    while let Some(first) = lines.get(at) {
        let Some(row) = Row::parse(&first.line) else {
            errors.push(broken(first.path, first.number, "a row has eleven fields"));
            at += 1;
            continue;
        };
        let group: Vec<(Row<'_>, &Placed<'_>)> = lines
            .iter()
            .skip(at)
            .map_while(|l| Row::parse(&l.line).map(|r| (r, l)))
            .take_while(|(r, _)| r.key() == row.key())
            .collect();
        at += group.len();
        for pair in group.windows(2) {
            if let [(a, _), (b, place)] = pair
                && a.begin == b.begin
            {
                let what = format!("a second price for {} from {}", b.usage_type, b.begin);
                errors.push(broken(place.path, place.number, &what));
            }
        }
        let rows: Vec<Row<'_>> = group.iter().map(|(r, _)| *r).collect();
        if let Err(what) = series(region, &rows) {
            errors.push(broken(first.path, first.number, &format!("{}: {what}", row.usage_type)));
        }
    }
}

fn broken(path: &str, line: usize, what: &str) -> Diagnostic {
    Diagnostic::new(Code::PriceBook, format!("{path}:{line}: {what}"))
}

/// The rows of a region, of files that were checked when they were written: each is
/// in order, so the order of the services is that of the whole.
fn joined(files: &[(String, String)]) -> String {
    let mut pack = String::with_capacity(files.iter().map(|(_, text)| text.len() * 5 / 4).sum());
    for (service, text) in files {
        for line in text.lines().skip(1) {
            pack.extend([service, ",", line, "\n"]);
        }
    }
    pack
}

/// The oldest and the newest date of the rows.
fn dates(files: &[PriceFile]) -> (String, String) {
    let rows = files.iter().filter(|f| service_and_region(&f.path).is_some());
    let dates = rows.flat_map(|f| f.text.lines().skip(1)).filter_map(|l| l.rsplit(',').nth(2));
    let found = dates.fold(None, |found: Option<(&str, &str)>, date| {
        Some(found.map_or((date, date), |(old, new)| (old.min(date), new.max(date))))
    });
    found.map(|(old, new)| (old.to_owned(), new.to_owned())).unwrap_or_default()
}

/// A book of files. Regions that are `known` were checked before, in these very
/// bytes, and are joined when they are asked for; the others are checked now.
pub(super) fn book(
    name: &str,
    files: &[PriceFile],
    known: &dyn Fn(&str) -> bool,
) -> Result<Book, Vec<Diagnostic>> {
    let Some(list) = files.iter().find(|f| f.path == "aws/regions.csv") else {
        let message = format!("{name} has no aws/regions.csv");
        return Err(vec![
            Diagnostic::new(Code::PriceBook, message)
                .help("a price folder has the form of pricing-cache/ in the repository"),
        ]);
    };
    let (mut new, mut old) = (Vec::new(), BTreeMap::<String, Vec<(String, String)>>::new());
    for file in files {
        match service_and_region(&file.path) {
            Some((service, region)) if known(region) => {
                let row = (service.to_owned(), file.text.clone());
                old.entry(region.to_owned()).or_default().push(row);
            }
            _ => new.push(file.clone()),
        }
    }
    old.values_mut().for_each(|files| files.sort());
    let (mut packs, errors) = pack_files(&new);
    if !errors.is_empty() {
        return Err(errors);
    }
    let (oldest, newest) = dates(files);
    let identity = Identity {
        name: name.to_owned(),
        sha256: identity_hash(files.iter().map(|f| (f.path.as_str(), f.text.as_str()))),
        oldest,
        newest,
    };
    let shelves = regions(&list.text).into_iter().map(|region| {
        let open: Box<dyn Fn() -> Result<String, String> + Send + Sync> =
            match (packs.remove(&region.code), old.remove(&region.code)) {
                (Some(text), _) => Box::new(move || Ok(text.clone())),
                (None, Some(files)) => Box::new(move || Ok(joined(&files))),
                (None, None) => Box::new(|| Ok(String::new())),
            };
        Shelf { region, open, pack: OnceLock::new() }
    });
    Ok(Book::new(identity, shelves))
}
