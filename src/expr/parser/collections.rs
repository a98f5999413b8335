//! Lists, objects, their `for` forms, and the arguments of calls.

use crate::expr::Value;
use crate::expr::ast::{Expr, For, Node};
use crate::expr::parser::{Parser, Term};
use foldhash::HashSet;
use std::sync::Arc;

/// More keys than this that are no text are not looked through for doubles.
const MAX_OTHERS: usize = 64;

impl Parser<'_> {
    /// `[a, b]` or `[for …]`.
    pub(super) fn list(&mut self) -> Option<Node> {
        self.expect("[")?;
        if let Some((key_name, value_name, collection)) = self.for_intro()? {
            self.lines()?;
            let value = self.expression(true)?.expr;
            let condition = self.condition()?;
            self.expect("]")?;
            let (key, grouping) = (None, false);
            let each = For { key_name, value_name, collection, key, value, grouping, condition };
            return Some(Node::For(Box::new(each)));
        }
        let mut items = Vec::new();
        loop {
            self.lines()?;
            if self.eat("]") {
                return Some(Node::List(items));
            }
            items.push(self.expression(true)?.expr);
            self.lines()?;
            if self.peek()? != b']' {
                self.expect(",")?;
            }
        }
    }

    /// `{a = b}` or `{for …}`. Whether it was a `for`.
    pub(super) fn object(&mut self) -> Option<(Node, bool)> {
        self.expect("{")?;
        if let Some((key_name, value_name, collection)) = self.for_intro()? {
            self.lines()?;
            let key = Some(self.expression(false)?.expr);
            self.lines()?;
            self.expect("=>")?;
            self.lines()?;
            let value = self.expression(false)?.expr;
            self.lines()?;
            let grouping = self.eat("...");
            let condition = self.condition()?;
            self.expect("}")?;
            let each = For { key_name, value_name, collection, key, value, grouping, condition };
            return Some((Node::For(Box::new(each)), true));
        }
        let mut entries: Vec<(Expr, Expr)> = Vec::new();
        let mut names: HashSet<Arc<str>> = HashSet::default();
        loop {
            self.lines()?;
            if self.eat("}") {
                return Some((Node::Map(entries), false));
            }
            let key = self.key()?;
            let twice = match &key.node {
                Node::Literal(Value::String(name)) => !names.insert(Arc::clone(name)),
                node => entries.iter().any(|(other, _)| other.node == *node),
            };
            if twice || entries.len() > names.len() + MAX_OTHERS {
                return None;
            }
            self.space()?;
            if !self.eat("=") {
                self.expect(":")?;
            }
            self.space()?;
            let value = self.expression(false)?.expr;
            entries.push((key, value));
            self.space()?;
            match self.peek()? {
                b'}' => {}
                b',' | b'\n' => self.at += 1,
                b'#' => self.comment(),
                b'/' if self.byte(1) == Some(b'/') => self.comment(),
                _ => return None,
            }
        }
    }

    /// A bare word as a key is its own name.
    fn key(&mut self) -> Option<Expr> {
        let Term { expr, start, .. } = self.expression(false)?;
        match expr.node {
            Node::Variable(name) if self.span(start, start).start == expr.span.start => {
                Some(Expr { node: Node::Literal(Value::String(name)), ..expr })
            }
            node => Some(Expr { node, ..expr }),
        }
    }

    /// `for k, v in list :`, if this is one.
    #[allow(clippy::type_complexity, reason = "the three parts of an intro, once")]
    fn for_intro(&mut self) -> Option<Option<(Option<Arc<str>>, Arc<str>, Expr)>> {
        let mark = self.at;
        self.lines()?;
        let is_for =
            self.eat("for") && matches!(self.peek(), Some(b' ' | b'\t' | b'#' | b'/' | b'\n'));
        if !is_for {
            self.at = mark;
            return Some(None);
        }
        self.lines()?;
        let first: Arc<str> = Arc::from(self.name()?);
        self.lines()?;
        let mut names = (None, first);
        if self.eat(",") {
            self.lines()?;
            names = (Some(names.1), Arc::from(self.name()?));
            self.lines()?;
        }
        self.expect("in")?;
        self.lines()?;
        let collection = self.expression(false)?.expr;
        self.lines()?;
        self.expect(":")?;
        Some(Some((names.0, names.1, collection)))
    }

    /// `if …` at the end of a `for`; the outer `None` is what cannot be read.
    fn condition(&mut self) -> Option<Option<Expr>> {
        self.lines()?;
        if !self.eat("if") {
            return Some(None);
        }
        self.lines()?;
        let condition = self.expression(true)?.expr;
        self.lines()?;
        Some(Some(condition))
    }

    /// `(a, b...)`: the arguments, and whether the last is expanded.
    pub(super) fn arguments(&mut self) -> Option<(Vec<Expr>, bool)> {
        self.expect("(")?;
        let mut arguments = Vec::new();
        loop {
            self.lines()?;
            if self.eat(")") {
                return Some((arguments, false));
            }
            arguments.push(self.expression(true)?.expr);
            self.lines()?;
            if self.eat("...") {
                self.lines()?;
                self.expect(")")?;
                return Some((arguments, true));
            }
            if self.peek()? != b')' {
                self.expect(",")?;
            }
        }
    }
}
