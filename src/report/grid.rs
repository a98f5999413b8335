//! A table of columns that fits the page, with comfy-table.
//!
//! comfy-table aligns; what gives way when a row is too wide is decided here:
//! names are shortened with `…` or stand on a line of their own, then whole columns
//! leave. A number is never cut and no row ever wraps.

use crate::report::layout::{clean, shorten, width};
use crate::report::page::{Page, Tone};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

/// The longest name that stands in its row where there is too little room, and
/// the least room that such a column keeps.
const SHORT: usize = 14;
const LEAST_INDENT: usize = 4;

/// A column and how it behaves when there is too little room.
pub(super) struct Column {
    title: String,
    right: bool,
    /// Spaces to its left.
    gap: u16,
    /// It may be shortened to this width; 0: never.
    least: usize,
    /// It leaves when shortening is not enough.
    optional: bool,
    /// A name that has no room stands whole on a line of its own, above its row.
    above: bool,
}

impl Column {
    /// A column of names, which may be shortened.
    pub(super) fn name(title: &str, least: usize) -> Column {
        Column {
            title: title.to_owned(),
            right: false,
            gap: 2,
            least,
            optional: false,
            above: false,
        }
    }

    /// A column of numbers.
    pub(super) fn number(title: &str) -> Column {
        Column {
            title: title.to_owned(),
            right: true,
            gap: 2,
            least: 0,
            optional: false,
            above: false,
        }
    }

    /// The unit of the number to its left.
    pub(super) fn unit() -> Column {
        Column {
            title: String::new(),
            right: false,
            gap: 1,
            least: 4,
            optional: false,
            above: false,
        }
    }

    #[must_use]
    pub(super) fn above(mut self) -> Column {
        self.above = true;
        self
    }

    #[must_use]
    pub(super) fn optional(mut self) -> Column {
        self.optional = true;
        self
    }
}

enum Entry {
    Row(Tone, Vec<String>),
    /// A light rule over the whole width.
    Rule,
    Blank,
    /// A text under a row, a little to the right of a column's left edge.
    Note(usize, String),
}

/// Rows in columns, with rules and notes between them.
pub(super) struct Grid {
    columns: Vec<Column>,
    entries: Vec<Entry>,
    indent: usize,
}

impl Grid {
    pub(super) fn new(columns: Vec<Column>) -> Grid {
        Grid { columns, entries: Vec::new(), indent: 0 }
    }

    /// The whole grid further to the right.
    #[must_use]
    pub(super) fn indented(mut self, indent: usize) -> Grid {
        self.indent = indent;
        self
    }

    /// The titles of the columns and a rule under them.
    pub(super) fn header(&mut self) {
        let titles = self.columns.iter().map(|c| c.title.clone()).collect();
        self.entries.push(Entry::Row(Tone::Faint, titles));
        self.rule();
    }

    pub(super) fn row(&mut self, tone: Tone, cells: Vec<String>) {
        let cells = cells.iter().map(|cell| clean(cell)).collect();
        self.entries.push(Entry::Row(tone, cells));
    }

    pub(super) fn rule(&mut self) {
        self.entries.push(Entry::Rule);
    }

    pub(super) fn blank(&mut self) {
        self.entries.push(Entry::Blank);
    }

    pub(super) fn note(&mut self, column: usize, text: String) {
        self.entries.push(Entry::Note(column, text));
    }

    /// Writes the grid on the page.
    pub(super) fn print(self, page: &mut Page) {
        let natural = self.natural(page.width);
        let mut shown: Vec<bool> = natural.iter().map(|width| *width > 0).collect();
        let widths = loop {
            let widths = self.fit(&natural, &shown, page.width);
            if self.total(&widths, &shown) <= page.width {
                break widths;
            }
            let leaves = |i: &usize| {
                shown.get(*i) == Some(&true) && self.columns.get(*i).is_some_and(|c| c.optional)
            };
            let last = (0..self.columns.len()).rev().find(leaves);
            match last.and_then(|i| shown.get_mut(i)) {
                Some(shown) => *shown = false,
                None => break widths,
            }
        };
        let mut lines = self.lines(&widths, &shown).into_iter();
        let total = self.total(&widths, &shown).saturating_sub(self.indent);
        let margin = " ".repeat(self.indent);
        for entry in &self.entries {
            match entry {
                Entry::Row(tone, cells) => {
                    if let Some(name) = self.lifted(cells, &widths) {
                        let room = page.width.saturating_sub(self.indent);
                        page.line(*tone, &format!("{margin}{}", shorten(name, room)));
                    }
                    page.line(*tone, &format!("{margin}{}", lines.next().unwrap_or_default()));
                }
                Entry::Rule => page.line(Tone::Faint, &format!("{margin}{}", "─".repeat(total))),
                Entry::Blank => page.blank(),
                Entry::Note(column, text) => {
                    let at = self.left_of(*column, &widths, &shown).min(page.width / 2);
                    page.text(Tone::Faint, at + 2, at + 4, text);
                }
            }
        }
    }

