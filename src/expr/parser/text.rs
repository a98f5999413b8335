//! Texts in quotes: plain, or with values in them.

use crate::expr::Value;
use crate::expr::ast::{Node, Part};
use crate::expr::parser::Parser;
use std::sync::Arc;

impl Parser<'_> {
    /// A text without values in it: a label.
    pub(super) fn plain_text(&mut self) -> Option<Arc<str>> {
        match self.quoted()? {
            Node::Literal(Value::String(text)) => Some(text),
            _ => None,
        }
    }

    /// A text in quotes.
    pub(super) fn quoted(&mut self) -> Option<Node> {
        self.expect("\"")?;
        let mut parts: Vec<Part> = Vec::new();
        // What is written with escapes; the run behind it stands as it is.
        let mut own = String::new();
        let mut run = self.at;
        loop {
            let byte = self.peek()?;
            let marks = matches!(byte, b'$' | b'%');
            let escaped = marks && self.byte(1) == Some(byte) && self.byte(2) == Some(b'{');
            let opens = marks && !escaped && self.byte(1) == Some(b'{');
            if !matches!(byte, b'"' | b'\\') && !escaped && !opens {
                self.at += 1;
                continue;
            }
            let plain = self.slice(run, self.at)?;
            if byte == b'"' && parts.is_empty() && own.is_empty() {
                self.at += 1;
                return Some(Node::Literal(Value::text(plain)));
            }
            own.push_str(plain);
            if escaped {
                own.push(char::from(byte));
                own.push('{');
                self.at += 3;
            } else if byte == b'\\' {
                own.push(self.escape()?);
            } else {
                if !own.is_empty() {
                    parts.push(Part::Text(Arc::from(std::mem::take(&mut own))));
                }
                if byte == b'"' {
                    self.at += 1;
                    break;
                }
                parts.push(self.interpolation()?);
            }
            run = self.at;
        }
        match &mut parts[..] {
            [Part::Text(text)] => Some(Node::Literal(Value::String(Arc::clone(text)))),
            _ => Some(Node::Template(parts)),
        }
    }

    fn escape(&mut self) -> Option<char> {
        let char = match self.byte(1)? {
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'\\' => '\\',
            b'"' => '"',
            _ => return None,
        };
        self.at += 2;
        Some(char)
    }

    /// `${ … }`; directives and what trims are hcl-edit's.
    fn interpolation(&mut self) -> Option<Part> {
        self.expect("${")?;
        self.lines()?;
        let value = self.expression(true)?.expr;
        self.lines()?;
        self.expect("}")?;
        Some(Part::Value(value))
    }
}
