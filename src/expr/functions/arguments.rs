//! The arguments of a call, read as what its function wants: a fault names the
//! function and what it was given.

use crate::expr::Value;
use crate::quantity::Number;
use std::sync::Arc;

/// The arguments of a call, read as what the function wants.
pub struct Arguments<'a> {
    pub name: &'a str,
    pub values: &'a [Value],
}

impl Arguments<'_> {
    pub fn get(&self, i: usize) -> Result<&Value, String> {
        self.values.get(i).ok_or_else(|| "an argument is missing".to_owned())
    }

    pub fn number(&self, i: usize) -> Result<Number, String> {
        let value = self.get(i)?;
        value.to_number().ok_or_else(|| format!("a number is wanted, this is {}", value.kind()))
    }

    pub fn whole(&self, i: usize) -> Result<usize, String> {
        let whole = self.number(i)?.to_u64().and_then(|n| usize::try_from(n).ok());
        whole.ok_or_else(|| format!("argument {} of `{}` is a whole number", i + 1, self.name))
    }

    pub fn text(&self, i: usize) -> Result<Arc<str>, String> {
        let text = self.get(i)?.to_text();
        text.ok_or_else(|| format!("argument {} of `{}` must be text", i + 1, self.name))
    }

    pub fn list(&self, i: usize) -> Result<&Arc<[Value]>, String> {
        match self.get(i)? {
            Value::List(items) => Ok(items),
            other => Err(format!("`{}` takes a list, this is {}", self.name, other.kind())),
        }
    }

    /// Text elements of a list.
    pub fn texts(&self, i: usize) -> Result<Vec<Arc<str>>, String> {
        let texts = self.list(i)?.iter().map(Value::to_text).collect::<Option<_>>();
        texts.ok_or_else(|| format!("`{}` takes a list of text", self.name))
    }

    /// What it takes, and what this is.
    pub fn wrong(&self, what: &str) -> String {
        let kind = self.values.first().map_or("nothing", Value::kind);
        format!("`{}` takes {what}, this is {kind}", self.name)
    }
}
