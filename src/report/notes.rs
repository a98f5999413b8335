//! What stands under a bill: what it leaves out and what makes it less certain.
//! The same facts for the table and for Markdown, each in its own form.

use crate::bill::{Bill, Caveat, Charge, Price, Unpriced};
use crate::diagnostic::Code;
use crate::quantity::{Number, singular, sum};
use crate::report::Estimate;
use crate::report::amounts::{USD, amount, money, printed, quantity};
use crate::report::groups::{place, several_environments};
use crate::text::{Lang, Word, translated};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// `nat · data · USD 0.062 per GB`; the name once for each resource.
pub(super) fn unset(bill: &Bill, lang: Lang) -> impl ExactSizeIterator<Item = [String; 3]> {
    let several = several_environments(bill);
    let mut last = None;
    bill.unset.iter().map(move |unset| {
        let name = place(several, &unset.environment, &unset.resource);
        let shown = if last.as_ref() == Some(&name) { String::new() } else { name.clone() };
        last = Some(name);
        let line = if unset.input == unset.meter || unset.input.is_empty() {
            unset.meter.to_string()
        } else {
            format!("{} ({})", unset.meter, unset.input)
        };
        let price = match unset.unit_price {
            Some(price) => {
                Word::PerUnit.with(lang, &[&format!("{USD} {price}"), &singular(&unset.unit)])
            }
            None => Word::NoUnitPrice.with(lang, &[&singular(&unset.unit)]),
        };
        [shown, line, price]
    })
}

/// `db · backup · 12 GB`, and why with the key.
pub(super) fn unpriced(
    bill: &Bill,
    lang: Lang,
) -> impl ExactSizeIterator<Item = ([String; 3], String)> {
    let several = several_environments(bill);
    bill.unpriced.iter().map(move |line| {
        let name = place(several, &line.environment, &line.resource);
        let why = [translated(&line.why, lang), line.key.to_string()];
        let why: Vec<String> = why.into_iter().filter(|part| !part.is_empty()).collect();
        ([name, line.meter.to_string(), how_much(line, lang)], why.join(" · "))
    })
}

fn how_much(line: &Unpriced, lang: Lang) -> String {
    match line.quantity {
        Some(cases) => format!("{} {}", quantity(cases.expected), line.unit),
        None => Word::QuantityUnknown.in_lang(lang).to_owned(),
    }
}

/// Every caveat of the bill and of its lines, once each.
pub(super) fn every_caveat(bill: &Bill) -> BTreeSet<&Caveat> {
    let lines = bill.charges.iter().flat_map(|charge| &charge.caveats);
    bill.caveats.iter().chain(lines).collect()
}

/// A code with all that was said under it.
pub(super) struct CaveatGroup<'a> {
    pub(super) code: Code,
    pub(super) count: usize,
    /// Each message once, with the resources that it is about.
    pub(super) messages: Vec<(&'a str, Vec<&'a str>)>,
}

/// The caveats by code, without those that have a list of their own.
pub(super) fn caveats(bill: &Bill) -> Vec<CaveatGroup<'_>> {
    let mut groups: BTreeMap<Code, (usize, BTreeMap<&str, Vec<&str>>)> = BTreeMap::new();
    for caveat in every_caveat(bill) {
        let listed = match caveat.code {
            Code::UsageUnset => !bill.unset.is_empty(),
            Code::PriceMissing => !bill.unpriced.is_empty(),
            _ => false,
        };
        if listed {
            continue;
        }
        let (count, messages) = groups.entry(caveat.code).or_default();
        *count += 1;
        let resources = messages.entry(&caveat.message).or_default();
        // In their order, so that what was said twice of one stands together.
        if let Some(name) = caveat.resource.as_deref().filter(|name| resources.last() != Some(name))
        {
            resources.push(name);
        }
    }
    groups
        .into_iter()
        .map(|(code, (count, messages))| CaveatGroup {
            code,
            count,
            messages: messages.into_iter().collect(),
        })
        .collect()
}

/// How many messages of one code, and names of one message, are printed.
const SHOWN: usize = 3;

