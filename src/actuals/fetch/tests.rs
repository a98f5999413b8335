use super::questions::{base, filter, of};
use super::survey::Survey;
use super::*;
use serde_json::json;
use std::collections::BTreeSet;

fn costs<'a>(tags: &'a [(String, String)]) -> Costs<'a> {
    Costs {
        from: "2026-07",
        to: "2026-09",
        daily: false,
        tags,
        billing_view: Some("arn:aws:billing::1:billingview/x"),
        limit: Number::ONE,
        keep: None,
        again: false,
    }
}

fn wanted() -> Wanted {
    Wanted {
        environment: Some("env".into()),
        resource: Some("component".into()),
        ..Wanted::default()
    }
}

#[test]
fn a_question_says_what_it_asks_and_no_more() {
    let tags = [("team".to_owned(), "a".to_owned())];
    let request = filter(base(&costs(&tags), &[("TAG", "env")]), &costs(&tags), Vec::new());
    assert_eq!(request["TimePeriod"], json!({"Start": "2026-07-01", "End": "2026-09-01"}));
    assert_eq!(request["Filter"]["Tags"]["Values"], json!(["a"]));
    assert_eq!(request["BillingViewArn"], "arn:aws:billing::1:billingview/x");
    assert!(request.get("NextPageToken").is_none());
}

#[test]
fn services_that_share_a_usage_type_are_asked_apart() {
    let usage =
        |names: &[&str]| -> BTreeSet<String> { names.iter().map(|n| n.to_string()).collect() };
    let survey = Survey {
        plain: vec!["Usage".into()],
        services: [
            (
                "Amazon Elastic Load Balancing".to_owned(),
                usage(&["DataProcessing-Bytes", "LCUUsage"]),
            ),
            ("Amazon Simple Storage Service".to_owned(), usage(&["TimedStorage-ByteHrs"])),
            (
                "AmazonCloudWatch".to_owned(),
                usage(&["DataProcessing-Bytes", "TimedStorage-ByteHrs"]),
            ),
        ]
        .into(),
        environments: usage(&["", "prod"]),
        ..Survey::default()
    };
    let questions = of(&costs(&[]), &wanted(), &survey);
    assert_eq!(questions.len(), 4, "two environments, two sets");
    for question in &questions {
        let all = question.request["Filter"]["And"].as_array().expect("three filters");
        assert_eq!(all.len(), 3);
        let services = all[1]["Dimensions"]["Values"].as_array().expect("services");
        let cloudwatch = services.iter().any(|name| name == "AmazonCloudWatch");
        assert_eq!(services.len(), if cloudwatch { 1 } else { 2 });
        let untagged = all[2]["Tags"]["MatchOptions"] == json!(["ABSENT"]);
        assert_eq!(untagged, question.asked.environment.is_empty());
    }
    // Without a tag that is active nothing is asked of it.
    let survey = Survey { environments: BTreeSet::new(), ..survey };
    assert_eq!(of(&costs(&[]), &wanted(), &survey).len(), 2);
}
