//! Differences, scenarios and comparisons as JSON. A change has one shape in
//! all three, so that one reader reads them all.

use crate::bill::Change;
use crate::estimate::{ComparedRow, Comparison, Part, Scenario, Scenarios};
use crate::quantity::{Cases, Number};
use crate::report::compare_words::{Standing, delta, rows, why};
use crate::report::json::{PricesJson, SCHEMA, expected, pretty, prices};
use crate::report::reasons::all;
use crate::report::scenarios_table::notes;
use crate::report::{Compared, Made};
use crate::text::Lang;
use serde::Serialize;

/// The difference as JSON.
pub fn difference_json(c: &Compared<'_>) -> String {
    let (made, d) = (&c.made, c.difference);
    pretty(&DifferenceJson {
        schema: SCHEMA,
        kanjo: made.version,
        prices: prices(made),
        books: c
            .book_before
            .map(|before| BooksJson { before: &before.sha256, after: &made.book.sha256 }),
        before: d.before.expected,
        after: d.after.expected,
        delta: d.delta.expected,
        low: MovedJson { before: d.before.low, after: d.after.low, delta: d.delta.low },
        high: MovedJson { before: d.before.high, after: d.after.high, delta: d.delta.high },
        unpriced: UnpricedJson { before: c.unpriced[0], after: c.unpriced[1] },
        changes: d.changes.iter().map(change).collect(),
    })
}

/// The scenarios as JSON.
pub fn scenarios_json(made: &Made<'_>, s: &Scenarios) -> String {
    pretty(&ScenariosJson {
        schema: SCHEMA,
        kanjo: made.version,
        prices: prices(made),
        plain: expected(&s.plain),
        scenarios: s.scenarios.iter().map(scenario).collect(),
        caveats: notes(s, crate::text::Lang::En),
    })
}

/// The comparison as JSON. Its changes are all its rows and sum to the delta.
pub fn comparison_json(made: &Made<'_>, c: &Comparison) -> String {
    let all_rows = rows(c);
    let change = |standing: Standing, row: &ComparedRow| ChangeJson {
        resource: Some(row.item.to_string()),
        environment: row.environment.as_deref().map(str::to_owned),
        kind: String::new(),
        before: row.document,
        after: row.estimate.expected,
        delta: row.delta.expected,
        why: why(row, standing, Lang::En),
    };
    let of = |standing: Standing| -> Vec<RowJson<'_>> {
        let rows = all_rows.iter().filter(|(other, _)| *other == standing);
        rows.flat_map(|(_, rows)| rows.iter().map(row)).collect()
    };
    let delta = delta(c);
    pretty(&ComparisonJson {
        schema: SCHEMA,
        kanjo: made.version,
        prices: prices(made),
        document: &c.document,
        before: c.before,
        after: c.after.expected,
        delta: delta.map(|d| d.expected),
        low: EndJson { before: c.before, after: c.after.low, delta: delta.map(|d| d.low) },
        high: EndJson { before: c.before, after: c.after.high, delta: delta.map(|d| d.high) },
        rows: of(Standing::Both),
        missing: of(Standing::Missing),
        unmatched: of(Standing::Unmatched),
        changes: all_rows
            .iter()
            .flat_map(|(standing, rows)| rows.iter().map(|row| change(*standing, row)))
            .collect(),
    })
}

#[derive(Serialize)]
struct DifferenceJson<'a> {
    schema: u32,
    kanjo: &'a str,
    prices: PricesJson<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    books: Option<BooksJson<'a>>,
    before: Number,
    after: Number,
    delta: Number,
    low: MovedJson,
    high: MovedJson,
    unpriced: UnpricedJson,
    changes: Vec<ChangeJson>,
}

/// How many lines have no price, and are in no sum.
#[derive(Serialize)]
struct UnpricedJson {
    before: usize,
    after: usize,
}

