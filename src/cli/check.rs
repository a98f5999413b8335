//! `kanjo check`: guard rules and budgets; the exit status is for CI.
#![allow(clippy::disallowed_methods, reason = "an edge room: environment and clock are read here")]

use crate::check::{self, Level, Side, Subject};
use crate::cli::Outcome;
use crate::cli::args::{CheckArgs, CheckFormat, OutputArgs};
use crate::cli::books;
use crate::cli::session::{Estimated, Session, finish, style};
use crate::diagnostic::{Code, Diagnostic, Sources};
use crate::estimate;
use crate::report::{self, GroupBy};
use crate::source::{self, Input};
use std::path::Path;

pub fn run(args: &CheckArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let mut session = Session::open(&args.model, Vec::new(), sources)?;
    let files = source::read_policies(args.policies.as_deref(), &args.path)?;
    let policies = check::read(&files, &mut session.catalog, sources)?;
    session.policies.clone_from(&args.policies);
    let head = read(&args.path, &mut session, sources)?;
    let base = match &args.base {
        Some(path) => Some(read(path, &mut session, sources)?),
        None => None,
    };
    let today = books::today();
    let subject = Subject {
        head: side(&head),
        base: base.as_ref().map(side),
        period_hours: estimate::period_hours(&session.period),
        today,
    };
    let checked = check::decide(&policies, &subject)?;
    let output = OutputArgs::plain(&args.lang, args.out.as_deref());
    let style = style(&output, GroupBy::Resource);
    let made = session.made();
    let text = match args.format {
        CheckFormat::Table => report::check_table(&made, &policies, &checked, &style),
        CheckFormat::Markdown => report::check_markdown(&made, &policies, &checked, &style),
        CheckFormat::Json => report::check_json(&made, &policies, &checked, &today.to_string()),
        CheckFormat::Sarif => {
            let folder = std::env::current_dir().unwrap_or_default();
            let folder = folder.to_string_lossy();
            report::check_sarif(&made, &policies, &checked, &folder, style.lang)
        }
        CheckFormat::Junit => report::check_junit(&policies, &checked, style.lang),
    };
    let unmet = match checked.count(Level::Error) {
        0 => Vec::new(),
        1 => vec!["check: 1 error".to_owned()],
        errors => vec![format!("check: {errors} errors")],
    };
    Ok(Outcome::Done { text: finish(text, &output)?, unmet })
}

fn side(estimated: &Estimated) -> Side<'_> {
    Side { project: &estimated.project, bill: &estimated.estimate.bill }
}

fn read(path: &Path, session: &mut Session, sources: &mut Sources) -> Result<Estimated, Outcome> {
    match source::read_input(path)? {
        Input::Topology { name, text } => {
            let document = session.document(&name, &text, sources)?;
            Ok(session.estimate(&document, None, sources)?)
        }
        Input::Plan { name, text } => {
            let document = session.plan(&name, &text, false, sources)?;
            Ok(session.estimate(&document, None, sources)?)
        }
        Input::Directory { name, rooted } => {
            let document = session.directory(&name, rooted, sources)?;
            Ok(session.estimate(&document, None, sources)?)
        }
        Input::Baseline { name, .. } => {
            Err(Diagnostic::new(Code::BadJson, format!("{name} is an estimate, not a topology"))
                .help("rules look at inputs, and an estimate has none")
                .into())
        }
        Input::Table { name, .. } => {
            Err(Diagnostic::new(Code::BadCsv, format!("{name} is a table, not a topology"))
                .help("rules are about resources, and a table has none")
                .into())
        }
    }
}
