//! `kanjo estimate BILL.csv`: a table that somebody made, as a bill.
//!
//! There is nothing to compute: what the table says is the estimate. It is worth
//! a command because the outputs are those of every other estimate.

use crate::actuals::of_table;
use crate::bill::{Bill, Span, Table};
use crate::cli::Outcome;
use crate::cli::args::{Format, OutputArgs};
use crate::cli::session::{Session, collected, finish, not_a_page, not_focus, style};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::estimate::period_hours;
use crate::report::{self, GroupBy};
use std::sync::Arc;

/// Prints the table `text` of the file `name`.
pub(super) fn run(
    (name, text): (&str, &str),
    output: &OutputArgs,
    group_by: GroupBy,
    session: &Session,
    sources: &mut Sources,
) -> Result<Outcome, Outcome> {
    let bill = bill(session, name, text, sources)?;
    let view = report::Estimate {
        made: session.made(),
        project: Some(name),
        bill: &bill,
        statement: None,
        coverage: None,
        free_tier_off_costs: None,
    };
    let style = style(output, group_by);
    let text = match output.format {
        Format::Table => report::estimate_table(&view, &style),
        Format::Markdown => report::estimate_markdown(&view, &style),
        Format::Json => report::estimate_json(&view),
        Format::Csv => report::estimate_csv(&view),
        Format::Focus => return Err(not_focus("a table").into()),
        format @ (Format::Html | Format::Ringi | Format::RingiCsv) => {
            return Err(not_a_page(format, "a table").into());
        }
    };
    Ok(Outcome::Done { text: finish(text, output)?, unmet: Vec::new() })
}

/// The bill of a table.
fn bill(
    session: &Session,
    name: &str,
    text: &str,
    sources: &mut Sources,
) -> Result<Bill, Diagnostics> {
    let header = text.lines().next().unwrap_or_default();
    if header.contains("BilledCost") || header.contains("line_item_") {
        return Err(Diagnostic::new(Code::BadCsv, format!("{name} is what was billed"))
            .help(format!("kanjo actuals import {name}"))
            .into());
    }
    let file = sources.add(name.to_owned(), text);
    let table = Table::parse(name, text, file).map_err(collected)?;
    let label: Arc<str> = session.period.to_string().into();
    let span = Span { hours: period_hours(&session.period), label: Arc::clone(&label) };
    let mut bill = of_table(&table, &label).bill(span);
    for charge in &mut bill.charges {
        charge.kind = Arc::from(KIND);
        charge.key = None;
    }
    Ok(bill)
}

/// Of a line that is only an amount.
const KIND: &str = "custom.cost";
