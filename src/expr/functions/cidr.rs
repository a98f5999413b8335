//! Ranges of addresses, of both versions of IP.

use super::Arguments;
use super::text::said;
use crate::expr::Value;
use core::net::IpAddr;

type Answer = Result<Value, String>;

/// `10.0.0.0/16` as a number and its lengths.
#[derive(Clone, Copy)]
struct Range {
    network: u128,
    prefix: u32,
    /// 32 or 128.
    bits: u32,
}

impl Range {
    fn parse(text: &str) -> Result<Range, String> {
        let wrong = || format!("`{text}` is not a range of addresses like 10.0.0.0/16");
        let (address, prefix) = text.split_once('/').ok_or_else(wrong)?;
        let (number, bits) = match address.parse::<IpAddr>().map_err(|_| wrong())? {
            IpAddr::V4(v4) => (u128::from(v4.to_bits()), 32),
            IpAddr::V6(v6) => (v6.to_bits(), 128),
        };
        let prefix = prefix.parse::<u32>().ok().filter(|p| *p <= bits).ok_or_else(wrong)?;
        Ok(Range { network: number & mask(prefix, bits), prefix, bits })
    }

    fn address(self, number: u128) -> String {
        match u32::try_from(number) {
            Ok(v4) if self.bits == 32 => core::net::Ipv4Addr::from_bits(v4).to_string(),
            _ => core::net::Ipv6Addr::from_bits(number).to_string(),
        }
    }

    fn text(self) -> String {
        format!("{}/{}", self.address(self.network), self.prefix)
    }

    /// The part with that number when `more` bits are added to the prefix.
    fn part(self, more: u32, number: u128) -> Result<Range, String> {
        let prefix = self.prefix.saturating_add(more);
        if prefix > self.bits {
            return Err(format!("{} has no room for {more} more bits", self.text()));
        }
        if more < 128 && number >> more != 0 {
            return Err(format!("{more} bits do not hold number {number}"));
        }
        let network = self.network | shifted(number, self.bits - prefix);
        Ok(Range { network, prefix, bits: self.bits })
    }
}

/// A shift by all the bits leaves nothing.
fn shifted(number: u128, by: u32) -> u128 {
    number.checked_shl(by).unwrap_or(0)
}

fn mask(prefix: u32, bits: u32) -> u128 {
    let all = if bits == 32 { u128::from(u32::MAX) } else { u128::MAX };
    all & shifted(all, bits - prefix)
}

fn bits(a: &Arguments<'_>, i: usize) -> Result<u32, String> {
    u32::try_from(a.whole(i)?).map_err(|_| "too many bits".to_owned())
}

pub fn subnet(a: &Arguments<'_>) -> Answer {
    let range = Range::parse(&a.text(0)?)?;
    let part = range.part(bits(a, 1)?, a.whole(2)? as u128)?;
    said(part.text())
}

/// Parts of the given sizes, one behind the other.
pub fn subnets(a: &Arguments<'_>) -> Answer {
    let range = Range::parse(&a.text(0)?)?;
    let mut out = Vec::new();
    let mut next = range.network;
    for i in 1..a.values.len() {
        let prefix = range.prefix.saturating_add(bits(a, i)?);
        if prefix > range.bits || prefix == range.prefix {
            return Err(format!("{} has no room for this", range.text()));
        }
        let size = shifted(1, range.bits - prefix);
        let start = next.checked_next_multiple_of(size).unwrap_or(u128::MAX);
        if start & mask(range.prefix, range.bits) != range.network {
            return Err(format!("{} has no room for part {i}", range.text()));
        }
        out.push(said(Range { network: start, prefix, bits: range.bits }.text())?);
        next = start.saturating_add(size);
    }
    Ok(Value::list(out))
}

pub fn host(a: &Arguments<'_>) -> Answer {
    let (range, at) = (Range::parse(&a.text(0)?)?, a.number(1)?);
    let size = shifted(1, range.bits - range.prefix);
    let count = at.abs().to_u64().map(u128::from);
    let number = match (count, at.is_negative()) {
        (Some(count), false) => Some(count),
        (Some(count), true) => size.checked_sub(count),
        (None, _) => None,
    };
    let number = number.filter(|n| size == 0 || *n < size);
    let number = number.ok_or_else(|| format!("{} has no address {at}", range.text()))?;
    said(range.address(range.network | number))
}

pub fn netmask(a: &Arguments<'_>) -> Answer {
    let range = Range::parse(&a.text(0)?)?;
    if range.bits != 32 {
        return Err("only IPv4 has netmasks".to_owned());
    }
    said(range.address(mask(range.prefix, range.bits)))
}
