//! How numbers are printed. The only place where an amount is rounded.
//!
//! Money has the decimals of its currency, except where that would print a cost
//! as nothing: a tiny amount keeps four significant digits. A number that did
//! not fit is `?`, never 0.

use crate::bill::{Charge, Price};
use crate::quantity::{Cases, Number, singular};
use crate::text::{Lang, Word};

/// The currency of prices, and of differences.
pub(super) const USD: &str = "USD";

/// Decimals of a quotient of two exact numbers; what follows is noise.
const QUOTIENT_PLACES: u32 = 12;

fn places(currency: &str) -> u32 {
    if currency == "JPY" { 0 } else { 2 }
}

/// The amount without its currency: `1,234.50`, `0.0042`.
pub(super) fn amount(number: Number, currency: &str) -> String {
    let decimals = places(currency);
    match is_tiny(number, decimals) {
        true => significant(number, 4).to_string(),
        false => number.grouped(decimals),
    }
}

/// Whether so few decimals would print it as nothing, or nearly.
fn is_tiny(number: Number, decimals: u32) -> bool {
    let units = number.abs().times(Number::from(10u64.pow(decimals)));
    !number.is_zero() && units.is_some_and(|units| units < Number::ONE)
}

/// The amount with its currency, as it stands in a sentence.
pub(super) fn money(number: Number, currency: &str) -> String {
    match currency {
        "JPY" => format!("{} 円", amount(number, currency)),
        _ => format!("{currency} {}", amount(number, currency)),
    }
}

/// The amount that `amount` prints, as a number again.
pub(super) fn printed(number: Number, currency: &str) -> Number {
    let decimals = places(currency);
    if is_tiny(number, decimals) { significant(number, 4) } else { number.round(decimals) }
}

/// The same for an amount that may not be known.
pub(super) fn money_or(number: Option<Number>, currency: &str) -> String {
    number.map_or_else(|| "?".to_owned(), |n| money(n, currency))
}

pub(super) fn amount_or(number: Option<Number>, currency: &str) -> String {
    number.map_or_else(|| "?".to_owned(), |n| amount(n, currency))
}

/// With a sign: `+58.20`, `-3.72`, `0.00`.
pub(super) fn signed(number: Number, currency: &str) -> String {
    let text = amount(number, currency);
    let nothing = number.is_zero() || number.is_negative();
    if nothing { text } else { format!("+{text}") }
}

/// `+14.9 %`; nothing where there is no whole.
pub(super) fn percent(part: Number, whole: Number) -> Option<String> {
    let ratio = part.times(Number::from(100u64))?.over(whole.abs())?.round(1);
    let sign = if ratio.is_zero() || ratio.is_negative() { "" } else { "+" };
    Some(format!("{sign}{} %", ratio.grouped(1)))
}

/// `+58.20 (+14.9 %)`.
pub(super) fn signed_percent(part: Number, whole: Number, currency: &str) -> String {
    let share = percent(part, whole).map_or_else(String::new, |p| format!(" ({p})"));
    format!("{}{share}", signed(part, currency))
}

/// A rate of tax or discount, which is a part of one: `5 %`.
pub(super) fn rate(part: Number) -> String {
    part.times(Number::from(100u64)).map_or_else(|| "?".to_owned(), |n| format!("{n} %"))
}

/// `USD 389.10 – 412.00`.
pub(super) fn band(cases: &Cases<Number>, currency: &str, lang: Lang) -> String {
    let (low, high) = (cases.low, cases.high);
    let (low, high) = match currency {
        "JPY" => (amount(low, currency), money(high, currency)),
        _ => (money(low, currency), amount(high, currency)),
    };
    Word::Band.with(lang, &[&low, &high])
}

/// The number with `digits` significant digits.
pub(super) fn significant(number: Number, digits: u32) -> Number {
    let size = number.abs();
    let ten = Number::from(10u64);
    let mut power = Number::ONE;
    let mut leading = 0;
    while leading < 24 && size.times(power).is_some_and(|s| s < Number::ONE) {
        let Some(next) = power.times(ten) else { break };
        power = next;
        leading += 1;
    }
    number.round((leading + digits).saturating_sub(1))
}

