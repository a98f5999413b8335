//! Reads HCL blocks attribute by attribute and complains about the rest.
//!
//! Every attribute is asked for by name; what was never asked for is unknown.
//! So the schema lives in one place, the code that uses it.

use crate::diagnostic::{Code, Diagnostic, FileId, Span, nearest};
use crate::expr::{
    Attribute, BadBody, Base, Block, Body, Expr, Node, Notes, Value, eval, parse_body,
};
use crate::quantity::Number;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A block whose attributes and inner blocks are being read.
pub struct Reader<'a> {
    body: &'a Body,
    pub span: Span,
    asked: RefCell<Vec<&'static str>>,
    errors: &'a RefCell<Vec<Diagnostic>>,
}

impl<'a> Reader<'a> {
    pub fn root(body: &'a Body, file: FileId, errors: &'a RefCell<Vec<Diagnostic>>) -> Reader<'a> {
        let span = Span::new(file, 0, 0);
        Reader { body, span, asked: RefCell::default(), errors }
    }

    /// A reader of an inner block. Its span is that of the header.
    pub fn inner(&self, block: &'a Block) -> Reader<'a> {
        let asked = RefCell::default();
        Reader { body: &block.body, span: block.span, asked, errors: self.errors }
    }

    pub fn error(&self, span: Span, message: impl Into<String>) {
        let diagnostic = Diagnostic::new(Code::CatalogSchema, message.into()).at(span, "here");
        self.errors.borrow_mut().push(diagnostic);
    }

    fn push(&self, diagnostic: Diagnostic) {
        self.errors.borrow_mut().push(diagnostic);
    }

    fn attribute(&self, name: &'static str) -> Option<&'a Attribute> {
        self.asked.borrow_mut().push(name);
        self.body.attributes.iter().find(|own| &*own.name == name)
    }

    /// Blocks of that name, with their labels.
    pub fn blocks(&self, name: &'static str) -> Vec<(Vec<Arc<str>>, Reader<'a>)> {
        self.asked.borrow_mut().push(name);
        self.body.blocks(name).map(|block| (block.labels.clone(), self.inner(block))).collect()
    }

    /// Blocks with exactly one label.
    pub fn labelled(&self, name: &'static str) -> Vec<(Arc<str>, Reader<'a>)> {
        let mut out = Vec::new();
        for (labels, reader) in self.blocks(name) {
            match &labels[..] {
                [label] => out.push((Arc::clone(label), reader)),
                _ => reader.error(reader.span, format!("a `{name}` block has one name in quotes")),
            }
        }
        out
    }

    /// An attribute as an expression.
    pub fn expr(&self, name: &'static str) -> Option<Expr> {
        self.attribute(name).map(|own| own.value.clone())
    }

    /// An attribute that must be given.
    pub fn required(&self, name: &'static str) -> Option<Expr> {
        let expr = self.expr(name);
        if expr.is_none() && self.body.get(name).is_none() {
            self.error(self.span, format!("`{name}` is missing"));
        }
        expr
    }

    /// An attribute that stands for itself: evaluated without any names.
    pub fn constant(&self, name: &'static str) -> Option<(Value, Span)> {
        let expr = self.expr(name)?;
        match eval(&expr, &BTreeMap::new(), &mut Notes::default()) {
            Ok(value) => Some((value, expr.span)),
            Err(fault) => {
                self.push(fault.diagnostic());
                None
            }
        }
    }

    pub fn text(&self, name: &'static str) -> Option<Arc<str>> {
        match self.constant(name)? {
            (Value::String(text), _) => Some(text),
            (_, span) => {
                self.error(span, format!("`{name}` must be text in quotes"));
                None
            }
        }
    }

    pub fn required_text(&self, name: &'static str) -> Option<Arc<str>> {
        let text = self.text(name);
        if text.is_none() && self.body.get(name).is_none() {
            self.error(self.span, format!("`{name}` is missing"));
        }
        text
    }

    pub fn number(&self, name: &'static str) -> Option<Number> {
        match self.constant(name)? {
            (Value::Number(number), _) => Some(number),
            (_, span) => {
                self.error(span, format!("`{name}` must be a number"));
                None
            }
        }
    }

    pub fn flag(&self, name: &'static str) -> bool {
        match self.constant(name) {
            None => false,
            Some((Value::Bool(value), _)) => value,
            Some((_, span)) => {
                self.error(span, format!("`{name}` must be true or false"));
                false
            }
        }
    }

    pub fn texts(&self, name: &'static str) -> Vec<Arc<str>> {
        match self.constant(name) {
            None => Vec::new(),
            Some((Value::List(items), span)) => {
                let texts: Option<Vec<Arc<str>>> = items.iter().map(Value::to_text).collect();
                texts.unwrap_or_else(|| {
                    self.error(span, format!("`{name}` must be a list of text"));
                    Vec::new()
                })
            }
            Some((_, span)) => {
                self.error(span, format!("`{name}` must be a list"));
                Vec::new()
            }
        }
    }

    /// One of a few words.
    pub fn choice<T: Copy>(&self, name: &'static str, choices: &[(&str, T)], default: T) -> T {
        let Some(word) = self.text(name) else { return default };
        match choices.iter().find(|(known, _)| *known == &*word) {
            Some((_, value)) => *value,
            None => {
                let known: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
                let message = format!("`{name}` is one of {}", known.join(", "));
                self.error(self.span, message);
                default
            }
        }
    }

    /// The declared type of an input: `number`, `list(text)` and so on.
    pub fn type_name(&self, name: &'static str) -> Option<String> {
        Some(type_name(&self.attribute(name)?.value))
    }

    /// All attributes, whatever their names: of `inputs` and `locals`.
    pub fn every(&self) -> Vec<(Arc<str>, Expr)> {
        let own = self.body.attributes.iter();
        own.map(|own| (Arc::clone(&own.name), own.value.clone())).collect()
    }

    /// Complains about whatever was not asked for.
    pub fn finish(&self) {
        let asked = self.asked.borrow();
        let attributes = self.body.attributes.iter().map(|own| (&*own.name, own.span));
        let blocks = self.body.blocks.iter().map(|block| (&*block.kind, block.span));
        for (name, span) in attributes.chain(blocks) {
            if !asked.contains(&name) {
                let near = nearest(name, asked.iter().copied());
                let diagnostic =
                    Diagnostic::new(Code::CatalogSchema, format!("`{name}` is not known here"))
                        .at(span, "unknown")
                        .help(near.map_or_else(
                            || format!("known here: {}", asked.join(", ")),
                            |n| format!("did you mean `{n}`?"),
                        ));
                self.push(diagnostic);
            }
        }
    }
}

/// A type as it is written.
fn type_name(expr: &Expr) -> String {
    match &expr.node {
        Node::Variable(name) => name.to_string(),
        Node::Call { name, args, .. } => {
            let args: Vec<String> = args.iter().map(type_name).collect();
            format!("{name}({})", args.join(", "))
        }
        _ => "this".to_owned(),
    }
}

/// Parses a file of the catalogue.
pub fn parse(text: &str, file: FileId) -> Result<Body, Diagnostic> {
    parse_body(text, Base { file, offset: 0 }).map_err(|bad| match bad {
        BadBody::Syntax(message, at) => {
            Diagnostic::new(Code::CatalogSyntax, format!("this is not valid HCL: {message}"))
                .at(at, "here")
        }
        BadBody::Fault(fault) => fault.diagnostic(),
    })
}
