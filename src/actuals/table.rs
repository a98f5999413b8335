//! A hand-made table as an actual bill: somebody's word for a month.

use crate::bill::{Actual, ActualLine, BillKey, LineKey, Record, Table, View};
use std::sync::Arc;

/// Each row of the table as a line of `month`.
pub fn of_table(table: &Table, month: &str) -> Actual {
    let empty: Arc<str> = Arc::from("");
    let month: Arc<str> = Arc::from(month);
    let mut lines: Vec<ActualLine> = table
        .rows
        .iter()
        .map(|row| ActualLine {
            line: LineKey {
                month: Arc::clone(&month),
                environment: row.environment.clone().unwrap_or_else(|| Arc::clone(&empty)),
                resource: Arc::from(row.resources.join("+")),
                account: Arc::clone(&empty),
                key: BillKey {
                    product_code: row.service.clone().unwrap_or_else(|| Arc::clone(&empty)),
                    service: row.service.clone().unwrap_or_else(|| Arc::clone(&empty)),
                    usage_type: Arc::clone(&row.item),
                    operation: Arc::clone(&empty),
                },
                region: Arc::clone(&empty),
                record: Record::Usage,
                unit: Arc::clone(&empty),
                seller: Arc::clone(&empty),
                correction: false,
            },
            quantity: None,
            list: None,
            billed: row.monthly,
            effective: row.monthly,
            rows: 1,
            hours: None,
        })
        .collect();
    lines.sort_by(|a, b| a.line.cmp(&b.line));
    Actual {
        view: View::MemberView,
        currency: Arc::clone(&table.currency),
        formats: [Arc::from("table")].into(),
        lines,
        uninvoiced: [month].into(),
        until: None,
        caveats: Vec::new(),
    }
}
