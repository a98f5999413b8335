//! `kanjo scenarios`: every scenario of a file beside the plain bill.

use crate::bill::{Bill, diff};
use crate::cli::Outcome;
use crate::cli::args::{Format, ScenariosArgs};
use crate::cli::session::{Session, finish, not_a_page, not_focus, overflow, style};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::estimate::{Scenario, Scenarios};
use crate::report::{self, GroupBy};
use crate::source::{self, Input};
use crate::topology::Document;
use std::sync::Arc;

pub fn run(args: &ScenariosArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let mut session = Session::open(&args.model, Vec::new(), sources)?;
    let Input::Topology { name, text } = source::read_input(&args.path)? else {
        return Err(Diagnostic::new(Code::BadCsv, "a bill has no scenarios").into());
    };
    let document = session.document(&name, &text, sources)?;
    let plain = session.estimate(&document, None, sources)?.estimate.bill;
    let mut scenarios = Vec::new();
    for name in document.scenarios() {
        let bill = session.estimate(&document, Some(&name), sources)?.estimate.bill;
        scenarios.push(beside(&plain, bill, &document, name)?);
    }
    if scenarios.is_empty() {
        return Err(Diagnostic::new(Code::MissingKey, format!("{name} has no scenarios"))
            .help("scenarios: {cheaper: {resources: {nat: {data: 0 GB}}}}")
            .into());
    }
    let view = Scenarios { plain, scenarios };
    let style = style(&args.output, GroupBy::Resource);
    let made = session.made();
    let text = match args.output.format {
        Format::Table => report::scenarios_table(&made, &view, &style),
        Format::Markdown => report::scenarios_markdown(&made, &view, &style),
        Format::Json => report::scenarios_json(&made, &view),
        Format::Csv => report::scenarios_csv(&view),
        Format::Focus => return Err(not_focus("a table of scenarios").into()),
        Format::Html => report::scenarios_html(&made, &view, &style),
        other @ (Format::Ringi | Format::RingiCsv) => {
            return Err(not_a_page(other, "the scenarios alone").into());
        }
    };
    Ok(Outcome::Done { text: finish(text, &args.output)?, unmet: Vec::new() })
}

/// A scenario's bill laid beside the plain one.
pub fn beside(
    plain: &Bill,
    bill: Bill,
    document: &Document,
    name: Arc<str>,
) -> Result<Scenario, Diagnostics> {
    let difference = diff(plain, &bill).ok_or_else(overflow)?;
    Ok(Scenario {
        title: document.scenario_title(&name),
        caveats: bill.caveats,
        unpriced: bill.unpriced.len(),
        total: difference.after,
        name,
        difference,
    })
}
