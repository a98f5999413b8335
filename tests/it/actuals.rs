//! Actual bills: what was billed, why it differs, what was saved. On bills of
//! our own, whose causes are known by construction, and on a shared set of
//! larger ones where `KANJO_BILLING` names its folder.

use super::determinism::kanjo;
use super::{read, root};
use serde_json::Value;

/// The workload of the large bill that KANJO_BILLING names.
const LARGE: &str = "tests/fixtures/synthetic-tokyo.yaml";
const OWN: &str = "examples/tokyo-actuals/kanjo.yaml";
const BILL: &str = "examples/tokyo-actuals/bill";

fn json(args: &[&str]) -> Value {
    let (status, text, errors) = kanjo(&[args, &["--format", "json"]].concat());
    assert_eq!(status, 0, "{args:?}: {errors}");
    serde_json::from_str(&text).expect("JSON")
}

/// A number, in billionths, to compare without a float's noise.
fn nano(value: &Value) -> i128 {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    // serde prints what is below a billionth, or near it, with an exponent.
    if let Some((mantissa, exponent)) = text.split_once("e-") {
        let digits = i128::from(mantissa.parse::<f64>().expect("a number") as i64);
        let power: u32 = exponent.parse().expect("an exponent");
        return 9u32.checked_sub(power).map_or(0, |up| digits * 10i128.pow(up));
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let sign = if whole.starts_with('-') { -1 } else { 1 };
    let fraction: String = format!("{fraction}000000000").chars().take(9).collect();
    let whole: i128 = whole.parse().expect("a number");
    whole * 1_000_000_000 + sign * fraction.parse::<i128>().expect("digits")
}

fn close(a: &Value, b: &Value, within: i128) {
    assert!((nano(a) - nano(b)).abs() <= within, "{a} is not {b}");
}

fn sum(values: &Value) -> i128 {
    values.as_object().expect("an object").values().map(nano).sum()
}

/// The causes sum to the difference; each was cut to billionths here.
fn sums(found: &Value) {
    let apart = sum(&found["causes"]) - nano(&found["difference"]);
    assert!(apart.abs() <= 1000, "{found:#}");
}

fn truth() -> Value {
    serde_json::from_str(&read("examples/tokyo-actuals/truth.json")).expect("JSON")
}

#[test]
fn the_bill_is_what_was_made() {
    let truth = truth();
    let bill = json(&["actuals", "import", BILL]);
    for month in ["2026-07", "2026-08"] {
        close(&bill["months"][month], &truth[month]["total"], 0);
    }
    let lines = bill["lines"].as_array().expect("lines");
    let of = |record: &str, month: &str| -> i128 {
        let own = lines.iter().filter(|l| l["record"] == record && l["month"] == month);
        own.map(|l| nano(&l["billed_cost"])).sum()
    };
    let made = &truth["2026-07"]["by_kind"];
    assert_eq!(of("tax", "2026-07"), nano(&made["Tax"]));
    assert_eq!(of("credit", "2026-07"), nano(&made["Credit"]));
    assert_eq!(of("discount", "2026-07"), nano(&made["EdpDiscount"]));
    assert_eq!(of("reseller_discount", "2026-07"), nano(&made["SppDiscount"]));
    check("docs/schema/actual.json", &bill);
    let plan = nano(&made["SavingsPlanNegation"]) + nano(&made["SavingsPlanRecurringFee"]);
    assert_eq!(of("commitment", "2026-07"), plan);
    assert!(lines.iter().any(|l| l["record"] == "free" && nano(&l["quantity"]) > 0));
}

#[test]
fn every_dollar_of_the_difference_has_its_cause() {
    let truth = truth();
    for month in ["2026-07", "2026-08"] {
        let found = json(&["reconcile", OWN, "--month", month, "--actual", BILL]);
        sums(&found);
        assert_eq!(nano(&found["actual"]), nano(&truth[month]["total"]));
        let causes = &truth[month]["causes"];
        let names = |of: &Value| of.as_object().expect("an object").keys().cloned().collect();
        let (ours, theirs): (Vec<String>, Vec<String>) = (names(&found["causes"]), names(causes));
        assert_eq!(ours, theirs, "{month}");
        for cause in ours {
            close(&found["causes"][&cause], &causes[&cause], 1);
        }
    }
    let found = json(&["reconcile", OWN, "--month", "2026-07", "--actual", BILL]);
    // The queue that nobody planned.
    let queue = found["unmatched"].as_array().expect("a list");
    assert!(queue.iter().any(|u| u["resource"] == "queue" && u["cause"] == "new"));
    assert_eq!(found["view"], "invoice");
    let lines = found["lines"].as_array().expect("lines");
    let line = |resource: &str, meter: &str| {
        lines.iter().find(|l| l["resource"] == resource && l["meter"] == meter).expect("there")
    };
    // The file has stg off outside the office; in July it ran all the time.
    let web = line("web", "vcpu");
    assert!(nano(&web["causes"]["hours"]) > 0 && web["causes"].get("volume").is_none(), "{web}");
    // The untagged NAT gateway is matched by its key, and is named.
    assert_eq!(line("nat", "hours")["untagged"], line("nat", "hours")["actual"]);
    assert!(nano(&found["tags"]["untagged"]) > 0);
    check("docs/schema/reconcile.json", &found);
}

#[test]
fn a_seller_of_the_marketplace_and_its_own_invoice_count_once() {
    let invoice = "examples/tokyo-actuals/datadog-2026-07.json";
    let both = ["actuals", "import", BILL, invoice, "--month", "2026-07"];
    let bill = json(&both);
    assert_eq!(nano(&bill["billed"]), nano(&truth()["2026-07"]["total"]));
    let lines = bill["lines"].as_array().expect("lines");
    let of = |product: &str| -> Vec<(String, i128)> {
        let own = lines.iter().filter(|l| l["product_code"] == product && l["record"] != "tax");
        own.map(|l| {
            (l["usage_type"].to_string() + &l["record"].to_string(), nano(&l["billed_cost"]))
        })
        .collect()
    };
    let detail = of("Datadog");
    assert_eq!(detail.iter().map(|(_, cost)| cost).sum::<i128>(), 12_500_000_000, "{detail:?}");
    assert_eq!(detail.len(), 4, "parts, not their total, and what they lack: {detail:?}");
    // What AWS billed less for it.
    let less = of("2k3datadogpro4x5");
    assert_eq!(less, [("\"\"\"discount\"".to_owned(), -500_000_000)]);
    assert!(bill["caveats"].to_string().contains("counted once"), "{}", bill["caveats"]);
    let alone = json(&["actuals", "import", invoice]);
    assert_eq!(nano(&alone["billed"]), 12_500_000_000);
    check("docs/schema/actual.json", &alone);
    let found = json(&["reconcile", OWN, "--month", "2026-07", "--actual", BILL, invoice]);
    sums(&found);
    assert_eq!(nano(&found["actual"]), nano(&truth()["2026-07"]["total"]));
}

#[test]
fn an_invoice_of_atlas_is_a_bill() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("atlas.json");
    let item = |sku: &str, cents: i64, hours: &str| {
        serde_json::json!({
            "sku": sku, "totalPriceCents": cents, "quantity": 744.0, "unit": "server hours",
            "startDate": "2026-07-01T00:00:00Z", "endDate": hours, "clusterName": "main",
            "groupName": "shop", "tags": {"env": ["prod"]},
        })
    };
    let invoice = serde_json::json!({
        "id": "1", "startDate": "2026-07-01T00:00:00Z", "endDate": "2026-08-01T00:00:00Z",
        "statusName": "PAID", "salesTaxCents": 731, "creditsCents": 100,
        "lineItems": [
            item("ATLAS_AWS_INSTANCE_M10", 7312, "2026-08-01T00:00:00Z"),
            item("ATLAS_AWS_DATA_TRANSFER_INTERNET", 45, "2026-08-01T00:00:00Z"),
        ],
    });
    std::fs::write(&file, invoice.to_string()).expect("written");
    let bill = json(&["actuals", "import", file.to_str().expect("UTF-8")]);
    assert_eq!(nano(&bill["billed"]), (7312 + 45 + 731 - 100) * 10_000_000);
    let lines = bill["lines"].as_array().expect("lines");
    let cluster =
        lines.iter().find(|l| l["usage_type"] == "ATLAS_AWS_INSTANCE_M10").expect("there");
    assert_eq!((&cluster["environment"], &cluster["resource"]), (&"prod".into(), &"main".into()));
    assert_eq!(bill["view"], "invoice");
    std::fs::write(&file, "{\"lineItems\": [{}]}").expect("written");
    let (status, _, errors) = kanjo(&["actuals", "import", file.to_str().expect("UTF-8")]);
    assert!(status == 2 && errors.contains("bad-json"), "{errors}");
}

