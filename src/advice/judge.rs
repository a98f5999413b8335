//! What a proposal saves: the bill before minus the bill after, if the two can
//! be compared.

use crate::advice::propose::Proposal;
use crate::advice::{Asked, Model, Why};
use crate::bill::Bill;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::quantity::{Case, Cases, Number};
use std::sync::Arc;

/// What came of a proposal.
#[derive(Debug)]
pub enum Verdict {
    /// It saves in every month.
    Saves(Cases<Number>, Box<Model>),
    Quiet(Why),
}

pub fn overflow() -> Diagnostics {
    Diagnostic::new(Code::Overflow, "a sum does not fit 28 digits").into()
}

pub fn total(bill: &Bill) -> Result<Cases<Number>, Diagnostics> {
    bill.total().ok_or_else(overflow)
}

/// Prices a proposal on top of `sets`, which made `before`.
pub fn judge(
    asked: &mut Asked<'_>,
    before: &Model,
    sets: &[Arc<str>],
    proposal: &Proposal,
) -> Result<Verdict, Diagnostics> {
    let all: Vec<Arc<str>> = sets.iter().chain(&proposal.sets).cloned().collect();
    // A file that does not take the overlay is no reason to stop: io2 has its
    // rules, and a name may be taken.
    let after = match asked.model(&all) {
        Ok(after) => after,
        Err(list) => {
            let why = list.list().first().map_or("", |d| d.message.as_str());
            return Ok(Verdict::Quiet(Why::Refused(Arc::from(why))));
        }
    };
    if let Some(why) = incomparable(&before.bill, &after.bill) {
        return Ok(Verdict::Quiet(why));
    }
    let saving = total(&before.bill)?.minus(total(&after.bill)?).ok_or_else(overflow)?;
    let loses = Case::ALL.iter().any(|case| saving.get(*case).is_negative());
    if loses || saving.expected.is_zero() {
        return Ok(Verdict::Quiet(Why::NoSaving(saving)));
    }
    Ok(Verdict::Saves(saving, Box::new(after)))
}

/// Why two totals say nothing: the bill after leaves out what the bill before
/// does not. A line without a price costs nothing in a total, and would be the
/// best saving of all.
fn incomparable(before: &Bill, after: &Bill) -> Option<Why> {
    let unpriced = after.unpriced.iter().find(|line| {
        !before.unpriced.iter().any(|old| {
            (&old.environment, &old.resource, &old.key)
                == (&line.environment, &line.resource, &line.key)
                && old.quantity == line.quantity
        })
    });
    if let Some(line) = unpriced {
        return Some(Why::NoPrice(Arc::from(format!("{} of {}", line.meter, line.resource))));
    }
    // An unset usage may stay unset where a unit of it does not become dearer.
    let dearer = after.unset.iter().find(|usage| {
        !before.unset.iter().any(|old| {
            let same = (&old.environment, &old.resource, &old.input)
                == (&usage.environment, &usage.resource, &usage.input);
            same && match (old.unit_price, usage.unit_price) {
                (Some(old), Some(new)) => new <= old,
                (old, new) => old == new,
            }
        })
    });
    dearer.map(|usage| Why::Unset(Arc::from(format!("{}.{}", usage.resource, usage.input))))
}
