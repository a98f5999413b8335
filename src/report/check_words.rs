//! Findings and notes of a check in words.

use crate::check::{Checked, Finding, Level, Note, NoteAbout, What};
use crate::report::amounts::{USD, money};
use crate::report::diff_table::{moved, step};
use crate::text::{Lang, Word};

/// `2 errors, 1 warning, 1 waived`.
pub(super) fn headline(checked: &Checked, rules: usize, lang: Lang) -> String {
    let counted = |count: usize, one: Word, many: Word| match count {
        1 => one.in_lang(lang).to_owned(),
        count => many.with(lang, &[&count.to_string()]),
    };
    if checked.findings.is_empty() {
        return match rules {
            0 => Word::NoRules.in_lang(lang).to_owned(),
            rules => counted(rules, Word::RuleHolds, Word::RulesHold),
        };
    }
    let mut parts = vec![
        counted(checked.count(Level::Error), Word::ErrorOne, Word::ErrorMany),
        counted(checked.count(Level::Warning), Word::WarningOne, Word::WarningMany),
    ];
    if checked.waived() > 0 {
        parts.push(Word::WaivedCount.with(lang, &[&checked.waived().to_string()]));
    }
    parts.join(lang.of(", ", "、"))
}

/// `error`, `warning` or `waived`.
pub(super) fn severity(finding: &Finding, lang: Lang) -> &'static str {
    let word = match (&finding.waived, finding.level) {
        (Some(_), _) => Word::IsWaived,
        (None, Level::Error) => Word::IsError,
        (None, Level::Warning) => Word::IsWarning,
    };
    word.in_lang(lang)
}

/// `dev/db`, or nothing where it is about a sum.
pub(super) fn subject(environment: Option<&str>, resource: Option<&str>) -> String {
    let parts: Vec<&str> = [environment, resource].into_iter().flatten().collect();
    parts.join("/")
}

/// What does not hold.
pub(super) fn sentence(finding: &Finding, lang: Lang) -> String {
    let usd = |number| money(number, USD);
    match &finding.what {
        What::OverBudget { limit, expected, above } => {
            Word::OverBudget.with(lang, &[&usd(*expected), &usd(*above), &usd(*limit)])
        }
        What::HighOverBudget { limit, expected, high } => {
            Word::HighOverBudget.with(lang, &[&usd(*expected), &usd(*limit), &usd(*high)])
        }
        What::Increase { before, after, delta, amount, percent } => {
            let limits = [amount.map(usd), percent.map(|percent| format!("{percent} %"))];
            let limits: Vec<String> = limits.into_iter().flatten().collect();
            let limits = limits.join(lang.of(" and ", "、"));
            let (moved, step) = (moved(*delta, *before, lang), step(*before, *after));
            Word::IncreaseAbove.with(lang, &[&moved, &step, &limits])
        }
        What::MissingTags(tags) => Word::MissingTags.with(lang, &[&tags.join(", ")]),
        What::Forbidden(Some(condition)) => Word::ForbiddenWhere.with(lang, &[condition]),
        What::Forbidden(None) => {
            Word::ForbiddenKind.with(lang, &[finding.kind.as_deref().unwrap_or("")])
        }
        What::NoSchedule { stops } => Word::NoScheduleStops.with(lang, &[&usd(*stops)]),
        What::WaiverExpired { rule, reason, expires } => {
            Word::WaiverOver.with(lang, &[rule, &expires.to_string(), reason])
        }
    }
}

/// Who stands for an exception, and how long.
pub(super) fn waiver(finding: &Finding, lang: Lang) -> Option<String> {
    let waived = finding.waived.as_ref()?;
    Some(Word::WaivedUntil.with(lang, &[&waived.expires.to_string(), &waived.reason]))
}

/// The sentence, with the rule's own words and the waiver behind it.
pub(super) fn whole(finding: &Finding, lang: Lang) -> String {
    let own = finding.message.as_deref().map(str::to_owned);
    let parts = [Some(sentence(finding, lang)), own, waiver(finding, lang)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(lang.of(". ", "。"))
}

/// What a rule could not say.
pub(super) fn note(note: &Note, lang: Lang) -> String {
    match &note.about {
        NoteAbout::NotKnown(input) => Word::InputNotKnown.with(lang, &[input]),
        NoteAbout::NeedsBase => Word::NeedsBase.in_lang(lang).to_owned(),
        NoteAbout::MatchesNothing => Word::MatchesNoLine.in_lang(lang).to_owned(),
        NoteAbout::Incomplete { unpriced, unset } => {
            Word::SumIncomplete.with(lang, &[&unpriced.to_string(), &unset.to_string()])
        }
        NoteAbout::WaiverUnused => Word::WaiverUnused.in_lang(lang).to_owned(),
    }
}
