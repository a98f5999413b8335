//! `tag` of a policy: which tag of a resource holds a schedule, in which grammar.

use crate::calendar::compat::c7n::Settings;
use crate::check::Reader;
use crate::diagnostic::Code;
use crate::offhours::policy::{Grammar, TagRule};
use crate::offhours::read::{choice, whole_number};
use crate::topology::tree::Node;
use std::sync::Arc;

const TAG: [&str; 8] =
    ["key", "grammar", "default_tz", "offhour", "onhour", "weekends", "weekends-only", "skip-days"];

pub(super) fn read(node: &Node, reader: &mut Reader<'_>) -> Option<TagRule> {
    if let Some(key) = node.as_scalar() {
        return Some(TagRule { key: Arc::clone(key), grammar: Grammar::Kanjo });
    }
    reader.map(node, &TAG, "`tag`")?;
    let key = reader.needed(node, "key", "`tag`", "tag: {key: maid_offhours, grammar: c7n}")?;
    let known = [("kanjo", false), ("c7n", true)];
    let peer = match node.get("grammar") {
        Some(node) => choice(node, "grammar", &known, reader)?,
        None => false,
    };
    if !peer {
        return Some(TagRule { key, grammar: Grammar::Kanjo });
    }
    let own = Settings::default();
    let mut hour = |key: &str, default: u8| {
        let Some(node) = node.get(key) else { return default };
        let number = whole_number(node, key, reader).and_then(|hour| u8::try_from(hour).ok());
        match number.filter(|hour| *hour < 24) {
            Some(hour) => hour,
            None => {
                reader.wrong(Code::OutOfRange, format!("`{key}` is 0 to 23"), node.span, "");
                default
            }
        }
    };
    let (off_hour, on_hour) = (hour("offhour", own.off_hour), hour("onhour", own.on_hour));
    let switch = |key: &str, default: bool| {
        node.get(key).and_then(Node::as_scalar).map_or(default, |text| &**text == "true")
    };
    let skip = node.get("skip-days").map(|node| reader.texts(node, "`skip-days`"));
    let zone = node.get("default_tz").and_then(Node::as_scalar);
    let settings = Settings {
        default_zone: zone.map_or(own.default_zone, |zone| zone.to_lowercase()),
        off_hour,
        on_hour,
        tag: key.to_lowercase(),
        weekends: switch("weekends", own.weekends),
        weekends_only: switch("weekends-only", false),
        opt_out: false,
        skip_days: skip.unwrap_or_default().iter().map(ToString::to_string).collect(),
        fallback: None,
    };
    Some(TagRule { key, grammar: Grammar::C7n(Box::new(settings)) })
}
