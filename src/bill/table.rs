//! A cost table that a person made by hand, as CSV.
//!
//! Design documents end in one. `item` and `monthly` are required; `service`,
//! `resource`, `environment`, `currency` and `note` are optional, and a
//! `resource` may name several: `web+api`.

use crate::diagnostic::{Code, Diagnostic, FileId, Span, nearest};
use crate::quantity::Number;
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    pub item: Arc<str>,
    pub monthly: Number,
    pub service: Option<Arc<str>>,
    /// Names of resources that the row covers; empty if it does not say.
    pub resources: Vec<Arc<str>>,
    pub environment: Option<Arc<str>>,
    pub note: Option<Arc<str>>,
    pub line: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub name: Arc<str>,
    pub currency: Arc<str>,
    pub rows: Vec<TableRow>,
}

const COLUMNS: [&str; 7] =
    ["item", "monthly", "service", "resource", "environment", "currency", "note"];

impl Table {
    /// Reads the CSV. Every broken row is a diagnostic with its line.
    pub fn parse(name: &str, text: &str, file: FileId) -> Result<Table, Vec<Diagnostic>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .has_headers(true)
            .flexible(true)
            .comment(Some(b'#'))
            .from_reader(text.as_bytes());
        let bad = |message: String| Diagnostic::new(Code::BadCsv, message);
        let top = Span::new(file, 0, text.find('\n').unwrap_or(text.len()));
        let header = reader.headers().cloned().map_err(|e| vec![bad(e.to_string())])?;
        if let Err(diagnostic) = check_header(&header, top) {
            return Err(vec![diagnostic]);
        }
        let column = |name: &str| header.iter().position(|h| h.eq_ignore_ascii_case(name));
        let mut rows = Vec::new();
        let mut errors = Vec::new();
        let mut currency: Option<Arc<str>> = None;
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    errors.push(bad(error.to_string()).at(top, "in this file"));
                    break;
                }
            };
            let start = record.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0));
            let span = line_at(text, start, file);
            let field = |name: &str| {
                column(name).and_then(|i| record.get(i)).map(str::trim).filter(|s| !s.is_empty())
            };
            let Some(item) = field("item") else {
                errors.push(bad("a row has no item".into()).at(span, "name what costs this"));
                continue;
            };
            let monthly = field("monthly").unwrap_or("");
            let Some(monthly) = amount(monthly) else {
                let message = format!("`{monthly}` is not an amount");
                errors.push(bad(message).at(span, "write it as 1234.50").on(item));
                continue;
            };
            if let Some(code) = field("currency") {
                match &currency {
                    Some(known) if &**known != code => {
                        let message = format!("the table mixes {known} and {code}");
                        errors.push(bad(message).at(span, "one currency in a table"));
                    }
                    _ => currency = Some(Arc::from(code)),
                }
            }
            let names = field("resource").unwrap_or("");
            rows.push(TableRow {
                item: Arc::from(item),
                monthly,
                service: field("service").map(Arc::from),
                resources: names
                    .split('+')
                    .map(str::trim)
                    .filter(|s| !s.is_empty())
                    .map(Arc::from)
                    .collect(),
                environment: field("environment").map(Arc::from),
                note: field("note").map(Arc::from),
                line: record.position().map_or(0, |p| usize::try_from(p.line()).unwrap_or(0)),
            });
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let currency = currency.unwrap_or_else(|| Arc::from("USD"));
        Ok(Table { name: Arc::from(name), currency, rows })
    }

    /// Sum of the rows. `None` if it does not fit.
    pub fn total(&self) -> Option<Number> {
        crate::quantity::sum(self.rows.iter().map(|row| row.monthly))
    }
}

fn check_header(header: &csv::StringRecord, top: Span) -> Result<(), Diagnostic> {
    let has = |name: &str| header.iter().any(|h| h.eq_ignore_ascii_case(name));
    let bad = |message: String| Diagnostic::new(Code::BadCsv, message);
    if has("BilledCost") || has("line_item_usage_type") {
        return Err(bad("this is a FOCUS or CUR export, not a hand-made table".to_owned())
            .at(top, "the header")
            .help("this version reads tables with the columns `item,monthly`"));
    }
    for wanted in ["item", "monthly"] {
        if !has(wanted) {
            let near =
                nearest(wanted, header.iter()).map(|n| format!("`{n}` should be `{wanted}`"));
            return Err(bad(format!("the table has no column `{wanted}`"))
                .at(top, "the header")
                .help(near.unwrap_or_else(|| {
                    "a hand-made table starts with `item,monthly`".to_owned()
                })));
        }
    }
    match header.iter().find(|h| !COLUMNS.iter().any(|c| h.eq_ignore_ascii_case(c))) {
        None => Ok(()),
        Some(unknown) => Err(bad(format!("the column `{unknown}` is not known"))
            .at(top, "the header")
            .help(format!("the columns are {}", COLUMNS.join(", ")))),
    }
}

/// `85`, `1,234.50`, `$85`: what people type in a table.
fn amount(text: &str) -> Option<Number> {
    let text = text.trim_start_matches(['$', '¥', '￥']).trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups.len() == 1
        || (groups.iter().skip(1).all(|g| g.len() == 3)
            && groups.first().is_some_and(|g| !g.is_empty()));
    if !grouped {
        return None;
    }
    let plain = groups.concat();
    Number::parse(&if fraction.is_empty() { plain } else { format!("{plain}.{fraction}") })
}

fn line_at(text: &str, start: usize, file: FileId) -> Span {
    let end = text.get(start..).and_then(|t| t.find('\n')).map_or(text.len(), |i| start + i);
    Span::new(file, start, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sources;

    fn read(text: &str) -> Result<Table, Vec<String>> {
        let file = Sources::default().add("t.csv", text);
        Table::parse("t.csv", text, file).map_err(|e| e.into_iter().map(|d| d.message).collect())
    }

    #[test]
    fn reads_what_a_document_holds() {
        let table = read("item,monthly,resource,note\nFargate,35,web+api,\"2 tasks, 730 h\"\nNAT,\"1,040.50\",nat,\n").expect("reads");
        assert_eq!(table.total().map(|n| n.to_string()).as_deref(), Some("1075.5"));
        assert_eq!(table.rows[0].resources.len(), 2);
        assert_eq!(table.rows[1].line, 3);
    }

    #[test]
    fn names_what_is_wrong() {
        assert_eq!(
            read("item,cost\na,1\n"),
            Err(vec!["the table has no column `monthly`".to_owned()])
        );
        assert_eq!(
            read("item,monthly,price\na,1,2\n"),
            Err(vec!["the column `price` is not known".to_owned()])
        );
        assert_eq!(
            read("item,monthly\na,x\n,3\n"),
            Err(vec!["`x` is not an amount".to_owned(), "a row has no item".to_owned()])
        );
        assert_eq!(
            read("item,monthly,currency\na,1,USD\nb,2,JPY\n"),
            Err(vec!["the table mixes USD and JPY".to_owned()])
        );
        assert!(read("BilledCost,x\n1,2\n").is_err());
    }
}
