//! `kanjo estimate`: what a system should cost in a month.

use crate::bill::Bill;
use crate::cli::Outcome;
use crate::cli::args::{EstimateArgs, Format};
use crate::cli::progress;
use crate::cli::session::{Session, finish, kinds, style};
use crate::cli::{estimate_table, overview, render};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources, nearest};
use crate::estimate::{coverage, statement, statements};
use crate::parallel;
use crate::report::{self, GroupBy};
use crate::source::{self, Input};
use std::collections::BTreeMap;

pub fn run(args: &EstimateArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let group_by = group_by(&args.group_by)?;
    let strict = strict(args.strict.strict.as_deref())?;
    let mut session = Session::open(&args.model, money(args)?, sources)?;
    let document = match source::read_input(&args.path)? {
        Input::Topology { name, text } => session.document(&name, &text, sources)?,
        Input::Plan { name, text } => session.plan(&name, &text, false, sources)?,
        Input::Directory { name, rooted } => session.directory(&name, rooted, sources)?,
        Input::Baseline { name, .. } => {
            return Err(Diagnostic::new(
                Code::BadJson,
                format!("{name} is an estimate already, not a topology"),
            )
            .help(format!("to lay a topology on it: kanjo diff {name} FOLDER"))
            .into());
        }
        Input::Table { name, text } => {
            let table = (name.as_str(), text.as_str());
            return estimate_table::run(table, &args.output, group_by, &session, sources);
        }
    };
    let mut project = session.project(&document, args.scenario.as_deref(), sources)?;
    // A large file need not stay in memory as text, tree, model and bill.
    let page = matches!(args.output.format, Format::Html | Format::Ringi | Format::RingiCsv);
    let document = page.then_some(document);
    let estimate = session.bill(&project, sources)?;
    let bill = estimate.bill;
    let coverage = coverage(&project, &bill);
    let around = match &document {
        Some(document) => {
            let plain = args.scenario.is_none();
            let curves = args.output.format == Format::Html;
            overview::around(&mut session, document, &mut project, &bill, plain, curves, sources)?
        }
        None => overview::Around::default(),
    };
    let statements = if page { statements(&bill, &project.billing) } else { None };
    let statement = statement(&bill, &project.billing);
    let name = project.name.clone();
    let focus = args.output.format == Format::Focus;
    let kinds = if focus { kinds(&project) } else { BTreeMap::new() };
    let resources = project.environments.iter().map(|e| e.resources.len()).max().unwrap_or(0);
    let project = parallel::free_if_large(project, resources);
    let view = report::Estimate {
        made: session.made(),
        project: name.as_deref(),
        bill: &bill,
        statement: statement.as_ref(),
        coverage: coverage.as_ref(),
        free_tier_off_costs: estimate.free_tier_worth,
    };
    let style = style(&args.output, group_by);
    let approval = report::Approval {
        estimate: view,
        statements: statements.as_ref(),
        alternatives: &around.scenarios,
    };
    let csv_file =
        args.output.out.as_ref().is_some_and(|f| f.extension().is_some_and(|e| e == "csv"));
    let text = match args.output.format {
        Format::Table => report::estimate_table(&view, &style),
        Format::Markdown => report::estimate_markdown(&view, &style),
        Format::Json if args.output.out.is_none() => {
            render::stream(|out| report::write_estimate_json(&view, out));
            String::new()
        }
        Format::Json => report::estimate_json(&view),
        Format::Csv => report::estimate_csv(&view),
        Format::Html => report::estimate_html(&around.page(view), &style),
        Format::Ringi if !csv_file => report::ringi_html(&approval, &style),
        Format::Ringi | Format::RingiCsv => report::ringi_csv(&approval, style.lang),
        Format::Focus => {
            let names = report::Names { kinds: &kinds, book: &session.book };
            let rows = report::estimate_focus(&view, &names).ok_or_else(no_dates)?;
            left_out(&bill);
            rows
        }
    };
    let done = Outcome::Done { text: finish(text, &args.output)?, unmet: unmet(&bill, &strict) };
    // The process ends here, and takes them with it.
    std::mem::forget((bill, session, project));
    Ok(done)
}

