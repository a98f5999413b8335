//! Writes a formula with its values in place of its names.
//!
//! `tasks * vcpu` becomes `2 × 0.5`: what a reader checks with a calculator.

use crate::expr::ast::{Binary, Expr, Node};
use crate::expr::{Notes, Scope, Value, eval};
use crate::quantity::Number;

/// The formula with values. What cannot be evaluated keeps its name.
pub fn explain(expr: &Expr, scope: &dyn Scope) -> String {
    write(expr, scope, 0)
}

/// A number as it stands in a formula: digits grouped from five on.
pub fn show(number: Number) -> String {
    // A third has 28 digits; nobody checks more than six.
    let number = if number.scale() > 9 { number.round(6) } else { number };
    let digits = number.scale();
    if number.abs() >= Number::from(10_000u64) {
        number.grouped(digits)
    } else {
        number.to_string()
    }
}

fn write(expr: &Expr, scope: &dyn Scope, outer: u8) -> String {
    match &expr.node {
        Node::Binary(op, left, right) => {
            let Some((sign, strength)) = sign(*op) else { return value(expr, scope) };
            let left = write(left, scope, strength);
            // `a - (b - c)` and `a / (b / c)` need their parentheses.
            let right = write(
                right,
                scope,
                strength + u8::from(matches!(op, Binary::Subtract | Binary::Divide)),
            );
            // Multiplying by one says nothing.
            if *op == Binary::Multiply && (left == "1" || right == "1") {
                return if left == "1" { right } else { left };
            }
            // Nor does adding nothing, or dividing by one.
            match (op, left.as_str(), right.as_str()) {
                (Binary::Add | Binary::Subtract, _, "0") | (Binary::Divide, _, "1") => return left,
                (Binary::Add, "0", _) => return right,
                _ => {}
            }
            let text = format!("{left} {sign} {right}");
            if strength < outer { format!("({text})") } else { text }
        }
        Node::Conditional(condition, yes, no) => {
            match eval(condition, scope, &mut Notes::default()) {
                Ok(Value::Bool(true)) => write(yes, scope, outer),
                Ok(Value::Bool(false)) => write(no, scope, outer),
                _ => value(expr, scope),
            }
        }
        Node::Call { name, args, .. } if matches!(&**name, "assume" | "coalesce" | "try") => {
            match args.first() {
                Some(_) => value(expr, scope),
                None => String::new(),
            }
        }
        Node::Call { name, args, .. } => match &**name {
            "min" | "max" | "ceil" | "floor" | "round" | "abs" => {
                let args: Vec<String> = args.iter().map(|a| write(a, scope, 0)).collect();
                format!("{name}({})", args.join(", "))
            }
            _ => value(expr, scope),
        },
        _ => value(expr, scope),
    }
}

fn value(expr: &Expr, scope: &dyn Scope) -> String {
    match eval(expr, scope, &mut Notes::default()) {
        Ok(Value::Number(number)) => show(number),
        Ok(Value::String(text)) => text.to_string(),
        Ok(Value::Bool(value)) => value.to_string(),
        _ => match &expr.node {
            Node::Variable(name) => name.to_string(),
            Node::Attribute(_, name) => name.to_string(),
            _ => "?".to_owned(),
        },
    }
}

fn sign(op: Binary) -> Option<(&'static str, u8)> {
    match op {
        Binary::Add => Some(("+", 1)),
        Binary::Subtract => Some(("-", 1)),
        Binary::Multiply => Some(("×", 2)),
        Binary::Divide => Some(("/", 2)),
        Binary::Modulo => Some(("%", 2)),
        _ => None,
    }
}