/// The digests of the two books, where there are two.
#[derive(Serialize)]
struct BooksJson<'a> {
    before: &'a str,
    after: &'a str,
}

#[derive(Serialize)]
struct MovedJson {
    before: Number,
    after: Number,
    delta: Number,
}

#[derive(Serialize)]
struct ChangeJson {
    resource: Option<String>,
    environment: Option<String>,
    kind: String,
    before: Number,
    after: Number,
    delta: Number,
    why: String,
}

fn change(c: &Change) -> ChangeJson {
    ChangeJson {
        resource: c.resource.as_deref().map(str::to_owned),
        environment: c.environment.as_deref().map(str::to_owned),
        kind: c.kind.to_string(),
        before: c.before.expected,
        after: c.after.expected,
        delta: c.delta.expected,
        why: all(&c.why, Lang::En),
    }
}

#[derive(Serialize)]
struct ScenariosJson<'a> {
    schema: u32,
    kanjo: &'a str,
    prices: PricesJson<'a>,
    plain: Option<Number>,
    scenarios: Vec<ScenarioJson<'a>>,
    caveats: Vec<String>,
}

#[derive(Serialize)]
struct ScenarioJson<'a> {
    name: &'a str,
    title: Option<&'a str>,
    complete: bool,
    total: Number,
    delta: Number,
    low: TotalJson,
    high: TotalJson,
    changes: Vec<ChangeJson>,
}

#[derive(Serialize)]
struct TotalJson {
    total: Number,
    delta: Number,
}

fn scenario(s: &Scenario) -> ScenarioJson<'_> {
    let delta = &s.difference.delta;
    ScenarioJson {
        name: &s.name,
        title: s.title.as_deref(),
        complete: s.unpriced == 0,
        total: s.total.expected,
        delta: delta.expected,
        low: TotalJson { total: s.total.low, delta: delta.low },
        high: TotalJson { total: s.total.high, delta: delta.high },
        changes: s.difference.changes.iter().map(change).collect(),
    }
}

#[derive(Serialize)]
struct ComparisonJson<'a> {
    schema: u32,
    kanjo: &'a str,
    prices: PricesJson<'a>,
    document: &'a str,
    before: Number,
    after: Number,
    delta: Option<Number>,
    low: EndJson,
    high: EndJson,
    rows: Vec<RowJson<'a>>,
    missing: Vec<RowJson<'a>>,
    unmatched: Vec<RowJson<'a>>,
    changes: Vec<ChangeJson>,
}

#[derive(Serialize)]
struct EndJson {
    before: Number,
    after: Number,
    delta: Option<Number>,
}

#[derive(Serialize)]
struct RowJson<'a> {
    item: &'a str,
    environment: Option<&'a str>,
    note: Option<&'a str>,
    document: Number,
    estimate: Number,
    delta: Number,
    parts: Vec<PartJson<'a>>,
    unset: Vec<&'a str>,
}

#[derive(Serialize)]
struct PartJson<'a> {
    resource: &'a str,
    meter: &'a str,
    formula: &'a str,
    cost: Number,
    list_cost: Number,
    pool: Option<&'a str>,
}

fn row(row: &ComparedRow) -> RowJson<'_> {
    RowJson {
        item: &row.item,
        environment: row.environment.as_deref(),
        note: row.note.as_deref(),
        document: row.document,
        estimate: row.estimate.expected,
        delta: row.delta.expected,
        parts: row.parts.iter().map(part).collect(),
        unset: row.unset.iter().map(|usage| &**usage).collect(),
    }
}

fn part(part: &Part) -> PartJson<'_> {
    let Part { resource, meter, formula, cost, list_cost, pool } = part;
    let expected = |cases: &Cases<Number>| cases.expected;
    PartJson {
        resource,
        meter,
        formula,
        cost: expected(cost),
        list_cost: expected(list_cost),
        pool: pool.as_deref(),
    }
}
