//! Blocks and attributes, from HCL or from its JSON form.
//!
//! Expressions are lowered here, once per file: a module that is called a
//! hundred times is parsed once.

use crate::diagnostic::{Code, Diagnostic, FileId, Span};
use crate::expr::{Base, Expr, Fault, Node, lower};
use hcl_edit::Span as _;
use hcl_edit::structure::Structure;
use std::sync::Arc;

#[derive(Clone, Debug, Default)]
pub struct Body {
    pub attributes: Vec<(Arc<str>, Expr)>,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug)]
pub struct Block {
    pub kind: Arc<str>,
    pub labels: Vec<Arc<str>>,
    pub body: Body,
    /// Of its header.
    pub span: Span,
}

impl Body {
    pub fn get(&self, name: &str) -> Option<&Expr> {
        self.attributes.iter().find(|(known, _)| &**known == name).map(|(_, expr)| expr)
    }

    pub fn blocks<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Block> {
        self.blocks.iter().filter(move |block| &*block.kind == kind)
    }

    /// Lays an override over it, as Terraform merges one: attributes replace
    /// attributes, blocks of a kind replace all blocks of that kind.
    pub fn override_with(&mut self, other: Body) {
        for (name, expr) in other.attributes {
            match self.attributes.iter_mut().find(|(known, _)| *known == name) {
                Some(slot) => slot.1 = expr,
                None => self.attributes.push((name, expr)),
            }
        }
        let replaced = |block: &Block| other.blocks.iter().any(|new| new.kind == block.kind);
        self.blocks.retain(|block| !replaced(block));
        self.blocks.extend(other.blocks);
    }
}

/// Where a text stops being HCL or JSON.
pub fn syntax_error(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::new(Code::TerraformSyntax, message).at(span, "here")
}

fn broken(fault: Fault) -> Diagnostic {
    syntax_error(fault.message, fault.span).help_if(fault.help)
}

/// Parses a file of HCL.
pub fn parse(text: &str, file: FileId) -> Result<Body, Diagnostic> {
    // What Windows editors put in front is no part of the language.
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let text = text.get(mark..).unwrap_or(text);
    let body = hcl_edit::parser::parse_body(text).map_err(|error| {
        let at = error.location().offset().min(text.len()) + mark;
        syntax_error(error.message().replace('\n', " "), Span::new(file, at, at))
    })?;
    body_of(&body, Base { file, offset: mark })
}

fn body_of(body: &hcl_edit::structure::Body, base: Base) -> Result<Body, Diagnostic> {
    let nowhere = Span::new(base.file, 0, 0);
    let mut out = Body::default();
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => {
                let span = base.span(attribute.key.span(), nowhere);
                let expr = lower(&attribute.value, base, span).map_err(broken)?;
                out.attributes.push((Arc::from(attribute.key.as_str()), expr));
            }
            Structure::Block(block) => {
                let start = base.span(block.ident.span(), nowhere);
                let end = block.labels.last().map_or(start, |l| base.span(l.span(), start));
                out.blocks.push(Block {
                    kind: Arc::from(block.ident.as_str()),
                    labels: block.labels.iter().map(|l| Arc::from(l.as_str())).collect(),
                    body: body_of(&block.body, base)?,
                    span: Span { end: end.end, ..start },
                });
            }
        }
    }
    Ok(out)
}

/// `aws_instance.web[0]` as an address, from the expression that names it.
pub fn address(expr: &Expr) -> Option<String> {
    match &expr.node {
        Node::Variable(name) => Some(name.to_string()),
        Node::Attribute(base, name) => Some(format!("{}.{name}", address(base)?)),
        Node::Index(base, index) => match &index.node {
            Node::Literal(key) => Some(format!("{}{}", address(base)?, super::key_text(key))),
            _ => None,
        },
        // In JSON it is text.
        Node::Literal(value) => value.as_text().map(str::to_owned),
        _ => None,
    }
}
