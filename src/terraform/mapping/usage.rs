//! Infracost's usage file, read as it is.
//!
//! It says how much a resource is used, by address or by type. The catalogue's
//! mappings ask it as `usage.key`, so that no second list of names is needed.

use crate::diagnostic::{Code, Diagnostic, Sources};
use crate::expr::Value;
use crate::quantity::Number;
use crate::terraform::resource::{Action, Mode, Provider, Resource};
use crate::topology::tree::{self, Content, Node};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a usage file says; empty without one.
#[derive(Debug, Default)]
pub struct Usage {
    by_type: BTreeMap<Arc<str>, Value>,
    by_address: BTreeMap<Arc<str>, Value>,
}

impl Usage {
    /// Reads the YAML of a usage file.
    pub fn read(name: &str, text: &str, sources: &mut Sources) -> Result<Usage, Vec<Diagnostic>> {
        let file = sources.add(name, text);
        let root = tree::parse(text, file)?;
        let map = |key: &str| {
            let entries = root.get(key).and_then(Node::entries).unwrap_or(&[]);
            entries.iter().map(|e| (Arc::clone(&e.key), value(&e.value))).collect()
        };
        if root.get("resource_usage").is_none() && root.get("resource_type_default_usage").is_none()
        {
            let message =
                format!("{name} has neither `resource_usage` nor `resource_type_default_usage`");
            return Err(vec![
                Diagnostic::new(Code::BadUsage, message).at(root.span, "here").help(
                    "resource_usage: {aws_nat_gateway.main: {monthly_data_processed_gb: 10}}",
                ),
            ]);
        }
        Ok(Usage { by_type: map("resource_type_default_usage"), by_address: map("resource_usage") })
    }

    /// What is said about an instance: of its type, then of its block with
    /// `[*]`, then of itself.
    pub fn of(&self, address: &str, kind: &str) -> Value {
        if self.by_type.is_empty() && self.by_address.is_empty() {
            return Value::Null;
        }
        let mut said = self.by_type.get(kind).cloned().unwrap_or_default();
        let block = address.ends_with(']').then(|| address.rfind('[')).flatten();
        let wild = block.and_then(|at| address.get(..at)).map(|block| format!("{block}[*]"));
        // A name that is only a type says it of all of them.
        for name in [kind].into_iter().chain(wild.as_deref()).chain([address]) {
            if let Some(over) = self.by_address.get(name) {
                said = laid(said, over);
            }
        }
        said
    }

    /// Data transfer is no resource of Terraform: the file itself states it, as
    /// `aws_data_transfer.NAME` with its region.
    pub fn resources(&self) -> Vec<Resource> {
        let kind: Arc<str> = Arc::from("aws_data_transfer");
        let own = self.by_address.iter().filter(|(address, _)| {
            address.strip_prefix(&*kind).is_some_and(|rest| rest.starts_with('.'))
        });
        own.map(|(address, values)| Resource {
            address: Arc::clone(address),
            kind: Arc::clone(&kind),
            mode: Mode::Managed,
            action: Action::NoOp,
            values: values.clone(),
            key: Value::Null,
            provider: Provider::default(),
            references: Vec::new(),
            previous: None,
            at: None,
        })
        .collect()
    }
}

/// One map over another, key by key.
fn laid(base: Value, over: &Value) -> Value {
    match (&base, over) {
        (Value::Map(old), Value::Map(new)) => {
            let mut map = (**old).clone();
            for (key, value) in new.iter() {
                let value = match map.remove(key) {
                    Some(old) => laid(old, value),
                    None => value.clone(),
                };
                map.insert(Arc::clone(key), value);
            }
            Value::Map(Arc::new(map))
        }
        _ => over.clone(),
    }
}

fn value(node: &Node) -> Value {
    match &node.content {
        _ if node.is_null() => Value::Null,
        Content::Scalar { text, quoted } => match (&**text, quoted) {
            ("true", false) => Value::Bool(true),
            ("false", false) => Value::Bool(false),
            (digits, false) => Number::parse_scientific(&digits.replace('_', ""))
                .map_or_else(|| Value::text(digits), Value::Number),
            (text, true) => Value::text(text),
        },
        Content::Value(value) => value.clone(),
        Content::List(items) => Value::list(items.iter().map(value)),
        Content::Map(entries) => {
            Value::map(entries.iter().map(|e| (Arc::clone(&e.key), value(&e.value))))
        }
    }
}