#[test]
fn answers_as_markdown() {
    let (status, text, errors) =
        kanjo(&["reconcile", OWN, "--month", "2026-07", "--actual", BILL, "--format", "markdown"]);
    assert_eq!(status, 0, "{errors}");
    assert!(text.starts_with("**USD 255.27 billed for 2026-07"), "{text}");
    assert!(text.contains("| the reseller's discount | -1.94 |"), "{text}");
    let args = ["savings", "verify", OWN, "--month", "2026-08", "--actual", BILL];
    let (status, text, _) = kanjo(&[&args[..], &["--format", "markdown"]].concat());
    assert!(status == 0 && text.starts_with("**USD 24.22 saved in 2026-08"), "{text}");
    assert!(text.contains("| `stg/web APN1-Fargate-vCPU-Hours:perCPU` |"), "{text}");
}

/// The bill of the example by day of UTC, as Cost Explorer and daily exports are.
fn by_day(folder: &std::path::Path) -> String {
    let mut sums: std::collections::BTreeMap<(String, String, String), (i128, i128)> =
        Default::default();
    for month in ["2026-07", "2026-08"] {
        let path = root().join(format!("{BILL}/BILLING_PERIOD={month}/tokyo-00001.csv.gz"));
        let file = flate2::read::GzDecoder::new(std::fs::File::open(path).expect("opens"));
        let mut reader = csv::Reader::from_reader(file);
        let header = reader.headers().expect("a header").clone();
        let at = |name: &str| header.iter().position(|h| h == name).expect(name);
        let (start, usage, tags) =
            (at("line_item_usage_start_date"), at("line_item_usage_type"), at("resource_tags"));
        let (quantity, cost) = (at("line_item_usage_amount"), at("line_item_unblended_cost"));
        for row in
            reader.records().map(|row| row.expect("a row")).filter(|row| row[tags].contains("stg"))
        {
            let key = (row[start][..10].to_owned(), row[usage].to_owned(), row[tags].to_owned());
            let sum = sums.entry(key).or_default();
            sum.0 += nano(&Value::from(&row[quantity]));
            sum.1 += nano(&Value::from(&row[cost]));
        }
    }
    let mut text = String::from(
        "bill_billing_period_start_date,line_item_line_item_type,line_item_usage_start_date,line_item_usage_end_date,line_item_product_code,line_item_usage_type,line_item_operation,line_item_usage_amount,line_item_unblended_cost,resource_tags\n",
    );
    for ((day, usage, tags), (quantity, cost)) in sums {
        let next = day.parse::<jiff::civil::Date>().expect("a day").tomorrow().expect("a day");
        let decimal = |n: i128| format!("{}.{:09}", n / 1_000_000_000, n % 1_000_000_000);
        let tags = tags.replace('"', "\"\"");
        text += &format!(
            "{}-01,Usage,{day}T00:00:00Z,{next}T00:00:00Z,AmazonECS,{usage},FargateTask,{},{},\"{tags}\"\n",
            &day[..7],
            decimal(quantity),
            decimal(cost),
        );
    }
    let file = folder.join("daily.csv");
    std::fs::write(&file, text).expect("written");
    file.to_str().expect("UTF-8").to_owned()
}

