//! Invoices of Atlas and Datadog, asked of their APIs.
//!
//! What comes back is the document that people save from the same place, and is
//! read as one: so it stands beside an export of AWS, whose Marketplace rows it
//! details. Keys go into headers; no message, no file and no address has them.

use crate::diagnostic::{Code, Diagnostic};
use reqwest::Url;
use reqwest::blocking::{Client, RequestBuilder};
use serde_json::Value;
use std::io::Read;
use std::time::Duration;

/// The longest invoice: Atlas has a line for each day and cluster.
const LONGEST: u64 = 64 << 20;
/// Atlas dates the form of its answers.
const FORM: &str = "application/vnd.atlas.2023-01-01+json";
const USER: &str = concat!("kanjo/", env!("CARGO_PKG_VERSION"));

/// Whom to ask, with the user's keys; an address is `https://…`.
#[derive(Clone, Copy)]
pub enum Vendor<'a> {
    /// The service account of an organisation.
    Atlas {
        address: &'a str,
        organisation: &'a str,
        client: &'a str,
        secret: &'a str,
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
            Vendor::Atlas { address, organisation, client, secret } => {
                let api = Api::open("Atlas", address, ATLAS_KEYS)?;
                let token =
                    api.http.post(api.at("/api/oauth/token")?).basic_auth(client, Some(secret));
                let token = token.header("content-type", "application/x-www-form-urlencoded");
                let token = api.json(token.body("grant_type=client_credentials"))?;
                let token = text_of(&token, "access_token").ok_or_else(|| api.odd("no token"))?;
                api.atlas(organisation, &token, month)
            }
            Vendor::Datadog { address, key, application } => {
                let api = Api::open("Datadog", address, DATADOG_KEYS)?;
                let path = format!(
                    "/api/v2/usage/historical_cost?view=sub-org&start_month={month}&end_month={month}"
                );
                let request = api.http.get(api.at(&path)?).header("dd-api-key", key);
                let text = api.text(request.header("dd-application-key", application))?;
                let found = api.parsed(&text)?;
                match found.get("data").and_then(Value::as_array).map(Vec::as_slice) {
                    None => Err(api.odd("no `data`")),
                    Some([]) => Err(api.none(month, "it comes by the 16th of the month after")),
                    Some(_) => Ok(Invoice { text, is_final: true }),
                }
            }
        }
    }
}

const ATLAS_KEYS: &str = "MONGODB_ATLAS_CLIENT_ID and MONGODB_ATLAS_CLIENT_SECRET of a service account that is Organization Billing Viewer";
const DATADOG_KEYS: &str = "DD_API_KEY and DD_APP_KEY, with usage_read and billing_read, of the parent organisation; DD_SITE";

/// One vendor's API.
struct Api {
    vendor: &'static str,
    /// What its keys are.
    keys: &'static str,
    address: Url,
    http: Client,
}

impl Api {
    fn open(vendor: &'static str, address: &str, keys: &'static str) -> Result<Api, Diagnostic> {
        let wrong =
            |why: &str| Diagnostic::new(Code::UnknownChoice, format!("{vendor}: {address}: {why}"));
        let parsed: Url = address.parse().map_err(|_| wrong("not an address"))?;
        // A key leaves this machine only under TLS.
        let local = matches!(parsed.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        if parsed.scheme() != "https" && !local {
            return Err(wrong("does not begin with https://"));
        }
        // A redirect would take the keys elsewhere.
        let http = Client::builder()
            .user_agent(USER)
            .timeout(Duration::from_secs(60))
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| wrong(&error.without_url().to_string()))?;
        Ok(Api { vendor, keys, address: parsed, http })
    }

    fn at(&self, path: &str) -> Result<Url, Diagnostic> {
        self.address.join(path).map_err(|error| self.odd(&error.to_string()))
    }

    /// The invoice that begins in the month, found in the list of all since then.
    fn atlas(&self, organisation: &str, token: &str, month: &str) -> Result<Invoice, Diagnostic> {
        let get = |path: &str| -> Result<String, Diagnostic> {
            let request = self.http.get(self.at(path)?).bearer_auth(token);
            self.text(request.header("accept", FORM))
        };
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

    fn json(&self, request: RequestBuilder) -> Result<Value, Diagnostic> {
        self.parsed(&self.text(request)?)
    }

    fn parsed(&self, text: &str) -> Result<Value, Diagnostic> {
        serde_json::from_str(text).map_err(|error| self.odd(&error.to_string()))
    }

    fn text(&self, request: RequestBuilder) -> Result<String, Diagnostic> {
        let failed = |why: String| Diagnostic::new(Code::Remote, format!("{}: {why}", self.vendor));
        let answer = request.send().map_err(|error| failed(error.without_url().to_string()))?;
        let status = answer.status();
        if matches!(status.as_u16(), 401 | 403) {
            let message = format!("{} does not accept the key ({})", self.vendor, status.as_u16());
            return Err(Diagnostic::new(Code::Credentials, message).help(self.keys));
        }
        if !status.is_success() {
            return Err(failed(format!("HTTP {}", status.as_u16())).help("nothing was read"));
        }
        let mut text = String::new();
        let read = answer.take(LONGEST + 1).read_to_string(&mut text);
        match read.map_err(|error| failed(error.to_string()))? {
            bytes if bytes as u64 > LONGEST => Err(failed("an answer of over 64 MB".to_owned())),
            _ => Ok(text),
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
