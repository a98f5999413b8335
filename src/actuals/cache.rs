//! A bill that was read, kept so that the next command does not scan it again.
//!
//! What is kept is the answer: the lines and the readings, which are as many as
//! the bill has, and not the rows. An entry is found by everything that went into
//! it, so it is never out of date: a changed file, other tags or another build
//! give another name.

use super::{Read, Wanted};
use crate::actuals::ColumnMap;
use crate::bill::{
    Actual, ActualLine, BillKey, Caveat, Grain, LineKey, Reading, Record, Series, SeriesKey, View,
};
use crate::diagnostic::Code;
use crate::quantity::Number;
use crate::source::{self, BillFiles};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::Arc;

/// Below this, reading the files is as fast as looking here.
const SMALLEST: u64 = 8 * 1024 * 1024;

/// The name of the entry, `None` where none is worth keeping.
pub(super) fn name(found: &BillFiles, wanted: &Wanted, map: Option<&ColumnMap>) -> Option<String> {
    let stamps: Option<Vec<_>> = found.files.iter().map(|path| source::stamp(path)).collect();
    let stamps = stamps?;
    if stamps.iter().map(|(_, size, _)| size).sum::<u64>() < SMALLEST {
        return None;
    }
    let mut digest = Sha256::new();
    digest.update(env!("CARGO_PKG_VERSION"));
    digest.update(format!("{stamps:?} {:?} {wanted:?} {map:?}", found.left_out));
    let mut name = String::new();
    for byte in digest.finalize() {
        let _ = write!(name, "{byte:02x}");
    }
    Some(name + ".json")
}

#[derive(Serialize, Deserialize)]
struct Entry {
    view: String,
    currency: String,
    formats: Vec<String>,
    uninvoiced: Vec<String>,
    until: Option<i64>,
    caveats: Vec<(String, String)>,
    /// Texts of the keys, once each.
    names: Vec<String>,
    lines: Vec<Line>,
    grain: u8,
    span: Option<(i64, i64)>,
    /// As [`series_texts`] has them; and the readings.
    series: Vec<([usize; 7], Vec<Kept>)>,
}

/// Hour, quantity, cost.
type Kept = (i64, String, String);

#[derive(Serialize, Deserialize)]
struct Line {
    /// As [`texts`] has them.
    key: [usize; 11],
    record: String,
    correction: bool,
    quantity: Option<String>,
    list: Option<String>,
    billed: String,
    effective: String,
    rows: u64,
    hours: Option<u32>,
}

const GRAINS: [Grain; 3] = [Grain::Month, Grain::Day, Grain::Hour];

/// Texts by their place.
#[derive(Default)]
struct Names {
    all: Vec<String>,
    places: std::collections::HashMap<Arc<str>, usize>,
}

impl Names {
    fn place(&mut self, text: &Arc<str>) -> usize {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        self.all.push(text.to_string());
        self.places.insert(Arc::clone(text), self.all.len() - 1);
        self.all.len() - 1
    }
}

/// The texts of a key, in the order in which they are kept.
fn texts(key: &mut LineKey) -> [&mut Arc<str>; 11] {
    let LineKey {
        month,
        environment,
        resource,
        account,
        key,
        region,
        unit,
        seller,
        record: _,
        correction: _,
    } = key;
    let BillKey { product_code, service, usage_type, operation } = key;
    [
        month,
        environment,
        resource,
        account,
        product_code,
        service,
        usage_type,
        operation,
        region,
        unit,
        seller,
    ]
}

/// The same of hourly evidence.
fn series_texts(key: &mut SeriesKey) -> [&mut Arc<str>; 7] {
    let SeriesKey { environment, resource, key, unit } = key;
    let BillKey { product_code, service, usage_type, operation } = key;
    [environment, resource, product_code, service, usage_type, operation, unit]
}