    /// The widths of the columns. Where not all fit, a name that may stand above
    /// its row asks for no more room than the short ones take.
    fn natural(&self, room: usize) -> Vec<usize> {
        let all = self.widest();
        let shown: Vec<bool> = all.iter().map(|width| *width > 0).collect();
        let above = self.columns.first().is_some_and(|column| column.above);
        if !above || self.total(&all, &shown) <= room {
            return all;
        }
        let names = self.entries.iter().filter_map(|entry| match entry {
            Entry::Row(_, cells) => cells.first().map(|name| width(name)),
            _ => None,
        });
        let short = names.filter(|width| *width <= SHORT).max().unwrap_or(0).max(LEAST_INDENT);
        let mut widths = all;
        if let Some(first) = widths.first_mut() {
            *first = short.min(*first);
        }
        widths
    }

    /// The name of a row that stands above it.
    fn lifted<'a>(&self, cells: &'a [String], widths: &[usize]) -> Option<&'a str> {
        let above = self.columns.first().is_some_and(|column| column.above);
        let name = cells.first().filter(|_| above)?;
        (width(name) > *widths.first()?).then_some(name)
    }

    fn widest(&self) -> Vec<usize> {
        let mut widths = vec![0; self.columns.len()];
        for entry in &self.entries {
            let Entry::Row(_, cells) = entry else { continue };
            for (widest, cell) in widths.iter_mut().zip(cells) {
                *widest = width(cell).max(*widest);
            }
        }
        widths
    }

    /// Takes columns off the widest column that may give way, one by one.
    fn fit(&self, natural: &[usize], shown: &[bool], room: usize) -> Vec<usize> {
        let mut widths = natural.to_vec();
        let mut over = self.total(&widths, shown).saturating_sub(room);
        while over > 0 {
            let gives = |i: &usize| {
                let least = self.columns.get(*i).map_or(0, |c| c.least);
                shown.get(*i) == Some(&true) && least > 0 && widths.get(*i) > Some(&least)
            };
            let widest = (0..widths.len()).filter(gives).max_by_key(|i| widths.get(*i));
            match widest.and_then(|i| widths.get_mut(i)) {
                Some(width) => *width -= 1,
                None => break,
            }
            over -= 1;
        }
        widths
    }

    fn total(&self, widths: &[usize], shown: &[bool]) -> usize {
        self.indent + self.left_of(self.columns.len(), widths, shown).saturating_sub(self.indent)
    }

    /// Where a column starts; for the number of columns, where the last ends.
    fn left_of(&self, column: usize, widths: &[usize], shown: &[bool]) -> usize {
        let mut at = self.indent;
        let mut first = true;
        for (i, own) in self.columns.iter().enumerate() {
            if shown.get(i) != Some(&true) {
                continue;
            }
            let gap = if first { 0 } else { usize::from(own.gap) };
            if i == column {
                return at + gap;
            }
            first = false;
            at += gap + widths.get(i).copied().unwrap_or(0);
        }
        at
    }

    fn lines(&self, widths: &[usize], shown: &[bool]) -> Vec<String> {
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        let visible: Vec<usize> =
            (0..self.columns.len()).filter(|i| shown.get(*i) == Some(&true)).collect();
        for entry in &self.entries {
            let Entry::Row(_, cells) = entry else { continue };
            let row: Vec<String> = visible
                .iter()
                .map(|i| {
                    let lifted = *i == 0 && self.lifted(cells, widths).is_some();
                    let cell = cells.get(*i).filter(|_| !lifted).map_or("", String::as_str);
                    let room = widths.get(*i).copied().unwrap_or(0);
                    let cut = self.columns.get(*i).is_some_and(|c| c.least > 0);
                    if cut { shorten(cell, room) } else { cell.to_owned() }
                })
                .collect();
            table.add_row(row);
        }
        for (place, i) in visible.iter().enumerate() {
            let Some(own) = self.columns.get(*i) else { continue };
            let Some(column) = table.column_mut(place) else { continue };
            column.set_padding((if place == 0 { 0 } else { own.gap }, 0));
            column.set_cell_alignment(if own.right {
                CellAlignment::Right
            } else {
                CellAlignment::Left
            });
        }
        table.lines().collect()
    }
}
