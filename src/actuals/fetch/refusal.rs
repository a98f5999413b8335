//! What Cost Explorer refuses, as one sentence with what to ask of whom.

use super::Asking;
use crate::cloud::cost_explorer::UNPAID;
use crate::diagnostic::{Code, Diagnostic};
use crate::offhours::machine::Failure;

/// The error for a failure.
pub(super) fn of(why: &Failure, asking: &Asking<'_>) -> Diagnostic {
    let account = &asking.session.account;
    let said = match why.message.as_str() {
        "" => why.code.clone(),
        message => format!("{}: {message}", why.code),
    };
    let refused = |what: &str| Diagnostic::new(Code::Remote, format!("{what} ({said})"));
    match why.code.as_str() {
        UNPAID => asking.purse.refusal(asking.purse.price(1)),
        "AccessDeniedException" | "AccessDenied" | "UnauthorizedOperation" => {
            refused(&format!("Cost Explorer is closed to {account}")).help(
                "ask whoever holds the payer account to allow ce:GetCostAndUsage and to open \
                 Cost Explorer to member accounts; a reseller's own CSV is read with --columns",
            )
        }
        "DataUnavailableException" => {
            refused(&format!("Cost Explorer has no data of {account} yet")).help(
                "ask whoever holds the payer account to enable it; it fills within 24 hours, \
                 and a CUR or FOCUS export needs none",
            )
        }
        "BillExpirationException" => refused("Cost Explorer keeps no data of that month any more")
            .help("it goes back 13 months: read a CUR or FOCUS export of it instead"),
        "BillingViewHealthStatusException" | "ResourceNotFoundException" => {
            refused("the billing view cannot be used")
                .help("ask whoever shares it for its ARN: --billing-view ARN")
        }
        "ValidationException" if why.message.to_lowercase().contains("tag") => {
            refused("Cost Explorer does not know a tag").help(
                "ask whoever holds the payer account to activate it as a cost allocation tag; \
                 --environment-tag and --resource-tag name others",
            )
        }
        _ => refused("Cost Explorer does not answer").help("try again: what was answered is kept"),
    }
}

/// What is said of a tag that no usage carries.
pub(super) fn inactive(tag: &str) -> String {
    format!(
        "no usage carries the tag `{tag}`: if resources do, ask whoever holds the payer account \
         to activate it as a cost allocation tag; a backfill reaches 12 months"
    )
}
