//! Resource types of Terraform that are no line of a bill: those that cost
//! nothing, and those that another resource counts.

use crate::catalog::kind::matches;
use crate::catalog::reader::{Reader, parse};
use crate::diagnostic::{Diagnostic, FileId};
use std::cell::RefCell;
use std::sync::Arc;

/// `free.hcl`.
#[derive(Debug, Default)]
pub struct Free {
    /// Patterns with `*`, and why they cost nothing.
    free: Vec<(Arc<str>, Arc<str>)>,
    parts: Vec<Part>,
}

/// A type, and the kinds that count it.
#[derive(Debug)]
struct Part {
    name: Arc<str>,
    of: Arc<[Arc<str>]>,
}

impl Free {
    pub(super) fn read(text: &str, file: FileId) -> Result<Free, Vec<Diagnostic>> {
        let body = parse(text, file).map_err(|d| vec![d])?;
        let errors = RefCell::default();
        let root = Reader::root(&body, file, &errors);
        let mut all = Free::default();
        for (name, reader) in root.labelled("free") {
            all.free.extend(reader.required_text("reason").map(|reason| (name, reason)));
            reader.finish();
        }
        for (name, reader) in root.labelled("part") {
            let of = reader.texts("of");
            if of.is_empty() {
                reader.error(reader.span, "`of` lists the kinds that count it");
            }
            all.parts.push(Part { name, of: of.into() });
            reader.finish();
        }
        root.finish();
        let errors = errors.into_inner();
        if errors.is_empty() { Ok(all) } else { Err(errors) }
    }

    /// `Some(None)`: free; `Some(Some(kinds))`: counted with one of these.
    pub fn class(&self, resource_type: &str) -> Option<Option<Arc<[Arc<str>]>>> {
        let part = self.parts.iter().find(|part| &*part.name == resource_type);
        if let Some(part) = part {
            return Some(Some(Arc::clone(&part.of)));
        }
        self.free.iter().any(|(pattern, _)| matches(pattern, resource_type)).then_some(None)
    }

    /// Why a type costs nothing.
    pub fn reason(&self, resource_type: &str) -> Option<&Arc<str>> {
        let free = self.free.iter().find(|(pattern, _)| matches(pattern, resource_type));
        free.map(|(_, reason)| reason)
    }
}
