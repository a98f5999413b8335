//! Blocks and attributes: what a file of HCL is made of.
//!
//! Two readers make the same tree. `parser/` reads the HCL that people write, in
//! one pass; what it does not know, and all that is wrong, goes to hcl-edit,
//! which reads everything and words the error.

use crate::diagnostic::Span;
use crate::expr::lower::{Base, lower};
use crate::expr::{Expr, Fault, parser};
use hcl_edit::Span as _;
use hcl_edit::structure::Structure;
use std::sync::Arc;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    pub attributes: Vec<Attribute>,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    pub name: Arc<str>,
    /// Of the name.
    pub span: Span,
    pub value: Expr,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    pub kind: Arc<str>,
    pub labels: Vec<Arc<str>>,
    pub body: Body,
    /// Of its header.
    pub span: Span,
}

/// Why a text is no body: it is not HCL, or says what kanjo does not evaluate.
#[derive(Debug)]
pub enum BadBody {
    Syntax(String, Span),
    Fault(Fault),
}

impl Body {
    pub fn get(&self, name: &str) -> Option<&Expr> {
        self.attributes.iter().find(|own| &*own.name == name).map(|own| &own.value)
    }

    pub fn blocks<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Block> {
        self.blocks.iter().filter(move |block| &*block.kind == kind)
    }
}

/// Parses a file of HCL.
pub fn parse_body(text: &str, base: Base) -> Result<Body, BadBody> {
    match parser::body(text, base) {
        Some(body) => Ok(body),
        None => lowered(text, base),
    }
}

/// The same by hcl-edit alone.
pub(super) fn lowered(text: &str, base: Base) -> Result<Body, BadBody> {
    let body = hcl_edit::parser::parse_body(text).map_err(|error| {
        let at = error.location().offset().min(text.len());
        let end = text.get(at..).and_then(|t| t.chars().next()).map_or(at, |c| at + c.len_utf8());
        let whole = Span::new(base.file, base.offset, base.offset);
        BadBody::Syntax(error.message().replace('\n', " "), base.span(Some(at..end), whole))
    })?;
    body_of(&body, base).map_err(BadBody::Fault)
}

fn body_of(body: &hcl_edit::structure::Body, base: Base) -> Result<Body, Fault> {
    let nowhere = Span::new(base.file, 0, 0);
    let mut out = Body::default();
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => {
                let span = base.span(attribute.key.span(), nowhere);
                let value = lower(&attribute.value, base, span)?;
                out.attributes.push(Attribute {
                    name: Arc::from(attribute.key.as_str()),
                    span,
                    value,
                });
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
