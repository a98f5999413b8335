//! Advice in sentences: the same for the table and for Markdown.

use crate::advice::{
    Advice, Advised, BreakEven, Declined, Expired, Judgement, Kept, Quiet, Subject, Why,
};
use crate::catalog::{About, Change, Evidence, Risk, Said};
use crate::quantity::{Cases, Number, sum};
use crate::report::amounts::{USD, amount, money, quantity, significant};
use crate::text::{AdviceWord as Word, Lang};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The text in a language.
pub(super) fn said(said: &Said, lang: Lang) -> &str {
    lang.of(&said.en, &said.ja)
}

/// `USD 18.00 of 416.69 a month could be saved; 398.68 would remain`.
pub(super) fn answer(advised: &Advised, lang: Lang) -> String {
    let before = advised.before.expected;
    match advised.saving() {
        Some(saving) if !advised.advice.is_empty() => Word::CouldBeSaved.with(
            lang,
            &[
                &money(saving.expected, USD),
                &amount(before, USD),
                &amount(advised.after.expected, USD),
            ],
        ),
        _ => Word::NothingToSave.with(lang, &[&money(before, USD)]),
    }
}

/// `dev/web`, `dev`, `the bill`.
pub(super) fn of(subject: &Subject, lang: Lang) -> String {
    match (&subject.environment, &subject.resource) {
        (Some(environment), Some(resource)) if &**environment == "default" => resource.to_string(),
        (Some(environment), Some(resource)) => format!("{environment}/{resource}"),
        (Some(environment), None) => environment.to_string(),
        (None, _) => Word::WholeBill.in_lang(lang).to_owned(),
    }
}

/// `between 13.49 and 22.49`, where the months differ. The months are not
/// sorted by what they save, so their smallest and largest are named.
pub(super) fn range(saving: &Cases<Number>, lang: Lang) -> Option<String> {
    let (least, most) = ends(saving);
    let differ = least != most;
    differ.then(|| Word::LowHighSaving.with(lang, &[&amount(least, USD), &amount(most, USD)]))
}

/// The smallest and the largest of the three months.
pub(super) fn ends(cases: &Cases<Number>) -> (Number, Number) {
    let all = [cases.low, cases.expected, cases.high];
    let least = all.into_iter().min().unwrap_or(cases.expected);
    let most = all.into_iter().max().unwrap_or(cases.expected);
    (least, most)
}

/// `configured so · applies in place · risk low`.
pub(super) fn manner(advice: &Advice, lang: Lang) -> String {
    let evidence = match advice.rule.evidence {
        Evidence::Configuration => Word::Configuration,
        Evidence::Usage => Word::Usage,
        Evidence::Bill => Word::Billed,
    };
    let change = match advice.rule.change {
        Change::InPlace => Word::InPlace,
        Change::Restart => Word::Restart,
        Change::Replacement => Word::Replacement,
    };
    let risk = match advice.rule.risk {
        Risk::Low => Word::RiskLow,
        Risk::Medium => Word::RiskMedium,
        Risk::High => Word::RiskHigh,
    };
    [evidence, change, risk].map(|word| word.in_lang(lang)).join(" · ")
}

/// What it saves alone, where that is another amount.
pub(super) fn alone(advice: &Advice, lang: Lang) -> Option<String> {
    match &advice.alone {
        None => Some(Word::AfterOthers.in_lang(lang).to_owned()),
        Some(step) if step.saving == advice.on_top.saving => None,
        Some(step) => Some(Word::AloneSaves.with(lang, &[&amount(step.saving.expected, USD)])),
    }
}

/// How many of the lines that go on are named.
const NAMED: usize = 6;

/// `keeps billing 7,700.00: storage 1,900.00, instances 1,850.00`.
pub(super) fn keeps(kept: &[Kept], lang: Lang) -> Option<String> {
    let total = sum(kept.iter().map(|one| one.cost))?;
    if kept.is_empty() {
        return None;
    }
    // One name for each resource, whether or not a schedule stops a part of it.
    let mut resources: Vec<(&str, Number)> = Vec::new();
    for one in kept {
        match resources.iter_mut().find(|(name, _)| *name == &*one.resource) {
            Some((_, cost)) => *cost = cost.plus(one.cost)?,
            None => resources.push((&one.resource, one.cost)),
        }
    }
    resources.sort_by_key(|(_, cost)| Reverse(*cost));
    let named = resources.iter().take(NAMED);
    let mut names: Vec<String> =
        named.map(|(name, cost)| format!("{name} {}", amount(*cost, USD))).collect();
    if let Some(more) = resources.len().checked_sub(NAMED).filter(|more| *more > 0) {
        names.push(format!("+{more}"));
    }
    Some(Word::Keeps.with(lang, &[&amount(total, USD), &names.join(lang.of(", ", "、"))]))
}

