//! Expressions: operators by their precedence, terms, and what stands behind them.

use crate::diagnostic::Span;
use crate::expr::Value;
use crate::expr::ast::{Binary, Expr, Node};
use crate::expr::lower::{MAX_TRAVERSAL, Trace, walk};
use crate::expr::parser::{MAX_OPERATORS, Parser, Term};
use crate::quantity::Number;
use std::sync::Arc;

impl Parser<'_> {
    /// An expression that begins here. `lines`: whether it may go over several.
    pub(super) fn expression(&mut self, lines: bool) -> Option<Term> {
        self.nested(|parser| parser.whole(lines))
    }

    fn whole(&mut self, mut lines: bool) -> Option<Term> {
        // As for hcl-edit: behind brackets that may span lines, operators may too.
        let first = self.term(&mut lines)?;
        let term = self.operations(first, 1, lines)?;
        let mark = self.at;
        self.gap(lines)?;
        if self.peek() != Some(b'?') {
            self.at = mark;
            return Some(term);
        }
        self.at += 1;
        self.gap(lines)?;
        let yes = self.expression(lines)?.expr;
        self.gap(lines)?;
        self.expect(":")?;
        self.gap(lines)?;
        let no = self.expression(lines)?.expr;
        let node = Node::Conditional(Box::new(term.expr), Box::new(yes), Box::new(no));
        Some(self.made(node, term.start))
    }

    /// What was read from `start` up to here.
    fn made(&self, node: Node, start: usize) -> Term {
        let end = self.at;
        Term { expr: Expr { span: self.span(start, end), node }, start, end }
    }

    /// Operations of at least a precedence, from the left.
    fn operations(&mut self, mut left: Term, least: u8, lines: bool) -> Option<Term> {
        loop {
            let mark = self.at;
            self.gap(lines)?;
            let (operator, precedence, width) = match self.operator()? {
                Some(found) if found.1 >= least => found,
                _ => {
                    self.at = mark;
                    return Some(left);
                }
            };
            self.operators += 1;
            if self.operators > MAX_OPERATORS {
                return None;
            }
            self.at += width;
            self.gap(lines)?;
            let right = self.term(&mut { lines })?;
            let right = self.operations(right, precedence + 1, lines)?;
            let (start, end) = (left.start, right.end);
            let node = Node::Binary(operator, Box::new(left.expr), Box::new(right.expr));
            left = Term { expr: Expr { span: self.span(start, end), node }, start, end };
        }
    }

    /// The operator that is next, its precedence and its width.
    fn operator(&self) -> Option<Option<(Binary, u8, usize)>> {
        let Some(first) = self.peek() else { return Some(None) };
        let second = self.byte(1);
        let found = match (first, second) {
            (b'=', Some(b'=')) => (Binary::Equal, 3, 2),
            (b'!', Some(b'=')) => (Binary::NotEqual, 3, 2),
            (b'<', Some(b'=')) => (Binary::LessEqual, 4, 2),
            (b'>', Some(b'=')) => (Binary::GreaterEqual, 4, 2),
            (b'&', Some(b'&')) => (Binary::And, 2, 2),
            (b'|', Some(b'|')) => (Binary::Or, 1, 2),
            (b'/', Some(b'/' | b'*')) => return Some(None),
            (b'!' | b'&' | b'|', _) | (b'<', Some(b'<')) => return None,
            (b'<', _) => (Binary::Less, 4, 1),
            (b'>', _) => (Binary::Greater, 4, 1),
            (b'+', _) => (Binary::Add, 5, 1),
            (b'-', _) => (Binary::Subtract, 5, 1),
            (b'*', _) => (Binary::Multiply, 6, 1),
            (b'/', _) => (Binary::Divide, 6, 1),
            (b'%', _) => (Binary::Modulo, 6, 1),
            _ => return Some(None),
        };
        Some(Some(found))
    }

    /// A term with what stands behind it.
    fn term(&mut self, lines: &mut bool) -> Option<Term> {
        let start = self.at;
        let term = match self.peek()? {
            b'"' => {
                let node = self.quoted()?;
                self.made(node, start)
            }
            b'[' => {
                let node = self.list()?;
                *lines = true;
                self.made(node, start)
            }
            b'{' => {
                let (node, is_for) = self.object()?;
                *lines |= is_for;
                self.made(node, start)
            }
            b'(' => {
                self.at += 1;
                self.lines()?;
                let inner = self.expression(true)?;
                self.lines()?;
                self.expect(")")?;
                Term { expr: inner.expr, start, end: self.at }
            }
            b'0'..=b'9' => self.number(start)?,
            b'-' if self.byte(1).is_some_and(|b| b.is_ascii_digit()) => {
                self.at += 1;
                self.number(start)?
            }
            sign @ (b'-' | b'!') => {
                self.at += 1;
                self.space()?;
                // `- 5` is a number with a space in it, which hcl-edit explains.
                if sign == b'-' && self.peek()?.is_ascii_digit() {
                    return None;
                }
                let operand = self.nested(|parser| parser.term(&mut { *lines }))?;
                let operand = Box::new(operand.expr);
                let node = if sign == b'-' { Node::Negate(operand) } else { Node::Not(operand) };
                self.made(node, start)
            }
            _ => self.named(lines)?,
        };
        self.behind(term, *lines)
    }

    /// A number by its digits.
    fn number(&mut self, start: usize) -> Option<Term> {
        self.digits();
        if self.peek() == Some(b'.') && self.byte(1).is_some_and(|b| b.is_ascii_digit()) {
            self.at += 1;
            self.digits();
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            self.peek().filter(u8::is_ascii_digit)?;
            self.digits();
        }
        let number = Number::parse_scientific(self.slice(start, self.at)?)?;
        Some(self.made(Node::Literal(Value::Number(number)), start))
    }

    fn digits(&mut self) {
        while self.peek().is_some_and(|b| b.is_ascii_digit()) {
            self.at += 1;
        }
    }

    /// A variable, a call, or one of the three words that are values.
    fn named(&mut self, lines: &mut bool) -> Option<Term> {
        let start = self.at;
        let name = self.name()?;
        let mark = self.at;
        self.gap(*lines)?;
        if self.rest().starts_with(b"::") {
            return None;
        }
        if self.peek() == Some(b'(') {
            let (args, expand) = self.arguments()?;
            *lines = true;
            return Some(self.made(Node::Call { name: Arc::from(name), args, expand }, start));
        }
        self.at = mark;
        let node = match name {
            "null" => Node::Literal(Value::Null),
            "true" => Node::Literal(Value::Bool(true)),
            "false" => Node::Literal(Value::Bool(false)),
            name => Node::Variable(Arc::from(name)),
        };
        Some(self.made(node, start))
    }

    /// A term and the steps behind it: `.a`, `[0]`, `.*`, `[*]`.
    fn behind(&mut self, term: Term, lines: bool) -> Option<Term> {
        let mut steps: Vec<(Trace, Span)> = Vec::new();
        loop {
            let mark = self.at;
            self.gap(lines)?;
            let begin = self.at;
            let step = match (self.peek(), self.byte(1)) {
                (Some(b'.'), next) if next != Some(b'.') => self.dot(begin)?,
                (Some(b'['), _) => self.bracket()?,
                _ => {
                    self.at = mark;
                    break;
                }
            };
            steps.push((step, self.span(begin, self.at)));
        }
        match steps.len() {
            0 => return Some(term),
            1..=MAX_TRAVERSAL => {}
            _ => return None,
        }
        let whole = self.span(term.start, self.at);
        let expr = walk(term.expr, &mut steps.into_iter().peekable(), whole);
        Some(Term { expr, start: term.start, end: self.at })
    }

    fn dot(&mut self, begin: usize) -> Option<Trace> {
        self.at += 1;
        self.lines()?;
        let start = self.at;
        match self.peek()? {
            b'*' => {
                self.at += 1;
                Some(Trace::Attributes)
            }
            b'0'..=b'9' => {
                self.digits();
                let digits = self.slice(start, self.at)?;
                let plain = digits == "0" || !digits.starts_with('0');
                let index: u64 = digits.parse().ok().filter(|_| plain)?;
                let node = Node::Literal(Value::Number(Number::from(index)));
                Some(Trace::Index(Expr { span: self.span(begin, self.at), node }))
            }
            _ => self.name().map(|name| Trace::Attribute(Arc::from(name))),
        }
    }

    fn bracket(&mut self) -> Option<Trace> {
        self.at += 1;
        self.lines()?;
        let step = match self.peek()? {
            b'*' => {
                self.at += 1;
                Trace::Everything
            }
            _ => Trace::Index(self.expression(true)?.expr),
        };
        self.lines()?;
        self.expect("]")?;
        Some(step)
    }
}
