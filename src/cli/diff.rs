//! `kanjo diff`: the difference between two bills.

use crate::bill::{Table, diff};
use crate::cli::Outcome;
use crate::cli::args::{DiffArgs, Format};
use crate::cli::session::{Estimated, Session, collected, finish, not_focus, style};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::estimate::compare;
use crate::report::{self, GroupBy};
use crate::source::{self, Input};
use std::path::Path;

enum Side {
    Estimated(Box<Estimated>),
    Table(Table),
}

pub fn run(args: &DiffArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let mut session = Session::open(&args.model, Vec::new(), sources)?;
    let before = read(&args.base, &mut session, sources)?;
    let after = read(&args.head, &mut session, sources)?;
    let style = style(&args.output, GroupBy::Resource);
    let made = session.made();
    let format = args.output.format;
    let overflow =
        || Diagnostics::from(Diagnostic::new(Code::Overflow, "a sum does not fit 28 digits"));
    let text = match (before, after) {
        (Side::Table(table), Side::Estimated(after)) => {
            if &*table.currency != "USD" {
                return Err(Diagnostic::new(
                    Code::BadCsv,
                    format!("the table is in {}; kanjo estimates in USD", table.currency),
                )
                .help("give the table in USD")
                .into());
            }
            let c = compare(&table, &after.estimate.bill, &after.kinds()).ok_or_else(overflow)?;
            match format {
                Format::Table => report::comparison_table(&made, &c, &style),
                Format::Markdown => report::comparison_markdown(&made, &c, &style),
                Format::Json => report::comparison_json(&made, &c),
                Format::Csv => report::comparison_csv(&c),
                Format::Focus => return Err(not_focus("a comparison").into()),
            }
        }
        (Side::Estimated(before), Side::Estimated(after)) => {
            let d = diff(&before.estimate.bill, &after.estimate.bill).ok_or_else(overflow)?;
            let (base, head) = (args.base.display().to_string(), args.head.display().to_string());
            match format {
                Format::Table => report::difference_table(&made, &d, &base, &head, &style),
                Format::Markdown => report::difference_markdown(&made, &d, &base, &head, &style),
                Format::Json => report::difference_json(&made, &d),
                Format::Csv => report::difference_csv(&d),
                Format::Focus => return Err(not_focus("a difference").into()),
            }
        }
        (_, Side::Table(table)) => {
            return Err(Diagnostic::new(
                Code::BadCsv,
                format!("{} stands on the right", table.name),
            )
            .help("a hand-made table is the left side: kanjo diff TABLE.csv FOLDER")
            .into());
        }
    };
    Ok(Outcome::Done { text: finish(text, &args.output)?, unmet: Vec::new() })
}

fn read(path: &Path, session: &mut Session, sources: &mut Sources) -> Result<Side, Diagnostics> {
    match source::read_input(path)? {
        Input::Topology { name, text } => {
            let document = Session::document(&name, &text, sources)?;
            Ok(Side::Estimated(Box::new(session.estimate(&document, None, sources)?)))
        }
        Input::Table { name, text } => {
            let file = sources.add(name.as_str(), text.as_str());
            Table::parse(&name, &text, file).map(Side::Table).map_err(collected)
        }
    }
}
