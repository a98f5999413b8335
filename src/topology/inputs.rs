//! The inputs of one resource, read as its kind declares them.

use crate::calendar::Window;
use crate::catalog::{Input, InputType, Kind, Role};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span, nearest};
use crate::expr::Value;
use crate::quantity::{Case, Cases, Number, Unit, Varying};
use crate::topology::numbers::Names;
use crate::topology::schedules::{Zone, zone};
use crate::topology::tree::{Content, Entry, Node};
use crate::topology::typed;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Keys that every resource has and no kind may declare.
pub const RESERVED: [&str; 8] =
    ["type", "count", "region", "account", "tags", "schedule", "depends_on", "free_tier"];

/// A value that holds during a window instead of the base.
#[derive(Clone, Debug, PartialEq)]
pub struct During {
    /// Which input, and which field of it if it is an object.
    pub input: usize,
    pub field: Option<usize>,
    pub window: Window,
    /// Its own; `None`: the zone of the environment.
    pub zone: Option<Zone>,
    pub value: Varying<Value>,
}

/// The inputs of a resource, in the order of its kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inputs {
    pub values: Vec<Varying<Value>>,
    /// Later entries win.
    pub during: Vec<During>,
}

/// What decoding needs beside the node.
pub struct Decoder<'a> {
    pub names: &'a Names,
    pub kind: &'a Kind,
    pub errors: &'a mut Diagnostics,
    /// Whether the resource comes from Terraform: what it lacks is not known,
    /// and no mistake of whoever wrote kanjo.yaml.
    pub derived: bool,
    during: Vec<During>,
    /// The input that is being read.
    place: (usize, Option<usize>),
}

