//! Differences, scenarios and comparisons as CSV (RFC 4180), under fixed
//! headers. Reasons are in English, as in JSON.

use crate::bill::{Change, Difference};
use crate::estimate::{ComparedRow, Comparison, Scenarios};
use crate::quantity::Number;
use crate::report::compare_words::{Standing, rows, why};
use crate::report::csv::{number_or, text, text_or, write};
use crate::report::reasons::all;
use crate::text::Lang;

const DIFFERENCE: [&str; 9] = [
    "environment",
    "resource",
    "kind",
    "before",
    "after",
    "delta",
    "delta_low",
    "delta_high",
    "why",
];

/// The difference as CSV: one change a row. They sum to the delta.
pub fn difference_csv(d: &Difference) -> String {
    write(&DIFFERENCE, d.changes.iter().map(change))
}

fn change(c: &Change) -> [String; 9] {
    [
        text_or(c.environment.as_deref()),
        text_or(c.resource.as_deref()),
        text(&c.kind),
        c.before.expected.to_string(),
        c.after.expected.to_string(),
        c.delta.expected.to_string(),
        c.delta.low.to_string(),
        c.delta.high.to_string(),
        text(&all(&c.why, Lang::En)),
    ]
}

const COMPARISON: [&str; 10] = [
    "standing",
    "environment",
    "item",
    "document",
    "estimate",
    "estimate_low",
    "estimate_high",
    "delta",
    "note",
    "why",
];

/// The comparison as CSV: every row, and whether both sides have it.
pub fn comparison_csv(c: &Comparison) -> String {
    let rows = rows(c);
    let rows = rows.iter().flat_map(|(standing, rows)| rows.iter().map(|r| row(*standing, r)));
    write(&COMPARISON, rows)
}

fn row(standing: Standing, row: &ComparedRow) -> [String; 10] {
    [
        standing.name().to_owned(),
        text_or(row.environment.as_deref()),
        text(&row.item),
        row.document.to_string(),
        row.estimate.expected.to_string(),
        row.estimate.low.to_string(),
        row.estimate.high.to_string(),
        row.delta.expected.to_string(),
        text_or(row.note.as_deref()),
        text(&why(row, standing, Lang::En)),
    ]
}

const SCENARIOS: [&str; 8] =
    ["scenario", "total", "total_low", "total_high", "delta", "delta_low", "delta_high", "why"];

/// The scenarios as CSV: the plain bill without a name, then one a row.
pub fn scenarios_csv(s: &Scenarios) -> String {
    let total = s.plain.total();
    let zero = || Number::ZERO.to_string();
    let plain = [
        String::new(),
        number_or(total.map(|t| t.expected)),
        number_or(total.map(|t| t.low)),
        number_or(total.map(|t| t.high)),
        zero(),
        zero(),
        zero(),
        String::new(),
    ];
    let scenarios = s.scenarios.iter().map(|scenario| {
        let delta = &scenario.difference.delta;
        let why = scenario.difference.changes.iter().map(|change| {
            let name = change.resource.as_deref().unwrap_or("");
            let text = format!("{name} {}: {}", change.delta.expected, all(&change.why, Lang::En));
            text.trim_start().to_owned()
        });
        [
            text(&scenario.name),
            scenario.total.expected.to_string(),
            scenario.total.low.to_string(),
            scenario.total.high.to_string(),
            delta.expected.to_string(),
            delta.low.to_string(),
            delta.high.to_string(),
            text(&why.collect::<Vec<_>>().join("; ")),
        ]
    });
    write(&SCENARIOS, std::iter::once(plain).chain(scenarios))
}
