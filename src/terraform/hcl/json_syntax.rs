//! `.tf.json`: the same blocks, written as JSON. Every text is a template.

use crate::diagnostic::{Diagnostic, FileId, Span};
use crate::expr::{Expr, Node, Value, parse_template};
use crate::quantity::Number;
use crate::terraform::hcl::syntax::{Attribute, Block, Body, syntax_error};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many labels stand between a kind of block and its body.
const BLOCKS: &[(&str, usize)] = &[
    ("resource", 2),
    ("data", 2),
    ("module", 1),
    ("variable", 1),
    ("output", 1),
    ("provider", 1),
    ("locals", 0),
    ("moved", 0),
    ("terraform", 0),
];

const MAX_DEPTH: usize = 64;

struct Reader<'a> {
    text: &'a str,
    file: FileId,
}

/// Parses a file.
pub fn parse(text: &str, file: FileId) -> Result<Body, Diagnostic> {
    let reader = Reader { text, file };
    let whole: &RawValue = serde_json::from_str(text).map_err(|error| {
        let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
        let at = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
        syntax_error(format!("not JSON: {error}"), Span::new(file, at, at))
    })?;
    let mut body = Body::default();
    for (kind, value) in reader.object(whole)? {
        let Some((name, labels)) = BLOCKS.iter().find(|(known, _)| *known == kind) else {
            continue;
        };
        reader.blocks(name, *labels, Vec::new(), value, &mut body.blocks)?;
    }
    Ok(body)
}

/// Attributes of resources that are maps, as far as they have names of their own.
const MAPS: &[&str] = &[
    "variables",
    "environment_variables",
    "stage_variables",
    "arguments",
    "parameters",
    "request_parameters",
    "response_parameters",
    "headers",
    "labels",
    "metadata",
    "options",
    "triggers",
    "keepers",
];

/// A block may be written as an object in place of a list of one; then it is
/// that list, as in HCL.
fn as_block(name: &str, expr: &mut Expr) {
    if MAPS.contains(&name) || name.contains("tags") {
        return;
    }
    match &mut expr.node {
        Node::Map(entries) => {
            for (key, value) in entries.iter_mut() {
                if let Node::Literal(Value::String(key)) = &key.node {
                    as_block(key, value);
                }
            }
            let map = Expr {
                span: expr.span,
                node: std::mem::replace(&mut expr.node, Node::List(Vec::new())),
            };
            expr.node = Node::List(vec![map]);
        }
        Node::List(items) => {
            for item in items {
                as_block(name, item);
                if let Node::List(one) = &mut item.node
                    && let Some(only) = one.pop()
                {
                    *item = only;
                }
            }
        }
        _ => {}
    }
}

/// Reads a file of values: `terraform.tfvars.json`.
pub fn values(text: &str, file: FileId) -> Result<Body, Diagnostic> {
    let reader = Reader { text, file };
    let whole: &RawValue = serde_json::from_str(text)
        .map_err(|error| syntax_error(format!("not JSON: {error}"), Span::new(file, 0, 0)))?;
    reader.body(whole, 0)
}

impl<'a> Reader<'a> {
    fn span(&self, raw: &RawValue) -> Span {
        let start = (raw.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        Span::new(self.file, start, start + raw.get().len())
    }

    fn object(&self, raw: &'a RawValue) -> Result<BTreeMap<String, &'a RawValue>, Diagnostic> {
        serde_json::from_str(raw.get())
            .map_err(|_| syntax_error("an object is wanted here", self.span(raw)))
    }

    fn items(&self, raw: &'a RawValue) -> Result<Vec<&'a RawValue>, Diagnostic> {
        if !raw.get().starts_with('[') {
            return Ok(vec![raw]);
        }
        serde_json::from_str(raw.get())
            .map_err(|_| syntax_error("a list is wanted here", self.span(raw)))
    }

    fn blocks(
        &self,
        kind: &str,
        labels: usize,
        named: Vec<Arc<str>>,
        value: &'a RawValue,
        out: &mut Vec<Block>,
    ) -> Result<(), Diagnostic> {
        for item in self.items(value)? {
            if named.len() == labels {
                let span = self.span(item);
                let span = Span { end: span.start + 1, ..span };
                let mut body = self.body(item, 0)?;
                if matches!(kind, "resource" | "data" | "content") {
                    body.attributes.iter_mut().for_each(|own| as_block(&own.name, &mut own.value));
                }
                out.push(Block { kind: Arc::from(kind), labels: named.clone(), body, span });
                continue;
            }
            for (label, inner) in self.object(item)? {
                let named = [named.as_slice(), &[Arc::from(label)]].concat();
                self.blocks(kind, labels, named, inner, out)?;
            }
        }
        Ok(())
    }

    /// Without a schema a nested block looks like an attribute; only `dynamic`
    /// is told by its name.
    fn body(&self, raw: &'a RawValue, depth: usize) -> Result<Body, Diagnostic> {
        let mut body = Body::default();
        for (name, value) in self.object(raw)? {
            match name.as_str() {
                "//" => {}
                "dynamic" => self.blocks("dynamic", 1, Vec::new(), value, &mut body.blocks)?,
                "content" if value.get().starts_with('{') => {
                    self.blocks("content", 0, Vec::new(), value, &mut body.blocks)?;
                }
                _ => {
                    let value = self.expr(value, depth + 1)?;
                    let (name, span) = (Arc::from(name), value.span);
                    body.attributes.push(Attribute { name, span, value });
                }
            }
        }
        Ok(body)
    }

    fn expr(&self, raw: &'a RawValue, depth: usize) -> Result<Expr, Diagnostic> {
        let span = self.span(raw);
        if depth > MAX_DEPTH {
            return Err(syntax_error(format!("nested deeper than {MAX_DEPTH}"), span));
        }
        let text = raw.get();
        let wrong = |_| syntax_error("this cannot be read", span);
        let node = match text.bytes().next() {
            Some(b'{') => {
                let entries = self.object(raw)?.into_iter().map(|(key, value)| {
                    let key = Expr { span, node: Node::Literal(Value::text(key)) };
                    Ok((key, self.expr(value, depth + 1)?))
                });
                Node::Map(entries.collect::<Result<_, Diagnostic>>()?)
            }
            Some(b'[') => {
                let items = self.items(raw)?.into_iter().map(|item| self.expr(item, depth + 1));
                Node::List(items.collect::<Result<_, _>>()?)
            }
            Some(b'"') => {
                let text: String = serde_json::from_str(text).map_err(wrong)?;
                if !text.contains("${") && !text.contains("%{") {
                    return Ok(Expr { span, node: Node::Literal(Value::text(text)) });
                }
                let parsed = parse_template(&text, span);
                return parsed.map_err(|fault| syntax_error(fault.message, span));
            }
            Some(b't') => Node::Literal(Value::Bool(true)),
            Some(b'f') => Node::Literal(Value::Bool(false)),
            Some(b'n') => Node::Literal(Value::Null),
            _ => {
                let number: Number = serde_json::from_str(text).map_err(wrong)?;
                Node::Literal(Value::Number(number))
            }
        };
        Ok(Expr { span, node })
    }
}
