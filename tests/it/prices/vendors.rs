//! `kanjo prices update --from` with what a vendor's customer has.

use super::{kanjo, seed};
use serde_json::{Value, json};
use std::path::Path;

fn written(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("writes");
    path.to_str().expect("UTF-8").to_owned()
}

fn update(cache: &Path, from: &str, more: &[&str]) -> Value {
    let args = ["prices", "update", "--from", from, "--format", "json"];
    let (status, text, errors) = kanjo(cache, &[&args, more].concat());
    assert_eq!(status, 0, "{errors}");
    serde_json::from_str(&text).expect("JSON")
}

/// Why each line was not taken, by its key.
fn reasons(report: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let refused = report["refused"].as_array().expect("a list").iter();
    refused.map(|r| (text(&r["key"]), text(&r["why"]))).collect()
}

/// Price, date, confidence and source of a key in the cache.
fn shown(cache: &Path, key: &str, region: &str) -> (String, String, String, String) {
    let args = ["prices", "show", key, "--region", region, "--format", "json"];
    let (status, text, errors) = kanjo(cache, &args);
    assert_eq!(status, 0, "{errors}");
    let json: Value = serde_json::from_str(&text).expect("JSON");
    let price = &json["prices"][0];
    let word = |name: &str| price[name].as_str().expect("a text").to_owned();
    (price["tiers"][0]["usd"].to_string(), word("as_of"), word("confidence"), word("source"))
}

fn expected(usd: &str, date: &str, source: &str) -> (String, String, String, String) {
    (usd.to_owned(), date.to_owned(), "high".to_owned(), source.to_owned())
}

#[test]
fn an_atlas_invoice_gives_the_prices_of_its_region() {
    let folder = tempfile::tempdir().expect("a folder");
    seed(folder.path());
    // The API gives no region: a server hour of the M30 is a third of a cluster hour.
    let item = |sku: &str, unit: &str, price: Value| {
        json!({"clusterName": "prod", "sku": sku, "unit": unit, "quantity": 24, "unitPriceDollars": price,
            "totalPriceCents": 560, "percentDiscount": 10, "startDate": "2026-10-03T00:00:00Z"})
    };
    let invoice = json!({"id": "6700", "statusName": "PAID", "amountBilledCents": 12345, "lineItems": [
        item("NDS_AWS_INSTANCE_M30", "server hours", json!(0.24)),
        item("ATLAS_AWS_INSTANCE_M30", "server hours", json!(0.24)),
        item("ATLAS_AWS_PRIVATE_ENDPOINT", "hours", json!("0.0110")),
        item("ATLAS_AWS_SERVERLESS_RPU", "GB", json!(0.114)),
        item("ATLAS_AWS_INSTANCE_M40", "furlongs", json!(0.5)),
        item("ATLAS_AWS_INSTANCE_M50", "server hours", json!(-0.5)),
    ]});
    let from = written(folder.path(), "invoice.json", invoice.to_string());
    let report = update(folder.path(), &from, &["--region", "ap-northeast-1"]);
    let reasons = reasons(&report);
    let why = |key: &str| {
        let found = reasons.iter().find(|(k, _)| k.contains(key));
        found.map(|(_, why)| why.as_str()).unwrap_or_default()
    };
    assert_eq!(why("SERVERLESS"), "no kind of the catalogue asks for it");
    assert_eq!(why("M40"), "a price per `furlongs` is none per hours");
    assert_eq!(why("M50"), "the price -0.5 is negative");
    let key = "MongoDBAtlas/ATLAS_AWS_INSTANCE_M30";
    let price = expected("0.72", "2026-10-03", "atlas-invoice");
    assert_eq!(shown(folder.path(), key, "ap-northeast-1"), price);
    // The estimate has it, with its date, and no range any more.
    let yaml =
        "version: 1\nregion: ap-northeast-1\nresources:\n  db: {type: atlas.cluster, tier: M30}\n";
    let file = written(folder.path(), "kanjo.yaml", yaml);
    let (status, text, errors) = kanjo(folder.path(), &["estimate", &file, "--format", "json"]);
    assert_eq!(status, 0, "{errors}");
    let json: Value = serde_json::from_str(&text).expect("JSON");
    let charges = json["charges"].as_array().expect("charges");
    assert!(charges.iter().any(|c| c["price"]["as_of"] == "2026-10-03"), "{text}");
    // Without a region nothing is guessed.
    let report = update(folder.path(), &from, &[]);
    assert!(report["refused"].to_string().contains("give --region CODE"), "{report}");
}

