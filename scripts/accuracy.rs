//! Compares our components with those that Infracost published for the same
//! plans: `cargo run --release --example accuracy -- FOLDER`.
//!
//! FOLDER holds `plans/from_tests/NAME.json`, `NAME.usage.yml` beside it, and
//! `infracost_components.csv`. A component is matched where a line of ours for
//! the same resource has the same quantity at the same price; names differ, so
//! the cost of the line and a quantity that differs by a unit alone must agree.
//! Tiers are rows there and one line here, and are summed first.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a program for developers")]

use kanjo::bill::Charge;
use kanjo::catalog::Catalog;
use kanjo::diagnostic::Sources;
use kanjo::estimate;
use kanjo::prices::Book;
use kanjo::quantity::Number;
use kanjo::source;
use kanjo::terraform::{Side, Tools, Usage, map, read_plan};
use kanjo::topology::{Document, Options, Source};
use std::collections::BTreeMap;
use std::fmt::Write as _;
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
    /// Quantities and costs that the line may be read as.
    alone: Vec<(Number, Number)>,
}

/// What is ours for one resource.
#[derive(Default)]
struct Ours {
    lines: Vec<Line>,
    unset: usize,
    unpriced: Vec<Line>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let flag = |name: &str| {
        let at = arguments.iter().position(|a| a == name)?;
        arguments.get(at + 1).map(String::as_str)
    };
    let Some(folder) = arguments.first().filter(|a| !a.starts_with("--")) else {
        eprintln!("accuracy FOLDER [--catalog DIR] [--prices DIR]");
        eprintln!("FOLDER holds plans/from_tests and infracost_components.csv");
        return ExitCode::from(2);
    };
    match run(Path::new(folder), flag("--catalog"), flag("--prices")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

/// test → resource → rows, and how many rows have no usage.
type Theirs = BTreeMap<String, BTreeMap<String, (Vec<Row>, usize)>>;

/// Why components do not match; `UNPRICED` only where the quantity is there.
const NO_KIND: &str = "no kind";
const UNPRICED: &str = "no price";
const UNSET: &str = "no usage here";
const DIFFERS: &str = "another figure";
const REASONS: [&str; 4] = [NO_KIND, UNPRICED, UNSET, DIFFERS];

/// Components that do and do not match, over all and of a type.
#[derive(Default)]
struct Count {
    all: usize,
    matched: usize,
    unmatched: BTreeMap<&'static str, usize>,
}

impl Count {
    fn line(&self) -> String {
        let mut line = format!("{:>6}{:>6}", self.all, self.matched);
        for reason in REASONS {
            let count = self.unmatched.get(reason).copied().unwrap_or(0);
            let _ = write!(line, "{count:>15}");
        }
        line
    }
}

fn run(folder: &Path, catalog: Option<&str>, prices: Option<&str>) -> Result<(), String> {
    let theirs = theirs(&folder.join("infracost_components.csv"))?;
    let book = book(prices)?;
    let (mut sum, mut types) = (Count::default(), BTreeMap::<String, Count>::new());
    let (mut unset_ok, mut unset_all, mut plans) = (0, 0, 0);
    for (test, resources) in &theirs {
        let plan = folder.join("plans/from_tests").join(format!("{test}.json"));
        if !plan.is_file() {
            continue;
        }
        plans += 1;
        let ours = ours(&plan, &plan.with_extension("usage.yml"), catalog, &book)?;
        for (resource, (rows, unset)) in resources {
            let empty = Ours::default();
            let own = ours.get(resource).unwrap_or(&empty);
            unset_all += unset;
            unset_ok += (*unset).min(own.unset);
            let left = unmatched(rows, own);
            let all: usize = rows.iter().map(|row| row.rows).sum();
            let missing: usize = left.iter().map(|row| row.rows).sum();
            let of_type = types.entry(kind_of(resource)).or_default();
            for count in [&mut sum, of_type] {
                count.all += all;
                count.matched += all - missing;
            }
            for row in left {
                let reason = match ours.get(resource) {
                    None => NO_KIND,
                    Some(own) if own.unpriced.iter().any(|line| alike(row, line.quantity)) => {
                        UNPRICED
                    }
                    Some(own) if own.unset > 0 => UNSET,
                    Some(_) => DIFFERS,
                };
                for count in [&mut sum, types.entry(kind_of(resource)).or_default()] {
                    *count.unmatched.entry(reason).or_default() += row.rows;
                }
                let (component, quantity, unit) = (&row.component, row.quantity, &row.unit);
                let (cost, own) = (row.cost, own.text());
                println!(
                    "{reason}: {test} {resource}: {component} {quantity} {unit} = {cost}; ours: {own}"
                );
            }
        }
    }
    println!();
    let heads: String = REASONS.iter().map(|reason| format!("{reason:>15}")).collect();
    println!("{:<42}{:>6}{:>6}{heads}", "type", "all", "match");
    for (name, count) in &types {
        println!("{name:<42}{}", count.line());
    }
    println!("{:<42}{}", "all", sum.line());
    let percent = Number::from(sum.matched as u64 * 100).over(Number::from(sum.all.max(1) as u64));
    println!();
    println!(
        "{plans} plans, {} components with a cost: {} match, {} %",
        sum.all,
        sum.matched,
        percent.map_or_else(String::new, |p| p.round(1).to_string())
    );
    println!("{unset_all} components without usage there; {unset_ok} of them unset here as well");
    Ok(())
}

/// `aws_instance` of `module.a.aws_instance.b["c.d"]`.
fn kind_of(resource: &str) -> String {
    let block = resource.split('[').next().unwrap_or(resource);
    let parts: Vec<&str> = resource.split('.').collect();
    let name = parts.iter().find(|part| part.starts_with("aws_"));
    name.map_or_else(|| block.to_owned(), |name| (*name).to_owned())
}

impl Ours {
    fn text(&self) -> String {
        let lines = self.lines.iter().map(|l| format!("{} {} = {}", l.meter, l.quantity, l.cost));
        let unpriced = self.unpriced.iter().map(|l| format!("{} {} unpriced", l.meter, l.quantity));
        let lines: Vec<String> = lines.chain(unpriced).collect();
        if lines.is_empty() { "nothing".to_owned() } else { lines.join(", ") }
    }
}

/// The rows that no line of ours answers: one to one, then several of our lines
/// to a row (a surcharge is a line here), then several rows of one price to a
/// line (reads and writes of one usage type are two rows there).
fn unmatched<'a>(rows: &'a [Row], own: &Ours) -> Vec<&'a Row> {
    let mut used = vec![false; own.lines.len()];
    let mut left: Vec<&Row> = Vec::new();
    for row in rows {
        let free = |i: &usize| !used.get(*i).copied().unwrap_or(true);
        let place = (0..own.lines.len())
            .filter(free)
            .find(|i| own.lines.get(*i).is_some_and(|line| same(row, line)));
        if let Some(slot) = place.and_then(|i| used.get_mut(i)) {
            *slot = true;
        } else if !together(row, &own.lines, &mut used) {
            left.push(row);
        }
    }
    for (i, line) in own.lines.iter().enumerate() {
        if used.get(i).copied().unwrap_or(true) {
            continue;
        }
        let sums = left.iter().flat_map(|first| {
            let alike = |row: &&&Row| row.unit == first.unit && same_price(row, first);
            let group: Vec<&Row> = left.iter().filter(alike).copied().collect();
            summed(&group).filter(|sum| group.len() > 1 && same(sum, line)).map(|_| group)
        });
        if let Some(group) = { sums }.next() {
            left.retain(|row| !group.iter().any(|taken| std::ptr::eq(*taken, *row)));
        }
    }
    left
}

