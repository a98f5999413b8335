//! How much of each meter a resource runs in the month.
//!
//! The month is cut where the resource's schedule or a `during` switches. A
//! rate is evaluated once per state and summed as rate × time, so a maximum, a
//! ceiling or a profile is exact. Minutes are summed before they become hours:
//! 60/168 of 730 hours has no last digit.

use crate::calendar::Slices;
use crate::catalog::{Amount, Each, InputType, KindScope, Meter};
use crate::diagnostic::{Code, Diagnostic};
use crate::estimate::measured::{Measured, amounted, minus, put};
use crate::expr::{self, Expr, Fault, Notes, Value, show};
use crate::quantity::{Case, Number, singular};
use crate::topology::Resource;
use std::rc::Rc;
use std::sync::Arc;

/// A state of the resource and the minutes that it holds.
struct State {
    on: bool,
    minutes: u64,
    /// Those of the resource where no `during` holds.
    inputs: Rc<[Value]>,
}

/// One resource in one case.
pub struct Measurer<'a> {
    resource: &'a Resource,
    slices: &'a Slices,
    period_hours: Number,
    count: Number,
    /// A count that is not known is never one.
    count_unknown: Option<Value>,
    states: Vec<State>,
    base: Rc<[Value]>,
}

type Result<T> = std::result::Result<T, Diagnostic>;

