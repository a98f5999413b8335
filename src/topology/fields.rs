//! The keys that every resource has, whatever its kind.

use crate::bill::Caveat;
use crate::calendar::{Hours, Schedule};
use crate::catalog::Kind;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::expr::Value;
use crate::quantity::{Case, Number, Unit, Varying};
use crate::topology::resources::{Common, Run};
use crate::topology::tree::{Content, Entry, Node};
use crate::topology::typed;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Run<'_> {
    /// The region of a resource. Kinds that know no region need none.
    pub(super) fn region(
        &mut self,
        entry: &Entry,
        node: &Node,
        common: &Common,
        kind: &Kind,
    ) -> Option<Arc<str>> {
        if let Some(own) = node.get("region") {
            let code = own.as_scalar().cloned().unwrap_or_else(|| Arc::from(""));
            if let Err(diagnostic) = self.shared.book.region(&code) {
                self.errors.push(diagnostic.at(own.span, "here"));
                return None;
            }
            return Some(code);
        }
        if let Some((region, _)) = &common.region {
            return Some(Arc::clone(region));
        }
        if kind.meters.iter().all(|m| m.region.is_some()) {
            return Some(Arc::from("global"));
        }
        if let Some(place) = self.place(&entry.key) {
            let place = Some(Arc::new(place.clone()));
            self.caveats.push(Caveat {
                code: Code::ValueUnknown,
                message: Arc::from("the provider states no region: --set region=us-east-1"),
                resource: Some(Arc::clone(&entry.key)),
                at: place,
            });
            return None;
        }
        self.errors.push(
            Diagnostic::new(Code::MissingKey, format!("`{}` has no region", entry.key))
                .at(entry.key_span, "here")
                .help("set `region: ap-northeast-1` at the top of the file"),
        );
        None
    }

    pub(super) fn count(&mut self, node: &Node) -> Option<Varying<Value>> {
        if let Content::Value(value) = &node.content {
            return Some(Varying::Same(match value.to_number() {
                Some(count) if !count.is_negative() => Value::Number(count),
                _ if value.is_unknown() => value.clone(),
                _ => typed::unresolved(format!("a count cannot be {}", value.kind())),
            }));
        }
        match self.shared.names.read(node, &Unit::named("1")) {
            Ok(count) => {
                let negative = Case::ALL
                    .iter()
                    .any(|case| count.get(*case).as_number().is_some_and(Number::is_negative));
                if negative {
                    self.errors.push(
                        Diagnostic::new(Code::OutOfRange, "a count is at least 0")
                            .at(node.span, "here"),
                    );
                    return None;
                }
                Some(count)
            }
            Err(diagnostic) => {
                self.errors.push(diagnostic);
                None
            }
        }
    }

    pub(super) fn tags(&mut self, node: Option<&Node>) -> BTreeMap<Arc<str>, Arc<str>> {
        let mut tags = BTreeMap::new();
        let Some(node) = node else { return tags };
        let Content::Map(entries) = &node.content else {
            self.errors.push(
                Diagnostic::new(Code::WrongType, "`tags` is a map of text")
                    .at(node.span, node.kind()),
            );
            return tags;
        };
        for entry in entries.iter() {
            match entry.value.as_scalar() {
                Some(text) => {
                    tags.insert(Arc::clone(&entry.key), Arc::clone(text));
                }
                None => self.errors.push(
                    Diagnostic::new(Code::WrongType, format!("the tag `{}` is text", entry.key))
                        .at(entry.value.span, entry.value.kind()),
                ),
            }
        }
        tags
    }

    /// The schedule that a node names. `always` and nothing are no schedule.
    pub(super) fn schedule(&mut self, node: &Node) -> Option<Arc<Schedule>> {
        let name = node.as_scalar()?;
        if let Some(known) = self.shared.schedules.get(name) {
            return Some(Arc::clone(known));
        }
        match &**name {
            "always" => None,
            "never" => Some(Arc::new(Schedule {
                name: "never".to_owned(),
                hours: Hours::Never,
                zone: jiff::tz::TimeZone::UTC,
                zone_name: "UTC".to_owned(),
                holidays: crate::calendar::Holidays::none(),
                except: Vec::new(),
            })),
            other => {
                let declared =
                    self.shared.file.get("schedules").and_then(|s| s.get(other)).is_some();
                if !declared {
                    let near = nearest(
                        other,
                        self.shared.schedules.keys().map(|k| &**k).chain(["always", "never"]),
                    );
                    self.errors.push(
                        Diagnostic::new(
                            Code::UnknownSchedule,
                            format!("there is no schedule `{other}`"),
                        )
                        .at(node.span, "here")
                        .help(near.map_or_else(
                            || "define it under `schedules`".to_owned(),
                            |n| format!("did you mean `{n}`?"),
                        )),
                    );
                }
                None
            }
        }
    }
}