fn summed(rows: &[&Row]) -> Option<Row> {
    let (first, rest) = rows.split_first()?;
    let mut sum = Row { component: String::new(), unit: first.unit.clone(), ..**first };
    for row in rest {
        sum.quantity = sum.quantity.plus(row.quantity)?;
        sum.cost = sum.cost.plus(row.cost)?;
        sum.rows += row.rows;
    }
    Some(sum)
}

/// The same price to the cents that each cost was rounded to.
fn same_price(a: &Row, b: &Row) -> bool {
    let (Some(one), Some(other)) = (a.cost.times(b.quantity), b.cost.times(a.quantity)) else {
        return false;
    };
    let slack = a.quantity.plus(b.quantity).zip(Number::parse("0.005"));
    let slack = slack.and_then(|(sum, half)| sum.times(half));
    one.minus(other).zip(slack).is_some_and(|(difference, slack)| difference.abs() <= slack)
}

fn book(folder: Option<&str>) -> Result<Book, String> {
    let Some(folder) = folder else { return Ok(Book::embedded()) };
    let files = source::read_prices(Path::new(folder)).map_err(|d| format!("{d:?}"))?;
    Book::of_files(folder, &files).map_err(|d| format!("{d:?}"))
}

/// The same cost to the cent that they round to, and the same quantity but for
/// the unit: hours of a month, thousands and millions.
fn same(row: &Row, line: &Line) -> bool {
    line.alone.iter().any(|(quantity, cost)| same_figures(row, *quantity, *cost))
}

fn same_figures(row: &Row, quantity: Number, cost: Number) -> bool {
    let (Some(difference), Some(cent)) = (row.cost.minus(cost), Number::parse("0.0051")) else {
        return false;
    };
    let rows = Number::from(row.rows as u64);
    difference.abs() <= cent.times(rows).unwrap_or(cent) && alike(row, quantity)
}

