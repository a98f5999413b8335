//! Where an expression's names come from, and what evaluation keeps beside its
//! value: what was assumed, and how much may still be done.

use crate::diagnostic::Span;
use crate::expr::{Expr, Fault, Origin, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where names get their values.
pub trait Scope {
    fn get(&self, name: &str) -> Option<Value>;

    /// All names, for "did you mean".
    fn names(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether [`Scope::reach`] answers for this name.
    fn is_lazy(&self, _name: &str) -> bool {
        false
    }

    /// What the steps behind a lazy name lead to, and how many of them that
    /// took: the whole of `var` or `module` is never asked for.
    fn reach(&self, _name: &str, _steps: &[Step<'_>], _at: Span) -> Result<(Value, usize), Fault> {
        Ok((Value::Null, 0))
    }

    /// A function that only this place has, as `file` in a directory.
    fn call(&self, _name: &str, _arguments: &[Value]) -> Option<Result<Value, String>> {
        None
    }

    /// A function that asks how its arguments were written, as `target(self.x)`.
    /// `scope` is where the call stands. `None`: it has no answer.
    fn ask(
        &self,
        _name: &str,
        _args: &[Expr],
        _scope: &dyn Scope,
        _notes: &mut Notes,
    ) -> Option<Value> {
        None
    }
}

/// `.name` or `[index]` behind a name.
#[derive(Clone, Debug)]
pub enum Step<'a> {
    Attribute(&'a str),
    Index(Value),
}

/// What evaluation wants to say beside its value.
#[derive(Debug)]
pub struct Notes {
    /// The unknowns that `assume` replaced.
    pub assumed: Vec<Arc<Origin>>,
    /// How many steps may still be done.
    pub left: u64,
    /// Nobody reads what would help: looking for the nearest name would be most
    /// of the work of a mapping.
    pub quiet: bool,
    /// Nobody reads a fault at all: a `try` goes on to the next.
    pub silent: bool,
}

/// The most steps: a few seconds, and more than any real file takes.
pub const MAX_STEPS: u64 = 20_000_000;
/// The longest text that an expression makes, in bytes.
pub const MAX_TEXT: usize = 4 * 1024 * 1024;

impl Default for Notes {
    fn default() -> Notes {
        Notes { assumed: Vec::new(), left: MAX_STEPS, quiet: false, silent: false }
    }
}

impl Notes {
    /// Notes for a value whose fault nobody reads.
    pub fn quiet() -> Notes {
        Notes { quiet: true, ..Notes::default() }
    }

    /// Runs `work` where nobody reads a fault.
    pub fn quietly<T>(&mut self, work: impl FnOnce(&mut Notes) -> T) -> T {
        let before = (self.quiet, self.silent);
        (self.quiet, self.silent) = (true, true);
        let done = work(self);
        (self.quiet, self.silent) = before;
        done
    }

    /// The words of a fault, if anybody reads them.
    pub fn words(&self, message: impl FnOnce() -> String) -> String {
        if self.silent { String::new() } else { message() }
    }

    /// Takes `steps` from those that are left.
    pub fn charge(&mut self, steps: u64, at: Span) -> Result<(), Fault> {
        let left = self.left.checked_sub(steps);
        self.left = left.unwrap_or(0);
        match left {
            Some(_) => Ok(()),
            None => Err(Fault::new(at, "this takes too many steps to evaluate")),
        }
    }
}

/// A scope with a few names in front of another.
pub struct Binding<'a> {
    pub parent: &'a dyn Scope,
    pub names: Vec<(Arc<str>, Value)>,
}

impl Scope for Binding<'_> {
    fn get(&self, name: &str) -> Option<Value> {
        let bound = self.names.iter().find(|(known, _)| &**known == name);
        bound.map(|(_, value)| value.clone()).or_else(|| self.parent.get(name))
    }

    fn names(&self) -> Vec<String> {
        let mut names = self.parent.names();
        names.extend(self.names.iter().map(|(name, _)| name.to_string()));
        names
    }

    fn is_lazy(&self, name: &str) -> bool {
        self.names.iter().all(|(known, _)| &**known != name) && self.parent.is_lazy(name)
    }

    fn reach(&self, name: &str, steps: &[Step<'_>], at: Span) -> Result<(Value, usize), Fault> {
        self.parent.reach(name, steps, at)
    }

    fn call(&self, name: &str, arguments: &[Value]) -> Option<Result<Value, String>> {
        self.parent.call(name, arguments)
    }

    fn ask(
        &self,
        name: &str,
        args: &[Expr],
        scope: &dyn Scope,
        notes: &mut Notes,
    ) -> Option<Value> {
        self.parent.ask(name, args, scope, notes)
    }
}

impl Scope for BTreeMap<String, Value> {
    fn get(&self, name: &str) -> Option<Value> {
        BTreeMap::get(self, name).cloned()
    }

    fn names(&self) -> Vec<String> {
        self.keys().cloned().collect()
    }
}
