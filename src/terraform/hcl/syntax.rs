//! Blocks and attributes, from HCL or from its JSON form.
//!
//! Expressions are lowered here, once per file: a module that is called a
//! hundred times is parsed once.

use crate::diagnostic::{Code, Diagnostic, FileId, Span};
use crate::expr::{BadBody, Base, Expr, Node, parse_body};

pub use crate::expr::{Attribute, Block, Body};

impl Body {
    /// Lays an override over it, as Terraform merges one: attributes replace
    /// attributes, blocks of a kind replace all blocks of that kind.
    pub fn override_with(&mut self, other: Body) {
        for new in other.attributes {
            match self.attributes.iter_mut().find(|old| old.name == new.name) {
                Some(old) => *old = new,
                None => self.attributes.push(new),
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

/// Parses a file of HCL.
pub fn parse(text: &str, file: FileId) -> Result<Body, Diagnostic> {
    // What Windows editors put in front is no part of the language.
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let text = text.get(mark..).unwrap_or(text);
    parse_body(text, Base { file, offset: mark }).map_err(|bad| match bad {
        BadBody::Syntax(message, at) => syntax_error(message, Span { end: at.start, ..at }),
        BadBody::Fault(fault) => syntax_error(fault.message, fault.span).help_if(fault.help),
    })
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
