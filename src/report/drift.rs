//! What came back of something that was off, and the lines that keep Terraform
//! from it.

use crate::offhours::machine::{Change, Drift, Note};
use crate::text::{DriftWord as Word, Lang};

/// What came back, in one line.
pub fn drift_line(drift: &Drift, lang: Lang) -> String {
    let one = |change: &Change| format!("{} {} -> {}", change.attribute, change.from, change.to);
    let changes: Vec<String> = drift.changes.iter().map(one).collect();
    Word::CameBack.with(lang, &[&changes.join("; ")])
}

/// The same with what becomes of it, who it may have been, and what to write.
pub fn drift_lines(drift: &Drift, lang: Lang) -> Vec<String> {
    let then = if drift.stops_again { Word::StopsAgain } else { Word::Stays };
    let mut lines = vec![drift_line(drift, lang), then.in_lang(lang).to_owned()];
    if !drift.ignore.is_empty() {
        lines.push(Word::Unknown.in_lang(lang).to_owned());
        lines.extend(drift.ignore.iter().map(|block| format!("  {block}")));
    }
    lines
}

/// What another hand did to something that was off; `None`: the note is of
/// something else.
pub fn changed_lines(note: &Note, lang: Lang) -> Option<Vec<String>> {
    match note {
        Note::CameBack(drift) => Some(drift_lines(drift, lang)),
        Note::Deployed { from, to } => Some(vec![Word::Deployed.with(lang, &[from, to])]),
        _ => None,
    }
}
