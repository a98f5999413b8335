//! Prices of those who sell beside AWS, from what their customer has: an invoice,
//! a FOCUS export, a price table.
//!
//! A file is known by its columns. Each reader makes lines of it; what a line
//! means is judged here, in one place: its key must be one that the catalogue can
//! form, its unit must lead to the key's unit, its tiers must be one ladder. What
//! is not taken is listed with its reason.
#![allow(clippy::disallowed_methods, reason = "an edge room: invoices are read here")]

mod atlas;
#[cfg(feature = "aws")]
mod catalog_api;
mod datadog;
mod focus;
mod names;
mod sentry;

#[cfg(feature = "aws")]
pub use catalog_api::{Datadog, DatadogKeys};
use names::Names;

use crate::catalog::{Kind, keys};
use crate::diagnostic::{Code, Diagnostic};
use crate::price_update::collect::{Ladder, Refused, Series, check, price};
use crate::price_update::units::Tables;
use crate::prices::Book;
use crate::quantity::Number;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// The largest file: an invoice of a year has some megabytes.
const LARGEST: u64 = 64 << 20;
/// Enough to know a file by.
const START: usize = 4096;

/// One price as a vendor writes it.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub service: &'static str,
    /// The vendor's own name of it.
    pub name: String,
    pub term: String,
    pub region: String,
    pub unit: String,
    pub begin: String,
    pub end: String,
    pub price: String,
    pub currency: String,
    /// How many units the price is for.
    pub per: Number,
    pub date: String,
    /// Why it is no price, where the reader knows.
    pub refused: Option<String>,
}

/// What a file gave.
pub(super) struct Lines {
    /// Confidence and id in `pricing-cache/sources.csv`.
    pub source: (&'static str, &'static str),
    pub lines: Vec<Line>,
}

/// What was taken of a file, and what not.
#[derive(Debug, Default)]
pub struct Imported {
    pub taken: Vec<Series>,
    pub refused: Vec<Refused>,
    pub rows: u64,
}

/// What the file does not say and the user does.
#[derive(Clone, Debug, Default)]
pub struct Stated<'a> {
    pub region: &'a str,
    pub date: &'a str,
}

type Key = (String, String, String);

/// What can be asked of vendors: their keys with region and unit.
pub struct Vendors<'a> {
    book: &'a Book,
    /// Region if it is fixed, and unit, by service, usage type and operation.
    asked: BTreeMap<Key, (Option<Arc<str>>, Arc<str>)>,
    names: Names,
    tables: Tables,
}

