//! Attributes and blocks.

use crate::expr::parser::Parser;
use crate::expr::{Attribute, Block, Body};
use std::sync::Arc;

/// More attributes in one body than this are not looked through for doubles.
const MAX_ATTRIBUTES: usize = 256;

impl Parser<'_> {
    /// Lines of a body, up to what is none.
    pub(super) fn body(&mut self) -> Option<Body> {
        let mut body = Body::default();
        loop {
            self.lines()?;
            match self.peek() {
                None | Some(b'}') => return Some(body),
                Some(_) => self.line(&mut body)?,
            }
            self.space()?;
            if self.peek() == Some(b'#') || self.rest().starts_with(b"//") {
                self.comment();
            }
            if !self.is_at_end() {
                self.expect("\n")?;
            }
        }
    }

    /// An attribute or a block.
    fn line(&mut self, body: &mut Body) -> Option<()> {
        let start = self.at;
        let name = self.name()?;
        let span = self.span(start, self.at);
        self.space()?;
        if self.peek() == Some(b'=') {
            body.attributes.push(self.attribute(name, start)?);
            let (last, others) = body.attributes.split_last()?;
            let twice = others.iter().any(|other| other.name == last.name);
            return (!twice && others.len() < MAX_ATTRIBUTES).then_some(());
        }
        let (mut labels, mut end) = (Vec::new(), span.end);
        while self.peek() != Some(b'{') {
            let start = self.at;
            let label = if self.peek() == Some(b'"') {
                self.plain_text()?
            } else {
                Arc::from(self.name()?)
            };
            end = self.span(start, self.at).end;
            labels.push(label);
            self.space()?;
        }
        let inner = self.nested(Self::block)?;
        let span = crate::diagnostic::Span { end, ..span };
        body.blocks.push(Block { kind: Arc::from(name), labels, body: inner, span });
        Some(())
    }

    fn attribute(&mut self, name: &str, start: usize) -> Option<Attribute> {
        let span = self.span(start, start + name.len());
        self.expect("=")?;
        self.space()?;
        self.operators = 0;
        let value = self.expression(false)?.expr;
        Some(Attribute { name: Arc::from(name), span, value })
    }

    /// What stands in braces: lines, or one attribute.
    fn block(&mut self) -> Option<Body> {
        self.expect("{")?;
        self.space()?;
        if self.peek() == Some(b'#') || self.rest().starts_with(b"//") {
            self.comment();
        }
        let mut body = Body::default();
        match self.peek()? {
            b'\n' => body = self.body()?,
            b'}' => {}
            _ => {
                let start = self.at;
                let name = self.name()?;
                self.space()?;
                body.attributes.push(self.attribute(name, start)?);
                self.space()?;
            }
        }
        self.expect("}")?;
        Some(body)
    }
}