#[test]
fn daily_data_of_a_japanese_office() {
    let folder = tempfile::tempdir().expect("a folder");
    let bill = by_day(folder.path());
    let verify = |model: &str| {
        json(&[
            "savings",
            "verify",
            model,
            "--month",
            "2026-08",
            "--since",
            "2026-08-01",
            "--actual",
            &bill,
        ])
    };
    let found = verify(OWN);
    assert_eq!((&found["grain"], &found["conclusive"]), (&"day".into(), &true.into()));
    // A failed start of one hour cannot be told from a day that was shorter.
    let truth = truth();
    close(&found["saved"]["expected"], &truth["2026-08"]["saved"], 60_000_000);
    assert_eq!(found["failed_starts"], serde_json::json!([]));
    // One hour of a week is too little to be seen in days.
    let model = folder.path().join("kanjo.yaml");
    let little = read(OWN)
        .replace("\"Mon-Fri 08:00-20:00\"", "[\"Mon-Sat 00:00-24:00\", \"Sun 01:00-24:00\"]");
    std::fs::write(&model, little.replace(", holidays: jp", "")).expect("written");
    // It ran all the time but for that hour, which is on Saturday in UTC.
    let daily = std::fs::read_to_string(&bill).expect("reads");
    let mut steady = daily.lines().next().expect("a header").to_owned();
    let mut day = jiff::civil::date(2026, 7, 1);
    while day < jiff::civil::date(2026, 9, 1) {
        let next = day.tomorrow().expect("a day");
        let off = day.month() == 8 && day.weekday() == jiff::civil::Weekday::Saturday;
        let (quantity, cost) = if off { ("23", "1.16288") } else { ("24", "1.21344") };
        steady += &format!(
            "\n2026-{:02}-01,Usage,{day}T00:00:00Z,{next}T00:00:00Z,AmazonECS,APN1-Fargate-vCPU-Hours:perCPU,\
             FargateTask,{quantity},{cost},\"{{\"\"user_env\"\": \"\"stg\"\", \"\"user_component\"\": \"\"web\"\"}}\"",
            day.month(),
        );
        day = next;
    }
    std::fs::write(&bill, steady).expect("written");
    let found = verify(model.to_str().expect("UTF-8"));
    assert_eq!(found["conclusive"], false, "{found:#}");
    let (status, text, _) = kanjo(&[
        "savings",
        "verify",
        model.to_str().expect("UTF-8"),
        "--month",
        "2026-08",
        "--since",
        "2026-08-01",
        "--actual",
        &bill,
    ]);
    assert!(
        status == 0 && text.starts_with("no verdict: daily data show nothing below 5 %"),
        "{text}"
    );
}

