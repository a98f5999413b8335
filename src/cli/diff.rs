//! `kanjo diff`: the difference between two bills.

use crate::bill::{Baseline, BaselineBook, Bill, Table};
use crate::cli::Outcome;
use crate::cli::args::{DiffArgs, Format, ModelArgs};
use crate::cli::changed::{self, Changed};
use crate::cli::session::{
    Estimated, Session, collected, finish, not_a_page, not_focus, overflow, style,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::estimate::compare;
use crate::prices::Identity;
use crate::report::{self, GroupBy, Made, Style};
use crate::source::{self, GitTree, Home, Input};
use std::path::{Path, PathBuf};

pub(super) enum Side {
    Estimated(Box<Estimated>),
    Baseline(Box<Baseline>),
    Table(Table),
}

/// What a side is read from.
pub(super) enum Place {
    Path(PathBuf),
    Git {
        reference: String,
        path: PathBuf,
    },
    /// One side of a plan.
    Plan {
        path: PathBuf,
        before: bool,
    },
}

pub fn run(args: &DiffArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let (base, head) = places(args)?;
    let mut session = Session::open(&args.model, Vec::new(), sources)?;
    let mut before = read(&base, &args.model, &mut session, sources)?;
    let mut after = read(&head, &args.model, &mut session, sources)?;
    let style = style(&args.output, GroupBy::Resource);
    let format = args.output.format;
    let by = args.group_by.as_deref().map(changed::group_by).transpose()?;
    let text = match (&mut before, &mut after) {
        (Side::Table(table), Side::Estimated(after)) => {
            beside_table(table, after, &session.made(), format, &style)?
        }
        (Side::Table(table), Side::Baseline(_)) => {
            return Err(Diagnostic::new(
                Code::BadCsv,
                format!("{} is a table, and a baseline has no kinds to lay it on", table.name),
            )
            .help("a hand-made table is compared with kanjo.yaml: kanjo diff TABLE.csv FOLDER")
            .into());
        }
        (_, Side::Table(table)) => {
            return Err(Diagnostic::new(
                Code::BadCsv,
                format!("{} stands on the right", table.name),
            )
            .help("a hand-made table is the left side: kanjo diff TABLE.csv FOLDER")
            .into());
        }
        (before, after) => {
            let mut changed = Changed::of(before, after, [base.name(), head.name()], &session)?;
            changed.group(before, after, by)?;
            if format == Format::Markdown {
                changed.schedules(before, after, &mut session, sources)?;
            }
            let c = changed.view(&session);
            match format {
                Format::Table => report::difference_table(&c, &style),
                Format::Markdown => report::difference_markdown(&c, &style),
                Format::Json => report::difference_json(&c),
                Format::Csv => report::difference_csv(c.difference),
                Format::Html => report::difference_html(&c, &style),
                Format::Ringi | Format::RingiCsv => {
                    return Err(not_a_page(format, "a difference").into());
                }
                Format::Focus => return Err(not_focus("a difference").into()),
            }
        }
    };
    Ok(Outcome::Done { text: finish(text, &args.output)?, unmet: Vec::new() })
}

fn beside_table(
    table: &Table,
    after: &Estimated,
    made: &Made<'_>,
    format: Format,
    style: &Style,
) -> Result<String, Diagnostics> {
    if &*table.currency != "USD" {
        return Err(Diagnostic::new(
            Code::BadCsv,
            format!("the table is in {}; kanjo estimates in USD", table.currency),
        )
        .help("give the table in USD")
        .into());
    }
    let c = compare(table, &after.estimate.bill, &after.kinds()).ok_or_else(overflow)?;
    Ok(match format {
        Format::Table => report::comparison_table(made, &c, style),
        Format::Markdown => report::comparison_markdown(made, &c, style),
        Format::Json => report::comparison_json(made, &c),
        Format::Csv => report::comparison_csv(&c),
        Format::Focus => return Err(not_focus("a comparison")),
        Format::Html | Format::Ringi | Format::RingiCsv => {
            return Err(not_a_page(format, "a comparison with a table"));
        }
    })
}

impl Side {
    pub(super) fn bill(&self) -> Option<&Bill> {
        match self {
            Side::Estimated(estimated) => Some(&estimated.estimate.bill),
            Side::Baseline(baseline) => Some(&baseline.bill),
            Side::Table(_) => None,
        }
    }

    /// The prices that it was made with.
    pub(super) fn book(&self, session: &Session) -> Identity {
        match self {
            Side::Baseline(baseline) => {
                let BaselineBook { name, sha256, oldest, newest } = baseline.book.clone();
                Identity { name, sha256, oldest, newest }
            }
            _ => session.book.identity.clone(),
        }
    }
}

/// The two sides, as the command line names them.
fn places(args: &DiffArgs) -> Result<(Place, Place), Diagnostic> {
    match (&args.since, &args.base, &args.head) {
        (Some(reference), path, _) => {
            let path = path.clone().unwrap_or_else(|| PathBuf::from("."));
            let head = Place::of(&path)?;
            if let Place::Git { .. } = head {
                let message = "--base REF takes a path on the disk beside it";
                return Err(Diagnostic::new(Code::Git, message)
                    .help("two refs: kanjo diff git:ONE:PATH git:OTHER:PATH"));
            }
            Ok((Place::Git { reference: reference.clone(), path }, head))
        }
        (None, Some(base), Some(head)) => Ok((Place::of(base)?, Place::of(head)?)),
        // A plan has both sides.
        (None, Some(plan), None) if plan.extension().is_some_and(|e| e == "json") => {
            let side = |before| Place::Plan { path: plan.clone(), before };
            Ok((side(true), side(false)))
        }
        (None, ..) => Err(Diagnostic::new(Code::FileMissing, "a difference has two sides")
            .help("kanjo diff BASE HEAD, or kanjo diff --base REF PATH")),
    }
}

impl Place {
    pub(super) fn of(path: &Path) -> Result<Place, Diagnostic> {
        let bytes = path.as_os_str().as_encoded_bytes();
        if !bytes.starts_with(source::GIT.as_bytes()) {
            return Ok(Place::Path(path.to_owned()));
        }
        let text = path.to_str().and_then(|text| text.strip_prefix(source::GIT));
        let text = text.ok_or_else(|| Diagnostic::new(Code::Git, "a ref for git is UTF-8"))?;
        let (reference, path) = text.split_once(':').unwrap_or((text, ""));
        let path = PathBuf::from(if path.is_empty() { "." } else { path });
        Ok(Place::Git { reference: reference.to_owned(), path })
    }

    /// As it stands in the report.
    pub(super) fn name(&self) -> String {
        match self {
            Place::Path(path) => path.display().to_string(),
            Place::Plan { path, before: true } => format!("{} (before)", path.display()),
            Place::Plan { path, .. } => format!("{} (after)", path.display()),
            Place::Git { reference, path } if path.as_os_str() == "." => {
                format!("{}{reference}", source::GIT)
            }
            Place::Git { reference, path } => {
                format!("{}{reference}:{}", source::GIT, path.display())
            }
        }
    }
}

pub(super) fn read(
    place: &Place,
    model: &ModelArgs,
    session: &mut Session,
    sources: &mut Sources,
) -> Result<Side, Diagnostics> {
    let (input, tree): (Input, Option<GitTree>) = match place {
        Place::Path(path) | Place::Plan { path, .. } => (source::read_input(path)?, None),
        Place::Git { reference, path } => {
            let (input, tree) = source::read_git(reference, path)?;
            (input, Some(tree))
        }
    };
    if matches!(place, Place::Plan { .. }) && !matches!(input, Input::Plan { .. }) {
        return Err(Diagnostic::new(Code::FileMissing, "a difference has two sides")
            .help("kanjo diff BASE HEAD; only a Terraform plan is both")
            .into());
    }
    match input {
        Input::Topology { name, text } => {
            let home = tree.as_ref().map_or(Home::Disk(Path::new(&name)), Home::Git);
            let document = session.document_at(&name, &text, home, sources)?;
            Ok(Side::Estimated(Box::new(session.estimate(&document, None, sources)?)))
        }
        Input::Plan { name, text } => {
            let before = matches!(place, Place::Plan { before: true, .. });
            let document = session.plan(&name, &text, before, sources)?;
            Ok(Side::Estimated(Box::new(session.estimate(&document, None, sources)?)))
        }
        Input::Directory { name, rooted } => {
            let document = session.directory(&name, rooted, sources)?;
            Ok(Side::Estimated(Box::new(session.estimate(&document, None, sources)?)))
        }
        Input::Table { name, text } => {
            let file = sources.add(name.as_str(), text.as_str());
            Table::parse(&name, &text, file).map(Side::Table).map_err(collected)
        }
        Input::Baseline { name, text } => {
            let mut baseline = Baseline::parse(&name, &text)?;
            baseline.keep(&model.env);
            Ok(Side::Baseline(Box::new(baseline)))
        }
    }
}
