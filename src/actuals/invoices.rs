//! Invoices of Atlas and Datadog, asked of their APIs.
//!
//! What comes back is the document that people save from the same place, and is
//! read as one: so it stands beside an export of AWS, whose Marketplace rows it
//! details. Keys go into headers; no message, no file and no address has them.

use crate::cloud::Refused;
use crate::cloud::atlas::{Atlas, Keys};
use crate::cloud::vendor::Api;
use crate::diagnostic::{Code, Diagnostic};
use serde_json::Value;
use std::time::Duration;

/// Atlas dates the form of its answers.
const FORM: &str = "2023-01-01";
/// How long an invoice may take.
const ANSWER: Duration = Duration::from_secs(60);

/// Whom to ask, with the user's keys; an address is `https://…`.
#[derive(Clone, Copy)]
pub enum Vendor<'a> {
    /// The service account of an organisation.
    Atlas {
        keys: &'a Keys,
        organisation: &'a str,
    },
    Datadog {
        address: &'a str,
        key: &'a str,
        application: &'a str,
    },
}

/// An invoice as it came, and whether it will stay so.
#[derive(Debug)]
pub struct Invoice {
    pub text: String,
    pub is_final: bool,
}

impl Vendor<'_> {
    /// The invoice of a month, `2026-07`.
    pub fn invoice(&self, month: &str) -> Result<Invoice, Diagnostic> {
        match *self {
            Vendor::Atlas { keys, organisation } => {
                let asked = Asked { vendor: "Atlas", keys: ATLAS_KEYS };
                asked.atlas(&Atlas::open(keys.clone(), ANSWER)?, organisation, month)
            }
            Vendor::Datadog { address, key, application } => {
                let asked = Asked { vendor: "Datadog", keys: DATADOG_KEYS };
                let api = Api::open(asked.vendor, address, ANSWER)?;
                let path = format!(
                    "/api/v2/usage/historical_cost?view=sub-org&start_month={month}&end_month={month}"
                );
                let text = api.at(&path).and_then(|url| {
                    let request = api.http.get(url).header("dd-api-key", key);
                    api.text(request.header("dd-application-key", application))
                });
                let text = text.map_err(|refused| asked.refusal(refused))?;
                let found = asked.parsed(&text)?;
                match found.get("data").and_then(Value::as_array).map(Vec::as_slice) {
                    None => Err(asked.odd("no `data`")),
                    Some([]) => Err(asked.none(month, "it comes by the 16th of the month after")),
                    Some(_) => Ok(Invoice { text, is_final: true }),
                }
            }
        }
    }
}

const ATLAS_KEYS: &str = "MONGODB_ATLAS_CLIENT_ID and MONGODB_ATLAS_CLIENT_SECRET of a service account that is Organization Billing Viewer";
const DATADOG_KEYS: &str = "DD_API_KEY and DD_APP_KEY, with usage_read and billing_read, of the parent organisation; DD_SITE";

/// Who is asked, and what his keys are.
struct Asked {
    vendor: &'static str,
    keys: &'static str,
}

impl Asked {
    /// The invoice that begins in the month, found in the list of all since then.
    fn atlas(&self, atlas: &Atlas, organisation: &str, month: &str) -> Result<Invoice, Diagnostic> {
        let get = |path: &str| atlas.get(path, FORM).map_err(|refused| self.refusal(refused));
        let all = format!("/api/atlas/v2/orgs/{organisation}/invoices");
        let list = self.parsed(&get(&format!("{all}?fromDate={month}-01&itemsPerPage=500"))?)?;
        let found = list.get("results").and_then(Value::as_array);
        let found = found.ok_or_else(|| self.odd("no `results`"))?.iter();
        let begins = |invoice: &&Value| {
            text_of(invoice, "startDate").is_some_and(|date| date.starts_with(month))
        };
        let mut ids = found.filter(begins).filter_map(|invoice| text_of(invoice, "id"));
        let id = ids.next().ok_or_else(|| self.none(month, "ask whether the organisation pays"))?;
        if ids.next().is_some() {
            let message = format!("Atlas has several invoices of {month}");
            return Err(Diagnostic::new(Code::BillTwice, message)
                .help("give the one that counts as a file: GET /orgs/{id}/invoices/{id}"));
        }
        let is_plain = id.chars().all(|c| c.is_ascii_alphanumeric());
        let id = if is_plain { id } else { return Err(self.odd("a strange id of an invoice")) };
        let text = get(&format!("{all}/{id}"))?;
        let status = text_of(&self.parsed(&text)?, "statusName").unwrap_or_default();
        let is_final = matches!(status.as_str(), "PAID" | "FREE" | "PREPAID" | "CLOSED");
        Ok(Invoice { text, is_final })
    }

    fn parsed(&self, text: &str) -> Result<Value, Diagnostic> {
        serde_json::from_str(text).map_err(|error| self.odd(&error.to_string()))
    }

    fn refusal(&self, Refused { failure, status }: Refused) -> Diagnostic {
        let failed = |why: &str| Diagnostic::new(Code::Remote, format!("{}: {why}", self.vendor));
        match status {
            Some(status @ (401 | 403)) => {
                let message = format!("{} does not accept the key ({status})", self.vendor);
                Diagnostic::new(Code::Credentials, message).help(self.keys)
            }
            _ if failure.code == "odd-answer" => self.odd(&failure.message),
            Some(status @ 300..) => failed(&format!("HTTP {status}")).help("nothing was read"),
            _ => failed(&failure.message),
        }
    }

    fn none(&self, month: &str, when: &str) -> Diagnostic {
        let message = format!("{} has no invoice of {month}", self.vendor);
        Diagnostic::new(Code::Remote, message).help(when)
    }

    fn odd(&self, what: &str) -> Diagnostic {
        Diagnostic::new(Code::Remote, format!("{}: an odd answer: {what}", self.vendor))
            .help("nothing was read")
    }
}

fn text_of(of: &Value, key: &str) -> Option<String> {
    of.get(key).and_then(Value::as_str).map(str::to_owned)
}
