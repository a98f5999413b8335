//! Proving a kind: its examples must cost what their sources say.
//!
//! A test does this for our own catalogue, `--catalog` for a user's.

use crate::calendar::Period;
use crate::catalog::Kind;
use crate::diagnostic::{Code, Diagnostic};
use crate::estimate::estimate;
use crate::prices::Book;
use crate::topology::{Billing, Environment, FreeTier, Project, example_resource};
use std::sync::Arc;

/// Decimals at which a cost must agree: what a split or a division keeps.
const PLACES: u32 = 12;

/// Every example of a kind that does not cost what it says, at list in the
/// average month.
pub fn prove(kind: &Arc<Kind>, book: &Book) -> Vec<Diagnostic> {
    let mut wrong = Vec::new();
    for example in &kind.examples {
        let bad = |message: String| {
            let message = format!("example \"{}\" of {}: {message}", example.name, kind.name);
            Diagnostic::new(Code::CatalogExample, message).at(example.span, "this example")
        };
        let resource = match example_resource(kind, example) {
            Ok(resource) => resource,
            Err(list) => {
                wrong.extend(list.list().iter().cloned());
                continue;
            }
        };
        let project = Project {
            name: None,
            environments: vec![Environment {
                name: Arc::from("default"),
                resources: vec![resource],
                zone: None,
                base: None,
                caveats: Vec::new(),
            }],
            billing: Billing::default(),
            free_tier: FreeTier::Off,
            varies: false,
        };
        match estimate(&project, &Period::Average, &[], book) {
            Err(list) => wrong.extend(list.list().iter().cloned()),
            Ok(estimate) => {
                let bill = estimate.bill;
                wrong.extend(bill.unpriced.iter().map(|u| bad(u.why.to_string())));
                let total = bill.total().map(|t| t.expected).unwrap_or_default();
                if total.round(PLACES) != example.cost.round(PLACES) {
                    wrong.push(bad(format!("it costs {total}, not {}", example.cost)));
                }
            }
        }
    }
    wrong
}
