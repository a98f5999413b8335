//! An offer as JSON: of a service (`products`, then `terms` by SKU), of a Savings
//! Plan (lists of both), or one product as the Query API gives it.
//!
//! Of the products only those stay in memory that the catalogue can name; of the
//! terms only those of these are parsed.

use crate::diagnostic::Diagnostic;
use crate::price_update::json_stream::{Stream, parsed};
use crate::price_update::reserved::Lease;
use crate::price_update::{Collected, OfferHead, OfferRow, malformed};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::io::Read;

#[derive(Deserialize, Default)]
#[serde(default)]
struct Product<'a> {
    /// Of `GetProducts`; in a file it is the key.
    #[cfg(feature = "aws")]
    sku: Cow<'a, str>,
    #[serde(borrow)]
    attributes: Attributes<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Attributes<'a> {
    #[serde(borrow)]
    servicecode: Cow<'a, str>,
    #[serde(borrow, rename = "regionCode")]
    region: Cow<'a, str>,
    #[serde(borrow)]
    usagetype: Cow<'a, str>,
    #[serde(borrow)]
    operation: Cow<'a, str>,
}

/// A product that is wanted.
struct Kept {
    service: String,
    region: String,
    usage_type: String,
    operation: String,
}

#[derive(Deserialize)]
struct Term {
    #[serde(rename = "priceDimensions")]
    dimensions: BTreeMap<String, Dimension>,
    #[serde(rename = "termAttributes", default)]
    attributes: TermAttributes,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "PascalCase")]
struct TermAttributes {
    lease_contract_length: String,
    offering_class: String,
    purchase_option: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Dimension {
    unit: String,
    #[serde(rename = "beginRange")]
    begin: Option<String>,
    #[serde(rename = "endRange")]
    end: Option<String>,
    #[serde(rename = "pricePerUnit")]
    price: BTreeMap<String, String>,
}

/// By offer term code.
type Terms = BTreeMap<String, Term>;

pub fn read(
    name: &str,
    reader: impl Read,
    region: &str,
    collected: &mut Collected<'_>,
) -> Result<OfferHead, Diagnostic> {
    let mut offer = Offer {
        json: Stream::new(reader),
        head: OfferHead::default(),
        region,
        products: HashMap::new(),
        plans: HashMap::new(),
        terms: false,
        collected,
    };
    let done = offer.whole();
    done.map_err(|why| malformed(name, Some(offer.json.line()), why))?;
    if !offer.terms {
        let why = "it has no `terms`: not an offer file of the Price List";
        return Err(malformed(name, None, why));
    }
    Ok(offer.head)
}

struct Offer<'a, 'w, R> {
    json: Stream<R>,
    head: OfferHead,
    region: &'a str,
    products: HashMap<String, Kept>,
    /// Of a Savings Plan: its service and usage type by SKU.
    plans: HashMap<String, (String, String)>,
    terms: bool,
    collected: &'a mut Collected<'w>,
}

impl<R: Read> Offer<'_, '_, R> {
    fn whole(&mut self) -> Result<(), String> {
        self.json.pass(b'{')?;
        while let Some(key) = self.json.key()? {
            match key.as_str() {
                "offerCode" => self.head.offer = self.json.text()?,
                "version" => self.head.version = self.json.text()?,
                "publicationDate" => self.head.published = self.json.text()?,
                "products" if self.terms => {
                    return Err("`terms` stands before `products`".to_owned());
                }
                "products" => match self.json.peek()? {
                    Some(b'{') => self.of_service()?,
                    Some(b'[') => self.of_plan()?,
                    _ => return Err("`products` is no object of the Price List".to_owned()),
                },
                "terms" => {
                    self.terms = true;
                    self.all_terms()?;
                }
                _ => self.json.skip()?,
            }
        }
        match self.json.peek()? {
            None => Ok(()),
            Some(_) => Err("something follows the end".to_owned()),
        }
    }

    fn of_service(&mut self) -> Result<(), String> {
        self.json.pass(b'{')?;
        while let Some(sku) = self.json.key()? {
            let product: Product<'_> = parsed(self.json.value()?)?;
            self.collected.seen += 1;
            let kept = wanted(&product.attributes, &self.head.offer, self.region, self.collected);
            if let Some(kept) = kept {
                self.products.insert(sku, kept);
            }
        }
        Ok(())
    }

    fn of_plan(&mut self) -> Result<(), String> {
        #[derive(Deserialize, Default)]
        #[serde(default, rename_all = "camelCase")]
        struct Plan {
            sku: String,
            service_code: String,
            usage_type: String,
        }
        self.json.pass(b'[')?;
        while self.json.item()? {
            let plan: Plan = parsed(self.json.value()?)?;
            self.plans.insert(plan.sku, (plan.service_code, plan.usage_type));
        }
        Ok(())
    }

    fn all_terms(&mut self) -> Result<(), String> {
        self.json.pass(b'{')?;
        while let Some(kind) = self.json.key()? {
            match kind.as_str() {
                "OnDemand" | "Reserved" => {
                    self.json.pass(b'{')?;
                    while let Some(sku) = self.json.key()? {
                        let Some(product) = self.products.get(&sku) else {
                            self.json.skip()?;
                            continue;
                        };
                        let terms: Terms = parsed(self.json.value()?)?;
                        let published = &self.head.published;
                        take(&kind, &sku, product, &terms, published, self.collected);
                    }
                }
                "savingsPlan" => self.rates()?,
                _ => self.json.skip()?,
            }
        }
        Ok(())
    }

