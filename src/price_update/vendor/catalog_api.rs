//! Datadog's product catalogue over HTTP, with the user's key.
//!
//! The key comes from the environment and goes into a header; no message and no
//! file ever has it.

use super::{Imported, Stated, Vendors, datadog, judged};
use crate::diagnostic::{Code, Diagnostic};
use reqwest::blocking::Client;
use std::time::Duration;

/// The user's keys.
pub struct DatadogKeys {
    pub api: String,
    pub application: String,
}

pub struct Datadog {
    http: Client,
    url: String,
}

/// The largest answer: the catalogue has some hundred SKUs.
const LARGEST: u64 = 16 << 20;

impl Datadog {
    /// `site` is Datadog's: `datadoghq.com`, `ap1.datadoghq.com`; or an address.
    pub fn new(site: &str) -> Result<Datadog, Diagnostic> {
        let base = match site.contains("://") {
            true => site.trim_end_matches('/').to_owned(),
            false => format!("https://api.{site}"),
        };
        let http = Client::builder()
            .user_agent(concat!("kanjo/", env!("CARGO_PKG_VERSION")))
            .timeout(Duration::from_secs(60))
            .build()
            .map_err(|e| Diagnostic::new(Code::Remote, format!("no HTTP client: {e}")))?;
        Ok(Datadog { http, url: format!("{base}/api/v2/product-catalog/skus") })
    }

    pub fn read(
        &self,
        keys: &DatadogKeys,
        stated: &Stated<'_>,
        vendors: &Vendors<'_>,
    ) -> Result<Imported, Diagnostic> {
        use std::io::Read;
        let kept = "the prices that were there are unchanged";
        let failed = |why: String| Diagnostic::new(Code::Remote, why).help(kept);
        let request = self.http.get(&self.url);
        let request = request.header("dd-api-key", &keys.api);
        let request = request.header("dd-application-key", &keys.application);
        let answer = request.send().map_err(|e| failed(format!("Datadog: {}", e.without_url())))?;
        let status = answer.status();
        if matches!(status.as_u16(), 401 | 403) {
            let message = format!("Datadog does not accept the key ({})", status.as_u16());
            return Err(Diagnostic::new(Code::Credentials, message)
                .help("DD_API_KEY and DD_APP_KEY, with usage_read or billing_read; DD_SITE"));
        }
        if !status.is_success() {
            return Err(failed(format!("Datadog says {}", status.as_u16())));
        }
        let mut text = String::new();
        let read = answer.take(LARGEST).read_to_string(&mut text);
        read.map_err(|e| failed(format!("Datadog: {e}")))?;
        let value = serde_json::from_str(&text)
            .map_err(|e| crate::price_update::malformed("Datadog", Some(e.line() as u64), &e))?;
        Ok(judged(&datadog::skus("Datadog", &value)?, stated, vendors))
    }
}
