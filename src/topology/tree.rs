//! YAML as a tree with places.
//!
//! Inputs are typed by the catalogue at run time, overlays merge before types
//! are known, and every message points at line and column. So the file is read
//! as events into this tree: raw text, plain or quoted, and where it stood. Its
//! own limits stand between a hostile file and the machine; an alias costs
//! nothing to keep and counts in full.

use crate::diagnostic::{Code, Diagnostic, FileId, Span};
use crate::expr::Value;
use granit_parser::{Event, Parser, ScalarStyle};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Nodes of one file, aliases expanded.
const MAX_NODES: usize = 2_000_000;
/// Maps and lists inside each other.
const MAX_DEPTH: usize = 64;

#[derive(Clone, Debug)]
pub struct Node {
    pub span: Span,
    pub content: Content,
}

/// Shared below the top, so that merging overlays copies no text.
#[derive(Clone, Debug)]
pub enum Content {
    Scalar {
        text: Arc<str>,
        quoted: bool,
    },
    List(Arc<Vec<Node>>),
    Map(Arc<Vec<Entry>>),
    /// Typed already, as Terraform's values are: no text to be read.
    Value(Value),
}

#[derive(Clone, Debug)]
pub struct Entry {
    pub key: Arc<str>,
    pub key_span: Span,
    pub value: Node,
}

impl Node {
    pub fn scalar(text: &str, span: Span) -> Node {
        Node { span, content: Content::Scalar { text: Arc::from(text), quoted: false } }
    }

    /// The same of a text that others have as well.
    pub fn shared(text: &Arc<str>, span: Span) -> Node {
        Node { span, content: Content::Scalar { text: Arc::clone(text), quoted: false } }
    }

    /// A value that needs no grammar. A map stays one, so that overlays merge.
    pub fn of(value: Value, span: Span) -> Node {
        let content = match value {
            Value::Map(map) => {
                let entries = map.iter().map(|(key, value)| Entry {
                    key: Arc::clone(key),
                    key_span: span,
                    value: Node::of(value.clone(), span),
                });
                Content::Map(Arc::new(entries.collect()))
            }
            other => Content::Value(other),
        };
        Node { span, content }
    }

    pub fn map(entries: Vec<Entry>, span: Span) -> Node {
        Node { span, content: Content::Map(Arc::new(entries)) }
    }

    /// `null`, `~` or nothing, unquoted.
    pub fn is_null(&self) -> bool {
        match &self.content {
            Content::Scalar { text, quoted: false } => matches!(&**text, "" | "~" | "null"),
            Content::Value(value) => *value == Value::Null,
            _ => false,
        }
    }

    pub fn as_scalar(&self) -> Option<&Arc<str>> {
        match &self.content {
            Content::Scalar { text, .. } if !self.is_null() => Some(text),
            _ => None,
        }
    }

    pub fn entries(&self) -> Option<&[Entry]> {
        match &self.content {
            Content::Map(entries) => Some(entries),
            _ => None,
        }
    }

    pub fn items(&self) -> Option<&[Node]> {
        match &self.content {
            Content::List(items) => Some(items),
            _ => None,
        }
    }

    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries()?.iter().find(|e| &*e.key == key).map(|e| &e.value)
    }

    /// The map without some of its keys.
    pub fn without(&self, keys: &[&str]) -> Node {
        let entries = self.entries().unwrap_or(&[]).iter();
        let kept = entries.filter(|e| !keys.contains(&&*e.key)).cloned();
        Node::map(kept.collect(), self.span)
    }

    /// What it is, for messages.
    pub fn kind(&self) -> &'static str {
        match &self.content {
            _ if self.is_null() => "nothing",
            Content::Scalar { .. } => "a single value",
            Content::List(_) => "a list",
            Content::Map(_) => "a map",
            Content::Value(value) => value.kind(),
        }
    }
}

/// A list or map that is being filled.
enum Open {
    List {
        items: Vec<Node>,
        start: Span,
        anchor: usize,
        before: usize,
    },
    Map {
        entries: Vec<Entry>,
        keys: HashSet<Arc<str>>,
        key: Option<(Arc<str>, Span)>,
        start: Span,
        anchor: usize,
        before: usize,
    },
}

