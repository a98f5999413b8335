//! What `kanjo doctor` found: the answer, and a line for each thing.

use crate::report::Style;
use crate::report::layout::width;
use crate::report::page::{Page, Tone};
use crate::text::StartWord;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub name: StartWord,
    /// `None`: it may be missing without harm.
    pub passed: Option<bool>,
    pub about: String,
}

/// The checks as a table for the terminal.
pub fn doctor_table(checks: &[Check], style: &Style) -> String {
    let lang = style.lang;
    let mut page = Page::new(style);
    let wrong = checks.iter().filter(|check| check.passed == Some(false)).count();
    let passed = checks.iter().filter(|check| check.passed == Some(true)).count().to_string();
    let (wrong_text, all) = (wrong.to_string(), checks.len().to_string());
    let answer = match wrong {
        0 => StartWord::AllWell.with(lang, &[&passed]),
        _ => StartWord::SomeToDo.with(lang, &[&wrong_text, &all]),
    };
    page.text(Tone::Strong, 0, 2, &answer);
    page.blank();
    let column = |text: &dyn Fn(&Check) -> &'static str| {
        checks.iter().map(|check| width(text(check))).max().unwrap_or(0)
    };
    let mark = |check: &Check| {
        let word = match check.passed {
            Some(true) => StartWord::Fine,
            Some(false) => StartWord::ToDo,
            None => StartWord::Optional,
        };
        word.in_lang(lang)
    };
    let name = |check: &Check| check.name.in_lang(lang);
    let (marks, names) = (column(&mark), column(&name));
    let padded = |text: &str, to: usize| format!("{text}{}", " ".repeat(to - width(text)));
    for check in checks {
        let tone = if check.passed == Some(false) { Tone::Strong } else { Tone::Plain };
        let head = format!("{}  {}  ", padded(mark(check), marks), padded(name(check), names));
        page.text(tone, 0, marks + names + 4, &format!("{head}{}", check.about));
    }
    page.finish()
}
