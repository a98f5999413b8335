//! What is wrong with a text of the calendar, and where.
//!
//! The room reads short texts that stand inside a larger file, so it cannot
//! name a line. It says which bytes of its own text are wrong; whoever read
//! the file adds where that text began.

use crate::diagnostic::distance;
use std::fmt;
use std::ops::Range;

/// Why a text of the calendar could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// One sentence for a person, without a full stop.
    pub message: String,
    /// The bytes of the text that are wrong; always on character borders.
    /// Empty (`0..0`) where the error lies in no single text.
    pub range: Range<usize>,
    /// What to do instead, ready to be shown.
    pub help: Option<String>,
}

impl ParseError {
    pub(super) fn new(message: impl Into<String>, range: Range<usize>) -> ParseError {
        ParseError { message: message.into(), range, help: None }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> ParseError {
        self.help = Some(help.into());
        self
    }

    /// The same error in a text in which this one begins at byte `by`.
    pub(super) fn shifted(mut self, by: usize) -> ParseError {
        self.range = self.range.start + by..self.range.end + by;
        self
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ParseError {}

/// The candidate that is the fewest edits from `text`, ignoring ASCII
/// case; `None` if even the best needs more than `limit`. The first of equals.
pub(super) fn nearest<'a>(
    text: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    limit: usize,
) -> Option<&'a str> {
    let text = text.to_ascii_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = distance(&text, &candidate.to_ascii_lowercase());
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The words of `text` with the byte at which each begins.
pub(super) fn words(text: &str) -> Vec<(usize, &str)> {
    parts(text, char::is_whitespace).into_iter().filter(|(_, word)| !word.is_empty()).collect()
}

/// `text` split at every character that `border` accepts, with the byte at
/// which each part begins. Parts may be empty.
pub(super) fn parts(text: &str, border: impl Fn(char) -> bool) -> Vec<(usize, &str)> {
    let mut begin = 0;
    let mut parts = Vec::new();
    for part in text.split_inclusive(&border) {
        parts.push((begin, part.strip_suffix(&border).unwrap_or(part)));
        begin += part.len();
    }
    // `split_inclusive` leaves out the empty part behind a last border.
    if text.is_empty() || text.ends_with(border) {
        parts.push((begin, ""));
    }
    parts
}
