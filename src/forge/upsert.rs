//! Create, update, or leave alone: one comment per key, whatever happens.
//!
//! Two runs at once may both find nothing and both create. So after creating we
//! look again, and every run draws the same conclusion from what it sees: the
//! oldest comment stays, a younger one of ours goes. A create whose answer was
//! lost is not sent again blindly; we look whether it arrived.

use crate::diagnostic::Diagnostic;
use crate::forge::{Comment, Created, Marker, Thread};
use jiff::{SignedDuration, Timestamp};

/// How often a create with a lost answer is tried.
const TRIES: usize = 3;
/// How far ahead of this run's clock a comment may be and still be believed: a
/// marker from the year 9999 would stop all updates.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// What was done, with the address of the comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Created(String),
    Updated(String),
    /// The old ones are deleted, and a new one stands at the end.
    Replaced(String),
    /// It said the same already.
    Unchanged(String),
    /// A run that is newer than this one has written it.
    Newer {
        theirs: Timestamp,
        url: String,
    },
}

/// Brings the comment of the marker's key to `text`. With `recreate` there is a
/// new one, and the old ones are gone. `now` is the clock of this run.
pub fn post(
    thread: &impl Thread,
    marker: &Marker,
    text: &str,
    recreate: bool,
    now: Timestamp,
) -> Result<Outcome, Diagnostic> {
    let body = format!("{}{text}", marker.line());
    let mut lost = None;
    for _ in 0..TRIES {
        let mine = mine(thread, marker)?;
        if let Some(outcome) = newer(&mine, marker, now) {
            return Ok(outcome);
        }
        let arrived = mine.iter().rfind(|comment| lost.is_some() && same(&comment.body, &body));
        match (arrived, mine.split_first()) {
            (Some(arrived), _) if recreate => return replaced(thread, &mine, arrived),
            (Some(arrived), _) => return second_look(thread, marker, arrived, &body, now),
            (None, Some((kept, others))) if !recreate => {
                return settle(thread, kept, others, &body);
            }
            _ => {}
        }
        match thread.create(&body)? {
            Created::Yes(comment) if recreate => return replaced(thread, &mine, &comment),
            Created::Yes(comment) => return second_look(thread, marker, &comment, &body, now),
            Created::Perhaps(diagnostic) => lost = Some(diagnostic),
        }
    }
    Err(lost.unwrap_or_else(|| crate::forge::client::failed("the comment was not taken")))
}

/// Whether the key has a comment.
pub fn is_there(thread: &impl Thread, marker: &Marker) -> Result<bool, Diagnostic> {
    Ok(!mine(thread, marker)?.is_empty())
}

/// The comments of the same key, oldest first.
fn mine(thread: &impl Thread, marker: &Marker) -> Result<Vec<Comment>, Diagnostic> {
    let of_key = |c: &Comment| Marker::of(&c.body).is_some_and(|found| found.is_of(marker));
    let all = thread.list()?;
    let mut mine: Vec<Comment> = all.into_iter().filter(|c| c.trusted && of_key(c)).collect();
    mine.sort_by_key(|comment| comment.id);
    Ok(mine)
}

/// Whether one of them is of a later moment.
fn newer(mine: &[Comment], marker: &Marker, now: Timestamp) -> Option<Outcome> {
    let latest = now.saturating_add(AHEAD).unwrap_or(Timestamp::MAX);
    let later = |c: &Comment| {
        let theirs = Marker::of(&c.body)?.valid_at();
        let url = c.url.clone();
        (theirs > marker.valid_at() && theirs <= latest).then_some(Outcome::Newer { theirs, url })
    };
    mine.iter().find_map(later)
}

fn settle(
    thread: &impl Thread,
    kept: &Comment,
    others: &[Comment],
    body: &str,
) -> Result<Outcome, Diagnostic> {
    let is_same = same(&kept.body, body);
    let url = if is_same { kept.url.clone() } else { thread.update(kept.id, body)?.url };
    others.iter().try_for_each(|other| thread.delete(other.id))?;
    Ok(if is_same { Outcome::Unchanged(url) } else { Outcome::Updated(url) })
}

fn replaced(thread: &impl Thread, mine: &[Comment], new: &Comment) -> Result<Outcome, Diagnostic> {
    let mut old = mine.iter().filter(|comment| comment.id != new.id);
    old.try_for_each(|comment| thread.delete(comment.id))?;
    Ok(Outcome::Replaced(new.url.clone()))
}

/// Another run may have created one while we did.
fn second_look(
    thread: &impl Thread,
    marker: &Marker,
    created: &Comment,
    body: &str,
    now: Timestamp,
) -> Result<Outcome, Diagnostic> {
    let mine = mine(thread, marker)?;
    let older: Vec<Comment> = mine.into_iter().filter(|c| c.id < created.id).collect();
    let Some((kept, others)) = older.split_first() else {
        return Ok(Outcome::Created(created.url.clone()));
    };
    thread.delete(created.id)?;
    match newer(&older, marker, now) {
        Some(outcome) => Ok(outcome),
        None => settle(thread, kept, others, body),
    }
}

/// Forges change line ends and cut what is blank at the end.
fn same(theirs: &str, ours: &str) -> bool {
    theirs.lines().map(str::trim_end).eq(ours.trim_end().lines().map(str::trim_end))
}
