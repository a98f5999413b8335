//! Offer files in the form of the Price List, CSV and JSON, made here.

use std::fmt::Write;

/// A product with its on-demand tiers.
#[derive(Clone)]
pub struct Product {
    pub sku: &'static str,
    pub usage: &'static str,
    pub operation: &'static str,
    pub unit: &'static str,
    /// begin, end, price.
    pub tiers: Vec<(&'static str, &'static str, String)>,
    pub currency: &'static str,
}

pub fn product(
    sku: &'static str,
    usage: &'static str,
    operation: &'static str,
    unit: &'static str,
    price: &str,
) -> Product {
    let tiers = vec![("0", "Inf", price.to_owned())];
    Product { sku, usage, operation, unit, tiers, currency: "USD" }
}

/// The NAT gateway of Tokyo: hours at 0.062, data at `data`.
pub fn nat(data: &str) -> Vec<Product> {
    vec![
        product("NATHOURS00000001", "APN1-NatGateway-Hours", "NatGateway", "Hrs", "0.0620000000"),
        product("NATBYTES00000002", "APN1-NatGateway-Bytes", "NatGateway", "GB", data),
    ]
}

pub const PUBLISHED: &str = "2026-11-20T10:11:12Z";
pub const VERSION: &str = "20261120101112";

const ABOUT: &str = "This pricing list is for informational purposes only. All prices are subject to the additional terms included in the pricing pages on http://aws.amazon.com.";

pub fn csv(service: &str, region: &str, products: &[Product]) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "\"FormatVersion\",\"v1.0\"\n\"Disclaimer\",\"{ABOUT}\"");
    let _ = writeln!(text, "\"Publication Date\",\"{PUBLISHED}\"\n\"Version\",\"{VERSION}\"");
    let _ = writeln!(text, "\"OfferCode\",\"{service}\"");
    text.push_str("\"SKU\",\"OfferTermCode\",\"RateCode\",\"TermType\",\"PriceDescription\",\"EffectiveDate\",\"StartingRange\",\"EndingRange\",\"Unit\",\"PricePerUnit\",\"Currency\",\"Product Family\",\"serviceCode\",\"Location\",\"Location Type\",\"usageType\",\"operation\",\"Region Code\",\"serviceName\"\n");
    for p in products {
        // A reserved term beside each: never a price of kanjo.
        let mut row = |term: &str, kind: &str, begin: &str, end: &str, price: &str| {
            let Product { sku, usage, operation, unit, currency, .. } = p;
            let _ = writeln!(
                text,
                "\"{sku}\",\"{term}\",\"{sku}.{term}.6YS6EN2CT7\",\"{kind}\",\"${price} per {unit}, as \"\"listed\"\"\",\"2026-11-01\",\"{begin}\",\"{end}\",\"{unit}\",\"{price}\",\"{currency}\",\"Family\",\"{service}\",\"Asia Pacific (Tokyo)\",\"AWS Region\",\"{usage}\",\"{operation}\",\"{region}\",\"Service\""
            );
        };
        for (begin, end, price) in &p.tiers {
            row("JRTCKXETXF", "OnDemand", begin, end, price);
        }
        row("4NA7Y494T4", "Reserved", "0", "Inf", "0.0000000000");
    }
    text
}

pub fn json(service: &str, region: &str, products: &[Product]) -> String {
    let (mut list, mut terms) = (serde_json::Map::new(), serde_json::Map::new());
    for p in products {
        list.insert(
            p.sku.to_owned(),
            serde_json::json!({"sku": p.sku, "productFamily": "Family", "attributes": {
                "servicecode": service, "location": "Asia Pacific (Tokyo)", "usagetype": p.usage,
                "operation": p.operation, "regionCode": region}}),
        );
        let term = format!("{}.JRTCKXETXF", p.sku);
        let dimensions: serde_json::Map<_, _> = p
            .tiers
            .iter()
            .enumerate()
            .map(|(i, (begin, end, price))| {
                let rate = format!("{term}.{i}");
                let value = serde_json::json!({"rateCode": rate, "unit": p.unit, "beginRange": begin,
                    "endRange": end, "appliesTo": [], "pricePerUnit": {p.currency: price}});
                (rate, value)
            })
            .collect();
        terms.insert(
            p.sku.to_owned(),
            serde_json::json!({&term: {"offerTermCode": "JRTCKXETXF", "sku": p.sku,
                "priceDimensions": dimensions, "termAttributes": {}}}),
        );
    }
    // The stream needs the order of the real files: products before terms.
    let text = |value: &serde_json::Map<_, _>| serde_json::to_string(value).expect("JSON");
    format!(
        "{{\n  \"formatVersion\" : \"v1.0\",\n  \"disclaimer\" : \"{ABOUT}\",\n  \"offerCode\" : \"{service}\",\n  \"version\" : \"{VERSION}\",\n  \"publicationDate\" : \"{PUBLISHED}\",\n  \"products\" : {},\n  \"terms\" : {{\"OnDemand\": {}, \"Reserved\": {{\"X\": {{}}}}}}\n}}\n",
        text(&list),
        text(&terms)
    )
}

pub fn gzip(text: &str) -> Vec<u8> {
    use std::io::Write;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(text.as_bytes()).expect("packs");
    packed.finish().expect("packs")
}

