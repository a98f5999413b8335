//! Rows become lines while they are read; no row is kept.
//!
//! The one place where rows are summed: every reader hands its rows here, and a
//! reader to come (Parquet, the network) will as well. What must not be counted
//! twice is noticed here too.

use crate::bill::{
    ActualLine, BillKey, Grain, LineKey, Reading, Record, Series, SeriesKey, billed_unit,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::Number;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// One row, borrowed from wherever it was read.
#[derive(Clone, Debug)]
pub(super) struct Row<'a> {
    pub month: &'a str,
    pub environment: &'a str,
    pub resource: &'a str,
    pub account: &'a str,
    pub product: &'a str,
    pub service: &'a str,
    pub usage_type: &'a str,
    pub operation: &'a str,
    pub region: &'a str,
    pub record: Record,
    pub unit: &'a str,
    pub seller: &'a str,
    /// Who made the export, for whom: one month of one is not read twice.
    pub provider: &'a str,
    pub payer: &'a str,
    pub invoiced: bool,
    pub correction: bool,
    pub currency: &'a str,
    pub quantity: Option<Number>,
    pub list: Option<Number>,
    pub billed: Number,
    pub effective: Number,
    /// Hours since 1970.
    pub start: Option<i64>,
    pub end: Option<i64>,
    /// How many rows of the export it stands for.
    pub rows: u64,
}

#[derive(Default)]
struct Sum {
    quantity: Option<Number>,
    list: Option<Number>,
    billed: Number,
    effective: Number,
    rows: u64,
    hours: Option<HashSet<i64>>,
}

/// What the rows have in common, of which there is one.
#[derive(Default)]
pub(super) struct Collected {
    pub currency: Option<Arc<str>>,
    pub formats: BTreeSet<Arc<str>>,
    /// Months of which a row has no invoice yet.
    pub uninvoiced: BTreeSet<Arc<str>>,
    /// The hour after the last usage.
    pub until: Option<i64>,
    pub estimated: bool,
    /// Rows left out because they repeat others, such as split cost allocation.
    pub split: u64,
}

pub(super) struct Collector {
    month: Option<Arc<str>>,
    hourly: bool,
    names: HashMap<Box<str>, Arc<str>>,
    sums: HashMap<LineKey, Sum>,
    series: HashMap<SeriesKey, BTreeMap<i64, Reading>>,
    span: Option<(i64, i64)>,
    finest: Option<i64>,
    /// Sampled identities by file, and in which format a month of a payer came.
    samples: HashMap<u64, usize>,
    repeated: BTreeMap<(usize, usize), u64>,
    sampled: BTreeMap<usize, u64>,
    came_as: BTreeMap<Source, (Arc<str>, usize)>,
    /// The last of them: rows of one sort come together.
    last: Option<(Source, Arc<str>)>,
    pub common: Collected,
}

/// Month, provider, payer.
type Source = (String, String, String);

/// Why a row could not be taken.
pub(super) enum Refused {
    TooLarge,
    Currency(String, String),
    /// The same month of the same payer came in another format from this file.
    Format(Arc<str>, usize),
}

impl Collector {
    /// `month`: only this one; `hourly`: with the evidence.
    pub(super) fn new(month: Option<&str>, hourly: bool) -> Collector {
        Collector {
            month: month.map(Arc::from),
            hourly,
            names: HashMap::new(),
            sums: HashMap::new(),
            series: HashMap::new(),
            span: None,
            finest: None,
            samples: HashMap::new(),
            repeated: BTreeMap::new(),
            sampled: BTreeMap::new(),
            came_as: BTreeMap::new(),
            last: None,
            common: Collected::default(),
        }
    }

    fn name(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.names.get(text) {
            return Arc::clone(known);
        }
        let name: Arc<str> = Arc::from(text);
        self.names.insert(text.into(), Arc::clone(&name));
        name
    }

    /// Adds a row of the file with this number.
    pub(super) fn add(&mut self, row: &Row<'_>, file: usize, format: &str) -> Result<(), Refused> {
        if self.month.as_deref().is_some_and(|month| month != row.month) {
            return Ok(());
        }
        self.once(row, file, format)?;
        match &self.common.currency {
            Some(known) if **known != *row.currency => {
                return Err(Refused::Currency(known.to_string(), row.currency.to_owned()));
            }
            Some(_) => {}
            None => self.common.currency = Some(Arc::from(row.currency)),
        }
        if !row.invoiced && !self.common.uninvoiced.contains(row.month) {
            let month = self.name(row.month);
            self.common.uninvoiced.insert(month);
        }
        let key = BillKey {
            product_code: self.name(row.product),
            service: self.name(row.service),
            usage_type: self.name(row.usage_type),
            operation: self.name(row.operation),
        };
        let line = LineKey {
            month: self.name(row.month),
            environment: self.name(row.environment),
            resource: self.name(row.resource),
            account: self.name(row.account),
            key,
            region: self.name(row.region),
            record: row.record,
            unit: self.name(billed_unit(row.unit)),
            seller: self.name(row.seller),
            correction: row.correction,
        };
        if row.record.is_usage() {
            self.evidence(row, &line)?;
        }
        let (first, sum) = match self.sums.entry(line) {
            Entry::Occupied(known) => (false, known.into_mut()),
            Entry::Vacant(new) => (true, new.insert(Sum::default())),
        };
        let plus = |a: Option<Number>, b: Option<Number>| match (a, b) {
            _ if first => Ok(b),
            (Some(a), Some(b)) => a.plus(b).map(Some).ok_or(Refused::TooLarge),
            _ => Ok(None),
        };
        sum.quantity = plus(sum.quantity, row.quantity)?;
        sum.list = plus(sum.list, row.list)?;
        sum.billed = sum.billed.plus(row.billed).ok_or(Refused::TooLarge)?;
        sum.effective = sum.effective.plus(row.effective).ok_or(Refused::TooLarge)?;
        sum.rows += row.rows;
        if let (Some(start), Some(1)) = (row.start, width(row)) {
            sum.hours.get_or_insert_default().insert(start);
        }
        Ok(())
    }

