//! From the bill to what each seller invoices.
//!
//! USD stay exact until the invoice: then the discount, then the currency, then
//! tax, each rounded down once per invoice as sellers in Japan do. A change is
//! always computed in USD, before any of this.

use crate::bill::Bill;
use crate::estimate::{Fx, Invoice, Statement};
use crate::quantity::{Case, Cases, Number, sum};
use crate::topology::Billing;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The invoices of a bill. `None` if the file says nothing about billing, or a
/// number does not fit.
pub fn statement(bill: &Bill, billing: &Billing) -> Option<Statement> {
    statement_in(bill, billing, Case::Expected)
}

/// The invoices in each case.
pub fn statements(bill: &Bill, billing: &Billing) -> Option<Cases<Statement>> {
    Cases::try_build(|case| statement_in(bill, billing, case))
}

fn statement_in(bill: &Bill, billing: &Billing, case: Case) -> Option<Statement> {
    if !billing.stated {
        return None;
    }
    let currency = billing
        .fx
        .as_ref()
        .map_or_else(|| Arc::clone(&bill.currency), |fx| Arc::clone(&fx.currency));
    // Yen have no fraction; everything else is rounded down to the cent.
    let places = if &*currency == "JPY" { 0 } else { 2 };
    let mut sellers: BTreeMap<&str, Number> = BTreeMap::new();
    for charge in &bill.charges {
        let usd = sellers.entry(charge.seller()).or_default();
        *usd = usd.plus(*charge.cost.get(case))?;
    }
    let mut invoices = Vec::with_capacity(sellers.len());
    for (seller, usd) in sellers {
        let discount = billing.discount(seller);
        let after = usd.times(Number::ONE.minus(discount)?)?;
        let converted = match &billing.fx {
            Some(fx) => after.times(fx.rate)?,
            None => after,
        };
        let net = converted.floor_to(places);
        let tax_rate = billing.tax(seller);
        let tax = net.times(tax_rate)?.floor_to(places);
        let total = net.plus(tax)?;
        invoices.push(Invoice {
            seller: Arc::from(seller),
            usd,
            discount,
            net,
            tax_rate,
            tax,
            total,
        });
    }
    let fx = billing.fx.as_ref().map(|fx| Fx {
        rate: fx.rate,
        currency: Arc::clone(&fx.currency),
        date: fx.date.clone(),
        source: fx.source.clone(),
    });
    let total = sum(invoices.iter().map(|i| i.total))?;
    Some(Statement { currency, fx, invoices, total })
}
