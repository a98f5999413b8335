//! All prices of one region, searched as text.
//!
//! Unpacking a region is most of the work of a small estimate, so nothing is
//! parsed that is not asked for: the lines are indexed, and a series is read
//! when a meter names it.

use crate::bill::Price;
use crate::prices::row::{Row, series};

/// The rows of one region, sorted by (service, usage type, operation, begin).
#[derive(Debug)]
pub struct Pack {
    region: String,
    text: String,
    starts: Vec<u32>,
}

impl Pack {
    pub fn new(region: impl Into<String>, text: String) -> Pack {
        let mut starts = Vec::with_capacity(text.len() / 90 + 1);
        let mut at = 0usize;
        for line in text.split_inclusive('\n') {
            starts.push(u32::try_from(at).unwrap_or(u32::MAX));
            at += line.len();
        }
        Pack { region: region.into(), text, starts }
    }

    pub fn region(&self) -> &str {
        &self.region
    }

    /// Whether two have the same rows.
    pub fn is_same(&self, other: &Pack) -> bool {
        self.text == other.text
    }

    pub fn len(&self) -> usize {
        self.starts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    fn line(&self, i: usize) -> &str {
        let start = self.starts.get(i).map_or(self.text.len(), |s| *s as usize);
        let end = self.starts.get(i + 1).map_or(self.text.len(), |s| *s as usize);
        self.text.get(start..end).unwrap_or("").trim_end_matches('\n')
    }

    /// Every line, in order.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|i| self.line(i))
    }

    /// The rows of a usage type, whatever the operation.
    fn rows_of(&self, service: &str, usage_type: &str) -> Vec<Row<'_>> {
        let key = |line: &str| -> Option<(usize, usize)> {
            let first = line.find(',')?;
            let second = first + 1 + line.get(first + 1..)?.find(',')?;
            Some((first, second))
        };
        let before = |line: &str| match key(line) {
            Some((a, b)) => (&line[..a], &line[a + 1..b]) < (service, usage_type),
            None => true,
        };
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if before(self.line(middle)) { low = middle + 1 } else { high = middle }
        }
        (low..self.len())
            .map_while(|i| Row::parse(self.line(i)))
            .take_while(|row| row.service == service && row.usage_type == usage_type)
            .collect()
    }

    /// The series of a usage type: the one of `operation`, else the one whose
    /// operation is blank. `None`: there is none.
    pub fn price(
        &self,
        service: &str,
        usage_type: &str,
        operation: &str,
    ) -> Option<Result<Price, String>> {
        let rows = self.rows_of(service, usage_type);
        let of = |wanted: &str| -> Vec<Row<'_>> {
            rows.iter().filter(|row| row.operation == wanted).copied().collect()
        };
        let exact = of(operation);
        let rows = if exact.is_empty() { of("") } else { exact };
        (!rows.is_empty()).then(|| series(&self.region, &rows))
    }

    /// Every series, in order: for checks.
    pub fn all(&self) -> impl Iterator<Item = Result<Price, String>> + '_ {
        let mut at = 0;
        std::iter::from_fn(move || {
            let first = Row::parse(self.line(at));
            if at >= self.len() {
                return None;
            }
            let Some(first) = first else {
                at += 1;
                return Some(Err(format!("line {at} of {} has not twelve fields", self.region)));
            };
            let rows: Vec<Row<'_>> = (at..self.len())
                .map_while(|i| Row::parse(self.line(i)))
                .take_while(|row| row.key() == first.key())
                .collect();
            at += rows.len();
            let (service, usage_type, operation) = first.key();
            Some(
                series(&self.region, &rows).map_err(|e| {
                    format!("{service}/{}/{usage_type}/{operation}: {e}", self.region)
                }),
            )
        })
    }
}