struct Builder {
    stack: Vec<Open>,
    anchors: HashMap<usize, (Node, usize)>,
    nodes: usize,
    root: Option<Node>,
    duplicates: Vec<Diagnostic>,
}

/// Reads one document. An empty file is an empty map.
pub fn parse(text: &str, file: FileId) -> Result<Node, Vec<Diagnostic>> {
    let bom = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let text = text.get(bom..).unwrap_or("");
    let mut builder = Builder {
        stack: Vec::new(),
        anchors: HashMap::new(),
        nodes: 0,
        root: None,
        duplicates: Vec::new(),
    };
    let at = |range: Option<std::ops::Range<usize>>| {
        let range = range.unwrap_or(0..0);
        Span::new(file, range.start + bom, range.end + bom)
    };
    for next in Parser::new_from_str(text) {
        match next {
            Ok((event, span)) => {
                if let Err(diagnostic) = builder.event(event, at(span.byte_range())) {
                    builder.duplicates.push(diagnostic);
                    return Err(builder.duplicates);
                }
            }
            Err(error) => {
                let start = error.marker().byte_offset().unwrap_or(0).min(text.len());
                let end = text
                    .get(start..)
                    .and_then(|t| t.chars().next())
                    .map_or(start, |c| start + c.len_utf8());
                builder.duplicates.push(
                    Diagnostic::new(
                        Code::YamlSyntax,
                        format!("this is not valid YAML: {}", error.info()),
                    )
                    .at(at(Some(start..end)), "here"),
                );
                return Err(builder.duplicates);
            }
        }
    }
    if !builder.duplicates.is_empty() {
        return Err(builder.duplicates);
    }
    Ok(builder.root.unwrap_or_else(|| Node::map(Vec::new(), Span::new(file, 0, 0))))
}

impl Builder {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Diagnostic> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let quoted = style != ScalarStyle::Plain;
                let node =
                    Node { span, content: Content::Scalar { text: Arc::from(&*text), quoted } };
                self.count(1, span)?;
                self.done(node, anchor, 1)
            }
            Event::SequenceStart(_, anchor, _) => {
                self.open(span)?;
                let before = self.nodes;
                self.stack.push(Open::List { items: Vec::new(), start: span, anchor, before });
                Ok(())
            }
            Event::MappingStart(_, anchor, _) => {
                self.open(span)?;
                let before = self.nodes;
                self.stack.push(Open::Map {
                    entries: Vec::new(),
                    keys: HashSet::new(),
                    key: None,
                    start: span,
                    anchor,
                    before,
                });
                Ok(())
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(id) => match self.anchors.get(&id).cloned() {
                Some((node, size)) => {
                    self.count(size, span)?;
                    self.done(node, 0, size)
                }
                None => {
                    Err(Diagnostic::new(Code::YamlSyntax, "an alias to itself").at(span, "here"))
                }
            },
            Event::DocumentStart(..) if self.root.is_some() => {
                Err(Diagnostic::new(Code::YamlSyntax, "a second document in one file")
                    .at(span, "here"))
            }
            _ => Ok(()),
        }
    }

    fn count(&mut self, nodes: usize, span: Span) -> Result<(), Diagnostic> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes > MAX_NODES {
            let message =
                format!("the file has more than {MAX_NODES} values, aliases counted in full");
            return Err(Diagnostic::new(Code::YamlLimit, message).at(span, "reached here"));
        }
        Ok(())
    }

    fn open(&mut self, span: Span) -> Result<(), Diagnostic> {
        self.count(1, span)?;
        if self.stack.len() >= MAX_DEPTH {
            let message = format!("maps and lists are nested deeper than {MAX_DEPTH}");
            return Err(Diagnostic::new(Code::YamlLimit, message).at(span, "here"));
        }
        Ok(())
    }

    fn close(&mut self, end: Span) -> Result<(), Diagnostic> {
        let (content, start, anchor, before) = match self.stack.pop() {
            Some(Open::List { items, start, anchor, before }) => {
                (Content::List(Arc::new(items)), start, anchor, before)
            }
            Some(Open::Map { entries, start, anchor, before, .. }) => {
                (Content::Map(Arc::new(entries)), start, anchor, before)
            }
            None => return Ok(()),
        };
        let span = Span { end: end.end.max(start.end), ..start };
        let size = self.nodes.saturating_sub(before) + 1;
        self.done(Node { span, content }, anchor, size)
    }

    /// Puts a finished node where it belongs.
    fn done(&mut self, node: Node, anchor: usize, size: usize) -> Result<(), Diagnostic> {
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), size));
        }
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { entries, keys, key, .. }) => match key.take() {
                Some((name, key_span)) => entries.push(Entry { key: name, key_span, value: node }),
                None => {
                    let Content::Scalar { text, .. } = &node.content else {
                        let message = "a key must be a single value";
                        return Err(
                            Diagnostic::new(Code::YamlSyntax, message).at(node.span, "here")
                        );
                    };
                    if let Some(first) = given(text, entries, keys) {
                        self.duplicates.push(
                            Diagnostic::new(Code::DuplicateKey, format!("`{text}` is given twice"))
                                .at(node.span, "the second time")
                                .at(first, "the first"),
                        );
                    }
                    *key = Some((Arc::clone(text), node.span));
                }
            },
        }
        Ok(())
    }
}

