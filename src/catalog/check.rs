//! What can be checked of a kind without a single price: its names.

use crate::catalog::kind::{Amount, Input, Kind};
use crate::diagnostic::{Code, Diagnostic, Span, nearest};
use crate::expr::{Expr, signature};

/// Names that every formula of a kind may use.
const EVERYWHERE: [&str; 3] = ["region", "period_hours", "local"];

/// Names that the formulas of a mapping may use.
const IN_MAPPINGS: [&str; 5] = ["self", "each", "region", "local", "usage"];

/// A function's name, and the least and the most arguments.
type Takes = (&'static str, usize, usize);

/// Functions that only mappings have: they ask the whole configuration.
const MAPPING_CALLS: [Takes; 5] = [
    ("target", 1, 2),
    ("targets", 1, 1),
    ("referrers", 1, 2),
    ("over_time", 2, 2),
    ("at_least", 2, 2),
];

/// Every unknown name and function in the formulas of a kind.
pub(super) fn names(kind: &Kind) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    let known: Vec<&str> = kind.inputs.iter().map(|i| &*i.name).chain(EVERYWHERE).collect();
    let mut with_each = known.clone();
    with_each.push("each");
    let mut look = |expr: &Expr, names: &[&str]| check_expr(expr, names, kind, &mut errors);
    for check in &kind.checks {
        look(&check.condition, &known);
        look(&check.message, &known);
    }
    for rule in &kind.caveats {
        look(&rule.when, &known);
        look(&rule.message, &known);
    }
    for meter in &kind.meters {
        let names = if meter.for_each.is_some() { &with_each } else { &known };
        let (Amount::Hourly(amount, _) | Amount::Monthly(amount)) = &meter.amount;
        let own = [meter.operation.as_ref(), meter.included.as_ref()];
        for expr in [&meter.usage_type, amount].into_iter().chain(own.into_iter().flatten()) {
            look(expr, names);
        }
        for expr in [meter.when.as_ref(), meter.for_each.as_ref()].into_iter().flatten() {
            look(expr, &known);
        }
    }
    for mapping in &kind.terraform {
        let formulas = mapping.inputs.iter().map(|(_, expr)| expr);
        let region = mapping.region.iter();
        for expr in formulas.chain(&mapping.when).chain(&mapping.for_each).chain(region) {
            check_with(expr, &IN_MAPPINGS, &MAPPING_CALLS, kind, &mut errors);
        }
        for (name, expr) in &mapping.inputs {
            if kind.input(name).is_none() && &**name != "count" {
                let message = format!("the mapping gives `{name}`, which is no input");
                errors.push(Diagnostic::new(Code::CatalogSchema, message).at(expr.span, "here"));
            }
        }
    }
    for example in &kind.examples {
        if let crate::expr::Value::Map(inputs) = &example.inputs {
            for name in inputs.keys().filter(|n| kind.input(n).is_none() && &***n != "count") {
                let message = format!("the example gives `{name}`, which is no input");
                errors.push(Diagnostic::new(Code::CatalogSchema, message).at(example.span, "here"));
            }
        }
    }
    errors
}

fn check_expr(expr: &Expr, known: &[&str], kind: &Kind, errors: &mut Vec<Diagnostic>) {
    check_with(expr, known, &[], kind, errors);
}

fn check_with(
    expr: &Expr,
    known: &[&str],
    calls: &[Takes],
    kind: &Kind,
    errors: &mut Vec<Diagnostic>,
) {
    let mut unknown = |name: &str, span: Span| {
        if !known.contains(&name) {
            let near = nearest(name, known.iter().copied());
            errors.push(
                Diagnostic::new(
                    Code::CatalogSchema,
                    format!("{} has no input `{name}`", kind.name),
                )
                .at(span, "unknown name")
                .help_if(near.map(|n| format!("did you mean `{n}`?"))),
            );
        }
    };
    expr.visit_variables(&mut unknown);
    expr.visit_calls(&mut |name, count, span| {
        let own = calls.iter().find(|(own, ..)| *own == name);
        let takes = own.map(|(_, least, most)| (*least, *most));
        let problem = match takes.or_else(|| signature(name).map(|s| (s.least, s.most))) {
            None => Some(format!("there is no function `{name}`")),
            Some((least, most)) if count < least || count > most => {
                Some(format!("`{name}` does not take {count} arguments"))
            }
            Some(_) => None,
        };
        if let Some(message) = problem {
            errors.push(Diagnostic::new(Code::CatalogSchema, message).at(span, "here"));
        }
    });
}

/// All inputs with those of objects, in order.
pub fn leaves(inputs: &[Input]) -> impl Iterator<Item = &Input> {
    inputs.iter().flat_map(|input| {
        let own = input.fields.is_empty().then_some(input);
        own.into_iter().chain(input.fields.iter())
    })
}
