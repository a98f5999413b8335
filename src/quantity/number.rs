//! `Number`: an exact decimal whose arithmetic can fail but never panics.
//!
//! `rust_decimal` panics when `+ - * /` overflow, and money must never pass
//! through a float. So the only arithmetic in kanjo is here, and all of it is
//! checked: `None` means that the result does not fit 28 significant digits.

use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use rust_decimal::{Decimal, MathematicalOps};
use std::fmt;
use std::str::FromStr;

/// An exact decimal of at most 28 significant digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Number(Decimal);

impl Number {
    pub const ZERO: Number = Number(Decimal::ZERO);
    pub const ONE: Number = Number(Decimal::ONE);

    /// Reads plain decimal digits: `-12`, `0.05056`. No exponent, no
    /// separators, no sign other than `-`. `None` if it is anything else or
    /// does not fit exactly.
    pub fn parse(text: &str) -> Option<Number> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (digits, None),
        };
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !fraction.is_none_or(all_digits) {
            return None;
        }
        Decimal::from_str_exact(text).ok().map(Number)
    }

    /// Reads a number as HCL and JSON write it, exponent included.
    pub fn parse_scientific(text: &str) -> Option<Number> {
        match text.split_once(['e', 'E']) {
            None => Number::parse(text),
            Some((mantissa, exponent)) => {
                let mantissa = Number::parse(mantissa)?;
                let exponent = i32::from_str(exponent).ok().filter(|e| e.abs() <= 28)?;
                let mut power = Number::ONE;
                for _ in 0..exponent.abs() {
                    power = power.times(Number::from(10u64))?;
                }
                if exponent < 0 { mantissa.over(power) } else { mantissa.times(power) }
            }
        }
    }

    /// Reads a number of an export: with an exponent if need be, and with more
    /// digits than fit cut off behind the 28th decimal. They were a float.
    pub fn parse_billed(text: &str) -> Option<Number> {
        Number::parse_scientific(text).or_else(|| {
            let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
            let (whole, fraction) = mantissa.split_once('.')?;
            let room = 28usize.saturating_sub(whole.len());
            let cut = fraction.get(..room.min(fraction.len()))?;
            if !fraction.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            let kept = if cut.is_empty() { whole.to_owned() } else { format!("{whole}.{cut}") };
            match exponent.strip_prefix('-').and_then(|e| e.parse::<u32>().ok()) {
                Some(29..) => Number::parse(&kept).map(|_| Number::ZERO),
                _ => Number::parse_scientific(&format!("{kept}e{exponent}")),
            }
        })
    }

    pub fn from_i64(value: i64) -> Number {
        Number(Decimal::from(value))
    }

    /// The sum. What needs more than 28 digits is rounded to them; `None` only
    /// if the whole part does not fit.
    pub fn plus(self, other: Number) -> Option<Number> {
        self.0.checked_add(other.0).map(Number)
    }

    pub fn minus(self, other: Number) -> Option<Number> {
        self.0.checked_sub(other.0).map(Number)
    }

    pub fn times(self, other: Number) -> Option<Number> {
        self.0.checked_mul(other.0).map(Number)
    }

    /// Division, cut at 28 digits. `None` on overflow and on division by zero.
    pub fn over(self, other: Number) -> Option<Number> {
        self.0.checked_div(other.0).map(Number)
    }

    /// Remainder with the sign of `self`. `None` for a zero divisor.
    pub fn modulo(self, other: Number) -> Option<Number> {
        self.0.checked_rem(other.0).map(Number)
    }

    /// The logarithm, to 12 digits: what follows is noise of the series, and
    /// would make 5 of the ceiling of `log(16, 2)`.
    pub fn log(self, base: Number) -> Option<Number> {
        let quotient = self.0.checked_ln()?.checked_div(base.0.checked_ln()?)?;
        Some(Number(quotient).round(12))
    }

    pub fn negated(self) -> Number {
        Number(-self.0)
    }

    pub fn abs(self) -> Number {
        Number(self.0.abs())
    }

    pub fn floor(self) -> Number {
        Number(self.0.floor())
    }

    pub fn ceil(self) -> Number {
        Number(self.0.ceil())
    }

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    pub fn is_negative(self) -> bool {
        self.0.is_sign_negative() && !self.0.is_zero()
    }

    pub fn is_whole(self) -> bool {
        self.0.fract().is_zero()
    }

    /// Rounds half away from zero. For the render edge and for invoices only.
    pub fn round(self, places: u32) -> Number {
        Number(
            self.0.round_dp_with_strategy(
                places,
                rust_decimal::RoundingStrategy::MidpointAwayFromZero,
            ),
        )
    }

    /// Cuts towards negative infinity at `places` decimals.
    pub fn floor_to(self, places: u32) -> Number {
        Number(
            self.0
                .round_dp_with_strategy(places, rust_decimal::RoundingStrategy::ToNegativeInfinity),
        )
    }

    /// The whole value as an integer, if it is one and fits.
    pub fn to_u64(self) -> Option<u64> {
        if self.is_whole() { self.0.to_u64() } else { None }
    }

    /// Digits after the point that are needed to write the value.
    pub fn scale(self) -> u32 {
        self.0.normalize().scale()
    }

    /// The value with exactly `places` decimals and `,` between thousands.
    pub fn grouped(self, places: u32) -> String {
        let rounded = self.round(places);
        let text = format!("{:.*}", places as usize, rounded.0.abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let mut grouped = String::with_capacity(text.len() + text.len() / 3 + 1);
        if rounded.is_negative() {
            grouped.push('-');
        }
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        if places > 0 {
            grouped.push('.');
            grouped.push_str(fraction);
        }
        grouped
    }
}

