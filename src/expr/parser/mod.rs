//! HCL in one pass, straight into kanjo's tree.
//!
//! hcl-edit is made for editing: it keeps white space, comments and a float beside
//! every number, and tries one rule after another. It took 400 instructions a byte and
//! was a third of what a directory of Terraform costs. This parser reads
//! what people write and nothing else: of heredocs, `%{ }`, `~`, rare escapes,
//! and of all that is wrong it says `None`, and hcl-edit reads the text again.
//! `tests.rs` holds that the two agree, spans included, on whatever this one reads.

mod bodies;
mod collections;
mod expressions;
mod text;

use crate::diagnostic::Span;
use crate::expr::lower::Base;
use crate::expr::{Body, Expr};

/// Expressions and blocks inside each other: no more than hcl-edit allows.
const MAX_DEPTH: usize = 64;
/// Operators in one attribute; hcl-edit allows as many on one path.
const MAX_OPERATORS: usize = 128;

/// The body of a file, if all of it is plain.
pub(super) fn body(text: &str, base: Base) -> Option<Body> {
    let mut parser = Parser::new(text, base)?;
    let body = parser.body()?;
    parser.is_at_end().then_some(body)
}

/// A formula, if all of it is plain.
pub(super) fn expression(text: &str, base: Base) -> Option<Expr> {
    let mut parser = Parser::new(text, base)?;
    let term = parser.expression(false)?;
    parser.is_at_end().then_some(term.expr)
}

/// A place in a text. Whatever fails is over: nobody goes on after a `None`.
struct Parser<'a> {
    text: &'a str,
    at: usize,
    base: Base,
    depth: usize,
    operators: usize,
}

/// An expression and where it stands, with the parentheses around it.
struct Term {
    expr: Expr,
    start: usize,
    end: usize,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, base: Base) -> Option<Parser<'a>> {
        // Lines that end as on Windows are hcl-edit's.
        let plain = memchr::memchr(b'\r', text.as_bytes()).is_none();
        plain.then_some(Parser { text, at: 0, base, depth: 0, operators: 0 })
    }

    fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let offset = self.base.offset;
        Span::new(self.base.file, offset + start, offset + end)
    }

    fn slice(&self, start: usize, end: usize) -> Option<&'a str> {
        self.text.get(start..end)
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn peek(&self) -> Option<u8> {
        self.byte(0)
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or(&[])
    }

    /// Goes behind a token, if it is next.
    fn eat(&mut self, token: &str) -> bool {
        let next = self.rest().starts_with(token.as_bytes());
        self.at += if next { token.len() } else { 0 };
        next
    }

    fn expect(&mut self, token: &str) -> Option<()> {
        self.eat(token).then_some(())
    }

    /// Goes behind spaces and comments that do not end a line.
    fn space(&mut self) -> Option<()> {
        loop {
            match self.peek() {
                Some(b' ' | b'\t') => self.at += 1,
                Some(b'/') if self.byte(1) == Some(b'*') => {
                    let inside = self.rest().get(2..)?;
                    self.at += 2 + memchr::memmem::find(inside, b"*/")? + 2;
                }
                _ => return Some(()),
            }
        }
    }

    /// Goes behind spaces, lines and all comments.
    fn lines(&mut self) -> Option<()> {
        loop {
            self.space()?;
            match self.peek() {
                Some(b'\n') => self.at += 1,
                Some(b'#') => self.comment(),
                Some(b'/') if self.byte(1) == Some(b'/') => self.comment(),
                _ => return Some(()),
            }
        }
    }

    /// What may stand between the parts of an expression.
    fn gap(&mut self, lines: bool) -> Option<()> {
        if lines { self.lines() } else { self.space() }
    }

    /// Goes to the end of the line.
    fn comment(&mut self) {
        let rest = self.rest();
        self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    }

    /// A name of ASCII letters.
    fn name(&mut self) -> Option<&'a str> {
        let start = self.at;
        self.peek().filter(|b| b.is_ascii_alphabetic() || *b == b'_')?;
        while self.peek().is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')) {
            self.at += 1;
        }
        let ends = self.peek().is_none_or(|b| b.is_ascii());
        if ends { self.slice(start, self.at) } else { None }
    }

    /// Counts a level of depth around `inner`.
    fn nested<T>(&mut self, inner: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.depth += 1;
        let found = if self.depth <= MAX_DEPTH { inner(self) } else { None };
        self.depth -= 1;
        found
    }
}

#[cfg(test)]
mod tests;
