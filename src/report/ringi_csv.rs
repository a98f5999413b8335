//! The approval sheet as CSV that a spreadsheet opens as it is: with the mark of
//! UTF-8 in front, amounts without separators, and every row of one shape.

use crate::quantity::Number;
use crate::report::amounts::{USD, printed};
use crate::report::csv::{number_or, text, write};
use crate::report::ringi::{Approval, amounts, assumptions, conditions, subject};
use crate::text::{Lang, RingiWord, Word};

/// Without it Excel takes UTF-8 for the code page of the machine.
const MARK: char = '\u{feff}';

type Row = [String; 7];

/// The sheet as CSV.
pub fn ringi_csv(a: &Approval, lang: Lang) -> String {
    let word = |word: RingiWord| word.in_lang(lang);
    let header = [
        word(RingiWord::Section),
        word(RingiWord::Item),
        word(RingiWord::Low),
        word(RingiWord::Expected),
        word(RingiWord::High),
        word(RingiWord::Currency),
        word(RingiWord::Note),
    ];
    let mut rows: Vec<Row> = vec![said(word(RingiWord::Subject), &subject(a, lang), "")];
    for row in amounts(a) {
        let [low, expected, high] = row.values.map(|value| cell(value, &row.currency));
        let name = text(word(row.name));
        rows.push([
            text(word(RingiWord::Amounts)),
            name,
            low,
            expected,
            high,
            row.currency,
            String::new(),
        ]);
    }
    for (name, about) in conditions(a, lang) {
        rows.push(said(word(RingiWord::Basis), &name, &about));
    }
    for s in a.alternatives {
        let [low, expected, high] =
            [s.total.low, s.total.expected, s.total.high].map(|value| cell(Some(value), USD));
        let delta = cell(Some(s.difference.delta.expected), USD);
        let note = format!("{} {delta}", Word::Change.in_lang(lang));
        let name = text(s.title.as_deref().unwrap_or(&s.name));
        let section = text(word(RingiWord::Alternatives));
        rows.push([section, name, low, expected, high, USD.to_owned(), text(&note)]);
    }
    for about in assumptions(a, lang) {
        rows.push(said(word(RingiWord::Assumptions), "", &about));
    }
    format!("{MARK}{}", write(&header, rows.into_iter()))
}

fn said(section: &str, item: &str, note: &str) -> Row {
    let blank = String::new;
    [text(section), text(item), blank(), blank(), blank(), blank(), text(note)]
}

/// An amount as it is printed, which the sheet's sums are checked against.
fn cell(value: Option<Number>, currency: &str) -> String {
    number_or(value.map(|value| printed(value, currency)))
}
