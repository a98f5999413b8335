//! Two bills laid on each other, with all that a report says beside them: shared
//! by `diff` and `comment`.

use crate::bill::{Books, Difference, Moved, diff_of, moved_by};
use crate::cli::diff::Side;
use crate::cli::session::{Estimated, Session, overflow};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::estimate::state_inputs;
use crate::prices::Identity;
use crate::quantity::Number;
use crate::report::{Compared, Groups, Made};
use std::sync::Arc;

/// A difference that owns what its report borrows.
pub struct Changed {
    pub difference: Difference,
    names: [String; 2],
    books: [Identity; 2],
    unset: usize,
    unpriced: [usize; 2],
    groups: Option<(By, Vec<Moved>)>,
    saved: Option<(Number, Number)>,
}

/// What sums are by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    Environment,
    Tag(String),
}

/// `environment` or `tag:KEY`.
pub fn group_by(text: &str) -> Result<By, Diagnostic> {
    match (text, text.strip_prefix("tag:")) {
        ("environment", _) => Ok(By::Environment),
        (_, Some(key)) if !key.is_empty() => Ok(By::Tag(key.to_owned())),
        _ => {
            let message = format!("--group-by {text}: not a way to group a difference");
            Err(Diagnostic::new(Code::UnknownChoice, message)
                .help("the ways are environment and tag:KEY"))
        }
    }
}

impl Changed {
    /// `after` minus `before`; the names are what the sides are called.
    pub fn of(
        before: &Side,
        after: &Side,
        names: [String; 2],
        session: &Session,
    ) -> Result<Changed, Diagnostics> {
        let (Some(old), Some(new)) = (before.bill(), after.bill()) else { return Err(overflow()) };
        if old.period != new.period {
            let (one, other) = (&old.period.label, &new.period.label);
            let [before, after] = &names;
            let message = format!("{before} is a bill for {one}, {after} one for {other}");
            return Err(Diagnostic::new(Code::BadJson, message)
                .help("two bills are compared over one month: --month MONTH")
                .into());
        }
        let books = [before.book(session), after.book(session)];
        let [old_book, new_book] = &books;
        let differ = old_book.sha256 != new_book.sha256;
        let kind = if differ { Books::Differ } else { Books::Same };
        let mut difference = diff_of(old, new, kind).ok_or_else(overflow)?;
        if let (Side::Estimated(before), Side::Estimated(after)) = (before, after) {
            state_inputs(&mut difference, &before.project, &after.project);
        }
        let (unset, unpriced) = (new.unset.len(), [old, new].map(|bill| bill.unpriced.len()));
        Ok(Changed { difference, names, books, unset, unpriced, groups: None, saved: None })
    }

    /// Adds sums by environment or tag.
    pub fn group(
        &mut self,
        before: &Side,
        after: &Side,
        by: Option<By>,
    ) -> Result<(), Diagnostics> {
        let (Some(by), Some(old), Some(new)) = (by, before.bill(), after.bill()) else {
            return Ok(());
        };
        let rows = match &by {
            By::Environment => self.difference.environments.clone(),
            By::Tag(key) => moved_by(old, new, |charge| {
                charge.tags.get(key.as_str()).cloned().unwrap_or_else(|| Arc::from(""))
            })
            .ok_or_else(overflow)?,
        };
        self.groups = Some((by, rows));
        Ok(())
    }

    /// Adds what the schedules save on each side, where both are models.
    pub fn schedules(
        &mut self,
        before: &mut Side,
        after: &mut Side,
        session: &mut Session,
        sources: &mut Sources,
    ) -> Result<(), Diagnostics> {
        if let (Side::Estimated(before), Side::Estimated(after)) = (before, after) {
            let before = saved(before, session, sources)?;
            self.saved = Some((before, saved(after, session, sources)?));
        }
        Ok(())
    }

    /// For a report.
    pub fn view<'a>(&'a self, session: &'a Session) -> Compared<'a> {
        let ([before, after], [old_book, new_book]) = (&self.names, &self.books);
        let differ = old_book.sha256 != new_book.sha256;
        Compared {
            made: Made { version: session.made().version, book: new_book },
            difference: &self.difference,
            before,
            after,
            book_before: differ.then_some(old_book),
            unset: self.unset,
            unpriced: self.unpriced,
            groups: self.groups.as_ref().map(|(by, rows)| Groups {
                by: match by {
                    By::Environment => None,
                    By::Tag(key) => Some(key.as_str()),
                },
                rows,
            }),
            saved: self.saved,
        }
    }
}

/// What the same model costs more if nothing is ever switched off.
fn saved(
    estimated: &mut Estimated,
    session: &mut Session,
    sources: &mut Sources,
) -> Result<Number, Diagnostics> {
    let resources = |e: &mut Estimated| -> Vec<_> {
        e.project
            .environments
            .iter_mut()
            .flat_map(|e| &mut e.resources)
            .map(|r| r.schedule.take())
            .collect()
    };
    let schedules = resources(estimated);
    let bill = match schedules.iter().any(Option::is_some) {
        true => Some(session.bill(&estimated.project, sources)?.bill),
        false => None,
    };
    let all = estimated.project.environments.iter_mut().flat_map(|e| &mut e.resources);
    all.zip(schedules).for_each(|(resource, schedule)| resource.schedule = schedule);
    let Some(bill) = bill else { return Ok(Number::ZERO) };
    let cost = |bill: &crate::bill::Bill| Some(bill.total()?.expected);
    let (on, off) = (cost(&bill), cost(&estimated.estimate.bill));
    on.zip(off).and_then(|(on, off)| on.minus(off)).ok_or_else(overflow)
}
