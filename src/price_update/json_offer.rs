//! An offer as JSON, read as a stream: `products`, then `terms` by SKU.
//!
//! Of the products only those stay in memory that the catalogue can name; of the
//! terms only the on-demand ones of these are looked into.

use crate::diagnostic::Diagnostic;
use crate::price_update::{Collected, OfferHead, OfferRow, malformed};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io::BufRead;

#[derive(Deserialize, Default)]
struct Product {
    #[serde(default)]
    attributes: Attributes,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Attributes {
    servicecode: String,
    #[serde(rename = "regionCode")]
    region: String,
    usagetype: String,
    operation: String,
}

#[derive(Deserialize)]
struct Term {
    #[serde(rename = "priceDimensions")]
    dimensions: BTreeMap<String, Dimension>,
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

pub fn read(
    name: &str,
    reader: impl BufRead,
    region: &str,
    collected: &mut Collected<'_>,
) -> Result<OfferHead, Diagnostic> {
    let mut json = serde_json::Deserializer::from_reader(reader);
    let mut offer = Offer {
        head: OfferHead::default(),
        region,
        products: HashMap::new(),
        terms: false,
        collected,
    };
    let wrong = |e: serde_json::Error| malformed(name, Some(e.line() as u64), &e);
    (&mut offer).deserialize(&mut json).map_err(wrong)?;
    json.end().map_err(wrong)?;
    if !offer.terms {
        return Err(malformed(
            name,
            None,
            "it has no `terms`: not an offer file of the Price List",
        ));
    }
    Ok(offer.head)
}

struct Offer<'a, 'w> {
    head: OfferHead,
    region: &'a str,
    products: HashMap<String, Attributes>,
    terms: bool,
    collected: &'a mut Collected<'w>,
}

/// A map whose entries a closure reads, one by one.
struct Entries<F>(F);

impl<'de, F> DeserializeSeed<'de> for Entries<F>
where
    F: EachEntry<'de>,
{
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_map(self)
    }
}

/// What is done with each entry of a map.
trait EachEntry<'de> {
    fn entry<A: MapAccess<'de>>(&mut self, key: String, map: &mut A) -> Result<(), A::Error>;
}

impl<'de, F: EachEntry<'de>> Visitor<'de> for Entries<F> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of the Price List")
    }
    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key()? {
            self.0.entry(key, &mut map)?;
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for &mut Offer<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        Entries(Top(self)).deserialize(d)
    }
}

struct Top<'o, 'a, 'w>(&'o mut Offer<'a, 'w>);

impl<'de> EachEntry<'de> for Top<'_, '_, '_> {
    fn entry<A: MapAccess<'de>>(&mut self, key: String, map: &mut A) -> Result<(), A::Error> {
        match key.as_str() {
            "offerCode" => self.0.head.offer = map.next_value()?,
            "version" => self.0.head.version = map.next_value()?,
            "publicationDate" => self.0.head.published = map.next_value()?,
            "products" if self.0.terms => {
                return Err(A::Error::custom("`terms` stands before `products`"));
            }
            "products" => map.next_value_seed(Entries(Products(self.0)))?,
            "terms" => {
                self.0.terms = true;
                map.next_value_seed(Entries(Terms(self.0)))?;
            }
            _ => {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

struct Products<'o, 'a, 'w>(&'o mut Offer<'a, 'w>);

impl<'de> EachEntry<'de> for Products<'_, '_, '_> {
    fn entry<A: MapAccess<'de>>(&mut self, sku: String, map: &mut A) -> Result<(), A::Error> {
        let mut product = map.next_value::<Product>()?.attributes;
        let offer = &mut *self.0;
        if product.region.is_empty() {
            product.region = offer.region.to_owned();
        }
        if product.servicecode.is_empty() {
            product.servicecode.clone_from(&offer.head.offer);
        }
        offer.collected.seen += 1;
        if offer.collected.wants(&product.servicecode, &product.usagetype, &product.region) {
            offer.products.insert(sku, product);
        }
        Ok(())
    }
}

struct Terms<'o, 'a, 'w>(&'o mut Offer<'a, 'w>);

impl<'de> EachEntry<'de> for Terms<'_, '_, '_> {
    fn entry<A: MapAccess<'de>>(&mut self, kind: String, map: &mut A) -> Result<(), A::Error> {
        match kind.as_str() {
            "OnDemand" => map.next_value_seed(Entries(OnDemand(self.0))),
            _ => map.next_value::<IgnoredAny>().map(|_| ()),
        }
    }
}

struct OnDemand<'o, 'a, 'w>(&'o mut Offer<'a, 'w>);

impl<'de> EachEntry<'de> for OnDemand<'_, '_, '_> {
    fn entry<A: MapAccess<'de>>(&mut self, sku: String, map: &mut A) -> Result<(), A::Error> {
        let offer = &mut *self.0;
        let Some(product) = offer.products.get(&sku) else {
            return map.next_value::<IgnoredAny>().map(|_| ());
        };
        for term in map.next_value::<BTreeMap<String, Term>>()?.into_values() {
            for dimension in term.dimensions.values() {
                // A price in dollars is taken before one in another currency.
                let usd = dimension.price.get_key_value("USD");
                let (currency, price) = usd
                    .or_else(|| dimension.price.first_key_value())
                    .map_or(("USD", ""), |(c, p)| (c, p));
                let row = OfferRow {
                    sku: &sku,
                    service: &product.servicecode,
                    region: &product.region,
                    usage_type: &product.usagetype,
                    operation: &product.operation,
                    unit: &dimension.unit,
                    begin: dimension.begin.as_deref().unwrap_or("0"),
                    end: dimension.end.as_deref().unwrap_or("Inf"),
                    price,
                    currency,
                };
                offer.collected.take(&row, &offer.head.published);
            }
        }
        Ok(())
    }
}