/// `Keeps billing in dev, qa: 13,475.00`: of environments with advice of their
/// own, with all advice applied.
pub(super) fn keeps_all(advised: &Advised, lang: Lang) -> Option<String> {
    let (names, total) = residual(advised)?;
    let names = names.into_iter().collect::<Vec<_>>().join(", ");
    Some(Word::KeepsAll.with(lang, &[&names, &money(total, USD)]))
}

/// The environments that advice is about, and what goes on there.
pub(super) fn residual(advised: &Advised) -> Option<(BTreeSet<&str>, Number)> {
    let environment = |advice: &&Advice| advice.rule.about == About::Environment;
    let names: BTreeSet<&str> = advised
        .advice
        .iter()
        .filter(environment)
        .filter_map(|advice| advice.subject.environment.as_deref())
        .collect();
    if names.is_empty() {
        return None;
    }
    let lines = advised.bill.charges.iter().filter(|c| names.contains(&*c.environment));
    let total = sum(lines.map(|charge| charge.cost.expected))?;
    Some((names, total))
}

/// `break-even: data across zones 2,445.5 GB; the file has 60`.
pub(super) fn break_even(found: &BreakEven, lang: Lang) -> String {
    let unit = if &*found.unit == "requests" { "" } else { &found.unit };
    let at = format!("{} {unit}", short(found.at));
    Word::BreakEven.with(lang, &[said(&found.title, lang), at.trim(), &short(found.stands)])
}

/// Millions as `164.6M`; nobody measures more than four digits of a load.
fn short(number: Number) -> String {
    let million = Number::from(1_000_000u64);
    match number.over(million) {
        Some(millions) if number >= million => format!("{}M", significant(millions, 4)),
        _ => quantity(number.round(1)),
    }
}

/// What a scenario of the file does, and what speaks against it.
pub(super) fn scenario(judged: &Judgement, lang: Lang) -> Vec<String> {
    let delta = judged.delta.expected;
    let word = match () {
        () if delta.is_zero() => Word::ScenarioNothing,
        () if delta.is_negative() => Word::ScenarioSaves,
        () => Word::ScenarioLoses,
    };
    let mut lines = vec![word.with(lang, &[&judged.name, &amount(delta.abs(), USD)])];
    for against in &judged.against {
        let saving = amount(against.saving.expected, USD);
        let title = said(&against.rule.title, lang);
        lines.push(Word::WithoutIt.with(lang, &[&of(&against.subject, lang), title, &saving]));
        lines.extend(against.break_even.iter().map(|found| break_even(found, lang)));
    }
    lines
}

pub(super) fn declined(one: &Declined, lang: Lang) -> String {
    Word::DeclinedUntil.with(
        lang,
        &[
            said(&one.rule.title, lang),
            &of(&one.subject, lang),
            &amount(one.saving.expected, USD),
            &one.expires.to_string(),
            &one.reason,
        ],
    )
}

pub(super) fn expired(one: &Expired, lang: Lang) -> String {
    Word::WaiverOver.with(lang, &[&one.rule, &one.expires.to_string(), &one.reason])
}

/// Why a rule is silent.
pub(super) fn why(quiet: &Quiet, lang: Lang) -> String {
    match &quiet.why {
        Why::Unset(input) => Word::NeedsUsage.with(lang, &[input]),
        Why::Stage => Word::NeedsStage.in_lang(lang).to_owned(),
        Why::Open(what) => Word::NeedsOther.with(lang, &[what]),
        Why::NoSaving(saving) => {
            let (least, most) = ends(saving);
            match (least.is_negative(), saving.expected.is_zero()) {
                (true, _) if !most.is_negative() && !most.is_zero() => Word::LosesSometimes
                    .with(lang, &[&amount(most, USD), &amount(least.abs(), USD)]),
                (true, _) => Word::CostsMore.with(lang, &[&amount(saving.expected.abs(), USD)]),
                _ => Word::SavesNothing.in_lang(lang).to_owned(),
            }
        }
        Why::Spent => Word::NothingLeft.in_lang(lang).to_owned(),
        Why::NoPrice(line) => Word::PriceUnknown.with(lang, &[line]),
        Why::Refused(why) => Word::FileRefuses.with(lang, &[why]),
        Why::Cannot(why) => said(why, lang).to_owned(),
        Why::TooMany => Word::TooMany.in_lang(lang).to_owned(),
    }
}

/// For programs.
pub(super) fn code(why: &Why) -> &'static str {
    match why {
        Why::Unset(_) => "usage-unset",
        Why::Stage => "stage-unknown",
        Why::Open(_) => "value-unknown",
        Why::NoSaving(_) => "no-saving",
        Why::Spent => "spent",
        Why::NoPrice(_) => "price-missing",
        Why::Refused(_) => "refused",
        Why::Cannot(_) => "not-priced",
        Why::TooMany => "too-many",
    }
}