/// The same quantity but for the unit.
fn alike(row: &Row, own: Number) -> bool {
    if own.is_zero() || row.quantity.is_zero() {
        return own.is_zero() == row.quantity.is_zero();
    }
    let units =
        ["1", "730", "100", "1000", "10000", "100000", "1000000", "1024", "3600", "60", "43800"];
    let near = |a: Number, b: Number| {
        let share = Number::parse("0.002").and_then(|part| b.abs().times(part));
        a.minus(b).zip(share).is_some_and(|(difference, share)| difference.abs() <= share)
    };
    units.iter().filter_map(|unit| Number::parse(unit)).any(|unit| {
        let (more, less) = (row.quantity.times(unit), row.quantity.over(unit));
        [more, less].into_iter().flatten().any(|quantity| near(quantity, own))
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
    let matches = own.len() > 1 && sum.is_some_and(|cost| same_figures(row, row.quantity, cost));
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
        // "60 hours (10 DPUs)" are 600 of what a line counts.
        let unit = field("unit");
        let each = unit.split_once(" (").and_then(|(_, each)| each.split(' ').next());
        let quantity = match each.and_then(Number::parse) {
            Some(each) => quantity.times(each).unwrap_or(quantity),
            None => quantity,
        };
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
                rows.push(Row { component, quantity, unit, cost, rows: 1 });
            }
        }
    }
    Ok(theirs)
}

fn ours(
    plan: &Path,
    usage: &Path,
    kinds: Option<&str>,
    book: &Book,
) -> Result<BTreeMap<String, Ours>, String> {
    let wrong = |problem: &dyn std::fmt::Debug| format!("{}: {problem:?}", plan.display());
    let mut sources = Sources::default();
    let mut catalog = Catalog::embedded();
    if let Some(folder) = kinds {
        let files = source::read_catalog(Path::new(folder)).map_err(|d| wrong(&d))?;
        catalog.add(&files, &mut sources).map_err(|d| wrong(&d))?;
    }
    let text = source::read_text(plan, 256 * 1024 * 1024).map_err(|d| wrong(&d))?;
    let usage = match usage.is_file() {
        true => {
            let text = source::read_text(usage, source::MAX_FILE).map_err(|d| wrong(&d))?;
            Usage::read("usage", &text, &mut sources).map_err(|d| wrong(&d))?
        }
        false => Usage::default(),
    };
    let configuration = read_plan("plan", &text, Side::After, &|_| true).map_err(|d| wrong(&d))?;
    let tools = Tools { catalog: &mut catalog, book, sources: &mut sources, usage: &usage };
    let base = map(&configuration, "plan", tools).map_err(|d| wrong(&d))?;
    let source = Source::Plan { path: "plan".to_owned(), before: false };
    let mut document = Document::alone(&source, "accuracy", &mut sources);
    let wanted = document.bases().map_err(|d| wrong(&d))?.into_iter().next();
    document.give_base(wanted.map(|wanted| wanted.key).unwrap_or_default(), base);
    // A book in CNY is compared with figures in CNY, one for one.
    let sets = vec!["billing.fx={currency: CNY, rate: 1}".to_owned()];
    let options = Options { period_hours: Number::from(730u64), sets, ..Options::default() };
    let project =
        document.project(&options, &mut catalog, book, &mut sources).map_err(|d| wrong(&d))?;
    let period = kanjo::calendar::Period::parse("average").map_err(|e| wrong(&e))?;
    let pools = catalog.pools(&mut sources).map_err(|d| wrong(&d))?;
    let bill = estimate::estimate(&project, &period, &pools, book).map_err(|d| wrong(&d))?.bill;
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
            alone: alone(charge),
        });
    }
    for unset in &bill.unset {
        ours.entry(address(&unset.resource)).or_default().unset += 1;
    }
    for line in &bill.unpriced {
        let resource = &line.resource;
        let meter = format!("{}: {}", line.meter, line.why);
        let quantity = line.quantity.as_ref().map_or(Number::ZERO, |q| q.expected);
        let line = Line { meter, quantity, cost: Number::ZERO, alone: Vec::new() };
        ours.entry(address(resource)).or_default().unpriced.push(line);
    }
    Ok(ours)
}

/// What the line costs if it is the only one of its payer: theirs runs tiers
/// over each resource, ours over all that a payer has. Where the first part is
/// free, theirs leaves it out of the quantity or does not know of it.
fn alone(charge: &Charge) -> Vec<(Number, Number)> {
    let quantity = charge.quantity.expected;
    let mut found = vec![(quantity, charge.list_cost.expected)];
    let Some(price) = charge.price.as_ref().filter(|price| !price.is_flat()) else {
        return found;
    };
    let cost = |to: Number, skip| price.cost(to, skip).map(|cost| cost.expected);
    found.extend(cost(quantity, Number::ZERO).map(|cost| (quantity, cost)));
    let first = price.tiers.first();
    let free = first.filter(|tier| tier.usd.as_ref().is_some_and(|usd| usd.expected.is_zero()));
    if let Some(end) = free.and_then(|tier| tier.end) {
        let beyond = quantity.plus(end).and_then(|to| cost(to, end));
        found.extend(beyond.map(|cost| (quantity, cost)));
        let rest = quantity.minus(end).filter(|rest| *rest > Number::ZERO);
        found.extend(rest.zip(cost(quantity, Number::ZERO)));
    }
    found
}
