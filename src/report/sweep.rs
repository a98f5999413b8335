//! Cost curves and crossings, for a person and for a program.

use crate::estimate::{Crossing, Sweep};
use crate::quantity::Number;
use crate::report::json::{PricesJson, SCHEMA, pretty, prices};
use crate::report::under::identity;
use crate::report::{Made, Style};
use crate::text::{Lang, Word};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// The answer first: where the designs cross; then the curves.
pub fn sweep_table(made: &Made<'_>, sweep: &Sweep, style: &Style) -> String {
    let lang = style.lang;
    let mut out = String::new();
    if sweep.crossings.is_empty() {
        let _ = writeln!(out, "{}", Word::NoCrossing.with(lang, &[&sweep.driver]));
    }
    for c in &sweep.crossings {
        let _ = writeln!(out, "{}", crossing(sweep, c, lang));
    }
    out.push('\n');
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut head = vec![sweep.driver.to_string()];
    head.extend(sweep.designs.iter().map(ToString::to_string));
    rows.push(head);
    for point in &sweep.points {
        let mut row = vec![value(point.value)];
        let cheapest = point.totals.iter().min();
        row.extend(point.totals.iter().map(|t| {
            let mark = if Some(t) == cheapest && point.totals.len() > 1 { "*" } else { " " };
            format!("{}{mark}", t.grouped(2))
        }));
        rows.push(row);
    }
    let columns = rows.first().map_or(0, Vec::len);
    let width =
        |i: usize| rows.iter().filter_map(|r| r.get(i)).map(|c| c.width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for (n, row) in rows.iter().enumerate() {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let pad = width.saturating_sub(cell.width());
            // Names stand over their numbers, which end in a mark.
            let tail = if n == 0 && !line.is_empty() { " " } else { "" };
            let _ = write!(line, "{}{cell}{tail}  ", " ".repeat(pad.saturating_sub(tail.len())));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    let _ = writeln!(out, "\n{}", Word::CheapestMarked.in_lang(lang));
    let _ = writeln!(out, "\n{}", identity(made, lang));
    out
}

/// Who is cheaper on which side.
pub(super) fn crossing(sweep: &Sweep, c: &Crossing, lang: Lang) -> String {
    let at = format!("{} = {}", sweep.driver, value(c.at));
    let (below, above) = &c.designs;
    Word::CrossesAt.with(lang, &[below, above, &at, &c.total.grouped(2)])
}

/// A driver's value: whole numbers grouped, others at six digits.
pub(super) fn value(number: Number) -> String {
    let rounded = number.round(6);
    if rounded.is_whole() { rounded.grouped(0) } else { rounded.to_string() }
}

#[derive(Serialize)]
struct SweepJson<'a> {
    schema: u32,
    kanjo: &'a str,
    prices: PricesJson<'a>,
    driver: &'a str,
    designs: Vec<&'a str>,
    points: Vec<PointJson<'a>>,
    crossings: Vec<CrossingJson<'a>>,
}

#[derive(Serialize)]
struct PointJson<'a> {
    value: Number,
    totals: BTreeMap<&'a str, Number>,
}

#[derive(Serialize)]
struct CrossingJson<'a> {
    cheaper_below: &'a str,
    cheaper_above: &'a str,
    at: Number,
    total: Number,
}

/// `{"driver","designs","points":[{"value","totals"}],"crossings":[…]}`.
pub fn sweep_json(made: &Made<'_>, sweep: &Sweep) -> String {
    pretty(&SweepJson {
        schema: SCHEMA,
        kanjo: made.version,
        prices: prices(made),
        driver: &sweep.driver,
        designs: sweep.designs.iter().map(|d| &**d).collect(),
        points: sweep
            .points
            .iter()
            .map(|p| PointJson {
                value: p.value,
                totals: sweep.designs.iter().map(|d| &**d).zip(p.totals.iter().copied()).collect(),
            })
            .collect(),
        crossings: sweep
            .crossings
            .iter()
            .map(|c| CrossingJson {
                cheaper_below: &c.designs.0,
                cheaper_above: &c.designs.1,
                at: c.at.round(9),
                total: c.total.round(9),
            })
            .collect(),
    })
}

/// One row a point, one column a design.
pub fn sweep_csv(sweep: &Sweep) -> String {
    let mut out = csv::Writer::from_writer(Vec::new());
    let mut head = vec![sweep.driver.to_string()];
    head.extend(sweep.designs.iter().map(ToString::to_string));
    // Writing to memory cannot fail.
    let _ = out.write_record(&head);
    for point in &sweep.points {
        let mut row = vec![point.value.to_string()];
        row.extend(point.totals.iter().map(ToString::to_string));
        let _ = out.write_record(&row);
    }
    out.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