/// A Savings Plan's rates for Fargate in Tokyo, in the columns of the real file.
pub fn plan(rates: &[(&str, &str)]) -> String {
    let mut text = format!(
        "FormatVersion,v1.0\nDisclaimer,{ABOUT}\nPublication Date,{PUBLISHED}\nVersion,{VERSION}\nOfferCode,AWSComputeSavingsPlan\n"
    );
    text.push_str("SKU,RateCode,Unit,EffectiveDate,DiscountedRate,Currency,DiscountedSKU,DiscountedServiceCode,DiscountedUsageType,DiscountedOperation,PurchaseOption,LeaseContractLength,LeaseContractLengthUnit,ServiceCode,UsageType,Operation,Description,Instance Family,Location,Location Type,Granularity,Product Family,DiscountedRegionCode,DiscountedInstanceType\n");
    for (i, (usage, rate)) in rates.iter().enumerate() {
        let _ = writeln!(
            text,
            "PLAN{i},PLAN{i}.SKU{i},Hrs,2026-11-01T00:00:00Z,{rate},USD,SKU{i},AmazonECS,{usage},,No Upfront,1,year,ComputeSavingsPlans,ComputeSP:1yrNoUpfront,,1 year No Upfront Compute Savings Plan,,Any,AWS Region,hourly,ComputeSavingsPlans,ap-northeast-1,"
        );
    }
    text
}

/// The same plan as JSON: lists of products and of terms.
pub fn plan_json(rates: &[(&str, &str)]) -> String {
    let rates: Vec<serde_json::Value> = rates
        .iter()
        .enumerate()
        .map(|(i, (usage, rate))| {
            serde_json::json!({"discountedSku": format!("SKU{i}"), "discountedUsageType": usage,
                "discountedOperation": "", "discountedServiceCode": "AmazonECS",
                "discountedRegionCode": "ap-northeast-1", "rateCode": format!("PLAN.SKU{i}"), "unit": "Hrs",
                "discountedRate": {"price": rate, "currency": "USD"}})
        })
        .collect();
    let text = |value: &serde_json::Value| serde_json::to_string_pretty(value).expect("JSON");
    let products = serde_json::json!([
        {"sku": "PLAN", "productFamily": "ComputeSavingsPlans", "serviceCode": "ComputeSavingsPlans",
         "usageType": "ComputeSP:1yrNoUpfront", "operation": "",
         "attributes": {"purchaseOption": "No Upfront", "purchaseTerm": "1yr", "location": "Any"}}]);
    let terms = serde_json::json!({"savingsPlan": [
        {"rates": rates, "sku": "PLAN", "description": "1 year No Upfront Compute Savings Plan",
         "effectiveDate": "2026-11-01T00:00:00Z", "leaseContractLength": {"duration": 1, "unit": "year"}}]});
    format!(
        "{{\n \"formatVersion\": \"v1.0\",\n \"disclaimer\": \"{ABOUT}\",\n \"publicationDate\": \"{PUBLISHED}\",\n \"version\": \"{VERSION}\",\n \"regionCode\": \"ap-northeast-1\",\n \"products\": {},\n \"terms\": {}\n}}\n",
        text(&products),
        text(&terms)
    )
}

/// An RDS instance of Tokyo with a year's reservation, partly paid before, as CSV
/// or as JSON.
pub fn reserved(form: &str) -> String {
    let usage = "APN1-InstanceUsage:db.r6g.large";
    if form == "csv" {
        let mut text = format!(
            "\"FormatVersion\",\"v1.0\"\n\"Disclaimer\",\"{ABOUT}\"\n\"Publication Date\",\"{PUBLISHED}\"\n\"Version\",\"{VERSION}\"\n\"OfferCode\",\"AmazonRDS\"\n"
        );
        text.push_str("\"SKU\",\"OfferTermCode\",\"RateCode\",\"TermType\",\"StartingRange\",\"EndingRange\",\"Unit\",\"PricePerUnit\",\"Currency\",\"LeaseContractLength\",\"PurchaseOption\",\"OfferingClass\",\"serviceCode\",\"usageType\",\"operation\",\"Region Code\"\n");
        let mut row = |kind: &str, unit: &str, price: &str, lease: &str| {
            let _ = writeln!(
                text,
                "\"DB\",\"T\",\"R\",\"{kind}\",\"0\",\"Inf\",\"{unit}\",\"{price}\",\"USD\",{lease},\"AmazonRDS\",\"{usage}\",\"CreateDBInstance:0014\",\"ap-northeast-1\""
            );
        };
        row("OnDemand", "Hrs", "0.3000000000", "\"\",\"\",\"\"");
        row("Reserved", "Hrs", "0.1000000000", "\"1yr\",\"Partial Upfront\",\"standard\"");
        row("Reserved", "Quantity", "876", "\"1yr\",\"Partial Upfront\",\"standard\"");
        return text;
    }
    let dimension = |unit: &str, price: &str| serde_json::json!({"unit": unit, "pricePerUnit": {"USD": price}, "appliesTo": []});
    let products = serde_json::json!({"DB": {"sku": "DB", "productFamily": "Database Instance", "attributes": {
        "servicecode": "AmazonRDS", "usagetype": usage, "operation": "CreateDBInstance:0014", "regionCode": "ap-northeast-1"}}});
    let terms = serde_json::json!({
        "OnDemand": {"DB": {"DB.O": {"priceDimensions": {"DB.O.1": dimension("Hrs", "0.3000000000")}, "termAttributes": {}}}},
        "Reserved": {"DB": {"DB.R": {"priceDimensions": {
            "DB.R.1": dimension("Hrs", "0.1000000000"), "DB.R.2": dimension("Quantity", "876")},
            "termAttributes": {"LeaseContractLength": "1yr", "OfferingClass": "standard", "PurchaseOption": "Partial Upfront"}}},
            "UNKNOWN": {"X": 1}}});
    format!(
        "{{\"formatVersion\": \"v1.0\", \"offerCode\": \"AmazonRDS\", \"version\": \"{VERSION}\", \"publicationDate\": \"{PUBLISHED}\", \"products\": {products}, \"terms\": {terms}}}\n"
    )
}
