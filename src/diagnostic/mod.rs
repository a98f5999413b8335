//! One shape for everything that went wrong or is less than certain.
//!
//! An error stops the command; a caveat travels with the number that it makes
//! less certain, into the table and into JSON. Both name a place and the
//! nearest fix. Loading collects up to [`Diagnostics::LIMIT`] and goes on past
//! each, so that three slips in a file are three messages in one run.

mod code;
mod nearest;
mod source;

pub use code::Code;
pub use nearest::{distance, nearest};
pub use source::{FileId, LineIndex, Location, Sources, Span};

use std::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    Error,
    Caveat,
}

/// A place and what to say there. The first label of a diagnostic is its main one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: Code,
    pub message: String,
    pub labels: Vec<Label>,
    pub help: Option<String>,
    pub resource: Option<Arc<str>>,
}

impl Diagnostic {
    pub fn new(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic { code, message: message.into(), labels: Vec::new(), help: None, resource: None }
    }

    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    #[must_use]
    pub fn help_if(mut self, help: Option<String>) -> Diagnostic {
        self.help = help.or(self.help);
        self
    }

    #[must_use]
    pub fn on(mut self, resource: impl Into<Arc<str>>) -> Diagnostic {
        self.resource = Some(resource.into());
        self
    }
}

/// A collection that stops growing, so that 100 MB of nonsense prints one page.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    dropped: usize,
}

impl Diagnostics {
    /// How many are kept; the rest are counted.
    pub const LIMIT: usize = 20;

    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.list.contains(&diagnostic) {
            return;
        }
        if self.list.len() < Diagnostics::LIMIT {
            self.list.push(diagnostic);
        } else {
            self.dropped += 1;
        }
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn len(&self) -> usize {
        self.list.len() + self.dropped
    }

    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// How many were met after the limit.
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// The exit status that they ask for: of several the highest.
    pub fn status(&self) -> u8 {
        self.list.iter().map(|diagnostic| diagnostic.code.status()).max().unwrap_or(2)
    }

    /// `value` if nothing was collected, else the collection.
    pub fn into_result<T>(self, value: T) -> Result<T, Diagnostics> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Diagnostics {
        Diagnostics { list: vec![diagnostic], dropped: 0 }
    }
}
