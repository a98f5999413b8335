//! Values of a policy file, each with a message where it has the wrong form.

use crate::calendar;
use crate::catalog::Catalog;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources, Span, nearest};
use crate::quantity::{Number, Quantity, Unit};
use crate::topology::tree::{Content, Entry, Node};
use jiff::civil::Date;
use std::sync::Arc;

/// What reading needs, and what went wrong so far.
pub struct Reader<'a> {
    pub catalog: &'a mut Catalog,
    pub sources: &'a mut Sources,
    pub errors: Diagnostics,
}

impl Reader<'_> {
    pub fn wrong(&mut self, code: Code, message: impl Into<String>, span: Span, help: &str) {
        let help = (!help.is_empty()).then(|| help.to_owned());
        self.errors.push(Diagnostic::new(code, message).at(span, "here").help_if(help));
    }

    /// The entries of a map, each of a known name.
    pub fn map<'n>(&mut self, node: &'n Node, known: &[&str], place: &str) -> Option<&'n [Entry]> {
        let Some(entries) = node.entries() else {
            let message = format!("{place} is a map");
            self.errors.push(
                Diagnostic::new(Code::WrongType, message)
                    .at(node.span, node.kind())
                    .help(format!("the keys are {}", known.join(", "))),
            );
            return None;
        };
        for entry in entries.iter().filter(|e| !known.contains(&&*e.key)) {
            let near = nearest(&entry.key, known.iter().copied());
            let help = near.map_or_else(
                || format!("the keys are {}", known.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            self.errors.push(
                Diagnostic::new(Code::UnknownKey, format!("{place} has no key `{}`", entry.key))
                    .at(entry.key_span, "unknown")
                    .help(help),
            );
        }
        Some(entries)
    }

    /// The elements of a list.
    pub fn list<'n>(&mut self, node: &'n Node, place: &str) -> &'n [Node] {
        if node.is_null() {
            return &[];
        }
        node.items().unwrap_or_else(|| {
            let message = format!("{place} is a list");
            self.errors.push(Diagnostic::new(Code::WrongType, message).at(node.span, node.kind()));
            &[]
        })
    }

    pub fn text(&mut self, node: &Node, what: &str) -> Option<Arc<str>> {
        let text = node.as_scalar().filter(|text| !text.trim().is_empty());
        if text.is_none() {
            self.wrong(Code::WrongType, format!("{what} is text"), node.span, "");
        }
        text.cloned()
    }

    /// A text that must be there.
    pub fn needed(&mut self, map: &Node, key: &str, place: &str, help: &str) -> Option<Arc<str>> {
        match map.get(key) {
            Some(node) => self.text(node, &format!("`{key}`")),
            None => {
                let message = format!("{place} has no `{key}`");
                self.wrong(Code::MissingKey, message, map.span, help);
                None
            }
        }
    }

    /// One text, or several.
    pub fn texts(&mut self, node: &Node, what: &str) -> Vec<Arc<str>> {
        let items = node.items().unwrap_or(std::slice::from_ref(node));
        if items.is_empty() {
            self.wrong(Code::WrongType, format!("{what} is an empty list"), node.span, "");
        }
        items.iter().filter_map(|item| self.text(item, what)).collect()
    }

    /// USD: `400 USD`, `$400` or `400`.
    pub fn money(&mut self, node: &Node, what: &str) -> Option<Number> {
        let text = self.text(node, what)?;
        let bare = text.trim().trim_start_matches('$');
        let bare = bare.strip_prefix("USD").unwrap_or(bare).trim();
        self.number(bare, &Unit::named("USD"), node.span, what, "write it as `400 USD`")
    }

    /// Percent: `10 %` or `10`.
    pub fn percent(&mut self, node: &Node, what: &str) -> Option<Number> {
        let text = self.text(node, what)?;
        self.number(text.trim(), &Unit::named("%"), node.span, what, "write it as `10 %`")
    }

    fn number(
        &mut self,
        text: &str,
        unit: &Unit,
        span: Span,
        what: &str,
        help: &str,
    ) -> Option<Number> {
        let read = Quantity::parse(text).map(|quantity| quantity.to_unit(unit));
        match read {
            Some(Ok(number)) if !number.is_negative() => Some(number),
            Some(Ok(_)) => {
                self.wrong(Code::OutOfRange, format!("{what} is at least 0"), span, "");
                None
            }
            Some(Err(problem)) => {
                self.wrong(Code::BadQuantity, format!("{what}: {}", problem.message), span, help);
                None
            }
            None => {
                let message = format!("{what}: `{text}` is not an amount in {}", unit.name);
                self.wrong(Code::BadQuantity, message, span, help);
                None
            }
        }
    }

    pub fn date(&mut self, node: &Node, what: &str) -> Option<Date> {
        let text = self.text(node, what)?;
        match calendar::dates(&text) {
            Ok((from, to)) if from == to => Some(from),
            Ok(_) => {
                self.wrong(Code::BadPolicy, format!("{what} is one day"), node.span, "");
                None
            }
            Err(error) => {
                let message = format!("{what}: {}", error.message);
                let help = error.help.unwrap_or_default();
                self.wrong(Code::BadPolicy, message, node.span, &help);
                None
            }
        }
    }
}

/// Where the text of a scalar starts: behind its quote.
pub fn inner_span(node: &Node) -> Span {
    match &node.content {
        Content::Scalar { text, quoted: true }
            if (node.span.end - node.span.start) as usize == text.len() + 2 =>
        {
            node.span.within(1..text.len() + 1)
        }
        _ => node.span,
    }
}
