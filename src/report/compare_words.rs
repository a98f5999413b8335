//! What a row of a hand-made table missed, in words: the same for the terminal,
//! Markdown and JSON.

use crate::estimate::{ComparedRow, Comparison, Part};
use crate::quantity::{Cases, Number};
use crate::report::amounts::{USD, amount};
use crate::report::diff_table::moved;
use crate::report::groups::place;
use crate::text::{Lang, Word};

/// Where a row stands in the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The document and the estimate both have it.
    Both,
    /// Only the estimate has it.
    Missing,
    /// Only the document has it.
    Unmatched,
}

impl Standing {
    /// As it stands in CSV.
    pub(super) fn name(self) -> &'static str {
        match self {
            Standing::Both => "row",
            Standing::Missing => "missing",
            Standing::Unmatched => "unmatched",
        }
    }

    /// The heading of its rows.
    pub(super) fn word(self) -> Word {
        match self {
            Standing::Both => Word::InDocumentAndEstimate,
            Standing::Missing => Word::MissingInDocument,
            Standing::Unmatched => Word::Unmatched,
        }
    }
}

/// Every row with its standing: they sum to the difference.
pub(super) fn rows(c: &Comparison) -> [(Standing, &[ComparedRow]); 3] {
    [
        (Standing::Both, &c.rows),
        (Standing::Missing, &c.missing),
        (Standing::Unmatched, &c.unmatched),
    ]
}

/// A row's item, with its environment where the rows name several.
pub(super) fn item(row: &ComparedRow, several: bool) -> String {
    place(several && row.environment.is_some(), row.environment.as_deref().unwrap_or(""), &row.item)
}

/// Whether the rows name several environments.
pub(super) fn several_environments(c: &Comparison) -> bool {
    let rows = rows(c).into_iter().flat_map(|(_, rows)| rows);
    let mut names = rows.filter_map(|row| row.environment.as_ref());
    let first = names.next();
    names.any(|name| Some(name) != first)
}

/// The estimate minus the document in each case.
pub(super) fn delta(c: &Comparison) -> Option<Cases<Number>> {
    c.after.minus(Cases::same(c.before))
}

/// `document 373.00 → estimate 396.12: +23.12 a month (+6.2 %)`.
pub(super) fn answer(c: &Comparison, lang: Lang) -> String {
    let totals = format!(
        "{} {} → {} {}",
        Word::Document.in_lang(lang),
        amount(c.before, USD),
        Word::Estimate.in_lang(lang),
        amount(c.after.expected, USD)
    );
    match c.after.expected.minus(c.before) {
        Some(delta) => format!("{totals}: {}", moved(delta, c.before, lang)),
        None => totals,
    }
}

/// Half a cent: what is nearer than this is the same amount.
fn same(row: &ComparedRow) -> bool {
    let near = |delta: Number| delta.abs().times(Number::from(200u64)) <= Some(Number::ONE);
    near(row.delta.low) && near(row.delta.expected) && near(row.delta.high)
}

/// What a reader needs to see why a row differs: what the document says, the
/// lines behind the estimate, and what nobody stated.
pub(super) fn facts(row: &ComparedRow, standing: Standing, lang: Lang) -> Vec<String> {
    let mut facts = Vec::new();
    if standing == Standing::Both && same(row) {
        return facts;
    }
    if let Some(note) = &row.note {
        facts.push(Word::DocumentNote.with(lang, &[note]));
    }
    let counts = |part: &&Part| !(part.cost.is_zero() && part.list_cost.is_zero());
    facts.extend(row.parts.iter().filter(counts).map(|part| line(part, &row.item, lang)));
    if !row.unset.is_empty() {
        let unset: Vec<&str> = row.unset.iter().map(|usage| &**usage).collect();
        facts.push(Word::Unset.with(lang, &[&unset.join(lang.of(", ", "、"))]));
    }
    facts
}

/// `web vcpu: 2 × 0.5 × 730 h = 36.91`.
fn line(part: &Part, item: &str, lang: Lang) -> String {
    let mut text = part.meter.to_string();
    if *part.resource != *item {
        text = format!("{} {text}", part.resource);
    }
    if !part.formula.is_empty() {
        text.push_str(&format!(": {}", part.formula));
    }
    text.push_str(&format!(" = {}", amount(part.cost.expected, USD)));
    if let Some(pool) = &part.pool
        && part.list_cost.expected != part.cost.expected
    {
        let list = amount(part.list_cost.expected, USD);
        let free = Word::ListAndFree.with(lang, &[&list, pool]);
        text.push_str(&format!("{}{free}{}", lang.of(" (", "（"), lang.of(")", "）")));
    }
    text
}

/// Why the row differs, on one line.
pub(super) fn why(row: &ComparedRow, standing: Standing, lang: Lang) -> String {
    let mut parts = Vec::new();
    if standing != Standing::Both {
        parts.push(standing.word().in_lang(lang).to_owned());
    }
    parts.extend(facts(row, standing, lang));
    parts.join(lang.of("; ", "、"))
}
