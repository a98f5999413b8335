//! A check for people: the count first, each finding with its place, and under
//! them what could not be judged.

use crate::check::{Checked, Finding, Note, Policies};
use crate::report::Made;
use crate::report::Style;
use crate::report::check_words::{headline, note, sentence, severity, subject, waiver, whole};
use crate::report::escape::{MarkdownTable, cut, folded, name, words};
use crate::report::grid::{Column, Grid};
use crate::report::page::{Page, Tone};
use crate::report::under::{counted, identity};
use crate::text::{Lang, Word};

/// The longest name and the longest sentence in Markdown, in characters.
const NAME: usize = 100;
const SENTENCE: usize = 400;

/// The findings as a table for the terminal.
pub fn check_table(
    made: &Made<'_>,
    policies: &Policies,
    checked: &Checked,
    style: &Style,
) -> String {
    let lang = style.lang;
    let mut page = Page::new(style);
    page.text(Tone::Strong, 0, 2, &headline(checked, policies.rules.len(), lang));
    if !checked.findings.is_empty() {
        page.blank();
        findings(&checked.findings, lang).print(&mut page);
    }
    if !checked.notes.is_empty() {
        page.heading(&counted(Word::CheckNotes, checked.notes.len(), lang));
        for one in &checked.notes {
            page.text(Tone::Plain, 2, 4, &note_line(one, lang));
        }
    }
    page.blank();
    page.text(Tone::Faint, 0, 0, &identity(made, lang));
    page.finish()
}

fn findings(findings: &[Finding], lang: Lang) -> Grid {
    let word = |word: Word| word.in_lang(lang);
    let mut grid = Grid::new(vec![
        Column::name(word(Word::Severity), 8),
        Column::name(word(Word::Rule), 12),
        Column::name(word(Word::Resource), 12),
    ]);
    grid.header();
    for finding in findings {
        grid.row(
            Tone::Plain,
            vec![severity(finding, lang).to_owned(), finding.rule.to_string(), place_of(finding)],
        );
        grid.note(0, sentence(finding, lang));
        finding.message.iter().for_each(|own| grid.note(0, own.to_string()));
        waiver(finding, lang).into_iter().for_each(|waiver| grid.note(0, waiver));
        grid.note(0, format!("{}:{}", finding.at.file, finding.at.line));
    }
    grid
}

fn place_of(finding: &Finding) -> String {
    subject(finding.environment.as_deref(), finding.resource.as_deref())
}

/// `increase: not checked; it needs --base`.
fn note_line(one: &Note, lang: Lang) -> String {
    let subject = subject(one.environment.as_deref(), one.resource.as_deref());
    let subject = if subject.is_empty() { subject } else { format!(" {subject}") };
    format!("{}{subject}: {}", one.rule, note(one, lang))
}

/// The findings as GitHub's Markdown; what is waived is folded away.
pub fn check_markdown(
    made: &Made<'_>,
    policies: &Policies,
    checked: &Checked,
    style: &Style,
) -> String {
    let lang = style.lang;
    let mut out = format!("**{}**\n\n", words(&headline(checked, policies.rules.len(), lang)));
    let (waived, open): (Vec<&Finding>, Vec<&Finding>) =
        checked.findings.iter().partition(|finding| finding.waived.is_some());
    if !open.is_empty() {
        out.push_str(&table(&open, lang));
        out.push('\n');
    }
    if !waived.is_empty() {
        let summary = Word::WaivedCount.with(lang, &[&waived.len().to_string()]);
        out.push_str(&folded(&summary, &table(&waived, lang)));
        out.push('\n');
    }
    if !checked.notes.is_empty() {
        let summary = counted(Word::CheckNotes, checked.notes.len(), lang);
        let line = |one: &Note| {
            let of = subject(one.environment.as_deref(), one.resource.as_deref());
            let of = if of.is_empty() { of } else { format!(" {}", name(&of)) };
            format!("- {}{of}: {}\n", name(&one.rule), words(&note(one, lang)))
        };
        out.push_str(&folded(&summary, &checked.notes.iter().map(line).collect::<String>()));
        out.push('\n');
    }
    out.push_str(&format!("{}\n", words(&identity(made, lang))));
    out
}

fn table(findings: &[&Finding], lang: Lang) -> String {
    let mut table = findings_head(lang);
    findings.iter().for_each(|finding| table.row(&findings_row(finding, lang)));
    table.finish()
}

pub(super) fn findings_head(lang: Lang) -> MarkdownTable {
    let columns = [Word::Severity, Word::Rule, Word::Resource, Word::Finding];
    MarkdownTable::new(&columns.map(|word| (word.in_lang(lang), false)))
}

pub(super) fn findings_row(finding: &Finding, lang: Lang) -> [String; 4] {
    let at = format!("{}:{}", finding.at.file, finding.at.line);
    [
        words(severity(finding, lang)),
        name(&cut(&finding.rule, NAME)),
        name(&cut(&place_of(finding), NAME)),
        format!("{} {}", words(&cut(&whole(finding, lang), SENTENCE)), name(&cut(&at, NAME))),
    ]
}
