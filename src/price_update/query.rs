//! The Price List by questions: `GetProducts`, for whoever has credentials and
//! cannot reach the bulk files.
//!
//! Each product comes as the offer file has it, so what is read here goes the same
//! way. A region of a service is paged through whole, except EC2's, whose 100,000
//! products are asked for by the names that the catalogue can form or the book has.

use crate::cloud::{Client, Service, pricing};
use crate::diagnostic::{Code, Diagnostic};
use crate::offhours::machine::Failure;
use crate::price_update::json_offer::read_product;
use crate::price_update::{Collected, Report, Wanted};
use crate::prices::Book;
use serde_json::{Value, json};

/// Too many products in a region to page through.
const LARGE: [&str; 1] = ["AmazonEC2"];
const GLOBAL: &str = "global";
/// More pages than any region of any service has.
const PAGES: usize = 20_000;
const PAGE: usize = 100;

pub struct Query {
    client: Client,
    service: Service,
    report: Report,
}

/// One question: field and value, all of which must fit.
type Filters = Vec<(&'static str, String)>;

fn failed(failure: &Failure) -> Diagnostic {
    const REFUSED: [&str; 7] = [
        "no-credentials",
        "ExpiredTokenException",
        "ExpiredToken",
        "UnrecognizedClientException",
        "InvalidSignatureException",
        "MissingAuthenticationTokenException",
        "AccessDeniedException",
    ];
    let message = format!("GetProducts: {}: {}", failure.code, failure.message);
    let message = message.trim_end_matches([':', ' ']).to_owned();
    if REFUSED.contains(&failure.code.as_str()) {
        return Diagnostic::new(Code::Credentials, message).help(
            "pricing:GetProducts is needed; the bulk files need no account: leave out --via",
        );
    }
    Diagnostic::new(Code::Remote, message).help("the prices that were there are unchanged")
}

impl Query {
    pub fn new(report: Report) -> Result<Query, Diagnostic> {
        let client = pricing::client()?;
        Ok(Query { client, service: pricing::PRICING, report })
    }

    /// Asks for everything that is wanted; how many questions had an answer.
    pub fn read(
        &self,
        wanted: &Wanted,
        book: &Book,
        collected: &mut Collected<'_>,
    ) -> Result<usize, Diagnostic> {
        let mut answered = 0;
        for service in wanted.services() {
            for region in wanted.regions(service) {
                if region == GLOBAL || LARGE.contains(&service) {
                    for names in wanted.names(service, region, book) {
                        // The first name that is sold is the one; the others are other ways
                        // to write it.
                        for name in names {
                            let mut filters: Filters = vec![("usagetype", name)];
                            if region != GLOBAL {
                                filters.push(("regionCode", region.to_owned()));
                            }
                            if self.pages(service, region, &filters, collected)? > 0 {
                                answered += 1;
                                break;
                            }
                        }
                    }
                } else {
                    let filters = vec![("regionCode", region.to_owned())];
                    let found = self.pages(service, region, &filters, collected)?;
                    answered += usize::from(found > 0);
                }
            }
        }
        (self.report)("", 0, None);
        Ok(answered)
    }

    /// Every page of one question; how many products.
    fn pages(
        &self,
        service: &str,
        region: &str,
        filters: &Filters,
        collected: &mut Collected<'_>,
    ) -> Result<usize, Diagnostic> {
        let all: Vec<Value> = filters
            .iter()
            .map(|(field, value)| json!({"Type": "TERM_MATCH", "Field": field, "Value": value}))
            .collect();
        let what = format!("GetProducts {service} {region}");
        let (mut token, mut found) = (String::new(), 0);
        for _ in 0..PAGES {
            let mut body = json!({
                "ServiceCode": service, "Filters": all, "FormatVersion": "aws_v1", "MaxResults": PAGE,
            });
            if !token.is_empty()
                && let Some(body) = body.as_object_mut()
            {
                body.insert("NextToken".to_owned(), Value::from(token.as_str()));
            }
            let page = match self.client.json(&self.service, "GetProducts", &body) {
                Ok(page) => page,
                // What is stated or computed is no service of AWS.
                Err(failure) if failure.code == "NotFoundException" => return Ok(0),
                Err(failure) => return Err(failed(&failure)),
            };
            let list = page.get("PriceList").and_then(Value::as_array);
            let list = list.ok_or_else(|| {
                Diagnostic::new(Code::BadOffer, format!("{what}: the answer has no PriceList"))
                    .help("nothing of this update was taken: try again later")
            })?;
            for entry in list {
                found += 1;
                match entry.as_str() {
                    Some(text) => read_product(&what, text, collected)?,
                    // Some tools write the product as it is and not as a text.
                    None => read_product(&what, &entry.to_string(), collected)?,
                }
            }
            (self.report)(&what, found as u64, None);
            let next = page.get("NextToken").and_then(Value::as_str).unwrap_or("");
            if next.is_empty() {
                return Ok(found);
            }
            if next == token {
                break;
            }
            token = next.to_owned();
        }
        let message = format!("{what}: its pages have no end");
        Err(Diagnostic::new(Code::Remote, message).help("the prices that were there are unchanged"))
    }
}
