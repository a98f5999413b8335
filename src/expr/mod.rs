//! One evaluator for the catalogue's formulas, kanjo.yaml's and Terraform's.
//!
//! HCL expressions over exact decimals and values without units. What differs
//! from Terraform's own evaluator is said in one place: numbers have 28 digits,
//! and `unknown` carries its origin, so that the end of the pipe can say why a
//! line has no price instead of dropping it.

mod ast;
mod body;
mod eval;
mod explain;
mod functions;
pub mod json;
mod lower;
mod parser;
mod scope;
mod template;
mod value;
mod yaml;

pub use ast::{Binary, Expr, Node, Part};
pub use body::{Attribute, BadBody, Block, Body, parse_body};
pub use eval::eval;
pub use explain::{explain, show};
pub use functions::{FORMULA_FUNCTIONS, Signature, signature, signatures};
pub use lower::{Base, parse, parse_template};
pub use scope::{Binding, MAX_STEPS, MAX_TEXT, Notes, Scope, Step};
pub use value::{Origin, REST, Value};

use crate::diagnostic::{Code, Diagnostic, Span};

/// Why an expression cannot be evaluated, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub code: Code,
    pub span: Span,
    pub message: String,
    pub help: Option<String>,
}

impl Fault {
    pub fn new(span: Span, message: impl Into<String>) -> Fault {
        Fault { code: Code::BadFormula, span, message: message.into(), help: None }
    }

    pub fn unknown_name(span: Span, message: String, help: Option<String>) -> Fault {
        Fault { code: Code::UnknownName, span, message, help }
    }

    pub fn diagnostic(self) -> Diagnostic {
        Diagnostic::new(self.code, self.message).at(self.span, "here").help_if(self.help)
    }
}

#[cfg(test)]
mod tests;