#[test]
fn the_month_of_japan_is_not_the_month_of_the_invoice() {
    let args = ["savings", "verify", OWN, "--month", "2026-08", "--actual", BILL];
    let local = json(&[&args[..], &["--calendar-month", "jst"]].concat());
    let billed = json(&args);
    // August in Tokyo starts with nine hours of July's bill, all off, and lacks the
    // last nine of August's, of which eight were off.
    assert_eq!((&local["hours"], &billed["hours"]), (&744.into(), &744.into()));
    let apart = nano(&local["saved"]["expected"]) - nano(&billed["saved"]["expected"]);
    assert!((apart - 50_560_000).abs() <= 1000, "{apart}");
    let truth = truth();
    close(&billed["saved"]["expected"], &truth["2026-08"]["saved"], 1000);
    let (_, text, _) = kanjo(&[&args[..], &["--calendar-month", "jst"]].concat());
    assert!(text.contains("it does not equal the invoice"), "{text}");
}

#[test]
fn one_tag_only_and_by_account() {
    let all = ["reconcile", OWN, "--month", "2026-07", "--actual", BILL];
    let found = json(&[&all[..], &["--tag", "env=stg", "--group-by", "account"]].concat());
    sums(&found);
    let lines = found["lines"].as_array().expect("lines");
    assert!(lines.iter().all(|l| l["environment"] == "stg"));
    let (status, _, errors) = kanjo(&[&all[..], &["--tag", "team=a"]].concat());
    assert_eq!(status, 2);
    assert!(errors.contains("not read by this tag"), "{errors}");
    let (status, _, errors) = kanjo(&["reconcile", OWN, "--actual", BILL]);
    assert_eq!(status, 2);
    assert!(errors.contains("which month?"), "{errors}");
}