    /// Each plan with its rates; the SKU may stand after them.
    fn rates(&mut self) -> Result<(), String> {
        self.json.pass(b'[')?;
        while self.json.item()? {
            let (mut sku, mut rates) = (String::new(), Vec::new());
            self.json.pass(b'{')?;
            while let Some(key) = self.json.key()? {
                match key.as_str() {
                    "sku" => sku = self.json.text()?,
                    "rates" => {
                        self.json.pass(b'[')?;
                        while self.json.item()? {
                            let rate: PlanRate<'_> = parsed(self.json.value()?)?;
                            self.collected.seen += 1;
                            if rate.wanted(self.region, self.collected) {
                                rates.push(rate.owned());
                            }
                        }
                    }
                    _ => self.json.skip()?,
                }
            }
            let Some((service, usage)) = self.plans.get(&sku) else {
                return Err(format!("the plan `{sku}` is no product"));
            };
            for rate in &rates {
                let plan = [service.as_str(), usage.as_str()];
                self.collected.take_plan(&rate.row(self.region), plan, &self.head.published);
            }
        }
        Ok(())
    }
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct PlanRate<'a> {
    #[serde(borrow)]
    discounted_service_code: Cow<'a, str>,
    #[serde(borrow)]
    discounted_region_code: Cow<'a, str>,
    #[serde(borrow)]
    discounted_usage_type: Cow<'a, str>,
    #[serde(borrow)]
    discounted_operation: Cow<'a, str>,
    #[serde(borrow)]
    discounted_sku: Cow<'a, str>,
    #[serde(borrow)]
    unit: Cow<'a, str>,
    #[serde(borrow)]
    discounted_rate: Amount<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Amount<'a> {
    #[serde(borrow)]
    price: Cow<'a, str>,
    #[serde(borrow)]
    currency: Cow<'a, str>,
}

impl PlanRate<'_> {
    fn row<'r>(&'r self, file: &'r str) -> OfferRow<'r> {
        OfferRow {
            sku: &self.discounted_sku,
            service: &self.discounted_service_code,
            region: if self.discounted_region_code.is_empty() {
                file
            } else {
                &self.discounted_region_code
            },
            usage_type: &self.discounted_usage_type,
            operation: &self.discounted_operation,
            unit: &self.unit,
            begin: "0",
            end: "Inf",
            price: &self.discounted_rate.price,
            currency: &self.discounted_rate.currency,
        }
    }

    fn wanted(&self, file: &str, collected: &Collected<'_>) -> bool {
        let row = self.row(file);
        collected.wants(row.service, row.usage_type, row.region)
    }

    fn owned(self) -> PlanRate<'static> {
        let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        PlanRate {
            discounted_service_code: own(self.discounted_service_code),
            discounted_region_code: own(self.discounted_region_code),
            discounted_usage_type: own(self.discounted_usage_type),
            discounted_operation: own(self.discounted_operation),
            discounted_sku: own(self.discounted_sku),
            unit: own(self.unit),
            discounted_rate: Amount {
                price: own(self.discounted_rate.price),
                currency: own(self.discounted_rate.currency),
            },
        }
    }
}

fn wanted(of: &Attributes<'_>, offer: &str, file: &str, collected: &Collected<'_>) -> Option<Kept> {
    let service = if of.servicecode.is_empty() { offer } else { &of.servicecode };
    let region = if of.region.is_empty() { file } else { &of.region };
    collected.wants(service, &of.usagetype, region).then(|| Kept {
        service: service.to_owned(),
        region: region.to_owned(),
        usage_type: of.usagetype.to_string(),
        operation: of.operation.to_string(),
    })
}

fn take(
    kind: &str,
    sku: &str,
    product: &Kept,
    terms: &Terms,
    published: &str,
    collected: &mut Collected<'_>,
) {
    for term in terms.values() {
        let of = &term.attributes;
        let lease = Lease::of(&of.lease_contract_length, &of.purchase_option, &of.offering_class);
        for dimension in term.dimensions.values() {
            // A price in dollars is taken before one in another currency.
            let usd = dimension.price.get_key_value("USD");
            let (currency, price) = usd
                .or_else(|| dimension.price.first_key_value())
                .map_or(("USD", ""), |(c, p)| (c, p));
            let row = OfferRow {
                sku,
                service: &product.service,
                region: &product.region,
                usage_type: &product.usage_type,
                operation: &product.operation,
                unit: &dimension.unit,
                begin: dimension.begin.as_deref().unwrap_or("0"),
                end: dimension.end.as_deref().unwrap_or("Inf"),
                price,
                currency,
            };
            match (kind, &lease) {
                ("OnDemand", _) => collected.take(&row, published),
                (_, Some(lease)) => collected.take_reserved(&row, lease, published),
                (_, None) => {}
            }
        }
    }
}

/// One entry of the `PriceList` of `GetProducts`.
#[cfg(feature = "aws")]
pub fn read_product(
    name: &str,
    text: &str,
    collected: &mut Collected<'_>,
) -> Result<(), Diagnostic> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Entry<'a> {
        #[serde(borrow)]
        product: Product<'a>,
        #[serde(default)]
        service_code: Cow<'a, str>,
        #[serde(default)]
        publication_date: Cow<'a, str>,
        terms: BTreeMap<String, Terms>,
    }
    let entry: Entry<'_> = serde_json::from_str(text).map_err(|e| {
        let start: String = text.chars().take(40).collect();
        Diagnostic::new(crate::diagnostic::Code::BadOffer, format!("{name}: {e}: `{start}…`"))
            .help("nothing of this update was taken: try again later")
    })?;
    collected.seen += 1;
    let product = &entry.product;
    if let Some(kept) = wanted(&product.attributes, &entry.service_code, "", collected) {
        for (kind, terms) in &entry.terms {
            take(kind, &product.sku, &kept, terms, &entry.publication_date, collected);
        }
    }
    Ok(())
}
