//! Numbers that a person writes: quantity, formula or range.
//!
//! The declared type decides, never the look: this is only asked where a number
//! is wanted. A scalar is a quantity if the whole of it matches the grammar,
//! else a formula over drivers and the units of its own input.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::expr::{self, Expr, FORMULA_FUNCTIONS, Notes, Scope, Value};
use crate::quantity::{Case, Cases, Number, Unit, Varying, looks_numeric, quantity};
use crate::topology::tree::Node;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The names a formula sees: drivers in each case, and the length of the month.
#[derive(Debug, Default)]
pub struct Names {
    pub drivers: BTreeMap<Arc<str>, Varying<Value>>,
    pub period_hours: Number,
}

struct FormulaScope<'a> {
    names: &'a Names,
    case: Case,
    constants: &'a [(&'static str, Number)],
}

impl Scope for FormulaScope<'_> {
    fn get(&self, name: &str) -> Option<Value> {
        if let Some(driver) = self.names.drivers.get(name) {
            return Some(driver.get(self.case).clone());
        }
        if name == "period_hours" {
            return Some(Value::Number(self.names.period_hours));
        }
        self.constants.iter().find(|(unit, _)| *unit == name).map(|(_, n)| Value::Number(*n))
    }

    fn names(&self) -> Vec<String> {
        let drivers = self.names.drivers.keys().map(ToString::to_string);
        drivers.chain(self.constants.iter().map(|(unit, _)| (*unit).to_owned())).collect()
    }
}

/// What a scalar says at a number input.
pub enum Written {
    Quantity(Number),
    Formula(Expr),
}

/// Reads a scalar as a quantity in `unit` or as a formula.
pub fn written(text: &str, span: Span, unit: &Unit) -> Result<Written, Diagnostic> {
    let bad = |code, message: String| Diagnostic::new(code, message);
    match quantity(text, unit) {
        Some(Ok(number)) => return Ok(Written::Quantity(number)),
        Some(Err(problem)) => {
            return Err(bad(Code::BadQuantity, problem.message)
                .at(span.within(problem.range), "here")
                .help_if(problem.help));
        }
        None => {}
    }
    let slip = |help: &str| {
        Err(bad(Code::BadQuantity, format!("`{text}` is not a quantity"))
            .at(span, "here")
            .help(help))
    };
    if looks_numeric(text) {
        if text.contains(',') {
            return slip("write thousands as 1_000, not 1,000");
        }
        if text.trim_start_matches('-').starts_with('.') {
            return slip("write a digit before the point: 0.5");
        }
    }
    match expr::parse(text, span) {
        Ok(formula) => {
            check_functions(&formula)?;
            Ok(Written::Formula(formula))
        }
        Err(_) if looks_numeric(text) => {
            let example =
                if unit.is_count() { "3M".to_owned() } else { format!("60 {}", unit.name) };
            slip(&format!(
                "write a number with its unit, such as {example}, or a formula over drivers"
            ))
        }
        Err(fault) => Err(fault.diagnostic()),
    }
}

fn check_functions(formula: &Expr) -> Result<(), Diagnostic> {
    let mut problem = None;
    formula.visit_calls(&mut |name, _, span| {
        if !FORMULA_FUNCTIONS.contains(&name) && problem.is_none() {
            let near = crate::diagnostic::nearest(name, FORMULA_FUNCTIONS.iter().copied());
            problem = Some(
                Diagnostic::new(Code::UnknownName, format!("there is no function `{name}`"))
                    .at(span, "here")
                    .help(near.map_or_else(
                        || format!("the functions are {}", FORMULA_FUNCTIONS.join(", ")),
                        |n| format!("did you mean `{n}`?"),
                    )),
            );
        }
    });
    problem.map_or(Ok(()), Err)
}

impl Names {
    /// The value of what was written, in each case.
    pub fn value(&self, written: &Written, unit: &Unit) -> Result<Varying<Value>, Diagnostic> {
        let formula = match written {
            Written::Quantity(number) => return Ok(Varying::Same(Value::Number(*number))),
            Written::Formula(formula) => formula,
        };
        let constants = unit.constants();
        let eval = |case| {
            let scope = FormulaScope { names: self, case, constants: &constants };
            let value = expr::eval(formula, &scope, &mut Notes::default())
                .map_err(expr::Fault::diagnostic)?;
            match value {
                Value::Number(_) => Ok(value),
                Value::Unknown(_) => {
                    Err(Diagnostic::new(Code::Overflow, "the formula does not fit 28 digits")
                        .at(formula.span, "here"))
                }
                other => Err(Diagnostic::new(
                    Code::BadFormula,
                    format!("the formula gives {}", other.kind()),
                )
                .at(formula.span, "a number is wanted")),
            }
        };
        let expected = eval(Case::Expected)?;
        if !self.drivers.values().any(Varying::varies) {
            return Ok(Varying::Same(expected));
        }
        let cases = Cases::new(eval(Case::Low)?, expected, eval(Case::High)?);
        Ok(if cases.is_same() {
            Varying::Same(cases.expected)
        } else {
            Varying::Cases(Box::new(cases))
        })
    }

    /// A scalar or a range `{low, expected, high}` as a number in `unit`.
    pub fn read(&self, node: &Node, unit: &Unit) -> Result<Varying<Value>, Diagnostic> {
        if let Some(text) = node.as_scalar() {
            return self.value(&written(text, node.span, unit)?, unit);
        }
        let Some(entries) = node.entries() else {
            let message = format!("a number is wanted, this is {}", node.kind());
            return Err(Diagnostic::new(Code::WrongType, message).at(node.span, "here"));
        };
        let mut sides: [Option<Varying<Value>>; 3] = [None, None, None];
        for entry in entries {
            let at = match &*entry.key {
                "low" => 0,
                "expected" => 1,
                "high" => 2,
                other => {
                    return Err(Diagnostic::new(
                        Code::UnknownKey,
                        format!("a range has no `{other}`"),
                    )
                    .at(entry.key_span, "unknown")
                    .help("a range is {low: …, expected: …, high: …}"));
                }
            };
            let Some(text) = entry.value.as_scalar() else {
                let message = format!("a number is wanted, this is {}", entry.value.kind());
                return Err(Diagnostic::new(Code::WrongType, message).at(entry.value.span, "here"));
            };
            let value = self.value(&written(text, entry.value.span, unit)?, unit)?;
            if let Some(side) = sides.get_mut(at) {
                *side = Some(value);
            }
        }
        let [low, expected, high] = sides;
        let Some(expected) = expected else {
            return Err(Diagnostic::new(Code::BadRange, "a range needs `expected`")
                .at(node.span, "only its ends are given")
                .help("a missing low or high equals expected; expected has no default"));
        };
        let side = |side: &Option<Varying<Value>>, case| {
            side.as_ref().unwrap_or(&expected).get(case).clone()
        };
        let cases = Cases::new(
            side(&low, Case::Low),
            expected.get(Case::Expected).clone(),
            side(&high, Case::High),
        );
        let numbers = (cases.low.as_number(), cases.expected.as_number(), cases.high.as_number());
        if let (Some(a), Some(b), Some(c)) = numbers
            && (a > b || b > c)
        {
            return Err(Diagnostic::new(
                Code::BadRange,
                format!("the range runs backwards: {a}, {b}, {c}"),
            )
            .at(node.span, "low must not be above expected, nor expected above high"));
        }
        Ok(if cases.is_same() {
            Varying::Same(cases.expected)
        } else {
            Varying::Cases(Box::new(cases))
        })
    }
}