impl<'a> Vendors<'a> {
    pub fn new(kinds: &[Arc<Kind>], book: &'a Book) -> Vendors<'a> {
        let mut asked = BTreeMap::new();
        let others = kinds.iter().filter(|kind| !kind.name.starts_with("aws."));
        for key in others.flat_map(|kind| keys(kind)) {
            let place =
                (key.service.to_string(), key.usage_type.to_string(), key.operation.to_string());
            asked.insert(place, (key.region, key.unit));
        }
        Vendors { book, asked, names: Names::embedded(), tables: Tables::embedded() }
    }
}

/// Reads a file of a vendor; `None`: it is none, perhaps an offer of AWS.
pub fn import(
    path: &Path,
    stated: &Stated<'_>,
    vendors: &Vendors<'_>,
) -> Result<Option<Imported>, Diagnostic> {
    let name = path.display().to_string();
    let failed = |e: std::io::Error| Diagnostic::new(Code::FileMissing, format!("{name}: {e}"));
    let mut file = std::fs::File::open(path).map_err(failed)?;
    let mut start = Vec::new();
    file.by_ref().take(START as u64).read_to_end(&mut start).map_err(failed)?;
    let Some(form) = Form::of(&start) else { return Ok(None) };
    let mut bytes = start;
    file.take(LARGEST).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 >= LARGEST {
        return Err(Diagnostic::new(Code::FileTooLarge, format!("{name} is larger than 64 MB")));
    }
    let text = String::from_utf8(bytes).map_err(|_| {
        Diagnostic::new(Code::FileNotUtf8, format!("{name}: the file is not UTF-8 text"))
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let lines = match form {
        Form::Json => match parsed(&name, text)? {
            Document::Atlas(lines) | Document::Datadog(lines) => lines,
            Document::Other => return Ok(None),
        },
        Form::AtlasTable => atlas::table(&name, text)?,
        Form::DatadogTable => datadog::table(&name, text)?,
        Form::Focus => focus::table(&name, text)?,
        Form::Sentry => sentry::table(&name, text)?,
    };
    Ok(Some(judged(&lines, stated, vendors)))
}

enum Document {
    Atlas(Lines),
    Datadog(Lines),
    Other,
}

fn parsed(name: &str, text: &str) -> Result<Document, Diagnostic> {
    let value: serde_json::Value = serde_json::from_str(text)
        .map_err(|e| super::malformed(name, Some(e.line() as u64), &e))?;
    if value.get("lineItems").is_some() {
        return atlas::invoice(name, &value).map(Document::Atlas);
    }
    if value.pointer("/data/0/attributes/sku_name").is_some() {
        return datadog::skus(name, &value).map(Document::Datadog);
    }
    Ok(Document::Other)
}

#[derive(Clone, Copy)]
enum Form {
    Json,
    AtlasTable,
    DatadogTable,
    Focus,
    Sentry,
}

impl Form {
    /// By what the file begins with.
    fn of(start: &[u8]) -> Option<Form> {
        let text = String::from_utf8_lossy(start);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        if text.starts_with('{') {
            // An offer says so in its first lines, and may have gigabytes.
            let offer = ["\"formatVersion\"", "\"offerCode\"", "\"publicationDate\""];
            return (!offer.iter().any(|key| text.contains(key))).then_some(Form::Json);
        }
        let header = text.lines().next().unwrap_or("");
        let columns: Vec<String> =
            header.split(',').map(|c| c.trim().trim_matches('"').to_lowercase()).collect();
        let has = |name: &str| columns.iter().any(|c| c == name);
        if has("chargeperiodstart") && has("listunitprice") {
            Some(Form::Focus)
        } else if has("plan") && has("category") {
            Some(Form::Sentry)
        } else if has("sku") && atlas::PRICES.iter().any(|p| has(p)) {
            Some(Form::AtlasTable)
        } else if datadog::NAMES.iter().any(|n| has(n)) && datadog::PRICES.iter().any(|p| has(p)) {
            Some(Form::DatadogTable)
        } else {
            None
        }
    }
}

/// Where the price of a line belongs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    service: &'static str,
    region: String,
    usage_type: String,
    operation: String,
    unit: String,
}

/// Begin, end and USD.
type Tier = (Number, String, Number);

fn judged(lines: &Lines, stated: &Stated<'_>, vendors: &Vendors<'_>) -> Imported {
    let mut found: BTreeMap<Place, (BTreeSet<Tier>, String)> = BTreeMap::new();
    let mut refused = BTreeSet::new();
    for line in &lines.lines {
        match vendors.place(line, stated) {
            Ok((place, tier, date)) => {
                let (tiers, newest) = found.entry(place).or_default();
                tiers.insert(tier);
                // A bill of a month says one price thirty times.
                *newest = date.max(std::mem::take(newest));
            }
            Err(why) => {
                let key = [line.service, &line.name, &line.term].join("/");
                refused.insert(Refused { key: key.trim_end_matches('/').to_owned(), why });
            }
        }
    }
    let mut taken = Vec::new();
    for (place, (tiers, as_of)) in found {
        let Place { service, region, usage_type, operation, unit } = place;
        let tiers: Ladder = tiers
            .into_iter()
            .map(|(begin, end, usd)| (begin.to_string(), end, usd.to_string()))
            .collect();
        if let Err(why) = check(service, &region, &usage_type, &unit, &tiers) {
            let key = [service, &region, &usage_type, &operation].join("/");
            refused.insert(Refused { key: key.trim_end_matches('/').to_owned(), why });
            continue;
        }
        taken.push(Series {
            service: service.to_owned(),
            region,
            slot: None,
            usage_type,
            operation,
            unit,
            tiers,
            as_of,
            source: lines.source,
        });
    }
    let rows = lines.lines.len() as u64;
    Imported { taken, refused: refused.into_iter().collect(), rows }
}

impl Vendors<'_> {
    /// The book that the prices go to.
    pub fn book(&self) -> &Book {
        self.book
    }

    /// Where a line belongs, its tier in the unit of the key, and its date.
    fn place(&self, line: &Line, stated: &Stated<'_>) -> Result<(Place, Tier, String), String> {
        if let Some(why) = &line.refused {
            return Err(why.clone());
        }
        let known = self.names.find(line.service, &line.name, &line.term);
        let (usage_type, operation) = match known {
            Some(name) => (name.usage_type.clone(), name.operation.clone()),
            None => (line.name.clone(), line.term.clone()),
        };
        let key = (line.service.to_owned(), usage_type.clone(), operation.clone());
        let (region, unit) = match self.asked.get(&key) {
            Some((fixed, unit)) => (fixed.as_deref(), unit.to_string()),
            None => return Err("no kind of the catalogue asks for it".to_owned()),
        };
        let region = match region.or(Some(line.region.as_str())).filter(|r| !r.is_empty()) {
            Some(region) => region.to_owned(),
            None if stated.region.is_empty() => {
                return Err("the line has no region: give --region CODE".to_owned());
            }
            None => stated.region.to_owned(),
        };
        self.book.region(&region).map_err(|d| d.message.clone())?;
        let date = if line.date.is_empty() { stated.date } else { &line.date };
        if date.parse::<jiff::civil::Date>().is_err() {
            return Err(match date {
                "" => "it has no date: give --date YYYY-MM-DD".to_owned(),
                other => format!("`{other}` is no date"),
            });
        }
        let usd = price(&line.price, &line.currency)?;
        let written = line.unit.trim().to_lowercase();
        let factor =
            self.factor(&written, &unit).or_else(|| known.and_then(|name| name.scale(&written)));
        let factor =
            factor.ok_or_else(|| format!("a price per `{}` is none per {unit}", line.unit))?;
        let one = usd.over(line.per).and_then(|usd| usd.times(factor));
        let one = one.ok_or("the price does not fit")?.round(12);
        let number = |text: &str, else_: Number| match text {
            "" => Some(else_),
            text => Number::parse(text),
        };
        let begin = number(&line.begin, Number::ZERO)
            .ok_or_else(|| format!("`{}` is no start of a tier", line.begin))?;
        let end = match line.end.as_str() {
            "" | "Inf" => "Inf".to_owned(),
            text => Number::parse(text)
                .ok_or_else(|| format!("`{text}` is no end of a tier"))?
                .to_string(),
        };
        let place = Place { service: line.service, region, usage_type, operation, unit };
        Ok((place, (begin, end, one), date.to_owned()))
    }

    /// With what a price per unit becomes one per another.
    fn factor(&self, from: &str, to: &str) -> Option<Number> {
        let many = |n: u64| Some(Number::from(n));
        match (from, to) {
            // An Atlas cluster is three servers, and its price is that of all.
            ("server hour" | "server hours" | "server-hours", "hours") => many(3),
            ("gb day" | "gb days" | "gb-days", "GB-months") => many(365)?.over(Number::from(12u64)),
            ("gb hour" | "gb hours" | "gb-hours", "GB-months") => many(730),
            (same, to) if same == to.to_lowercase() => many(1),
            _ => (self.tables.unit(from) == Some(to)).then_some(Number::ONE),
        }
    }
}

/// A table with the places of its columns, by any of the names that one has.
pub(super) struct Table<'t> {
    reader: csv::Reader<&'t [u8]>,
    columns: Vec<String>,
    name: String,
}

impl<'t> Table<'t> {
    pub fn of(name: &str, text: &'t str) -> Result<Table<'t>, Diagnostic> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().map_err(|e| super::malformed(name, Some(1), e))?;
        let columns = header.iter().map(|c| c.trim().to_lowercase()).collect();
        Ok(Table { reader, columns, name: name.to_owned() })
    }

    /// The rows, each as a function from the names of a column to its field.
    pub fn rows(
        mut self,
        mut each: impl FnMut(&dyn Fn(&[&str]) -> String),
    ) -> Result<(), Diagnostic> {
        let mut record = csv::StringRecord::new();
        loop {
            match self.reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(e) => {
                    let line = e.position().map(csv::Position::line);
                    return Err(super::malformed(&self.name, line, e));
                }
            }
            each(&|names: &[&str]| {
                let at = names.iter().find_map(|n| self.columns.iter().position(|c| c == n));
                at.and_then(|at| record.get(at)).unwrap_or("").trim().to_owned()
            });
        }
    }
}

/// `2026-11-20T…` as the date that it is.
pub(super) fn day(text: &str) -> String {
    text.get(..10).unwrap_or(text).to_owned()
}
