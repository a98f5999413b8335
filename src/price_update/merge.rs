//! New series laid on a book: the files of the next book, and what changed.

use crate::diagnostic::Diagnostics;
use crate::price_update::collect::Series;
use crate::price_update::wanted::Wanted;
use crate::prices::{Book, HEADER, KeyChange, PriceFile, changes, vendor};
use crate::quantity::Number;
use std::collections::{BTreeMap, BTreeSet};

/// The next book.
pub struct Merged {
    pub book: Book,
    pub files: Vec<PriceFile>,
    /// Keys whose price is new, gone or another.
    pub changes: Vec<KeyChange>,
    /// Keys that were read again and cost the same.
    pub confirmed: usize,
}

/// Lays series on a book. An error is a book that would not be clean.
pub fn merge(old_book: &Book, wanted: &Wanted, taken: &[Series]) -> Result<Merged, Diagnostics> {
    let mut files: BTreeMap<String, PriceFile> =
        old_book.files()?.into_iter().map(|file| (file.path.clone(), file)).collect();
    let mut by_file: BTreeMap<String, Vec<&Series>> = BTreeMap::new();
    for series in taken {
        let folder = vendor(&series.service);
        let path = format!("{folder}/{}/{}.csv", series.service, series.region);
        by_file.entry(path).or_default().push(series);
    }
    let mut touched = BTreeSet::new();
    for (path, series) in by_file {
        touched.extend(series.iter().map(|s| s.region.clone()));
        let old = files.get(&path).map_or("", |file| file.text.as_str());
        let text = laid_on(old, &series, |s| other_names(s, wanted, old_book));
        files.insert(path.clone(), PriceFile { path, text });
    }
    let files: Vec<PriceFile> = files.into_values().collect();
    let known = |region: &str| !touched.contains(region);
    let book = Book::of_known_files("cache", &files, known).map_err(|list| {
        let mut all = Diagnostics::default();
        list.into_iter().for_each(|d| all.push(d));
        all
    })?;
    let found = changes(old_book, &book)?;
    let confirmed = taken.len().saturating_sub(found.iter().filter(|c| c.after.is_some()).count());
    Ok(Merged { book, files, changes: found, confirmed })
}

/// The ways to write a usage type, so that no two stand beside each other.
fn other_names(series: &Series, wanted: &Wanted, book: &Book) -> Vec<String> {
    let slot = series.slot.and_then(|i| wanted.slot(i));
    slot.map_or_else(Vec::new, |slot| book.names(&slot.region, &slot.suffix))
}

fn laid_on(old: &str, series: &[&Series], others: impl Fn(&Series) -> Vec<String>) -> String {
    let mut gone: BTreeSet<(String, &str)> = BTreeSet::new();
    for s in series {
        gone.insert((s.usage_type.clone(), &s.operation));
        gone.extend(others(s).into_iter().map(|name| (name, s.operation.as_str())));
    }
    let mut rows: Vec<String> = Vec::new();
    for line in old.lines().skip(1) {
        let mut fields = line.split(',');
        let key = (fields.next().unwrap_or("").to_owned(), fields.next().unwrap_or(""));
        if !gone.contains(&key) {
            rows.push(line.to_owned());
        }
    }
    for s in series {
        for (begin, end, usd) in &s.tiers {
            let Series { usage_type, operation, unit, as_of, source: (sure, from), .. } = s;
            rows.push(format!(
                "{usage_type},{operation},{unit},{begin},{end},{usd},,,{as_of},{sure},{from}"
            ));
        }
    }
    rows.sort_by(|a, b| order(a).cmp(&order(b)));
    rows.insert(0, HEADER.to_owned());
    rows.join("\n") + "\n"
}

fn order(line: &str) -> (&str, &str, Option<Number>) {
    let mut fields = line.split(',');
    let (usage, operation) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""));
    (usage, operation, fields.nth(1).and_then(Number::parse))
}
