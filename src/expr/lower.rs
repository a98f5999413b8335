//! From the HCL parser's tree to kanjo's.

use crate::diagnostic::{FileId, Span};
use crate::expr::ast::{Binary, ELEMENT, Expr, For, Node};
use crate::expr::template::parts;
use crate::expr::{Fault, Value, parser};
use crate::quantity::Number;
use hcl_edit::Span as _;
use hcl_edit::expr::{
    BinaryOperator, Expression, ForExpr, FuncCall, ObjectKey, Traversal, TraversalOperator,
    UnaryOperator,
};
use std::iter::Peekable;
use std::sync::Arc;
use std::vec::IntoIter;

/// Where the parsed text sits in a file: formulas of a YAML file are parsed on
/// their own, and their spans must still point into the file.
#[derive(Clone, Copy, Debug)]
pub struct Base {
    pub file: FileId,
    pub offset: usize,
}

impl Base {
    /// The span of a parsed thing, or the whole of `parent` if it has none.
    pub fn span(self, range: Option<std::ops::Range<usize>>, parent: Span) -> Span {
        match range {
            Some(range) => Span::new(self.file, self.offset + range.start, self.offset + range.end),
            None => parent,
        }
    }
}

/// Parses a formula. `whole` is its place in the file.
pub fn parse(text: &str, whole: Span) -> Result<Expr, Fault> {
    let base = Base { file: whole.file, offset: whole.start as usize };
    match parser::expression(text, base) {
        Some(expr) => Ok(expr),
        None => lowered(text, base, whole),
    }
}

/// The same by hcl-edit alone.
pub(super) fn lowered(text: &str, base: Base, whole: Span) -> Result<Expr, Fault> {
    match hcl_edit::parser::parse_expr(text) {
        Ok(expression) => lower(&expression, base, whole),
        Err(error) => {
            let at = error.location().offset().min(text.len());
            let end = text
                .get(at..)
                .and_then(|rest| rest.chars().next())
                .map_or(at, |c| at + c.len_utf8());
            Err(Fault::new(
                whole.within(at..end),
                format!("not a formula: {}", error.message().replace('\n', " ")),
            ))
        }
    }
}

/// Parses a template, as the text of a JSON file or of `templatefile` is one.
pub fn parse_template(text: &str, whole: Span) -> Result<Expr, Fault> {
    let base = Base { file: whole.file, offset: whole.start as usize };
    let template = hcl_edit::parser::parse_template(text).map_err(|error| {
        let at = error.location().offset().min(text.len());
        let message = format!("not a template: {}", error.message().replace('\n', " "));
        Fault::new(whole.within(at..at), message)
    })?;
    Ok(Expr { span: whole, node: Node::Template(parts(template.iter(), base, whole)?) })
}

/// The longest `a.b.c…`: what stands behind a name is nested when lowered.
pub(super) const MAX_TRAVERSAL: usize = 64;

/// Lowers a parsed expression. Fails on what kanjo does not evaluate.
pub fn lower(expression: &Expression, base: Base, parent: Span) -> Result<Expr, Fault> {
    let span = base.span(expression.span(), parent);
    let sub = |e: &Expression| lower(e, base, span);
    let boxed = |e: &Expression| lower(e, base, span).map(Box::new);
    let node = match expression {
        Expression::Null(_) => Node::Literal(Value::Null),
        Expression::Bool(value) => Node::Literal(Value::Bool(*value.value())),
        Expression::String(text) => Node::Literal(Value::text(text.value())),
        Expression::Number(number) => {
            let digits =
                number.as_repr().map_or_else(|| number.value().to_string(), |r| r.to_string());
            match Number::parse_scientific(&digits) {
                Some(number) => Node::Literal(Value::Number(number)),
                None => return Err(Fault::new(span, format!("{digits} does not fit 28 digits"))),
            }
        }
        Expression::Array(items) => Node::List(items.iter().map(sub).collect::<Result<_, _>>()?),
        Expression::Object(object) => {
            let mut entries = Vec::with_capacity(object.len());
            for (key, value) in object {
                let key = match key {
                    ObjectKey::Ident(name) => {
                        let span = base.span(name.span(), span);
                        Expr { span, node: Node::Literal(Value::text(name.value().as_str())) }
                    }
                    ObjectKey::Expression(key) => object_key(key, base, span)?,
                };
                entries.push((key, sub(value.expr())?));
            }
            Node::Map(entries)
        }
        Expression::StringTemplate(template) => Node::Template(parts(template.iter(), base, span)?),
        Expression::HeredocTemplate(heredoc) => {
            Node::Template(parts(heredoc.template.iter(), base, span)?)
        }
        Expression::Parenthesis(inner) => return sub(inner.inner()),
        Expression::Variable(name) => Node::Variable(Arc::from(name.value().as_str())),
        Expression::Conditional(c) => {
            Node::Conditional(boxed(&c.cond_expr)?, boxed(&c.true_expr)?, boxed(&c.false_expr)?)
        }
        Expression::FuncCall(call) => function(call, base, span)?,
        Expression::Traversal(traversal) => return traverse(traversal, base, span),
        Expression::UnaryOp(op) => match op.operator.value() {
            UnaryOperator::Neg => Node::Negate(boxed(&op.expr)?),
            UnaryOperator::Not => Node::Not(boxed(&op.expr)?),
        },
        Expression::BinaryOp(op) => {
            Node::Binary(binary(*op.operator.value()), boxed(&op.lhs_expr)?, boxed(&op.rhs_expr)?)
        }
        Expression::ForExpr(each) => for_expression(each, base, span)?,
    };
    Ok(Expr { span, node })
}