    /// Takes note of usage in time.
    fn evidence(&mut self, row: &Row<'_>, line: &LineKey) -> Result<(), Refused> {
        let (Some(start), Some(end)) = (row.start, row.end) else { return Ok(()) };
        let width = end - start;
        // Fees of a whole month say nothing about how far the month is.
        if width <= 24 {
            let until = &mut self.common.until;
            *until = Some(until.map_or(end, |until| until.max(end)));
        }
        if !self.hourly || width > 24 {
            return Ok(());
        }
        self.finest = Some(self.finest.map_or(width, |finest| finest.min(width)));
        let (from, to) = self.span.unwrap_or((start, end));
        self.span = Some((from.min(start), to.max(end)));
        let key = SeriesKey {
            environment: Arc::clone(&line.environment),
            resource: Arc::clone(&line.resource),
            key: line.key.clone(),
            unit: Arc::clone(&line.unit),
        };
        let reading =
            Reading { quantity: row.quantity.unwrap_or(Number::ZERO), cost: row.effective };
        let slot = self.series.entry(key).or_default().entry(start).or_default();
        *slot = slot.plus(reading).ok_or(Refused::TooLarge)?;
        Ok(())
    }

    /// Remembers a sampled identity, to notice a row that comes again from another file.
    pub(super) fn sample(&mut self, sample: u64, file: usize) {
        *self.sampled.entry(file).or_default() += 1;
        let other = *self.samples.entry(sample).or_insert(file);
        if other != file {
            *self.repeated.entry((other, file)).or_default() += 1;
        }
    }

    /// Refuses what would count twice: another format of the same month.
    fn once(&mut self, row: &Row<'_>, file: usize, format: &str) -> Result<(), Refused> {
        let same = |(of, known): &(Source, Arc<str>)| {
            (of.0 == row.month, of.1 == row.provider, of.2 == row.payer) == (true, true, true)
                && **known == *format
        };
        if self.last.as_ref().is_some_and(same) {
            return Ok(());
        }
        let of = (row.month.to_owned(), row.provider.to_owned(), row.payer.to_owned());
        if let Some((known, from)) = self.came_as.get(&of) {
            if **known != *format {
                return Err(Refused::Format(Arc::clone(known), *from));
            }
            self.last = Some((of, Arc::clone(known)));
            return Ok(());
        }
        let format: Arc<str> = Arc::from(format);
        self.common.formats.insert(Arc::clone(&format));
        self.came_as.insert(of, (format, file));
        Ok(())
    }

    /// Two files that hold the same rows, if there are any.
    pub(super) fn check(&self, files: &[String]) -> Result<(), Diagnostic> {
        for ((a, b), count) in &self.repeated {
            let smaller = [a, b].iter().filter_map(|f| self.sampled.get(f)).min().copied();
            if count * 2 > smaller.unwrap_or(0) {
                let name = |file: &usize| files.get(*file).map_or("", String::as_str);
                let message = format!("{} and {} hold the same rows", name(a), name(b));
                return Err(Diagnostic::new(Code::BillTwice, message)
                    .help("give one of them; an export that overwrites leaves no second copy"));
            }
        }
        Ok(())
    }

    pub(super) fn finish(self) -> (Vec<ActualLine>, Series, Collected) {
        let mut lines: Vec<ActualLine> = self
            .sums
            .into_iter()
            .map(|(line, sum)| ActualLine {
                line,
                quantity: sum.quantity,
                list: sum.list,
                billed: sum.billed,
                effective: sum.effective,
                rows: sum.rows,
                hours: sum.hours.and_then(|hours| u32::try_from(hours.len()).ok()),
            })
            .collect();
        lines.sort_by(|a, b| a.line.cmp(&b.line));
        let grain = match self.finest {
            Some(..=1) => Grain::Hour,
            Some(_) => Grain::Day,
            None => Grain::Month,
        };
        let series = Series { grain, lines: self.series.into_iter().collect(), span: self.span };
        (lines, series, self.common)
    }
}

fn width(row: &Row<'_>) -> Option<i64> {
    Some(row.end? - row.start?)
}
