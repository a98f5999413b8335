//! Arithmetic.

use super::Arguments;
use crate::expr::Value;
use crate::quantity::{Number, sum};

type Answer = Result<Value, String>;

fn fitting(number: Option<Number>) -> Value {
    number.map_or_else(Value::overflow, Value::Number)
}

fn best(a: &Arguments<'_>, of: fn(Number, Number) -> Number) -> Answer {
    let mut best = a.number(0)?;
    for i in 1..a.values.len() {
        best = of(best, a.number(i)?);
    }
    Ok(Value::Number(best))
}

pub fn min(a: &Arguments<'_>) -> Answer {
    best(a, Ord::min)
}

pub fn max(a: &Arguments<'_>) -> Answer {
    best(a, Ord::max)
}

pub fn ceil(a: &Arguments<'_>) -> Answer {
    Ok(Value::Number(a.number(0)?.ceil()))
}

pub fn floor(a: &Arguments<'_>) -> Answer {
    Ok(Value::Number(a.number(0)?.floor()))
}

pub fn round(a: &Arguments<'_>) -> Answer {
    Ok(Value::Number(a.number(0)?.round(0)))
}

pub fn abs(a: &Arguments<'_>) -> Answer {
    Ok(Value::Number(a.number(0)?.abs()))
}

pub fn signum(a: &Arguments<'_>) -> Answer {
    let number = a.number(0)?;
    Ok(Value::Number(Number::from_i64(match number {
        _ if number.is_zero() => 0,
        _ if number.is_negative() => -1,
        _ => 1,
    })))
}

/// Whole exponents only: roots are not exact.
pub fn pow(a: &Arguments<'_>) -> Answer {
    let (base, exponent) = (a.number(0)?, a.number(1)?);
    let Some(times) = exponent.abs().to_u64() else {
        return Err("`pow` takes a whole exponent here".to_owned());
    };
    let mut power = Some(Number::ONE);
    // Beyond this, all but 0, 1 and -1 have left 28 digits.
    let repeats = if times > 200 { 200 + times % 2 } else { times };
    for _ in 0..repeats {
        power = power.and_then(|power| power.times(base));
    }
    if exponent.is_negative() {
        power = power.and_then(|power| Number::ONE.over(power));
    }
    Ok(fitting(power))
}

pub fn log(a: &Arguments<'_>) -> Answer {
    let (number, base) = (a.number(0)?, a.number(1)?);
    number.log(base).map(Value::Number).ok_or_else(|| "this has no logarithm".to_owned())
}

pub fn parseint(a: &Arguments<'_>) -> Answer {
    let (text, base) = (a.text(0)?, a.whole(1)?);
    let base = u32::try_from(base).ok().filter(|base| (2..=36).contains(base));
    let base = base.ok_or_else(|| "bases from 2 to 36 are known".to_owned())?;
    let number = i64::from_str_radix(&text, base);
    let number = number.map_err(|_| format!("{text} is not a whole number of base {base}"))?;
    Ok(Value::Number(Number::from_i64(number)))
}

pub fn sum_of(a: &Arguments<'_>) -> Answer {
    let items: Vec<&Value> = match a.get(0)? {
        Value::List(items) => items.iter().collect(),
        Value::Map(map) => map.values().collect(),
        _ => return Err(a.wrong("a list or a map")),
    };
    let numbers = items.iter().map(|value| {
        let number = value.to_number();
        number.ok_or_else(|| format!("a number is wanted, this is {}", value.kind()))
    });
    Ok(fitting(sum(numbers.collect::<Result<Vec<_>, _>>()?)))
}
