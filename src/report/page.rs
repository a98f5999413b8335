//! A page of terminal text: lines of a width, in three tones.

use crate::report::Style;
use crate::report::layout::{clean, wrap};

/// How loud a line is. Without colour all are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    /// The answer, headings and totals.
    Strong,
    /// Rules, explanations and where the numbers come from.
    Faint,
}

/// Lines that grow from the top.
pub(super) struct Page {
    pub(super) width: usize,
    colour: bool,
    out: String,
}

/// Narrower terminals scroll: a number is never cut.
const LEAST: usize = 40;

impl Page {
    pub(super) fn new(style: &Style) -> Page {
        Page { width: style.width.max(LEAST), colour: style.colour, out: String::new() }
    }

    /// A line that already fits.
    pub(super) fn line(&mut self, tone: Tone, text: &str) {
        let text = text.trim_end();
        match tone {
            Tone::Strong if self.colour => self.out.push_str(&format!("\u{1b}[1m{text}\u{1b}[0m")),
            Tone::Faint if self.colour => self.out.push_str(&format!("\u{1b}[2m{text}\u{1b}[0m")),
            _ => self.out.push_str(text),
        }
        self.out.push('\n');
    }

    /// A text of any length: from column `indent`, and from `hanging` on the
    /// lines that follow.
    pub(super) fn text(&mut self, tone: Tone, indent: usize, hanging: usize, text: &str) {
        let room = |indent: usize| self.width.saturating_sub(indent);
        let lines = wrap(&clean(text), room(indent), room(hanging));
        for (i, line) in lines.iter().enumerate() {
            let indent = if i == 0 { indent } else { hanging };
            self.line(tone, &format!("{}{line}", " ".repeat(indent)));
        }
    }

    pub(super) fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A heading with an empty line above it.
    pub(super) fn heading(&mut self, text: &str) {
        self.blank();
        self.text(Tone::Strong, 0, 0, text);
    }

    /// What stands on another page of this width, under this one.
    pub(super) fn append(&mut self, other: &Page) {
        self.out.push_str(&other.out);
    }

    pub(super) fn finish(self) -> String {
        self.out
    }
}