#[test]
fn the_saving_its_leak_and_its_failed_start() {
    let truth = truth();
    let found = json(&["savings", "verify", OWN, "--month", "2026-08", "--actual", BILL]);
    close(&found["saved"]["expected"], &truth["2026-08"]["saved"], 1000);
    assert_eq!(found["since"]["stg"], "2026-08-01");
    let leak = &found["leaks"][0];
    assert_eq!((&leak["resource"], &leak["hours"]), (&"web".into(), &24.into()));
    let failed = &found["failed_starts"][0];
    assert_eq!((&failed["date"], &failed["hours"]), (&"2026-08-20".into(), &1.into()));
    check("docs/schema/savings.json", &found);
    // Given the day, it is the same.
    let args = ["savings", "verify", OWN, "--month", "2026-08", "--actual", BILL];
    let given = json(&[&args[..], &["--since", "2026-08-01"]].concat());
    assert_eq!(given["saved"], found["saved"]);
    // Without a month before there is nothing to compare with.
    let only = format!("{BILL}/BILLING_PERIOD=2026-08");
    let (status, _, errors) = kanjo(&[
        "savings",
        "verify",
        OWN,
        "--month",
        "2026-08",
        "--actual",
        &only,
        "--since",
        "2026-08-01",
    ]);
    assert_eq!(status, 2, "{errors}");
}

#[test]
fn calibrate_proposes_and_writes_only_when_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("kanjo.yaml");
    let before = read(OWN);
    std::fs::write(&file, &before).expect("written");
    let path = file.to_str().expect("UTF-8");
    let args = ["calibrate", path, "--month", "2026-07", "--actual", BILL];
    let found = json(&args);
    assert_eq!(std::fs::read_to_string(&file).expect("reads"), before);
    let proposals = found["proposals"].as_array().expect("a list");
    let nat = proposals.iter().find(|p| p["path"] == "environments.prod.resources.nat.data");
    let nat = nat.expect("NAT's data");
    assert_eq!(nat["days"], 31);
    check("docs/schema/calibrate.json", &found);
    assert!(nano(&nat["p10"]) < nano(&nat["value"]) && nano(&nat["value"]) < nano(&nat["p90"]));
    json(&[&args[..], &["--write"]].concat());
    let after = std::fs::read_to_string(&file).expect("reads");
    assert!(after.contains("# a guess"), "comments stay");
    // What was written explains the month: no volume is left on its lines.
    let again = json(&["reconcile", path, "--month", "2026-07", "--actual", BILL]);
    let lines = again["lines"].as_array().expect("lines");
    let data =
        lines.iter().find(|l| l["resource"] == "nat" && l["meter"] == "data").expect("there");
    close(&data["actual"], &data["estimated"], 1_000_000);
}

#[test]
fn a_bill_becomes_focus_and_csv() {
    let args = ["actuals", "import", BILL, "--month", "2026-07", "--format"];
    let (status, text, errors) = kanjo(&[&args[..], &["focus"]].concat());
    assert_eq!(status, 0, "{errors}");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("focus.csv");
    std::fs::write(&file, &text).expect("written");
    let bill = json(&["actuals", "import", file.to_str().expect("UTF-8")]);
    assert_eq!(nano(&bill["billed"]), nano(&truth()["2026-07"]["total"]));
    let (status, text, _) = kanjo(&[&args[..], &["csv"]].concat());
    assert!(status == 0 && text.starts_with("month,environment,resource,account,record"));
}

