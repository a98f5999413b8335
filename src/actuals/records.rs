//! What sort of row a row is, in each format's own words.

use crate::bill::Record;

/// Words that only the promise of a free allowance has; a price that is 0 for
/// everybody (data transfer in) is none.
fn promises_free(description: &str) -> bool {
    description.to_lowercase().contains("free")
}

/// A usage row at 0 whose description names a free allowance.
pub(super) fn usage(nothing: bool, description: &str) -> Record {
    if nothing && promises_free(description) { Record::Free } else { Record::Usage }
}

fn is_support(service: &str) -> bool {
    let service = service.to_lowercase();
    service.contains("support") && (service.starts_with("aws") || service.starts_with("ocb"))
}

/// Whose discount it is: those of the Solution Provider Program and of
/// distributors are a partner's.
fn discount(kind: &str) -> Record {
    let partner = ["Spp", "Solution Provider", "Distributor", "Reseller"];
    match partner.iter().any(|name| kind.starts_with(name)) {
        true => Record::ResellerDiscount,
        false => Record::Discount,
    }
}

/// CUR's `line_item_line_item_type`.
pub(super) fn of_cur(
    kind: &str,
    product: &str,
    nothing: bool,
    description: &str,
    reserved: bool,
) -> Record {
    match kind {
        "Tax" => Record::Tax,
        "Credit" => Record::Credit,
        "Refund" => Record::Refund,
        "SavingsPlanCoveredUsage" | "DiscountedUsage" => Record::Covered,
        "SavingsPlanNegation" | "SavingsPlanRecurringFee" | "SavingsPlanUpfrontFee" | "RIFee" => {
            Record::Commitment
        }
        _ if kind.ends_with("Discount") => discount(kind),
        _ if is_support(product) => Record::Support,
        "Fee" if reserved => Record::Commitment,
        "Fee" => Record::Fee,
        // Usage, FlatRateSubscription, and whatever comes: it is kept.
        _ => usage(nothing, description),
    }
}

/// FOCUS's `ChargeCategory` with the status of a commitment.
pub(super) fn of_focus(
    category: &str,
    commitment: &str,
    status: &str,
    service: &str,
    nothing: bool,
    description: &str,
) -> Record {
    match category {
        "Tax" => Record::Tax,
        "Credit" => Record::Credit,
        "Adjustment" => Record::Adjustment,
        _ if is_support(service) => Record::Support,
        "Purchase" if !commitment.is_empty() => Record::Commitment,
        "Purchase" => Record::Fee,
        _ if status == "Unused" => Record::Commitment,
        _ if !commitment.is_empty() => Record::Covered,
        _ => usage(nothing, description),
    }
}

/// Cost Explorer's `RECORD_TYPE`, also as it names discounts.
pub(super) fn of_cost_explorer(kind: &str) -> Record {
    match kind {
        "Tax" => Record::Tax,
        "Credit" => Record::Credit,
        "Refund" => Record::Refund,
        "Support" => Record::Support,
        "DiscountedUsage" | "SavingsPlanCoveredUsage" => Record::Covered,
        "RIFee" | "SavingsPlanNegation" | "SavingsPlanRecurringFee" | "SavingsPlanUpfrontFee" => {
            Record::Commitment
        }
        "Upfront_reservation_fee" | "Recurring reservation fee" | "Upfront" | "Recurring" => {
            Record::Commitment
        }
        "Other" | "Fee" | "Other out-of-cycle charges" => Record::Fee,
        _ if kind.to_lowercase().ends_with("discount") => discount(kind),
        _ => Record::Usage,
    }
}