/// Maps up to this size are searched from end to end.
const SMALL: usize = 16;

/// Where a key was given before. `keys` holds those of a map that outgrew a
/// search.
fn given(text: &Arc<str>, entries: &[Entry], keys: &mut HashSet<Arc<str>>) -> Option<Span> {
    if entries.len() >= SMALL {
        if keys.is_empty() {
            keys.extend(entries.iter().map(|e| Arc::clone(&e.key)));
        }
        if keys.insert(Arc::clone(text)) {
            return None;
        }
    }
    entries.iter().find(|e| e.key == *text).map(|e| e.key_span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sources;

    fn read(text: &str) -> Result<Node, Vec<String>> {
        let file = Sources::default().add("k.yaml", text);
        parse(text, file)
            .map_err(|e| e.into_iter().map(|d| format!("{}: {}", d.code, d.message)).collect())
    }

    #[test]
    fn keeps_raw_text_and_places() {
        let text = "a: 0.10\nb: yes\nc: {d: [1, \"null\", null]}\n";
        let node = read(text).expect("reads");
        assert_eq!(node.get("a").and_then(Node::as_scalar).map(|s| &**s), Some("0.10"));
        assert_eq!(node.get("b").and_then(Node::as_scalar).map(|s| &**s), Some("yes"));
        let items = node.get("c").and_then(|c| c.get("d")).and_then(Node::items).expect("a list");
        assert!(!items[1].is_null() && items[2].is_null());
        assert_eq!(items[0].span.start as usize, text.find("1,").expect("there"));
    }

    #[test]
    fn refuses_what_would_hurt() {
        assert_eq!(
            read("a: 1\na: 2\nb: 1\nb: 2").map(|_| ()),
            Err(vec![
                "duplicate-key: `a` is given twice".into(),
                "duplicate-key: `b` is given twice".into()
            ])
        );
        let mut bomb = String::from("a: &a [x,x,x,x,x,x,x,x,x,x]\n");
        for (name, before) in
            ["b", "c", "d", "e", "f", "g", "h"].iter().zip(["a", "b", "c", "d", "e", "f", "g"])
        {
            bomb += &format!("{name}: &{name} [{}]\n", vec![format!("*{before}"); 10].join(","));
        }
        assert!(read(&bomb).is_err_and(|e| e[0].starts_with("yaml-limit")));
        assert!(read(&"[".repeat(100)).is_err());
        assert!(read("a: [1\nb: 2").is_err_and(|e| e[0].starts_with("yaml-syntax")));
        assert!(read("a: *nobody").is_err());
        assert!(read("a: 1\n---\nb: 2\n").is_err());
        assert!(read("? [a, b]\n: 1\n").is_err());
        assert!(read("").is_ok_and(|n| n.entries().is_some_and(<[Entry]>::is_empty)));
    }
}
