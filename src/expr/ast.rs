//! The expression tree that kanjo evaluates.
//!
//! Lowered once from the parser's tree, so that a formula which runs for
//! 100,000 resources neither re-reads its digits nor looks up its spans, and so
//! that numbers come from the source text and never through f64.

use crate::diagnostic::Span;
use crate::expr::Value;
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    pub span: Span,
    pub node: Node,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    Literal(Value),
    Template(Vec<Part>),
    Variable(Arc<str>),
    Attribute(Box<Expr>, Arc<str>),
    Index(Box<Expr>, Box<Expr>),
    /// `list[*].a`: the base, and the rest applied to each element, in which
    /// the element is the variable [`ELEMENT`].
    Splat(Box<Expr>, Box<Expr>),
    List(Vec<Expr>),
    Map(Vec<(Expr, Expr)>),
    Not(Box<Expr>),
    Negate(Box<Expr>),
    Binary(Binary, Box<Expr>, Box<Expr>),
    Conditional(Box<Expr>, Box<Expr>, Box<Expr>),
    Call {
        name: Arc<str>,
        args: Vec<Expr>,
        expand: bool,
    },
    For(Box<For>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct For {
    pub key_name: Option<Arc<str>>,
    pub value_name: Arc<str>,
    pub collection: Expr,
    pub key: Option<Expr>,
    pub value: Expr,
    pub grouping: bool,
    pub condition: Option<Expr>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    Text(Arc<str>),
    Value(Expr),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    Equal,
    NotEqual,
    LessEqual,
    GreaterEqual,
    Less,
    Greater,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    And,
    Or,
}

/// The element inside a splat; no identifier can be written like this.
pub const ELEMENT: &str = "[*]";

impl Expr {
    /// Calls `f` with every variable name and its place; names that a `for`
    /// binds are left out.
    pub fn visit_variables<'a>(&'a self, f: &mut dyn FnMut(&'a str, Span)) {
        match &self.node {
            Node::Variable(name) if &**name != ELEMENT => f(name, self.span),
            Node::For(inner) => {
                let mut free = |name: &'a str, span| {
                    if name != &*inner.value_name && inner.key_name.as_deref() != Some(name) {
                        f(name, span);
                    }
                };
                self.visit_children(&mut |child| child.visit_variables(&mut free));
            }
            _ => self.visit_children(&mut |child| child.visit_variables(f)),
        }
    }

    /// Calls `f` with every part of it.
    pub fn visit_children<'a>(&'a self, f: &mut dyn FnMut(&'a Expr)) {
        match &self.node {
            Node::Literal(_) | Node::Variable(_) => {}
            Node::Template(parts) => {
                for part in parts {
                    if let Part::Value(expr) = part {
                        f(expr);
                    }
                }
            }
            Node::Attribute(base, _) | Node::Not(base) | Node::Negate(base) => f(base),
            Node::Index(a, b) | Node::Splat(a, b) | Node::Binary(_, a, b) => {
                f(a);
                f(b);
            }
            Node::List(items) | Node::Call { args: items, .. } => items.iter().for_each(f),
            Node::Map(entries) => {
                for (key, value) in entries {
                    f(key);
                    f(value);
                }
            }
            Node::Conditional(a, b, c) => {
                f(a);
                f(b);
                f(c);
            }
            Node::For(inner) => {
                f(&inner.collection);
                inner.key.iter().for_each(&mut *f);
                f(&inner.value);
                inner.condition.iter().for_each(&mut *f);
            }
        }
    }

    /// Calls `f` with every function name and its place.
    pub fn visit_calls<'a>(&'a self, f: &mut dyn FnMut(&'a str, usize, Span)) {
        if let Node::Call { name, args, .. } = &self.node {
            f(name, args.len(), self.span);
        }
        self.visit_children(&mut |child| child.visit_calls(f));
    }
}
