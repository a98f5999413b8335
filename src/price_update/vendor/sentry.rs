//! Sentry's plan table as CSV: `plan,category,billing,begin,end,usd,unit,date`.
//!
//! Its page has the prices by volume and no file; whoever writes the table down has
//! a row a tier. What a plan includes stands below the first paid tier and is free.

use super::{Line, Lines, Table, day};
use crate::diagnostic::Diagnostic;
use crate::quantity::Number;
use std::collections::BTreeSet;

const SERVICE: &str = "Sentry";

pub fn table(name: &str, text: &str) -> Result<Lines, Diagnostic> {
    let mut lines: Vec<Line> = Vec::new();
    Table::of(name, text)?.rows(|field| {
        let word = |text: String| text.to_lowercase().replace([' ', '_'], "-");
        lines.push(Line {
            service: SERVICE,
            name: format!("{}-{}", word(field(&["plan"])), word(field(&["category"]))),
            term: word(field(&["billing", "term"])),
            unit: field(&["unit"]),
            begin: field(&["begin", "from"]),
            end: field(&["end", "to"]),
            price: field(&["usd", "price"]).trim_start_matches('$').to_owned(),
            currency: "USD".to_owned(),
            per: Number::ONE,
            date: day(&field(&["date", "as_of"])),
            ..Line::default()
        });
    })?;
    let free = included(&lines);
    lines.extend(free);
    Ok(Lines { source: ("high", "sentry-plan-table"), lines })
}

/// A free tier for each ladder that starts above 0.
fn included(lines: &[Line]) -> Vec<Line> {
    let keys: BTreeSet<(&str, &str)> =
        lines.iter().map(|l| (l.name.as_str(), l.term.as_str())).collect();
    keys.into_iter()
        .filter_map(|(name, term)| {
            let of = lines.iter().filter(|l| l.name == name && l.term == term);
            let first = of.min_by_key(|l| Number::parse(&l.begin).unwrap_or(Number::ZERO))?;
            let begin = Number::parse(&first.begin).filter(|b| !b.is_zero())?;
            Some(Line {
                begin: "0".to_owned(),
                end: begin.to_string(),
                price: "0".to_owned(),
                ..first.clone()
            })
        })
        .collect()
}
