//! The difference of two price books for programs: docs/schema/prices-diff.json.

use crate::bill::{Moved, Price};
use crate::prices::{Identity, KeyChange};
use crate::quantity::Number;
use crate::report::PriceDifference;
use crate::report::prices::{TierJson, json, tier_json};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    before: BookJson<'a>,
    after: BookJson<'a>,
    changes: Vec<ChangeJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<OnJson<'a>>,
}

#[derive(Serialize)]
struct BookJson<'a> {
    book: &'a str,
    sha256: &'a str,
    oldest: &'a str,
    newest: &'a str,
}

impl<'a> From<&'a Identity> for BookJson<'a> {
    fn from(identity: &'a Identity) -> BookJson<'a> {
        let Identity { name, sha256, oldest, newest } = identity;
        BookJson { book: name, sha256, oldest, newest }
    }
}

/// A key with its ladder on both sides; `null` where a book has none.
#[derive(Serialize)]
pub(super) struct ChangeJson<'a> {
    key: String,
    service_code: &'a str,
    region: &'a str,
    usage_type: &'a str,
    operation: &'a str,
    before: Option<SideJson<'a>>,
    after: Option<SideJson<'a>>,
    /// A part of one, of the first tier that moved.
    change: Option<Number>,
}

#[derive(Serialize)]
struct SideJson<'a> {
    unit: &'a str,
    tiers: Vec<TierJson>,
    as_of: &'a str,
    confidence: &'a str,
    source: &'a str,
}

#[derive(Serialize)]
struct OnJson<'a> {
    name: &'a str,
    month: &'a str,
    before: Number,
    after: Number,
    delta: Number,
    unpriced: [usize; 2],
    effects: Vec<EffectJson<'a>>,
}

#[derive(Serialize)]
struct EffectJson<'a> {
    /// `null`: lines without a price key.
    key: Option<&'a str>,
    before: Number,
    after: Number,
    delta: Number,
}

fn side(price: &Price) -> SideJson<'_> {
    SideJson {
        unit: &price.unit,
        tiers: price.tiers.iter().map(tier_json).collect(),
        as_of: &price.as_of,
        confidence: &price.confidence,
        source: &price.source,
    }
}

pub(super) fn change(c: &KeyChange) -> Option<ChangeJson<'_>> {
    let key = &c.after.as_ref().or(c.before.as_ref())?.key;
    Some(ChangeJson {
        key: key.path(),
        service_code: &key.service,
        region: &key.region,
        usage_type: &key.usage_type,
        operation: &key.operation,
        before: c.before.as_ref().map(side),
        after: c.after.as_ref().map(side),
        change: c.ratio(),
    })
}

fn effect(moved: &Moved) -> EffectJson<'_> {
    EffectJson {
        key: Some(&*moved.name).filter(|name| !name.is_empty()),
        before: moved.before.expected,
        after: moved.after.expected,
        delta: moved.delta.expected,
    }
}

/// Both books, every changed key, and with a bill the keys that move it.
pub fn prices_diff_json(d: &PriceDifference<'_>) -> String {
    let [before, after] = d.books;
    let on = d.on.as_ref().map(|on| OnJson {
        name: on.name,
        month: on.month,
        before: on.difference.before.expected,
        after: on.difference.after.expected,
        delta: on.difference.delta.expected,
        unpriced: on.unpriced,
        effects: on.effects.iter().filter(|m| !m.delta.is_zero()).map(effect).collect(),
    });
    json(&Document {
        schema: 1,
        before: before.into(),
        after: after.into(),
        changes: d.changes.iter().filter_map(change).collect(),
        on,
    })
}