/// An entry of what was read.
pub(super) fn written(read: &Read) -> Option<String> {
    let Read { actual, series } = read;
    let mut names = Names::default();
    let all = |set: &std::collections::BTreeSet<Arc<str>>| -> Vec<String> {
        set.iter().map(ToString::to_string).collect()
    };
    let lines = actual.lines.iter().map(|l| Line {
        key: texts(&mut l.line.clone()).map(|text| names.place(text)),
        record: l.line.record.name().to_owned(),
        correction: l.line.correction,
        quantity: l.quantity.map(|n| n.to_string()),
        list: l.list.map(|n| n.to_string()),
        billed: l.billed.to_string(),
        effective: l.effective.to_string(),
        rows: l.rows,
        hours: l.hours,
    });
    let lines = lines.collect();
    let series_lines = series.lines.iter().map(|(of, readings)| {
        let readings = readings.iter();
        let text = |n: Number| n.to_string();
        let readings = readings.map(|(hour, r)| (*hour, text(r.quantity), text(r.cost)));
        let key = series_texts(&mut of.clone()).map(|text| names.place(text));
        (key, readings.collect())
    });
    let series_lines = series_lines.collect();
    let grain = GRAINS.iter().position(|grain| *grain == series.grain)?;
    let entry = Entry {
        view: actual.view.name().to_owned(),
        currency: actual.currency.to_string(),
        formats: all(&actual.formats),
        uninvoiced: all(&actual.uninvoiced),
        until: actual.until,
        caveats: actual
            .caveats
            .iter()
            .map(|c| (c.code.name().to_owned(), c.message.to_string()))
            .collect(),
        names: names.all,
        lines,
        grain: u8::try_from(grain).ok()?,
        span: series.span,
        series: series_lines,
    };
    serde_json::to_string(&entry).ok()
}

/// What an entry holds; `None` if it is not one of this build's, which is then
/// as if it were not there.
pub(super) fn read(text: &str) -> Option<Read> {
    let entry: Entry = serde_json::from_str(text).ok()?;
    let names: Vec<Arc<str>> = entry.names.iter().map(|name| Arc::from(name.as_str())).collect();
    let name = |place: &usize| names.get(*place).cloned();
    let number = |text: &String| Number::parse(text);
    let set = |texts: &[String]| texts.iter().map(|text| Arc::from(text.as_str())).collect();
    let line = |line: &Line| {
        let record = Record::ALL.iter().copied().find(|record| record.name() == line.record)?;
        let mut key = LineKey { record, correction: line.correction, ..LineKey::default() };
        for (text, place) in texts(&mut key).into_iter().zip(&line.key) {
            *text = name(place)?;
        }
        let some = |text: &Option<String>| match text {
            Some(text) => number(text).map(Some),
            None => Some(None),
        };
        Some(ActualLine {
            line: key,
            quantity: some(&line.quantity)?,
            list: some(&line.list)?,
            billed: number(&line.billed)?,
            effective: number(&line.effective)?,
            rows: line.rows,
            hours: line.hours,
        })
    };
    let series = entry.series.iter().map(|(places, readings)| {
        let mut key = SeriesKey::default();
        for (text, place) in series_texts(&mut key).into_iter().zip(places) {
            *text = name(place)?;
        }
        let readings = readings.iter().map(|(hour, quantity, cost)| {
            Some((*hour, Reading { quantity: number(quantity)?, cost: number(cost)? }))
        });
        let readings: Option<_> = readings.collect();
        Some((key, readings?))
    });
    let caveat = |(code, message): &(String, String)| {
        let (code, message) = (Code::named(code)?, Arc::from(message.as_str()));
        Some(Caveat { code, message, resource: None, at: None })
    };
    let actual = Actual {
        view: View::NAMES.iter().find(|(name, _)| *name == entry.view)?.1,
        currency: Arc::from(entry.currency.as_str()),
        formats: set(&entry.formats),
        lines: entry.lines.iter().map(line).collect::<Option<_>>()?,
        uninvoiced: set(&entry.uninvoiced),
        until: entry.until,
        caveats: entry.caveats.iter().map(caveat).collect::<Option<_>>()?,
    };
    let series = Series {
        grain: *GRAINS.get(usize::from(entry.grain))?,
        lines: series.collect::<Option<_>>()?,
        span: entry.span,
    };
    Some(Read { actual, series })
}