/// FOCUS allows no row without a cost, and nothing is left out in silence.
fn left_out(bill: &Bill) {
    let (unpriced, unset) = (bill.unpriced.len(), bill.unset.len());
    if unpriced + unset > 0 {
        progress::remark(&format!(
            "not in the rows: {unpriced} without a price, {unset} not stated"
        ));
    }
}

fn no_dates() -> Diagnostics {
    Diagnostic::new(Code::BadSchedule, "--format focus: the average month has no dates")
        .help("every FOCUS row has a start and an end: --month 2026-12")
        .into()
}

fn group_by(text: &str) -> Result<GroupBy, Diagnostics> {
    match text {
        "resource" => Ok(GroupBy::Resource),
        "service" => Ok(GroupBy::Service),
        "environment" => Ok(GroupBy::Environment),
        "kind" => Ok(GroupBy::Kind),
        other => match other.strip_prefix("tag:") {
            Some(key) if !key.is_empty() => Ok(GroupBy::Tag(key.to_owned())),
            _ => {
                let known = ["resource", "service", "environment", "kind", "tag:KEY"];
                let near = nearest(other, known).map(|n| format!("did you mean `{n}`?"));
                Err(Diagnostic::new(
                    Code::UnknownChoice,
                    format!("--group-by {other}: not a way to group"),
                )
                .help(near.unwrap_or_else(|| format!("the ways are {}", known.join(", "))))
                .into())
            }
        },
    }
}

/// `--currency` and `--rate` are changes to the file's billing.
fn money(args: &EstimateArgs) -> Result<Vec<String>, Diagnostics> {
    match (&args.currency, &args.rate) {
        (currency, Some(rate)) => {
            let currency = currency.as_deref().unwrap_or("JPY");
            Ok(vec![format!("billing.fx={{currency: \"{currency}\", rate: \"{rate}\"}}")])
        }
        (Some(currency), None) if currency != "USD" => {
            Err(Diagnostic::new(Code::BadBilling, format!("--currency {currency} needs --rate"))
                .help("--currency JPY --rate 155.00: kanjo invents no exchange rate")
                .into())
        }
        _ => Ok(Vec::new()),
    }
}

/// What makes a total incomplete.
const INCOMPLETE: [Code; 4] =
    [Code::PriceMissing, Code::ValueUnknown, Code::ReferenceUnresolved, Code::KindUnsupported];

/// The codes of `--strict`.
fn strict(words: Option<&[String]>) -> Result<Vec<Code>, Diagnostics> {
    let mut codes = Vec::new();
    for word in words.unwrap_or(&[]) {
        if word == "incomplete" {
            codes.extend(INCOMPLETE);
            continue;
        }
        match Code::named(word) {
            Some(code) => codes.push(code),
            None => {
                let near = nearest(word, Code::ALL.iter().map(|c| c.name()));
                return Err(Diagnostic::new(
                    Code::UnknownChoice,
                    format!("--strict: there is no code `{word}`"),
                )
                .help_if(near.map(|n| format!("did you mean `{n}`?")))
                .into());
            }
        }
    }
    Ok(codes)
}

/// The conditions of `--strict` that the bill does not meet.
fn unmet(bill: &Bill, strict: &[Code]) -> Vec<String> {
    let count = |code: Code| match code {
        Code::UsageUnset => bill.unset.len(),
        code => {
            let lines = bill.charges.iter().flat_map(|c| &c.caveats).chain(&bill.caveats);
            bill.unpriced.iter().filter(|u| u.code == code).count()
                + lines.filter(|c| c.code == code).count()
        }
    };
    let found = strict.iter().map(|code| (code, count(*code))).filter(|(_, count)| *count > 0);
    found.map(|(code, count)| format!("--strict: {code} ({count})")).collect()
}
