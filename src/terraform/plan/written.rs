//! Expressions of a plan's configuration: what an attribute was written in terms
//! of. A block with a thousand instances is asked a thousand times, and read once.

use crate::terraform::plan::raw::Raw;
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;

/// Blocks inside each other that are read.
const MAX_DEPTH: usize = 128;

/// An expression, or blocks of them.
#[derive(Debug)]
pub enum Written<'a> {
    /// `{"constant_value": …}`, `{"references": […]}`, or one that says nothing.
    Expression {
        constant: Option<Raw<'a>>,
        references: Option<Vec<Cow<'a, str>>>,
    },
    Blocks(Vec<Written<'a>>),
    Block(Vec<(Cow<'a, str>, Written<'a>)>),
}

impl<'de: 'a, 'a> Deserialize<'de> for Written<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Written<'a>, D::Error> {
        Raw::deserialize(deserializer).map(|raw| Written::of(raw, 0))
    }
}

impl<'a> Written<'a> {
    fn of(raw: Raw<'a>, depth: usize) -> Written<'a> {
        let nothing = Written::Expression { constant: None, references: None };
        if depth > MAX_DEPTH {
            return nothing;
        }
        if raw.json().starts_with('[') {
            let items = raw.items().into_iter().map(|item| Written::of(item, depth + 1));
            return Written::Blocks(items.collect());
        }
        let members = raw.members();
        let member = |name: &str| members.iter().find(|(key, _)| key == name).map(|(_, raw)| *raw);
        let references = member("references").filter(|raw| raw.json().starts_with('['));
        let constant = member("constant_value");
        if references.is_some() || constant.is_some() {
            let references = references
                .map(|list| most(list.items().into_iter().filter_map(Raw::text).collect()));
            return Written::Expression { constant, references };
        }
        if members.is_empty() {
            return nothing;
        }
        let blocks = members.into_iter().map(|(key, raw)| (key, Written::of(raw, depth + 1)));
        Written::Block(blocks.collect())
    }

    /// An attribute or block of a block.
    pub fn member(&self, name: &str) -> Option<&Written<'a>> {
        match self {
            Written::Block(members) => {
                members.iter().find(|(key, _)| key == name).map(|(_, own)| own)
            }
            _ => None,
        }
    }

    /// What stands in it, by name; nothing of anything but a block.
    pub fn members(&self) -> &[(Cow<'a, str>, Written<'a>)] {
        match self {
            Written::Block(members) => members,
            _ => &[],
        }
    }

    /// The blocks of a list.
    pub fn items(&self) -> &[Written<'a>] {
        match self {
            Written::Blocks(items) => items,
            _ => &[],
        }
    }

    /// Calls `f` with every expression in it, in order.
    pub fn visit<'w>(&'w self, f: &mut dyn FnMut(&'w Written<'a>)) {
        match self {
            Written::Expression { .. } => f(self),
            Written::Blocks(items) => items.iter().for_each(|item| item.visit(f)),
            Written::Block(members) => members.iter().for_each(|(_, own)| own.visit(f)),
        }
    }
}

/// Terraform lists `a.b.id`, and behind it `a.b`: the longer one says it all.
fn most(list: Vec<Cow<'_, str>>) -> Vec<Cow<'_, str>> {
    let mut kept: Vec<Cow<'_, str>> = Vec::with_capacity(list.len());
    for reference in list {
        let longer = |known: &Cow<'_, str>| {
            known.strip_prefix(&*reference).is_some_and(|rest| rest.starts_with(['.', '[']))
        };
        if !kept.iter().any(longer) {
            kept.push(reference);
        }
    }
    kept
}
