//! No line of a table is wider than the terminal, whatever the names are.

use super::fixture::{average, bill, book, environments, estimate, hostile, incomplete, made};
use super::fixture_beside::{compared, comparison, scenarios, statement};
use crate::bill::Bill;
use crate::report::layout::width;
use crate::report::{
    GroupBy, Style, comparison_table, difference_table, estimate_table, scenarios_table,
};
use crate::text::Lang;

/// The bill with long names, full-width and half-width.
fn long(mut bill: Bill) -> Bill {
    for (i, charge) in bill.charges.iter_mut().enumerate() {
        let long =
            if i % 2 == 0 { "本番環境のデータベース" } else { "a-very-long-name-" };
        charge.resource = long.repeat(9).into();
        charge.meter = long.repeat(3).into();
        charge.formula = long.repeat(20).into();
        charge.unit = "provisioned-IOPS-months".into();
    }
    bill
}

#[test]
fn no_line_is_wider_than_the_page() {
    let (book, statement) = (book(), statement());
    let empty = Bill::new(average(), "USD", vec![], vec![], vec![], vec![]);
    let bills = [
        empty,
        bill(),
        incomplete(),
        environments(),
        hostile(),
        long(bill()),
        long(environments()),
    ];
    let mut scenarios = scenarios();
    scenarios.scenarios[0].name = "とても長いシナリオの名前".repeat(9).into();
    let mut comparison = comparison();
    comparison.rows[0].item = "とても長い項目".repeat(9).into();
    for (columns, lang) in [80, 100].into_iter().flat_map(|w| [(w, Lang::En), (w, Lang::Ja)]) {
        for explain in [false, true] {
            for group_by in [GroupBy::Resource, GroupBy::Service, GroupBy::Tag("Team".into())] {
                let style = Style { width: columns, colour: false, lang, explain, group_by };
                for bill in &bills {
                    let e = estimate(bill, &book, Some(&statement));
                    check(&estimate_table(&e, &style), columns);
                }
                let d = &scenarios.scenarios[0].difference;
                let name = "プルリクエスト".repeat(12);
                check(&difference_table(&compared(d, &name, "b"), &style), columns);
                check(&scenarios_table(&made(), &scenarios, &style), columns);
                check(&comparison_table(&made(), &comparison, &style), columns);
            }
        }
    }
}

fn check(text: &str, columns: usize) {
    for line in text.lines() {
        assert!(width(line) <= columns, "{} > {columns}: {line}\n{text}", width(line));
    }
}
