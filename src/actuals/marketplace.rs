//! What is bought through AWS Marketplace stands on two documents: on AWS's bill
//! as one amount, and on the vendor's invoice in detail. It is one amount.
//!
//! AWS's bill is what is paid, so its amount counts; the vendor's invoice says what
//! it is made of. What they differ by (a private offer, rounding) is a line.

use crate::bill::{ActualLine, Caveat, Record};
use crate::diagnostic::Code;
use crate::quantity::{Number, sum};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How a seller on AWS's bill that is not AWS is called.
const THROUGH: &str = "AWS Marketplace: ";

/// Whether a name is one of AWS's own.
fn is_aws(name: &str) -> bool {
    let starts = |with: &str| name.get(..with.len()).is_some_and(|s| s.eq_ignore_ascii_case(with));
    starts("amazon") || starts("aws")
}

/// The seller of a row of a bill that `provider` made.
pub(super) fn seller<'a>(provider: &str, name: &'a str) -> Cow<'a, str> {
    match name.is_empty() || is_aws(name) || !is_aws(provider) {
        true => Cow::Borrowed(name),
        false => Cow::Owned(format!("{THROUGH}{name}")),
    }
}

/// The first word of a company's name, which every document spells alike.
fn vendor(seller: &str) -> Option<String> {
    let word = seller.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty())?;
    (!is_aws(word)).then(|| word.to_lowercase())
}

/// Month and vendor.
type Of = (Arc<str>, String);

/// Counts once what both documents have. `None` if a sum does not fit.
pub(super) fn pair(lines: Vec<ActualLine>) -> Option<(Vec<ActualLine>, Vec<Caveat>)> {
    let through = |l: &ActualLine| {
        let seller = l.line.seller.strip_prefix(THROUGH)?;
        let counts = l.line.record != Record::Tax;
        vendor(seller).filter(|_| counts).map(|name| (Arc::clone(&l.line.month), name))
    };
    let direct = |l: &ActualLine| {
        let own = !l.line.seller.starts_with(THROUGH);
        vendor(&l.line.seller).filter(|_| own).map(|name| (Arc::clone(&l.line.month), name))
    };
    let mut invoices: BTreeMap<Of, (Number, Number)> = BTreeMap::new();
    for line in &lines {
        if let Some(of) = direct(line) {
            let slot = invoices.entry(of).or_default();
            *slot = (slot.0.plus(line.billed)?, slot.1.plus(line.effective)?);
        }
    }
    let paired = |line: &ActualLine| through(line).filter(|of| invoices.contains_key(of));
    let (once, mut kept): (Vec<ActualLine>, Vec<ActualLine>) =
        lines.into_iter().partition(|line| paired(line).is_some());
    let mut caveats = Vec::new();
    for ((month, name), (billed, effective)) in &invoices {
        let is = |l: &&ActualLine| through(l).as_ref() == Some(&(Arc::clone(month), name.clone()));
        let mine: Vec<&ActualLine> = once.iter().filter(is).collect();
        let Some(first) = mine.first() else { continue };
        let paid = sum(mine.iter().map(|l| l.billed))?;
        let apart = paid.minus(*billed)?;
        if !apart.is_zero() {
            let mut line = (*first).clone();
            let less = apart < Number::ZERO;
            line.line.record = if less { Record::Discount } else { Record::Fee };
            line.line.key.usage_type = Arc::from("");
            line.line.key.operation = Arc::from("");
            line.billed = apart;
            line.effective = sum(mine.iter().map(|l| l.effective))?.minus(*effective)?;
            (line.quantity, line.list, line.hours) = (None, None, None);
            kept.push(line);
        }
        let message = format!(
            "{month}: {} is on AWS's bill with {paid} and on its own invoice with {billed} USD: counted once",
            first.line.seller.trim_start_matches(THROUGH),
        );
        caveats.push(Caveat {
            code: Code::BillPart,
            message: message.into(),
            resource: None,
            at: None,
        });
    }
    kept.sort_by(|a, b| a.line.cmp(&b.line));
    Some((kept, caveats))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seller_on_the_bill_of_aws_is_told_from_aws() {
        assert_eq!(
            seller("AWS", "Amazon Web Services Japan G.K."),
            "Amazon Web Services Japan G.K."
        );
        assert_eq!(seller("AWS", "Datadog, Inc."), "AWS Marketplace: Datadog, Inc.");
        assert_eq!(seller("MongoDB", "MongoDB"), "MongoDB");
        assert_eq!(vendor("Datadog, Inc."), vendor("datadog"));
        assert_eq!(vendor("Amazon Web Services, Inc."), None);
    }
}
