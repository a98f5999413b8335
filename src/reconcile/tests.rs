use super::*;
use crate::bill::*;
use crate::quantity::{Cases, Number};
use crate::topology::Matching;
use proptest::prelude::*;
use std::sync::Arc;

fn n(value: i64) -> Number {
    Number::from_i64(value).over(Number::from(1000u64)).expect("fits")
}

fn charge(resource: u8, quantity: i64, list: i64, cost: i64) -> Charge {
    Charge {
        environment: "e".into(),
        account: None,
        resource: resource.to_string().into(),
        kind: "aws.x".into(),
        meter: "m".into(),
        category: Category::Usage,
        key: Some(PriceKey {
            service: "S".into(),
            region: "r".into(),
            usage_type: (resource % 3).to_string().into(),
            operation: "".into(),
        }),
        quantity: Cases::same(n(quantity)),
        unit: if resource.is_multiple_of(2) { "hours" } else { "GB" }.into(),
        price: None,
        list_cost: Cases::same(n(list)),
        cost: Cases::same(n(cost)),
        billed_cost: None,
        formula: "".into(),
        schedule: None,
        off_hours: None,
        pool: None,
        tags: Tags::default(),
        caveats: Vec::new(),
        at: None,
    }
}

const RECORDS: [Record; 8] = [
    Record::Usage,
    Record::Free,
    Record::Covered,
    Record::Commitment,
    Record::Discount,
    Record::ResellerDiscount,
    Record::Tax,
    Record::Credit,
];

fn line(resource: u8, record: usize, quantity: i64, list: i64, billed: i64) -> ActualLine {
    let place =
        |text: String| -> Arc<str> { if resource % 4 == 3 { "".into() } else { text.into() } };
    ActualLine {
        line: LineKey {
            month: "2026-07".into(),
            environment: place("e".into()),
            resource: place(resource.to_string()),
            account: "1".into(),
            key: BillKey {
                product_code: "S".into(),
                service: "S".into(),
                usage_type: (resource % 3).to_string().into(),
                operation: "o".into(),
            },
            region: "r".into(),
            record: RECORDS[record % RECORDS.len()],
            unit: "hours".into(),
            seller: "".into(),
            correction: resource == 9,
        },
        quantity: Some(n(quantity)),
        list: (list % 5 != 0).then(|| n(list)),
        billed: n(billed),
        effective: n(billed),
        rows: 3,
        hours: Some(5),
    }
}

proptest! {
    #[test]
    fn causes_sum_to_the_difference(
        plan in prop::collection::vec((0u8..10, 0i64..9_000, 0i64..90_000, 0i64..90_000), 0..12),
        bill in prop::collection::vec((0u8..12, 0usize..8, -900i64..9_000, -900i64..90_000, -900i64..90_000), 0..30),
        part in 0i64..=1000,
    ) {
        let charges = plan.iter().map(|(r, q, l, c)| charge(*r, *q, *l, *c)).collect();
        let span = Span { label: "2026-07".into(), hours: Number::from(744u64) };
        let estimate = Bill::new(span, "USD", charges, Vec::new(), Vec::new(), Vec::new());
        let lines: Vec<ActualLine> =
            bill.iter().map(|(r, k, q, l, b)| line(*r, *k, *q, *l, *b)).collect();
        let actual = Actual {
            view: View::Invoice,
            currency: "USD".into(),
            formats: Default::default(),
            lines,
            uninvoiced: Default::default(),
            until: None,
            caveats: Vec::new(),
        };
        let subject = Subject {
            estimate: &estimate,
            actual: &actual,
            matching: &Matching::default(),
            hours: &|_| Some(Number::from(7u64)),
            billed_yet: &|_| n(part),
            currency: n(1),
        };
        let found = reconcile(&subject).expect("fits");
        prop_assert_eq!(found.causes.total(), Some(found.difference));
        prop_assert_eq!(Some(found.estimated), estimate.total().map(|t| t.expected));
        prop_assert_eq!(Some(found.actual), actual.billed().and_then(|b| b.plus(n(1))));
        for pair in &found.lines {
            prop_assert_eq!(pair.causes.total(), pair.actual.minus(pair.estimated));
        }
    }
}