/// Enough for 29 digits, a sign, a point and leading zeros.
type Digits = [u8; 64];

impl Number {
    /// Plain digits without trailing zeros, written from the right into
    /// `buffer`; where they start. Reports write millions of these.
    fn digits(self, buffer: &mut Digits) -> usize {
        let mut mantissa = self.0.mantissa().unsigned_abs();
        let mut scale = self.0.scale();
        while scale > 0 && mantissa.is_multiple_of(10) {
            mantissa /= 10;
            scale -= 1;
        }
        let mut at = buffer.len();
        let mut put = |byte: u8| {
            at -= 1;
            if let Some(slot) = buffer.get_mut(at) {
                *slot = byte;
            }
        };
        let mut written = 0;
        while mantissa > 0 || written <= scale {
            if written == scale && scale > 0 {
                put(b'.');
            }
            // Most mantissas fit 64 bits, where division is cheap.
            let (rest, digit) = match u64::try_from(mantissa) {
                Ok(small) => (u128::from(small / 10), small % 10),
                Err(_) => (mantissa / 10, u64::try_from(mantissa % 10).unwrap_or(0)),
            };
            put(b'0' + u8::try_from(digit).unwrap_or(0));
            mantissa = rest;
            written += 1;
        }
        if self.is_negative() {
            put(b'-');
        }
        at
    }
}

impl Number {
    /// Appends the digits as they are displayed.
    pub fn append_to(self, out: &mut Vec<u8>) {
        let mut buffer: Digits = [0; 64];
        let at = self.digits(&mut buffer);
        out.extend_from_slice(buffer.get(at..).unwrap_or(b"0"));
    }
}

impl fmt::Display for Number {
    /// Plain digits without trailing zeros: `0.05056`, `730`, `-3.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut buffer: Digits = [0; 64];
        let at = self.digits(&mut buffer);
        let text = buffer.get(at..).and_then(|b| std::str::from_utf8(b).ok());
        f.write_str(text.unwrap_or("0"))
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Number {
        Number(Decimal::from_u64(value).unwrap_or_default())
    }
}

impl serde::Serialize for Number {
    /// A JSON number with every digit: through `RawValue`, never through f64.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Whole numbers that fit need no text; most quantities are.
        if self.0.scale() == 0
            && let Ok(whole) = i64::try_from(self.0.mantissa())
        {
            return serializer.serialize_i64(whole);
        }
        let mut buffer: Digits = [0; 64];
        let at = self.digits(&mut buffer);
        let text = buffer.get(at..).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("0");
        let raw: &serde_json::value::RawValue =
            serde_json::from_str(text).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> serde::Deserialize<'de> for Number {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Number, D::Error> {
        let raw = Box::<serde_json::value::RawValue>::deserialize(deserializer)?;
        Number::parse_scientific(raw.get())
            .ok_or_else(|| serde::de::Error::custom(format!("{} is not a number", raw.get())))
    }
}

/// Sums, or `None` when the sum does not fit.
pub fn sum(numbers: impl IntoIterator<Item = Number>) -> Option<Number> {
    numbers.into_iter().try_fold(Number::ZERO, Number::plus)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Number {
        Number::parse(text).expect(text)
    }

    #[test]
    fn reads_exact_decimals_and_nothing_else() {
        assert_eq!(n("0.1").plus(n("0.2")), Some(n("0.3")));
        assert_eq!(n("0.1000000000000000000001").to_string(), "0.1000000000000000000001");
        for bad in ["", "-", ".5", "5.", "1e3", "+1", "1,000", "0x1", "１", "--1", "1_0"] {
            assert_eq!(Number::parse(bad), None, "{bad}");
        }
        assert_eq!(Number::parse_scientific("1.5e3"), Some(n("1500")));
        assert_eq!(Number::parse_scientific("2E-7"), Some(n("0.0000002")));
        assert_eq!(Number::parse_scientific("1e99"), None);
        assert_eq!(Number::parse_billed("4.7e-06"), Some(n("0.0000047")));
        let long = "0.1234567890123456789012345678901234";
        assert_eq!(Number::parse_billed(long), Some(n("0.123456789012345678901234567")));
        assert_eq!(Number::parse_billed("1.5e-40"), Some(Number::ZERO));
        assert_eq!(Number::parse_billed("NaN"), None);
    }

    #[test]
    fn never_panics_on_overflow() {
        let big = n("79228162514264337593543950335");
        assert_eq!(big.times(big), None);
        assert_eq!(big.plus(big), None);
        assert_eq!(big.over(Number::ZERO), None);
        assert_eq!(Number::ZERO.modulo(Number::ZERO), None);
    }

    #[test]
    fn prints_as_the_decimal_library_does() {
        for text in [
            "0",
            "0.000",
            "1",
            "-1",
            "10",
            "100",
            "0.1",
            "-0.10",
            "0.0000012",
            "123456789.987654321",
            "79228162514264337593543950335",
            "-7.9228162514264337593543950335",
            "0.0000000000000000000000000001",
        ] {
            let number = n(text);
            let theirs = number.0.normalize().to_string();
            let theirs = if number.is_zero() { "0".to_owned() } else { theirs };
            assert_eq!(number.to_string(), theirs, "{text}");
        }
    }

    #[test]
    fn prints_plain_and_grouped() {
        assert_eq!(n("1.500").to_string(), "1.5");
        assert_eq!(n("-0.00").to_string(), "0");
        assert_eq!(n("1234567.895").grouped(2), "1,234,567.90");
        assert_eq!(n("-1234.5").grouped(0), "-1,235");
        assert_eq!(n("-0.001").grouped(2), "0.00");
        assert_eq!(n("2.345").round(2), n("2.35"));
        assert_eq!(n("44568.99").floor_to(0), n("44568"));
    }
}
