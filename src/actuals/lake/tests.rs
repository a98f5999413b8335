#![allow(clippy::disallowed_methods, reason = "tests write the files that they read")]

use super::*;
use crate::actuals::{Wanted, read as read_bill, standard};
use crate::quantity::Number;

const FOCUS: &str = "\
BilledCost,BillingCurrency,BillingPeriodStart,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ChargeDescription,EffectiveCost,InvoiceId,ListCost,PricingQuantity,PricingUnit,ProviderName,SkuMeter,Tags
0.1,USD,2026-07-01T00:00:00Z,2026-07-01T00:00:00Z,2026-07-01T01:00:00Z,Usage,x,0.1,1,0.1,1,hours,AWS,A,\"{\"\"user_env\"\": \"\"prod\"\", \"\"n\"\": 1}\"
0.2,USD,2026-07-01T00:00:00Z,2026-07-01T00:00:00Z,2026-07-01T01:00:00Z,Usage,y,,1,0.3,1,hours,AWS,A,\"{\"\"Env\"\": \"\"prod\"\"}\"
0.3,USD,2026-07-01T00:00:00Z,2026-07-01T01:00:00Z,2026-07-01T02:00:00Z,Usage,y,0.3,1,,1,hours,AWS,A,
0,USD,2026-07-01T00:00:00Z,2026-07-01T01:00:00Z,2026-07-01T02:00:00Z,Usage,Free tier,0,1,0,7,GB,AWS,B,{}
0,USD,2026-07-01T00:00:00Z,2026-07-01T01:00:00Z,2026-07-01T02:00:00Z,Usage,data in,0,1,0,5,GB,AWS,B,{}
-1.5,USD,2026-07-01T00:00:00Z,2026-07-01T00:00:00Z,2026-08-01T00:00:00Z,Credit,z,-1.5,,,,,AWS,,
";

fn wanted() -> Wanted {
    Wanted { environment: Some("env".into()), hourly: true, ..Wanted::default() }
}

#[test]
fn a_summed_answer_is_the_bill_of_its_rows() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("rows.csv"), FOCUS).expect("written");
    std::fs::write(at("rows.parquet"), focus_parquet(FOCUS).expect("made")).expect("written");
    // What another engine would save of the same query.
    let wanted = wanted();
    let file = File { name: "rows.parquet", file: 0, files: &[], wanted: &wanted, map: None };
    let Answer { query, batches, lines } =
        super::ask(&file, &at("rows.parquet")).expect("an answer");
    let mut saved = csv::Writer::from_path(at("answer.csv")).expect("made");
    for (i, batch) in batches.iter().enumerate() {
        let schema = batch.schema();
        if i == 0 {
            let others = schema.fields().iter().skip(1).map(|f| f.name());
            saved.write_record(query.line.iter().chain(others)).expect("a header");
        }
        Texts::of(batch, lines.as_deref())
            .expect("texts")
            .each(|row| saved.write_record(row))
            .expect("texts");
    }
    saved.flush().expect("written");
    assert!(query.sql.contains("\"rows of focus 1.2\""), "{}", query.sql);

    let read = |name: &str| read_bill(&[at(name)], &wanted, None, None).expect("reads");
    let csv = read("rows.csv");
    assert_eq!(csv.actual.billed(), Number::parse("-0.9"));
    assert_eq!(csv.actual.lines.iter().map(|l| l.rows).sum::<u64>(), 6);
    for other in ["rows.parquet", "answer.csv"] {
        let found = read(other);
        assert_eq!(found.actual, csv.actual, "{other}");
        assert_eq!(found.series, csv.series, "{other}");
    }
}

/// A cluster lacks the function `exact`; its words come to the same digits.
#[test]
fn amounts_on_a_cluster_are_those_of_this_process() {
    use datafusion::arrow::array::{Decimal128Array, Float64Array};
    use proptest::prelude::*;
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let words = Engine::Ballista.exact("amount", Kind::Double);
    let cast = |amounts: Vec<f64>| -> Vec<i128> {
        let column: Arc<dyn Array> = Arc::new(Float64Array::from(amounts));
        let batch = RecordBatch::try_from_iter([("amount", column)]).expect("a batch");
        let context = SessionContext::new();
        context.register_batch(TABLE, batch).expect("a table");
        let sql = format!("SELECT {words} AS amount FROM {TABLE}");
        let answer = async { context.sql(&sql).await.expect("SQL").collect().await };
        let batches = runtime.block_on(answer).expect("an answer");
        let found = batches[0].column(0).as_any().downcast_ref::<Decimal128Array>();
        found.expect("decimals").values().to_vec()
    };
    // Counts, unit costs, and everything between, as decimals of up to 15 digits.
    let amount = (-999_999_999i64..=999_999_999, 0u32..=16)
        .prop_map(|(units, scale)| format!("{units}e-{scale}").parse::<f64>().expect("a number"));
    proptest!(ProptestConfig::with_cases(30), |(mut amounts in prop::collection::vec(amount, 1..100))| {
        amounts.extend([1e11, 123_456_789_012.0, 0.1, 5_000_000.12, 3.123_456_789_012, 0.0]);
        let meant: Vec<i128> =
            amounts.iter().map(|amount| exact::meant(*amount).expect("an amount")).collect();
        prop_assert_eq!(cast(amounts), meant);
    });
}

#[test]
fn the_words_for_athena_are_sql() {
    use datafusion::sql::sqlparser::{dialect::GenericDialect, parser::Parser};
    for export in crate::actuals::EXPORTS {
        let query = standard(Engine::Athena, export, "db.bill", Some("2026-07"), &wanted());
        let query = query.expect("a query");
        let parsed = Parser::parse_sql(&GenericDialect {}, &query.sql);
        assert_eq!(parsed.expect("parses").len(), 1);
        assert_eq!(query.sql.matches('?').count(), query.parameters.len());
    }
}