#[test]
fn an_atlas_csv_and_a_focus_export_name_their_regions() {
    let folder = tempfile::tempdir().expect("a folder");
    seed(folder.path());
    let csv = "Usage Date,Project,Cluster,SKU,Description,Region,Quantity,Unit,Unit Price,Amount\n\
        2026-10-04,shop,prod,ATLAS_AWS_INSTANCE_M10,M10,AP_NORTHEAST_1,24,server hours,0.035,0.84\n\
        2026-10-05,shop,prod,ATLAS_AWS_INSTANCE_M10,M10,AP_NORTHEAST_1,24,server hours,0.035,0.84\n\
        2026-10-05,shop,prod,ATLAS_AWS_INSTANCE_M20,M20,AP_NORTHEAST_1,24,server hours,0.09,2.16\n\
        2026-10-06,shop,prod,ATLAS_AWS_INSTANCE_M20,M20,AP_NORTHEAST_1,24,server hours,0.08,2.16\n\
        ,,,,Total,,,,,3.84\n";
    let report = update(folder.path(), &written(folder.path(), "invoice.csv", csv), &[]);
    assert_eq!((&report["read"], &report["rows"]), (&json!(1), &json!(4)), "{report}");
    let two = reasons(&report);
    assert!(two[0].0.ends_with("ATLAS_AWS_INSTANCE_M20"), "two prices are none: {two:?}");
    let key = "MongoDBAtlas/ATLAS_AWS_INSTANCE_M10";
    let price = expected("0.105", "2026-10-05", "atlas-invoice");
    assert_eq!(shown(folder.path(), key, "ap-northeast-1"), price);
    let focus = "ChargePeriodStart,ChargeCategory,ProviderName,SkuId,RegionId,PricingUnit,ListUnitPrice,BillingCurrency\n\
        2026-10-07 00:00:00,Usage,MongoDB,ATLAS_AWS_INSTANCE_M10,ap-northeast-1,Server Hours,0.036,USD\n\
        2026-10-07 00:00:00,Tax,MongoDB,,NULL,NULL,NULL,USD\n\
        2026-10-07 00:00:00,Usage,AWS,X,ap-northeast-1,Hours,9,USD\n\
        2026-10-07 00:00:00,Usage,MongoDB,ATLAS_AWS_INSTANCE_M40,ap-northeast-1,Server Hours,9,JPY\n";
    let report = update(folder.path(), &written(folder.path(), "focus.csv", focus), &[]);
    let price = expected("0.108", "2026-10-07", "focus-export");
    assert_eq!(shown(folder.path(), key, "ap-northeast-1"), price);
    assert_eq!(reasons(&report)[0].1, "the price is in JPY, not in USD");
}

/// The answer of Datadog's catalogue: one SKU as its documentation shows it, and
/// the ways in which a SKU has no price that could be read.
pub fn datadog_skus() -> Value {
    let sku = |id: &str, name: &str, units: Value, per: u64, price: Value, kind: &str| {
        json!({"id": id, "type": "product_catalog_sku", "attributes": {"sku_name": name, "currency": "USD",
            "billing_dimension": "infra_host", "billing_units": units, "pricing_type": kind,
            "number_of_units_included_in_price": per, "on_demand_list_price": price, "on_demand_tiered": null,
            "default_on_demand_option": "monthly", "allotments": []}})
    };
    json!({"data": [
        sku("HOSTS-PRO", "Infrastructure Pro", json!("host"), 1, json!("19.50"), "usage"),
        sku("LOGS-INDEXED-15-DAY", "Indexed Logs", json!("events"), 1_000_000, json!("2.60"), "usage"),
        sku("AUDIT-TRAIL", "Audit Trail", json!(null), 0, json!("5.00"), "percent"),
        sku("SOMETHING-NEW", "Something new", json!("host"), 1, json!("1.00"), "usage"),
        sku("HOSTS-ENTERPRISE", "Enterprise", json!("furlong"), 1, json!("28.00"), "usage"),
    ]})
}