fn check(schema: &str, json: &Value) {
    let schema: Value = serde_json::from_str(&read(schema)).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let wrong: Vec<String> =
        validator.iter_errors(json).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The folder of the shared bills; without it these tests have nothing to read.
fn shared() -> Option<String> {
    let folder = std::env::var("KANJO_BILLING").ok();
    if folder.is_none() {
        eprintln!("KANJO_BILLING is not set: the shared bills are not tested");
    }
    folder
}

/// The folder that has both forms of an export is refused where both are read.
const FORM: &str = if cfg!(feature = "lake") { "/data" } else { "" };

#[test]
fn shared_one_bill_in_three_formats() {
    let Some(folder) = shared() else { return };
    let at = |name: &str| format!("{folder}/synthetic-tokyo/{name}");
    let truth = std::fs::read_to_string(at("truth.json")).expect("truth");
    let truth: Value = serde_json::from_str(&truth).expect("JSON");
    let by = |bill: &Value| {
        let mut sums: std::collections::BTreeMap<(String, String), i128> = Default::default();
        for line in bill["lines"].as_array().expect("lines") {
            // Cost Explorer has no record type where it groups by usage type.
            let usage = line["usage_type"].as_str().unwrap_or("").to_owned();
            let key = (line["month"].to_string(), usage);
            *sums.entry(key).or_default() += nano(&line["billed_cost"]);
        }
        sums
    };
    let cur = json(&["actuals", "import", &at(&format!("cur2{FORM}"))]);
    for other in [&format!("focus12{FORM}"), "ce/monthly_service_usagetype.json"] {
        let bill = json(&["actuals", "import", &at(other)]);
        for month in ["2026-07", "2026-08", "2026-09"] {
            close(&bill["months"][month], &truth["months"][month]["total"], 1000);
            close(&bill["months"][month], &cur["months"][month], 1000);
        }
        let (ours, theirs) = (by(&cur), by(&bill));
        assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
        for (key, amount) in &ours {
            assert!((amount - theirs[key]).abs() <= 1000, "{other} {key:?}");
        }
    }
}

#[test]
fn shared_savings_from_cur_and_focus() {
    let Some(folder) = shared() else { return };
    for format in ["cur2", "focus12"] {
        let bill = format!("{folder}/synthetic-tokyo/{format}{FORM}");
        let of =
            |month: &str| json(&["savings", "verify", LARGE, "--month", month, "--actual", &bill]);
        let august = of("2026-08");
        close(&august["saved"]["expected"], &serde_json::json!("304.1771"), 1000);
        close(&august["naive"]["month_before"], &serde_json::json!("301.95"), 10_000_000);
        close(&august["naive"]["on_rate"], &serde_json::json!("376.70"), 10_000_000);
        close(&august["naive"]["whole_bill"], &serde_json::json!("428.75"), 10_000_000);
        let september = of("2026-09");
        close(&september["saved"]["expected"], &serde_json::json!("136.903224"), 1000);
        assert_eq!(september["hours"], 360);
    }
}

#[test]
fn shared_reconcile_july_and_calibrate_for_august() {
    let Some(folder) = shared() else { return };
    let bill = format!("{folder}/synthetic-tokyo/cur2{FORM}");
    let found = json(&["reconcile", LARGE, "--month", "2026-07", "--actual", &bill]);
    sums(&found);
    close(&found["tags"]["untagged"], &serde_json::json!("453.765674"), 1000);
    let open = found["unmatched"].as_array().expect("a list");
    assert!(open.iter().all(|u| u["record"] == "tax" || u["record"] == "credit"), "{open:?}");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("kanjo.yaml");
    std::fs::copy(root().join(LARGE), &file).expect("copied");
    let path = file.to_str().expect("UTF-8");
    json(&[
        "calibrate",
        path,
        "--month",
        "2026-07",
        "--for",
        "2026-08",
        "--actual",
        &bill,
        "--write",
    ]);
    // What is tagged production: the gateway is shared with what was switched off.
    let august =
        json(&["reconcile", path, "--month", "2026-08", "--tag", "env=prod", "--actual", &bill]);
    let lines = august["lines"].as_array().expect("lines");
    let tagged = lines.iter().filter(|l| nano(&l["untagged"]) == 0);
    let (estimated, actual) =
        tagged.fold((0, 0), |(e, a), l| (e + nano(&l["estimated"]), a + nano(&l["actual"])));
    assert!(actual > 1_700_000_000_000, "{actual}");
    assert!((estimated - actual).abs() * 100 < actual, "{estimated} {actual}");
    // September is half over: the same days are compared, and the rest forecast.
    let september = json(&["reconcile", path, "--month", "2026-09", "--actual", &bill]);
    sums(&september);
    assert!(nano(&september["causes"]["period"]) < 0);
    assert_eq!(september["forecast"]["hours_seen"], 360);
}

/// A sum of its own: by the `csv` crate and whole numbers, without our reader.
#[test]
fn shared_real_exports_are_read_without_loss() {
    let Some(folder) = shared() else { return };
    let sample = format!("{folder}/focus/sample-data-1.0/focus_sample.csv");
    let mut reader = csv::Reader::from_path(&sample).expect("opens");
    let header = reader.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|h| h == name).expect(name);
    let (cost, month) = (at("BilledCost"), at("BillingPeriodStart"));
    let mut months: std::collections::BTreeMap<String, (i128, u64)> = Default::default();
    for row in reader.records().map(|row| row.expect("a row")) {
        let sum = months.entry(row[month][..7].to_owned()).or_default();
        *sum = (sum.0 + nano(&Value::from(&row[cost])), sum.1 + 1);
    }
    let bill = json(&["actuals", "import", &sample]);
    for (month, (sum, rows)) in &months {
        assert!((nano(&bill["months"][month]) - sum).abs() <= 1000, "{month}");
        let own = bill["lines"]
            .as_array()
            .expect("lines")
            .iter()
            .filter(|l| l["month"] == month.as_str());
        assert_eq!(own.map(|l| l["rows"].as_u64().expect("a count")).sum::<u64>(), *rows);
    }
    let answers = [
        "awscli-examples/get-cost-and-usage",
        "awslabs-mcp/sample_cost_explorer_response",
        "cloudscape/get_cost_and_usage_by_service_monthly",
        "moto/get_cost_and_usage_docs_example",
        "reconstructed/tokyo_ec2_other_usage_type_2022-01",
        "reconstructed/tokyo_small_sandbox_usage_type_2026-08",
        "reconstructed/tokyo_usage_type_top20_2022-01",
    ];
    for answer in answers {
        let file = format!("{folder}/ce/{answer}.json");
        let text = std::fs::read_to_string(&file).expect("reads");
        let raw: Value = serde_json::from_str(&text).expect("JSON");
        let metric = |of: &Value| -> i128 {
            let names = ["UnblendedCost", "NetUnblendedCost", "BlendedCost", "AmortizedCost"];
            names.iter().find_map(|name| of.get(*name)).map_or(0, |m| nano(&m["Amount"]))
        };
        let sum: i128 = raw["ResultsByTime"]
            .as_array()
            .expect("periods")
            .iter()
            .map(|period| match period["Groups"].as_array().filter(|groups| !groups.is_empty()) {
                Some(groups) => groups.iter().map(|group| metric(&group["Metrics"])).sum(),
                None => metric(&period["Total"]),
            })
            .sum();
        let bill = json(&["actuals", "import", &file]);
        assert!((nano(&bill["billed"]) - sum).abs() <= 1000, "{answer}: {} {sum}", bill["billed"]);
    }
}

#[test]
fn a_table_is_an_estimate_and_an_export_is_not() {
    let table = "examples/commercial-production/document.csv";
    let (status, text, errors) = kanjo(&["estimate", table]);
    assert_eq!(status, 0, "{errors}");
    assert!(text.contains("373.00"), "{text}");
    let bill = json(&["estimate", table]);
    check("docs/schema/estimate.json", &bill);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.csv");
    std::fs::write(&file, "BilledCost,ChargeCategory\n1,Usage\n").expect("written");
    let (status, _, errors) = kanjo(&["estimate", file.to_str().expect("UTF-8")]);
    assert!(status == 2 && errors.contains("kanjo actuals import"), "{errors}");
}