impl<'a> Decoder<'a> {
    pub fn new(names: &'a Names, kind: &'a Kind, errors: &'a mut Diagnostics) -> Decoder<'a> {
        Decoder { names, kind, errors, derived: false, during: Vec::new(), place: (0, None) }
    }

    /// Reads all inputs of `entries`; `defaults` fills what they leave out.
    /// `at` is where the resource stands.
    pub fn inputs(mut self, entries: &[Entry], defaults: Option<&Node>, at: Span) -> Inputs {
        self.check_keys(entries);
        let kind = self.kind;
        let mut values = Vec::with_capacity(kind.inputs.len());
        for (i, input) in kind.inputs.iter().enumerate() {
            self.place = (i, None);
            let own = entries.iter().find(|e| e.key == input.name).map(|e| &e.value);
            let node = own.or_else(|| defaults.and_then(|d| d.get(&input.name)));
            values.push(self.input(input, node, at));
        }
        Inputs { values, during: self.during }
    }

    fn check_keys(&mut self, entries: &[Entry]) {
        for entry in entries {
            let name = &*entry.key;
            if RESERVED.contains(&name) || self.kind.input(name).is_some() {
                continue;
            }
            let inputs: Vec<&str> = self.kind.inputs.iter().map(|i| &*i.name).collect();
            let near = nearest(name, inputs.iter().copied().chain(RESERVED));
            let help = near.map_or_else(
                || format!("{} takes {}", self.kind.name, inputs.join(", ")),
                |n| format!("did you mean `{n}`?"),
            );
            self.errors.push(
                Diagnostic::new(
                    Code::UnknownKey,
                    format!("{} has no input `{name}`", self.kind.name),
                )
                .at(entry.key_span, "unknown")
                .help(help),
            );
        }
    }

    fn input(&mut self, input: &Input, node: Option<&Node>, at: Span) -> Varying<Value> {
        let node = node.filter(|n| !n.is_null());
        let Some(node) = node else { return Varying::Same(self.missing(input, at)) };
        if let Content::Value(value) = &node.content {
            return Varying::Same(typed::input(input, value));
        }
        match input.kind {
            InputType::Number | InputType::Text => self.profile(input, node),
            InputType::Switch => Varying::Same(self.switch(input, node)),
            InputType::List => Varying::Same(self.list(input, node)),
            InputType::Map => self.map(input, node),
            InputType::Object => self.object(input, node, at),
        }
    }

    /// What an input is that nobody gave.
    fn missing(&mut self, input: &Input, at: Span) -> Value {
        if input.kind == InputType::Object {
            let fields = input.fields.iter().map(|f| (Arc::clone(&f.name), self.missing(f, at)));
            return Value::map(fields.collect::<Vec<_>>());
        }
        match (&input.default, input.role) {
            (Some(value), _) => value.clone(),
            (None, Role::Usage) => Value::unset(Arc::clone(&input.path)),
            (None, Role::Size) if self.derived => {
                typed::unresolved(format!("`{}` is not known", input.path))
            }
            (None, Role::Size) => {
                let what = if input.about.is_empty() {
                    String::new()
                } else {
                    format!(": {}", input.about)
                };
                self.errors.push(
                    Diagnostic::new(
                        Code::MissingKey,
                        format!("{} needs `{}`", self.kind.name, input.path),
                    )
                    .at(at, format!("`{}` is not given", input.path))
                    .help(format!("{}{what}", input.path)),
                );
                Value::unset(Arc::clone(&input.path))
            }
        }
    }

    fn wrong(&mut self, input: &Input, node: &Node, wanted: &str) -> Value {
        self.errors.push(
            Diagnostic::new(
                Code::WrongType,
                format!("`{}` wants {wanted}, this is {}", input.path, node.kind()),
            )
            .at(node.span, "here"),
        );
        Value::unset(Arc::clone(&input.path))
    }

    /// A number or a text, as written.
    fn value(&mut self, input: &Input, node: &Node) -> Varying<Value> {
        match input.kind {
            InputType::Text => Varying::Same(self.text(input, node)),
            _ => self.number(input, node),
        }
    }

    fn profile(&mut self, input: &Input, node: &Node) -> Varying<Value> {
        let Some(base) = node.get("base") else { return self.value(input, node) };
        if !input.over_time {
            let mut fixed: Vec<&str> = Vec::new();
            for i in crate::catalog::leaves(&self.kind.inputs).filter(|i| i.over_time) {
                fixed.push(&i.path);
            }
            let help = if fixed.is_empty() {
                "no input of this kind does".to_owned()
            } else {
                format!("those that do: {}", fixed.join(", "))
            };
            self.errors.push(
                Diagnostic::new(
                    Code::WrongType,
                    format!("`{}` does not change over time", input.path),
                )
                .at(node.span, "a profile")
                .help(help),
            );
            return Varying::Same(Value::unset(Arc::clone(&input.path)));
        }
        for entry in node.entries().unwrap_or(&[]) {
            match &*entry.key {
                "base" => {}
                "during" => self.during(input, &entry.value),
                other => self.errors.push(
                    Diagnostic::new(Code::UnknownKey, format!("a profile has no `{other}`"))
                        .at(entry.key_span, "unknown")
                        .help("a profile is {base: …, during: [{when: …, value: …}]}"),
                ),
            }
        }
        self.value(input, base)
    }

    fn during(&mut self, input: &Input, node: &Node) {
        let Some(items) = node.items() else {
            self.wrong(input, node, "a list of {when, value}");
            return;
        };
        for item in items {
            let (when, value) = (item.get("when"), item.get("value"));
            let (Some(when), Some(value)) =
                (when.and_then(|w| w.as_scalar().map(|t| (t, w.span))), value)
            else {
                self.errors.push(
                    Diagnostic::new(
                        Code::MissingKey,
                        "an entry of `during` has `when` and `value`",
                    )
                    .at(item.span, "here")
                    .help("{when: \"Sat 10:00-18:00\", value: 6}"),
                );
                continue;
            };
            let value = self.value(input, value);
            let zone = item.get("timezone").and_then(|node| zone(node, self.errors));
            match Window::parse(when.0) {
                Ok(window) => {
                    let (input, field) = self.place;
                    self.during.push(During { input, field, window, zone, value });
                }
                Err(error) => {
                    self.errors.push(super::schedules::calendar_error(error, when.1, when.0))
                }
            }
        }
    }

    fn number(&mut self, input: &Input, node: &Node) -> Varying<Value> {
        if let Content::Value(value) = &node.content {
            return Varying::Same(typed::number(input, value));
        }
        let one = Unit::named("1");
        let unit = input.unit.as_ref().unwrap_or(&one);
        match self.names.read(node, unit) {
            Ok(value) => {
                self.bounds(input, unit, node, &value);
                if input.kind == InputType::Number {
                    self.sizes(input, node, &value);
                }
                value
            }
            Err(diagnostic) => {
                self.errors.push(diagnostic);
                Varying::Same(Value::unset(Arc::clone(&input.path)))
            }
        }
    }

    /// Nothing that is measured is negative; the rest is the kind's to say.
    fn bounds(&mut self, input: &Input, unit: &Unit, node: &Node, value: &Varying<Value>) {
        let least = input.min.unwrap_or(Number::ZERO);
        let shown =
            |n: Number| if unit.name == "1" { n.to_string() } else { format!("{n} {}", unit.name) };
        for case in Case::ALL {
            let Some(number) = value.get(case).as_number() else { continue };
            let problem = if number < least {
                format!("`{}` is at least {}", input.path, shown(least))
            } else if input.max.is_some_and(|most| number > most) {
                format!("`{}` is at most {}", input.path, shown(input.max.unwrap_or(least)))
            } else {
                continue;
            };
            let label = format!("this is {}", shown(number));
            self.errors.push(Diagnostic::new(Code::OutOfRange, problem).at(node.span, label));
            return;
        }
    }

    /// A number with choices is one of them by value: `0.50` is `0.5`.
    fn sizes(&mut self, input: &Input, node: &Node, value: &Varying<Value>) {
        let choices: Vec<Number> = input.one_of.iter().filter_map(|c| Number::parse(c)).collect();
        if choices.is_empty() {
            return;
        }
        for case in Case::ALL {
            let Some(number) = value.get(case).as_number() else { continue };
            if !choices.contains(&number) {
                self.one_of(input, &number.to_string(), node.span);
                return;
            }
        }
    }

    fn text(&mut self, input: &Input, node: &Node) -> Value {
        let Some(text) = node.as_scalar() else { return self.wrong(input, node, "text") };
        self.one_of(input, text, node.span);
        Value::String(Arc::clone(text))
    }

    fn one_of(&mut self, input: &Input, text: &str, span: Span) {
        if input.one_of.is_empty() || input.one_of.iter().any(|known| &**known == text) {
            return;
        }
        let choices: Vec<&str> = input.one_of.iter().map(|c| &**c).collect();
        let near = nearest(text, choices.iter().copied());
        self.errors.push(
            Diagnostic::new(
                Code::UnknownChoice,
                format!("`{text}` is not a choice of `{}`", input.path),
            )
            .at(span, "here")
            .help(near.map_or_else(
                || format!("the choices are {}", choices.join(", ")),
                |n| format!("did you mean `{n}`? The choices are {}", choices.join(", ")),
            )),
        );
    }

    fn switch(&mut self, input: &Input, node: &Node) -> Value {
        match node.as_scalar().map(|text| &**text) {
            Some("true" | "yes" | "on") => Value::Bool(true),
            Some("false" | "no" | "off") => Value::Bool(false),
            _ => self.wrong(input, node, "true or false"),
        }
    }

    fn list(&mut self, input: &Input, node: &Node) -> Value {
        let items: Vec<&Node> = match node.items() {
            Some(items) => items.iter().collect(),
            None => vec![node],
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            texts.push(self.text(input, item));
        }
        Value::list(texts)
    }

    fn map(&mut self, input: &Input, node: &Node) -> Varying<Value> {
        let Some(entries) = node.entries() else {
            let example = input.one_of.first().map_or("name", |n| n);
            let wanted = format!("a map such as {{{example}: …}}");
            return Varying::Same(self.wrong(input, node, &wanted));
        };
        let mut numbers: Vec<(Arc<str>, Varying<Value>)> = Vec::with_capacity(entries.len());
        for entry in entries {
            self.one_of(input, &entry.key, entry.key_span);
            let value = self.number(input, &entry.value);
            numbers.push((Arc::clone(&entry.key), value));
        }
        let of =
            |case| Value::map(numbers.iter().map(|(k, v)| (Arc::clone(k), v.get(case).clone())));
        if numbers.iter().any(|(_, v)| v.varies()) {
            return Varying::Cases(Box::new(Cases::new(
                of(Case::Low),
                of(Case::Expected),
                of(Case::High),
            )));
        }
        Varying::Same(of(Case::Expected))
    }

    fn object(&mut self, input: &Input, node: &Node, at: Span) -> Varying<Value> {
        let Some(entries) = node.entries() else {
            let fields: Vec<&str> = input.fields.iter().map(|f| &*f.name).collect();
            let wanted = format!("a map with {}", fields.join(", "));
            return Varying::Same(self.wrong(input, node, &wanted));
        };
        for entry in entries {
            if !input.fields.iter().any(|f| f.name == entry.key) {
                let fields = input.fields.iter().map(|f| &*f.name);
                let near = nearest(&entry.key, fields.clone());
                let help = near.map_or_else(
                    || format!("it has {}", fields.collect::<Vec<_>>().join(", ")),
                    |n| format!("did you mean `{n}`?"),
                );
                self.errors.push(
                    Diagnostic::new(
                        Code::UnknownKey,
                        format!("`{}` has no `{}`", input.path, entry.key),
                    )
                    .at(entry.key_span, "unknown")
                    .help(help),
                );
            }
        }
        let mut fields: Vec<(Arc<str>, Varying<Value>)> = Vec::with_capacity(input.fields.len());
        for (i, field) in input.fields.iter().enumerate() {
            self.place = (self.place.0, Some(i));
            let value = self.input(field, node.get(&field.name), at);
            fields.push((Arc::clone(&field.name), value));
        }
        self.place = (self.place.0, None);
        let of = |case| -> Value {
            let map: BTreeMap<Arc<str>, Value> =
                fields.iter().map(|(k, v)| (Arc::clone(k), v.get(case).clone())).collect();
            Value::Map(Arc::new(map))
        };
        if fields.iter().any(|(_, v)| v.varies()) {
            return Varying::Cases(Box::new(Cases::new(
                of(Case::Low),
                of(Case::Expected),
                of(Case::High),
            )));
        }
        Varying::Same(of(Case::Expected))
    }
}