#[test]
fn datadogs_catalogue_and_invoice_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    seed(folder.path());
    let from = written(folder.path(), "skus.json", datadog_skus().to_string());
    let undated = update(folder.path(), &from, &[]);
    assert!(undated["refused"].to_string().contains("give --date"), "{undated}");
    let report = update(folder.path(), &from, &["--date", "2026-11-19"]);
    assert_eq!(report["read"], 2, "{report}");
    let reasons = reasons(&report);
    assert!(reasons.iter().any(|(k, w)| k.contains("AUDIT") && w.contains("percentage")));
    assert!(reasons.iter().any(|(k, w)| k.contains("SOMETHING-NEW") && w.contains("no kind")));
    assert!(reasons.iter().any(|(k, w)| k.contains("ENTERPRISE") && w.contains("`furlong`")));
    let source = "datadog-product-catalog";
    let host = shown(folder.path(), "Datadog/infra-host-pro/on-demand", "global");
    assert_eq!(host, expected("19.5", "2026-11-19", source));
    let logs = shown(folder.path(), "Datadog/logs-indexed-15d/on-demand", "global");
    assert_eq!(logs, expected("2.6", "2026-11-19", source));
    let csv = "Month,Product Name,Term,Quantity,Unit,Unit Price,Amount\n\
        2026-10-01,Infra Hosts Pro,Annual,12,hosts,$15.30,183.60\n\
        2026-10-01,APM Hosts,Annual,12,hosts,31.5,378\n\
        2026-10-01,Indexed Logs 15 Day,On-Demand,3000000,events,0.00000255,7.65\n";
    let report = update(folder.path(), &written(folder.path(), "datadog.csv", csv), &[]);
    assert_eq!(report["read"], 3, "{report}");
    let host = shown(folder.path(), "Datadog/infra-host-pro/annual", "global");
    assert_eq!(host, expected("15.3", "2026-10-01", "datadog-invoice"));
    let logs = shown(folder.path(), "Datadog/logs-indexed-15d/on-demand", "global");
    assert_eq!(logs.0, "2.55");
}

#[test]
fn sentrys_plan_table_is_a_ladder_above_what_is_included() {
    let folder = tempfile::tempdir().expect("a folder");
    seed(folder.path());
    let csv = "plan,category,billing,begin,end,usd,unit,date\n\
        Team,plan,monthly,,,$31,months,2026-11-10\n\
        Team,errors,payg,50000,100000,0.0004,events,2026-11-10\n\
        Team,errors,payg,100000,,0.0003,events,2026-11-10\n\
        Business,errors,payg,50000,100000,0.002,events,2026-11-10\n\
        Team,horoscopes,payg,0,,0.004,events,2026-11-10\n";
    let report = update(folder.path(), &written(folder.path(), "sentry.csv", csv), &[]);
    assert_eq!(report["read"], 2, "{report}");
    let torn = reasons(&report);
    assert!(
        torn.iter().any(|(k, w)| k.contains("business") && w == "the tiers end at 100000"),
        "{torn:?}"
    );
    assert!(
        torn.iter().any(|(k, w)| k.contains("horoscopes") && w.contains("no kind")),
        "{torn:?}"
    );
    let plan = shown(folder.path(), "Sentry/team-plan/monthly", "global");
    assert_eq!(plan, expected("31", "2026-11-10", "sentry-plan-table"));
    let args =
        ["prices", "show", "Sentry/team-errors/payg", "--region", "global", "--format", "json"];
    let json: Value = serde_json::from_str(&kanjo(folder.path(), &args).1).expect("JSON");
    let tiers = json["prices"][0]["tiers"].as_array().expect("tiers");
    let usd: Vec<String> = tiers.iter().map(|t| t["usd"].to_string()).collect();
    assert_eq!(usd, ["0", "0.0004", "0.0003"], "{json}");
}