fn binary(operator: BinaryOperator) -> Binary {
    match operator {
        BinaryOperator::Eq => Binary::Equal,
        BinaryOperator::NotEq => Binary::NotEqual,
        BinaryOperator::LessEq => Binary::LessEqual,
        BinaryOperator::GreaterEq => Binary::GreaterEqual,
        BinaryOperator::Less => Binary::Less,
        BinaryOperator::Greater => Binary::Greater,
        BinaryOperator::Plus => Binary::Add,
        BinaryOperator::Minus => Binary::Subtract,
        BinaryOperator::Mul => Binary::Multiply,
        BinaryOperator::Div => Binary::Divide,
        BinaryOperator::Mod => Binary::Modulo,
        BinaryOperator::And => Binary::And,
        BinaryOperator::Or => Binary::Or,
    }
}

/// A bare word as an object key is its own name; anything else is evaluated.
fn object_key(key: &Expression, base: Base, parent: Span) -> Result<Expr, Fault> {
    match key {
        Expression::Variable(name) => Ok(Expr {
            span: base.span(name.span(), parent),
            node: Node::Literal(Value::text(name.value().as_str())),
        }),
        other => lower(other, base, parent),
    }
}

fn function(call: &FuncCall, base: Base, span: Span) -> Result<Node, Fault> {
    let mut name = String::new();
    for namespace in &call.name.namespace {
        name.push_str(namespace.value().as_str());
        name.push_str("::");
    }
    name.push_str(call.name.name.value().as_str());
    let args = call.args.iter().map(|a| lower(a, base, span)).collect::<Result<_, _>>()?;
    Ok(Node::Call { name: Arc::from(name), args, expand: call.args.expand_final() })
}

fn for_expression(each: &ForExpr, base: Base, span: Span) -> Result<Node, Fault> {
    let optional = |e: Option<&Expression>| e.map(|e| lower(e, base, span)).transpose();
    Ok(Node::For(Box::new(For {
        key_name: each.intro.key_var.as_ref().map(|name| Arc::from(name.value().as_str())),
        value_name: Arc::from(each.intro.value_var.value().as_str()),
        collection: lower(&each.intro.collection_expr, base, span)?,
        key: optional(each.key_expr.as_ref())?,
        value: lower(&each.value_expr, base, span)?,
        grouping: each.grouping,
        condition: optional(each.cond.as_ref().map(|c| &c.expr))?,
    })))
}

fn traverse(traversal: &Traversal, base: Base, span: Span) -> Result<Expr, Fault> {
    if traversal.operators.len() > MAX_TRAVERSAL {
        return Err(Fault::new(span, format!("more than {MAX_TRAVERSAL} steps behind a name")));
    }
    let start = lower(&traversal.expr, base, span)?;
    let steps = traversal.operators.iter().map(|operator| {
        let end = base.span(operator.span(), span);
        let step = match operator.value() {
            TraversalOperator::GetAttr(name) => Trace::Attribute(Arc::from(name.as_str())),
            TraversalOperator::Index(index) => Trace::Index(lower(index, base, span)?),
            TraversalOperator::LegacyIndex(index) => {
                let index = Value::Number(Number::from(*index.value()));
                Trace::Index(Expr { span: end, node: Node::Literal(index) })
            }
            TraversalOperator::AttrSplat(_) => Trace::Attributes,
            TraversalOperator::FullSplat(_) => Trace::Everything,
        };
        Ok((step, end))
    });
    let steps = steps.collect::<Result<Vec<_>, Fault>>()?;
    Ok(walk(start, &mut steps.into_iter().peekable(), span))
}

/// A step behind a term.
pub(super) enum Trace {
    Attribute(Arc<str>),
    Index(Expr),
    /// `.*`: takes the attributes behind it and stops at an index.
    Attributes,
    /// `[*]`: takes everything behind it.
    Everything,
}

/// A term and the steps behind it as one expression. `whole` is the place of all.
pub(super) fn walk(
    mut expr: Expr,
    steps: &mut Peekable<IntoIter<(Trace, Span)>>,
    whole: Span,
) -> Expr {
    while let Some((step, end)) = steps.next() {
        let reach = Span { end: end.end, ..expr.span };
        let (span, node) = match step {
            Trace::Attribute(name) => (reach, Node::Attribute(Box::new(expr), name)),
            Trace::Index(index) => (reach, Node::Index(Box::new(expr), Box::new(index))),
            Trace::Attributes => {
                let mut inner = element(end);
                while let Some((Trace::Attribute(name), end)) =
                    steps.next_if(|(step, _)| matches!(step, Trace::Attribute(_)))
                {
                    let span = Span { end: end.end, ..inner.span };
                    inner = Expr { span, node: Node::Attribute(Box::new(inner), name) };
                }
                (reach, Node::Splat(Box::new(expr), Box::new(inner)))
            }
            Trace::Everything => {
                let rest: Vec<(Trace, Span)> = steps.by_ref().collect();
                let inner = walk(element(end), &mut rest.into_iter().peekable(), whole);
                (whole, Node::Splat(Box::new(expr), Box::new(inner)))
            }
        };
        expr = Expr { span, node };
    }
    expr
}

fn element(span: Span) -> Expr {
    Expr { span, node: Node::Variable(Arc::from(ELEMENT)) }
}