impl CaveatGroup<'_> {
    /// `price-estimated ×2`.
    pub(super) fn title(&self) -> String {
        match self.count {
            1 => self.code.name().to_owned(),
            count => format!("{} ×{count}", self.code.name()),
        }
    }

    /// The messages with their resources, and how many more there are.
    pub(super) fn texts(&self, lang: Lang) -> Vec<String> {
        let mut texts: Vec<String> = Vec::new();
        let more = |left: usize| Word::AndMore.with(lang, &[&left.to_string()]);
        for (message, resources) in self.messages.iter().take(SHOWN) {
            let message = match *message {
                "" => self.code.summary(lang).to_owned(),
                message => translated(message, lang),
            };
            let mut names: Vec<String> =
                resources.iter().take(SHOWN).map(|name| (*name).to_owned()).collect();
            if let Some(left) = resources.len().checked_sub(SHOWN).filter(|left| *left > 0) {
                names.push(more(left));
            }
            texts.push(match names.is_empty() {
                true => message,
                false => format!("{message} ({})", names.join(", ")),
            });
        }
        if let Some(left) = self.messages.len().checked_sub(SHOWN).filter(|left| *left > 0) {
            texts.push(more(left));
        }
        // What has no Japanese of its own is at least what its code means.
        let shown = self.messages.iter().take(SHOWN);
        let unsaid = |(message, _): &(&str, Vec<&str>)| translated(message, lang) == *message;
        if lang != Lang::En && self.code != Code::Note && shown.clone().any(unsaid) {
            texts.insert(0, self.code.summary(lang).to_owned());
        }
        texts.dedup();
        texts
    }
}

/// What a free tier took off a line.
pub(super) fn taken_off(charge: &Charge) -> Option<(&Arc<str>, Number)> {
    let pool = charge.pool.as_ref()?;
    let off = charge.list_cost.expected.minus(charge.cost.expected)?;
    (!off.is_zero()).then_some((pool, off))
}

/// `free: cloudfront, list 116.74`: beside the line that drew on a pool.
pub(super) fn free_note(charge: &Charge, currency: &str, lang: Lang) -> Option<String> {
    let (pool, _) = taken_off(charge)?;
    let word = if charge.cost.expected.is_zero() { Word::Free } else { Word::PartlyFree };
    Some(word.with(lang, &[pool, &amount(charge.list_cost.expected, currency)]))
}

/// What the free tiers took off, and what they are worth, in sentences.
pub(super) fn free_tiers(estimate: &Estimate, lang: Lang) -> Vec<String> {
    let bill = estimate.bill;
    let mut pools: BTreeMap<&Arc<str>, Number> = BTreeMap::new();
    for (pool, off) in bill.charges.iter().filter_map(taken_off) {
        let total = pools.entry(pool).or_default();
        *total = total.plus(off).unwrap_or(*total);
    }
    let mut sentences = Vec::new();
    if let Some(total) = sum(pools.values().copied()).filter(|total| !total.is_zero()) {
        let list: Vec<String> = pools
            .iter()
            .map(|(pool, off)| format!("{pool} {}", amount(*off, &bill.currency)))
            .collect();
        let list = list.join(lang.of(", ", "、"));
        sentences.push(Word::FreeTiers.with(lang, &[&money(total, &bill.currency), &list]));
    }
    // Not twice the same: turning them off usually costs what they take off.
    let news = |costs: &Number| !costs.is_zero() && Some(*costs) != sum(pools.values().copied());
    if let Some(costs) = estimate.free_tier_off_costs.filter(news) {
        let off = bill.caveats.iter().any(|caveat| caveat.code == Code::FreeTierOff);
        let word = if off { Word::FreeTiersAreOff } else { Word::FreeTiersAdd };
        sentences.push(word.with(lang, &[&money(costs, &bill.currency)]));
    }
    sentences
}

/// Said once where the printed rows do not add up to the printed total.
pub(super) fn rounding(bill: &Bill, lang: Lang) -> Option<String> {
    let total = printed(bill.total()?.expected, &bill.currency);
    let rows = bill.charges.iter().map(|c| printed(c.cost.expected, &bill.currency));
    let rows = printed(sum(rows)?, &bill.currency);
    (rows != total).then(|| Word::Rounded.with(lang, &[&amount(rows, &bill.currency)]))
}

/// The steps of a price in tiers: `0.114 to 10,240 · then 0.089`.
pub(super) fn tiers(price: &Price, lang: Lang) -> String {
    let steps: Vec<String> = price
        .tiers
        .iter()
        .map(|tier| {
            let usd = tier
                .usd
                .map_or_else(|| Word::Unknown.in_lang(lang).into(), |u| u.expected.to_string());
            match tier.end {
                Some(end) => Word::TierTo.with(lang, &[&usd, &quantity(end)]),
                None => Word::TierRest.with(lang, &[&usd]),
            }
        })
        .collect();
    steps.join(lang.of(", ", "、"))
}
