//! Compares our components with those that Infracost published for the same
//! plans: `cargo run --release --example accuracy -- FOLDER`.
//!
//! FOLDER holds `plans/from_tests/NAME.json`, `NAME.usage.yml` beside it, and
//! `infracost_components.csv`. A component is matched where a line of ours for
//! the same resource has the same quantity at the same price; names differ, so
//! the cost of the line and a quantity that differs by a unit alone must agree.
//! Tiers are rows there and one line here, and are summed first.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a program for developers")]

use kanjo::catalog::Catalog;
use kanjo::diagnostic::Sources;
use kanjo::estimate;
use kanjo::prices::Book;
use kanjo::quantity::Number;
use kanjo::source;
use kanjo::terraform::{Side, Tools, Usage, map, read_plan};
use kanjo::topology::{Document, Options, Source};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

/// A row of theirs, or several that are tiers of one.
struct Row {
    component: String,
    quantity: Number,
    unit: String,
    cost: Number,
    rows: usize,
}

/// A line of ours.
struct Line {
    meter: String,
    quantity: Number,
    cost: Number,
}

/// What is ours for one resource.
#[derive(Default)]
struct Ours {
    lines: Vec<Line>,
    unset: usize,
    unpriced: Vec<String>,
}

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("accuracy FOLDER: a folder with plans/from_tests and infracost_components.csv");
        return ExitCode::from(2);
    };
    match run(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

/// test → resource → rows, and how many rows have no usage.
type Theirs = BTreeMap<String, BTreeMap<String, (Vec<Row>, usize)>>;

fn run(folder: &Path) -> Result<(), String> {
    let theirs = theirs(&folder.join("infracost_components.csv"))?;
    let (mut matched, mut all, mut unset_ok, mut unset_all, mut plans) = (0, 0, 0, 0, 0);
    let (mut no_kind, mut no_price) = (0, 0);
    for (test, resources) in &theirs {
        let plan = folder.join("plans/from_tests").join(format!("{test}.json"));
        if !plan.is_file() {
            continue;
        }
        plans += 1;
        let ours = ours(&plan, &plan.with_extension("usage.yml"))?;
        let empty = Ours::default();
        for (resource, (rows, unset)) in resources {
            let own = ours.get(resource).unwrap_or(&empty);
            let kindless = !ours.contains_key(resource);
            unset_all += unset;
            unset_ok += (*unset).min(own.unset);
            let mut used = vec![false; own.lines.len()];
            for row in rows {
                all += row.rows;
                let place =
                    own.lines.iter().enumerate().position(|(i, line)| {
                        !used.get(i).copied().unwrap_or(true) && same(row, line)
                    });
                if place.is_none() && together(row, &own.lines, &mut used) {
                    matched += row.rows;
                    continue;
                }
                if let Some(slot) = place.and_then(|i| used.get_mut(i)) {
                    *slot = true;
                    matched += row.rows;
                    continue;
                }
                if kindless {
                    no_kind += row.rows;
                } else if !own.unpriced.is_empty() {
                    no_price += row.rows;
                }
                let lines =
                    own.lines.iter().map(|l| format!("{} {} = {}", l.meter, l.quantity, l.cost));
                let lines: Vec<String> = lines.chain(own.unpriced.iter().cloned()).collect();
                println!(
                    "{test} {resource}: {} {} {} = {}; ours: {}",
                    row.component,
                    row.quantity,
                    row.unit,
                    row.cost,
                    if lines.is_empty() { "nothing".to_owned() } else { lines.join(", ") }
                );
            }
        }
    }
    let percent = Number::from(matched as u64 * 100).over(Number::from(all.max(1) as u64));
    println!();
    println!(
        "{plans} plans, {all} components with a quantity: {matched} match, {} do not",
        all - matched
    );
    let differ = all - matched - no_kind - no_price;
    println!(
        "{no_kind} of a type without a kind, {no_price} on resources with a line that has no price, {differ} differ"
    );
    println!("{} % matched", percent.map_or_else(String::new, |p| p.round(1).to_string()));
    println!("{unset_all} components without usage there; {unset_ok} of them unset here as well");
    Ok(())
}

/// The same cost to the cent that they round to, and the same quantity but for
/// the unit: hours of a month, thousands and millions.
fn same(row: &Row, line: &Line) -> bool {
    let (Some(difference), Some(cent)) = (row.cost.minus(line.cost), Number::parse("0.0051"))
    else {
        return false;
    };
    let rows = Number::from(row.rows as u64);
    if difference.abs() > cent.times(rows).unwrap_or(cent) {
        return false;
    }
    if line.quantity.is_zero() || row.quantity.is_zero() {
        return line.quantity.is_zero() == row.quantity.is_zero();
    }
    let units =
        ["1", "730", "100", "1000", "10000", "100000", "1000000", "1024", "3600", "60", "43800"];
    let near = |a: Number, b: Number| {
        let share = Number::parse("0.002").and_then(|part| b.abs().times(part));
        a.minus(b).zip(share).is_some_and(|(difference, share)| difference.abs() <= share)
    };
    units.iter().filter_map(|unit| Number::parse(unit)).any(|unit| {
        let (more, less) = (row.quantity.times(unit), row.quantity.over(unit));
        [more, less].into_iter().flatten().any(|quantity| near(quantity, line.quantity))
    })
}

/// Whether lines of one quantity sum to the row: a surcharge is a line here.
fn together(row: &Row, lines: &[Line], used: &mut [bool]) -> bool {
    let free = |i: usize| !used.get(i).copied().unwrap_or(true);
    let own: Vec<usize> = (0..lines.len())
        .filter(|i| free(*i) && lines.get(*i).is_some_and(|l| l.quantity == row.quantity))
        .collect();
    let sum =
        own.iter().filter_map(|i| lines.get(*i)).try_fold(Number::ZERO, |sum, l| sum.plus(l.cost));
    let matches = own.len() > 1
        && sum.is_some_and(|cost| {
            same(row, &Line { meter: String::new(), quantity: row.quantity, cost })
        });
    if matches {
        own.into_iter().for_each(|i| used.iter_mut().skip(i).take(1).for_each(|slot| *slot = true));
    }
    matches
}

fn theirs(path: &Path) -> Result<Theirs, String> {
    let mut reader =
        csv::Reader::from_path(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut theirs = Theirs::new();
    for record in reader.deserialize::<BTreeMap<String, String>>() {
        let record = record.map_err(|e| format!("{}: {e}", path.display()))?;
        let field = |name: &str| record.get(name).cloned().unwrap_or_default();
        let number = |name: &str| Number::parse(&field(name).replace(',', ""));
        let resources = theirs.entry(field("test")).or_default();
        let (rows, unset) = resources.entry(field("resource")).or_default();
        let (Some(quantity), Some(cost)) = (number("monthly_quantity"), number("monthly_cost"))
        else {
            *unset += 1;
            continue;
        };
        // "EBS-optimized usage: 0.00" is nothing that anybody bills.
        if cost.is_zero() {
            continue;
        }
        let component = field("component");
        let sub = field("sub_resource");
        let component = if sub.is_empty() { component } else { format!("{sub} {component}") };
        let tier = ["(first ", "(next ", "(over "].iter().find_map(|word| component.find(word));
        let base = tier.and_then(|at| component.get(..at)).map(str::trim).map(str::to_owned);
        let last =
            rows.iter_mut().find(|row| base.is_some() && Some(&row.component) == base.as_ref());
        match last {
            Some(row) => {
                row.quantity = row.quantity.plus(quantity).unwrap_or(row.quantity);
                row.cost = row.cost.plus(cost).unwrap_or(row.cost);
                row.rows += 1;
            }
            None => {
                let component = base.unwrap_or(component);
                rows.push(Row { component, quantity, unit: field("unit"), cost, rows: 1 });
            }
        }
    }
    Ok(theirs)
}

fn ours(plan: &Path, usage: &Path) -> Result<BTreeMap<String, Ours>, String> {
    let wrong = |problem: &dyn std::fmt::Debug| format!("{}: {problem:?}", plan.display());
    let mut sources = Sources::default();
    let (mut catalog, book) = (Catalog::embedded(), Book::embedded());
    let text = source::read_text(plan, 256 * 1024 * 1024).map_err(|d| wrong(&d))?;
    let usage = match usage.is_file() {
        true => {
            let text = source::read_text(usage, source::MAX_FILE).map_err(|d| wrong(&d))?;
            Usage::read("usage", &text, &mut sources).map_err(|d| wrong(&d))?
        }
        false => Usage::default(),
    };
    let configuration = read_plan("plan", &text, Side::After).map_err(|d| wrong(&d))?;
    let tools = Tools { catalog: &mut catalog, book: &book, sources: &mut sources, usage: &usage };
    let base = map(&configuration, "plan", tools).map_err(|d| wrong(&d))?;
    let source = Source::Plan { path: "plan".to_owned(), before: false };
    let mut document = Document::alone(&source, "accuracy", &mut sources);
    let wanted = document.bases().map_err(|d| wrong(&d))?.into_iter().next();
    document.give_base(wanted.map(|wanted| wanted.key).unwrap_or_default(), base);
    let options = Options { period_hours: Number::from(730u64), ..Options::default() };
    let project =
        document.project(&options, &mut catalog, &book, &mut sources).map_err(|d| wrong(&d))?;
    let period = kanjo::calendar::Period::parse("average").map_err(|e| wrong(&e))?;
    let pools = catalog.pools(&mut sources).map_err(|d| wrong(&d))?;
    let bill = estimate::estimate(&project, &period, &pools, &book).map_err(|d| wrong(&d))?.bill;
    let mut ours: BTreeMap<String, Ours> = BTreeMap::new();
    // `address:ebs[root]` is a part of `address`.
    let address = |name: &str| match name.rsplit_once(':') {
        Some((address, part)) if !part.contains('"') => address.to_owned(),
        _ => name.to_owned(),
    };
    for charge in &bill.charges {
        ours.entry(address(&charge.resource)).or_default().lines.push(Line {
            meter: charge.meter.to_string(),
            quantity: charge.quantity.expected,
            cost: charge.list_cost.expected,
        });
    }
    for unset in &bill.unset {
        ours.entry(address(&unset.resource)).or_default().unset += 1;
    }
    for line in &bill.unpriced {
        let text = format!("{} unpriced: {}", line.meter, line.why);
        ours.entry(address(&line.resource)).or_default().unpriced.push(text);
    }
    Ok(ours)
}
