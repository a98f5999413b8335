//! A resource as an example of the catalogue describes it: what proves a kind.

use crate::bill::Tags;
use crate::catalog::{Example, Kind};
use crate::diagnostic::{Diagnostics, Span};
use crate::expr::Value;
use crate::quantity::{Number, Unit, Varying};
use crate::topology::inputs::Decoder;
use crate::topology::numbers::Names;
use crate::topology::resources::Resource;
use crate::topology::tree::{Content, Entry, Node};
use std::sync::Arc;

/// The resource that an example of a kind describes, written as in kanjo.yaml.
pub fn example_resource(kind: &Arc<Kind>, example: &Example) -> Result<Resource, Diagnostics> {
    let mut errors = Diagnostics::default();
    let names = Names { period_hours: Number::from(730u64), ..Names::default() };
    let node = node_of(&example.inputs, example.span);
    let entries = node.entries().unwrap_or(&[]);
    let count = match node.get("count").map(|n| names.read(n, &Unit::named("1"))) {
        None => Varying::Same(Value::Number(Number::ONE)),
        Some(Ok(count)) => count,
        Some(Err(diagnostic)) => return Err(diagnostic.into()),
    };
    let inputs = Decoder::new(&names, kind, &mut errors).inputs(entries, None, example.span);
    errors.into_result(Resource {
        environment: Arc::from("default"),
        name: Arc::clone(&example.name),
        kind: Arc::clone(kind),
        region: Arc::clone(&example.region),
        account: None,
        tags: Tags::default(),
        count,
        schedule: None,
        free_tier: false,
        depends_on: Vec::new(),
        inputs,
        at: None,
        address: None,
        span: example.span,
    })
}

/// An HCL value as if it had been written in YAML.
fn node_of(value: &Value, span: Span) -> Node {
    match value {
        Value::Map(map) => {
            let entry = |(key, value): (&Arc<str>, &Value)| Entry {
                key: Arc::clone(key),
                key_span: span,
                value: node_of(value, span),
            };
            Node::map(map.iter().map(entry).collect(), span)
        }
        Value::List(items) => {
            let items = items.iter().map(|v| node_of(v, span)).collect();
            Node { span, content: Content::List(Arc::new(items)) }
        }
        other => Node::scalar(&other.to_text().unwrap_or_else(|| Arc::from("null")), span),
    }
}