/// A quantity to be read, not to be calculated with: `1,460`, `57.03`, `0.0042`.
pub(super) fn quantity(number: Number) -> String {
    if number.is_whole() {
        return number.grouped(0);
    }
    if number.abs() < Number::ONE {
        return significant(number, 4).to_string();
    }
    let rounded = number.round(2);
    rounded.grouped(rounded.scale())
}

/// The unit beside its quantity.
pub(super) fn unit_of(quantity: Number, unit: &str) -> String {
    if quantity == Number::ONE { singular(unit) } else { unit.to_owned() }
}

/// USD per unit at list: the price's own digits where there is one, else the
/// average over the tiers.
pub(super) fn unit_price(charge: &Charge) -> Option<Number> {
    let price = charge.list_unit_price()?;
    let flat = charge.price.as_ref().is_some_and(|p| p.is_flat());
    Some(if flat { price } else { price.round(QUOTIENT_PLACES) })
}

/// The unit price in a column.
pub(super) fn unit_price_text(charge: &Charge) -> String {
    let flat = charge.price.as_ref().is_some_and(|p| p.is_flat());
    match unit_price(charge) {
        Some(price) if flat => price.to_string(),
        Some(price) => significant(price, 4).to_string(),
        None => String::new(),
    }
}

/// The unit price at list in each case.
pub(super) fn unit_price_cases(charge: &Charge, price: &Price) -> [Option<Number>; 2] {
    if price.is_flat() {
        let usd = price.first();
        return [usd.map(|usd| usd.low), usd.map(|usd| usd.high)];
    }
    let (cost, quantity) = (&charge.list_cost, &charge.quantity);
    let quotient =
        |cost: Number, quantity| cost.over(quantity).map(|price| price.round(QUOTIENT_PLACES));
    [quotient(cost.low, quantity.low), quotient(cost.high, quantity.high)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Number {
        Number::parse(text).expect(text)
    }

    #[test]
    fn a_tiny_cost_is_not_printed_as_nothing() {
        assert_eq!(amount(n("0.0042371"), "USD"), "0.004237");
        assert_eq!(amount(n("0.0042"), "USD"), "0.0042");
        assert_eq!(amount(n("0.01"), "USD"), "0.01");
        assert_eq!(amount(n("0.0099"), "USD"), "0.0099");
        assert_eq!(amount(n("0"), "USD"), "0.00");
        assert_eq!(amount(n("-0.004"), "USD"), "-0.004");
        assert_eq!(amount(n("302.6702"), "USD"), "302.67");
    }

    #[test]
    fn yen_has_no_decimals_and_stands_before_its_sign() {
        assert_eq!(money(n("49024"), "JPY"), "49,024 円");
        assert_eq!(money(n("390.05"), "USD"), "USD 390.05");
        assert_eq!(band(&Cases::new(n("1"), n("2"), n("3000")), "JPY", Lang::Ja), "1〜3,000 円");
    }

    #[test]
    fn differences_carry_their_sign() {
        assert_eq!(signed_percent(n("58.2"), n("390.05"), "USD"), "+58.20 (+14.9 %)");
        assert_eq!(signed_percent(n("-3.72"), n("52.63"), "USD"), "-3.72 (-7.1 %)");
        assert_eq!(signed_percent(n("3"), n("0"), "USD"), "+3.00");
        assert_eq!(signed_percent(n("0"), n("3"), "USD"), "0.00 (0.0 %)");
    }

    #[test]
    fn one_of_a_unit() {
        let units = ["requests", "queries", "vCPU-hours", "addresses", "IOPS", "GB", "GB-month"];
        let ones = ["request", "query", "vCPU-hour", "address", "IOPS", "GB", "GB-month"];
        assert_eq!(units.map(singular), ones);
    }

    #[test]
    fn quantities_are_short() {
        assert_eq!(quantity(n("10000000")), "10,000,000");
        assert_eq!(quantity(n("57.03125")), "57.03");
        assert_eq!(quantity(n("1460.5")), "1,460.5");
        assert_eq!(quantity(n("0.00042")), "0.00042");
    }
}
