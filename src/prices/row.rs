//! The committed form of a price file, and the packed form of a region.
//!
//! `pricing-cache/VENDOR/SERVICE/REGION.csv` is sorted by (usage type,
//! operation, begin). A region's pack is those rows of all services with the
//! service in front, so that one search finds a key without parsing the rest.

use crate::bill::{Price, PriceKey, Tier};
use crate::quantity::{Cases, Number};
use std::sync::Arc;

/// Columns of a price file.
pub const HEADER: &str = "usage_type,operation,unit,begin,end,usd,low,high,as_of,confidence,source";

/// One line of a pack. No field holds a comma; the import refuses those.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row<'a> {
    pub service: &'a str,
    pub usage_type: &'a str,
    pub operation: &'a str,
    pub unit: &'a str,
    pub begin: &'a str,
    pub end: &'a str,
    pub usd: &'a str,
    pub low: &'a str,
    pub high: &'a str,
    pub as_of: &'a str,
    pub confidence: &'a str,
    pub source: &'a str,
}

impl<'a> Row<'a> {
    pub fn parse(line: &'a str) -> Option<Row<'a>> {
        let mut fields = line.split(',');
        let mut next = || fields.next();
        let row = Row {
            service: next()?,
            usage_type: next()?,
            operation: next()?,
            unit: next()?,
            begin: next()?,
            end: next()?,
            usd: next()?,
            low: next()?,
            high: next()?,
            as_of: next()?,
            confidence: next()?,
            source: next()?,
        };
        fields.next().is_none().then_some(row)
    }

    /// What the rows of a pack are sorted by, before the begin of the tier.
    pub fn key(&self) -> (&'a str, &'a str, &'a str) {
        (self.service, self.usage_type, self.operation)
    }

    /// The tier of this row. Errors say what is wrong with it.
    pub fn tier(&self) -> Result<Tier, String> {
        let number = |text: &str, name: &str| {
            Number::parse(text).ok_or_else(|| format!("`{text}` is no number for {name}"))
        };
        let begin = number(self.begin, "begin")?;
        let end = match self.end {
            "Inf" => None,
            text => Some(number(text, "end")?),
        };
        let usd = match self.usd {
            "" => None,
            text => {
                let usd = number(text, "usd")?;
                let or_usd =
                    |text: &str, name| if text.is_empty() { Ok(usd) } else { number(text, name) };
                Some(Cases::new(or_usd(self.low, "low")?, usd, or_usd(self.high, "high")?))
            }
        };
        if usd.is_some_and(|usd| usd.low.is_negative()) {
            return Err("the price is negative".to_owned());
        }
        Ok(Tier { begin, end, usd })
    }
}

/// Makes a price of the rows of one series. Refuses what is not contiguous from
/// 0 without end, and a unit that changes on the way.
pub fn series(region: &str, rows: &[Row<'_>]) -> Result<Price, String> {
    let Some(first) = rows.first() else { return Err("a series without rows".to_owned()) };
    let mut tiers = Vec::with_capacity(rows.len());
    let mut reached = Some(Number::ZERO);
    let mut as_of = first.as_of;
    for row in rows {
        let tier = row.tier()?;
        if row.unit != first.unit {
            return Err(format!("the unit changes from {} to {}", first.unit, row.unit));
        }
        match reached {
            Some(at) if at == tier.begin => {}
            Some(at) => return Err(format!("the tiers have a gap or overlap at {at}")),
            None => return Err("a tier follows one that has no end".to_owned()),
        }
        if tier.end.is_some_and(|end| end <= tier.begin) {
            return Err(format!("the tier at {} is empty", tier.begin));
        }
        as_of = as_of.min(row.as_of);
        reached = tier.end;
        tiers.push(tier);
    }
    if let Some(at) = reached {
        return Err(format!("the tiers end at {at}"));
    }
    Ok(Price {
        key: PriceKey {
            service: Arc::from(first.service),
            region: Arc::from(region),
            usage_type: Arc::from(first.usage_type),
            operation: Arc::from(first.operation),
        },
        unit: Arc::from(first.unit),
        tiers,
        as_of: Arc::from(as_of),
        confidence: Arc::from(first.confidence),
        source: Arc::from(first.source),
    })
}