impl<'a> Measurer<'a> {
    /// `slices`' tracks are the schedule, if there is one, then the windows of
    /// `during` in order.
    pub fn new(
        resource: &'a Resource,
        case: Case,
        slices: &'a Slices,
        period_hours: Number,
    ) -> Measurer<'a> {
        let base: Rc<[Value]> =
            resource.inputs.values.iter().map(|v| v.get(case).clone()).collect();
        let first = usize::from(resource.schedule.is_some());
        let mut states: Vec<State> = Vec::with_capacity(slices.slices.len());
        for slice in &slices.slices {
            let during = resource.inputs.during.iter().zip(slice.on.iter().skip(first));
            let mut inputs = Rc::clone(&base);
            for (during, _) in during.filter(|(_, on)| **on) {
                let value = during.value.get(case);
                let mut changed = inputs.to_vec();
                put(&mut changed, &resource.kind, during.input, during.field, value);
                inputs = changed.into();
            }
            let on = first == 0 || slice.on.first().copied().unwrap_or(true);
            match states.iter_mut().find(|s| s.on == on && s.inputs == inputs) {
                Some(state) => state.minutes += slice.minutes,
                None => states.push(State { on, minutes: slice.minutes, inputs }),
            }
        }
        let count = resource.count.get(case);
        let count_unknown = count.is_unknown().then(|| count.clone());
        let count = count.as_number().unwrap_or(Number::ONE);
        Measurer { resource, slices, period_hours, count, count_unknown, states, base }
    }

    fn scope<'s>(&'s self, inputs: &'s [Value], each: Option<Each>) -> KindScope<'s> {
        KindScope {
            kind: &self.resource.kind,
            inputs,
            region: &self.resource.region,
            period_hours: self.period_hours,
            each,
        }
    }

    fn fault(&self, fault: Fault) -> Diagnostic {
        fault
            .diagnostic()
            .at(self.resource.span, "for this resource")
            .on(Arc::clone(&self.resource.name))
    }

    fn eval(
        &self,
        expr: &Expr,
        inputs: &[Value],
        each: Option<&Each>,
        notes: &mut Notes,
    ) -> Result<Value> {
        expr::eval(expr, &self.scope(inputs, each.cloned()), notes).map_err(|f| self.fault(f))
    }

    /// Whether the conditions of the kind hold, in every state.
    pub fn check(&self) -> Vec<Diagnostic> {
        let mut broken: Vec<Diagnostic> = Vec::new();
        for check in &self.resource.kind.checks {
            for state in &self.states {
                match self.eval(&check.condition, &state.inputs, None, &mut Notes::default()) {
                    Ok(Value::Bool(false)) => {}
                    Ok(_) => continue,
                    Err(diagnostic) => {
                        broken.push(diagnostic);
                        break;
                    }
                }
                let message = self.eval(&check.message, &state.inputs, None, &mut Notes::default());
                let text = message
                    .ok()
                    .and_then(|m| m.to_text())
                    .unwrap_or_else(|| Arc::from("a check failed"));
                broken.push(
                    Diagnostic::new(Code::OutOfRange, text.to_string())
                        .at(self.resource.span, format!("`{}`", self.resource.name))
                        .on(Arc::clone(&self.resource.name)),
                );
                break;
            }
        }
        broken
    }

    /// The caveats of the kind whose condition holds.
    pub fn caveats(&self) -> Result<Vec<(Code, Arc<str>)>> {
        let mut found = Vec::new();
        for rule in &self.resource.kind.caveats {
            let holds = self.eval(&rule.when, &self.base, None, &mut Notes::default())?;
            if holds == Value::Bool(true) {
                let message = self.eval(&rule.message, &self.base, None, &mut Notes::default())?;
                found.push((rule.code, message.to_text().unwrap_or_else(|| Arc::from(""))));
            }
        }
        Ok(found)
    }

    /// Every meter that applies.
    pub fn measure(&self) -> Result<Vec<Measured>> {
        let mut out = Vec::with_capacity(self.resource.kind.meters.len());
        for (i, meter) in self.resource.kind.meters.iter().enumerate() {
            if let Some(when) = &meter.when {
                match self.eval(when, &self.base, None, &mut Notes::default())? {
                    Value::Bool(false) => continue,
                    Value::Bool(true) => {}
                    unknown => {
                        out.push(self.unmeasured(i, &unknown, None));
                        continue;
                    }
                }
            }
            let Some(for_each) = &meter.for_each else {
                let parts = self.parts(meter)?;
                let several = parts.len() > 1;
                for (usage_type, states) in parts {
                    let mut line = self.line(i, meter, None, &states)?;
                    // The usage type tells the lines of one meter apart.
                    line.each = several.then_some(usage_type);
                    out.push(line);
                }
                continue;
            };
            let all: Vec<&State> = self.states.iter().collect();
            match self.eval(for_each, &self.base, None, &mut Notes::default())? {
                Value::Map(entries) => {
                    for (key, value) in entries.iter() {
                        let each =
                            Each { key: Value::String(Arc::clone(key)), value: value.clone() };
                        out.push(self.line(i, meter, Some(each), &all)?);
                    }
                }
                Value::List(items) => {
                    for item in items.iter() {
                        let each = Each { key: item.clone(), value: item.clone() };
                        out.push(self.line(i, meter, Some(each), &all)?);
                    }
                }
                other => out.push(self.unmeasured(i, &other, None)),
            }
        }
        Ok(out)
    }

    fn unmeasured(&self, meter: usize, value: &Value, usage_type: Option<Arc<str>>) -> Measured {
        Measured {
            meter,
            each: None,
            usage_type,
            operation: Arc::from(""),
            amount: amounted(value),
            formula: Arc::from(""),
            assumed: Vec::new(),
        }
    }

    /// The states of a meter by usage type: a class that is larger for a day is
    /// billed under two of them.
    fn parts(&self, meter: &Meter) -> Result<Vec<(Arc<str>, Vec<&State>)>> {
        let text = |d: &crate::topology::During| {
            let input = self.resource.kind.inputs.get(d.input);
            input.is_some_and(|i| i.kind == InputType::Text)
        };
        let monthly = matches!(meter.amount, Amount::Monthly(_));
        if monthly || !self.resource.inputs.during.iter().any(text) {
            return Ok(vec![(Arc::from(""), self.states.iter().collect())]);
        }
        let mut parts: Vec<(Arc<str>, Vec<&State>)> = Vec::new();
        for state in &self.states {
            let name = self.eval(&meter.usage_type, &state.inputs, None, &mut Notes::default())?;
            let name = name.to_text().unwrap_or_else(|| Arc::from(""));
            match parts.iter_mut().find(|(known, _)| *known == name) {
                Some((_, states)) => states.push(state),
                None => parts.push((name, vec![state])),
            }
        }
        Ok(parts)
    }

    fn line(
        &self,
        i: usize,
        meter: &Meter,
        each: Option<Each>,
        states: &[&State],
    ) -> Result<Measured> {
        let mut notes = Notes::default();
        let each = each.as_ref();
        // All states of a line have one usage type; the first stands for it.
        let inputs = match states {
            [first, ..] if states.len() < self.states.len() => &first.inputs,
            _ => &self.base,
        };
        let usage_type = self.eval(&meter.usage_type, inputs, each, &mut notes)?;
        let operation = match &meter.operation {
            Some(operation) => self.eval(operation, inputs, each, &mut notes)?.to_text(),
            None => None,
        };
        let (value, formula) = match &meter.amount {
            Amount::Monthly(amount) => self.monthly(amount, &meter.unit, each, &mut notes)?,
            Amount::Hourly(rate, off) => {
                let stops = *off == crate::bill::OffHours::Stops;
                self.hourly(rate, stops, meter, each, states, &mut notes)?
            }
        };
        // What is included is included in each of the `count`.
        let (value, formula) = match &meter.included {
            None => (value, formula),
            Some(included) => {
                let free = self.eval(included, &self.base, each, &mut notes)?;
                let shown = free.to_number().map_or_else(|| "?".to_owned(), show);
                (minus(value, free), format!("{formula} - {shown} included"))
            }
        };
        let (Amount::Monthly(at) | Amount::Hourly(at, _)) = &meter.amount;
        let value = self.times_count(value, at)?;
        let formula = self.counted(formula);
        Ok(Measured {
            meter: i,
            each: each.and_then(|e| e.key.to_text()),
            usage_type: usage_type.to_text(),
            operation: operation.unwrap_or_else(|| Arc::from("")),
            amount: if usage_type.is_unknown() { amounted(&usage_type) } else { amounted(&value) },
            formula: formula.into(),
            assumed: notes.assumed,
        })
    }

    fn monthly(
        &self,
        amount: &Expr,
        unit: &str,
        each: Option<&Each>,
        notes: &mut Notes,
    ) -> Result<(Value, String)> {
        let value = self.eval(amount, &self.base, each, notes)?;
        let scope = self.scope(&self.base, each.cloned());
        let text = expr::explain(amount, &scope);
        let unit = if text == "1" { singular(unit) } else { unit.to_owned() };
        Ok((value, format!("{text} {unit}")))
    }

    /// Rate × time over the states. An averaged meter is divided by the month.
    fn hourly(
        &self,
        rate: &Expr,
        stops: bool,
        meter: &Meter,
        each: Option<&Each>,
        states: &[&State],
        notes: &mut Notes,
    ) -> Result<(Value, String)> {
        let mut sum = Some(Number::ZERO);
        let mut terms: Vec<(String, u64)> = Vec::new();
        for state in states {
            if stops && !state.on {
                continue;
            }
            let value = self.eval(rate, &state.inputs, each, notes)?;
            if value.is_unknown() {
                return Ok((value, String::new()));
            }
            let number = value.to_number().ok_or_else(|| {
                self.fault(Fault::new(
                    rate.span,
                    format!("a rate is a number, this is {}", value.kind()),
                ))
            })?;
            sum = sum.and_then(|sum| sum.plus(number.times(Number::from(state.minutes))?));
            let text = expr::explain(rate, &self.scope(&state.inputs, each.cloned()));
            match terms.iter_mut().find(|(known, _)| *known == text) {
                Some((_, minutes)) => *minutes += state.minutes,
                None => terms.push((text, state.minutes)),
            }
        }
        let (by, over) = self.slices.scale;
        let all: u64 = self.slices.slices.iter().map(|s| s.minutes).sum();
        let total = match meter.averaged {
            true => sum.and_then(|sum| sum.over(Number::from(all))),
            false => sum.and_then(|sum| sum.times(Number::from(by))?.over(Number::from(over))),
        };
        let hours = |minutes: u64| {
            let hours = Number::from(minutes)
                .times(Number::from(by))
                .and_then(|n| n.over(Number::from(over)));
            hours.map_or_else(String::new, |h| show(h.round(3)))
        };
        let whole = meter.averaged && terms.iter().all(|(_, minutes)| *minutes == all);
        let written: Vec<String> = terms
            .iter()
            .map(|(text, minutes)| match (text.as_str(), whole) {
                (text, true) => format!("{text} {}", meter.unit),
                ("1", false) => format!("{} h", hours(*minutes)),
                (text, false) if text.contains(" + ") || text.contains(" - ") => {
                    format!("({text}) × {} h", hours(*minutes))
                }
                (text, false) => format!("{text} × {} h", hours(*minutes)),
            })
            .collect();
        let mut formula = if written.is_empty() { "0 h".to_owned() } else { written.join(" + ") };
        if meter.averaged && !whole {
            formula = format!("({formula}) / {} h", hours(all));
        }
        let value = total.map_or_else(Value::overflow, Value::Number);
        Ok((value, formula))
    }

    fn counted(&self, formula: String) -> String {
        if self.count == Number::ONE {
            return formula;
        }
        let sum = formula.contains(" + ") || formula.contains(" - ");
        match sum && !formula.ends_with(')') {
            true => format!("{} × ({formula})", show(self.count)),
            false => format!("{} × {formula}", show(self.count)),
        }
    }

    fn times_count(&self, value: Value, at: &Expr) -> Result<Value> {
        if value.is_unknown() {
            return Ok(value);
        }
        if let Some(unknown) = &self.count_unknown {
            return Ok(unknown.clone());
        }
        let Some(number) = value.to_number() else {
            return Err(self.fault(Fault::new(
                at.span,
                format!("a quantity is a number, this is {}", value.kind()),
            )));
        };
        if number.is_negative() {
            return Err(
                self.fault(Fault::new(at.span, format!("a quantity cannot be negative: {number}")))
            );
        }
        Ok(number.times(self.count).map_or_else(Value::overflow, Value::Number))
    }
}
