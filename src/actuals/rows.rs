//! Exports row by row: CUR 2.0, FOCUS, and whatever a column map names.
//!
//! What a row means is decided here once, whether it is a line of a CSV or a
//! group of rows that a query over Parquet has summed.

use super::Wanted;
use super::collect::{Collector, Refused, Row};
use super::columns::{ColumnMap, Columns, Field, Format, plain};
use super::marketplace;
use super::records;
use super::services::product_code;
use super::when::Instants;
use crate::bill::Record;
use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::Number;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;

/// One of so many rows is remembered, to notice a file that comes twice.
const SAMPLED: u64 = 61;
/// Different sets of tags that are kept read.
const MOST_TAGS: usize = 50_000;

/// The values of the two tags in texts that were seen, by the text.
type TagCache = HashMap<Box<str>, (Box<str>, Box<str>)>;

/// One file on its way into the collector.
#[derive(Clone, Copy)]
pub(super) struct File<'a> {
    pub name: &'a str,
    pub file: usize,
    pub files: &'a [String],
    pub wanted: &'a Wanted,
    pub map: Option<&'a ColumnMap>,
}

impl File<'_> {
    /// Reads all rows of a CSV. A broken one ends it, with its line.
    pub(super) fn read(&self, bytes: impl Read, into: &mut Collector) -> Result<(), Diagnostic> {
        let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(bytes);
        let header = reader.headers().map_err(|e| self.broken(&e, 1))?.clone();
        let header = without_mark(&header);
        let columns = Columns::of(self.name, &header, self.map)?;
        let mut rows = Rows::new(*self, columns);
        let mut row = csv::StringRecord::new();
        let mut line = 1;
        loop {
            match reader.read_record(&mut row) {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(error) => return Err(self.broken(&error, line + 1)),
            }
            line = row.position().map_or(line + 1, csv::Position::line);
            rows.sample(&row, line < 4, into);
            rows.add(&row, Some(line), into)?;
        }
    }

    fn broken(&self, error: &csv::Error, line: u64) -> Diagnostic {
        let line = error.position().map_or(line, csv::Position::line);
        let said = match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                format!("a row of {len} fields where the header has {expected_len}")
            }
            csv::ErrorKind::Io(e) => format!("the file ends here or is broken: {e}"),
            csv::ErrorKind::Utf8 { .. } => "the row is not UTF-8 text".to_owned(),
            _ => error.to_string(),
        };
        Diagnostic::new(Code::BadCsv, format!("{}:{line}: {said}", self.name))
            .help("fetch the file again: an export is whole or it is not the bill")
    }
}

/// The rows of one file, and what is kept between them.
pub(super) struct Rows<'a> {
    of: File<'a>,
    columns: Columns,
    format: String,
    instants: Instants,
    tags: TagCache,
    /// Where the two tags have columns of their own.
    flat: [Option<usize>; 2],
}

impl<'a> Rows<'a> {
    pub(super) fn new(of: File<'a>, columns: Columns) -> Rows<'a> {
        let format = columns.format.name();
        let wanted = [&of.wanted.environment, &of.wanted.resource];
        let flat = wanted.map(|tag| columns.flat(tag.as_deref()?));
        let (instants, tags) = (Instants::default(), TagCache::new());
        Rows { of, columns, format, instants, tags, flat }
    }

    /// Remembers one of so many rows, `always` this one. CSV and Parquet write an
    /// instant differently, so the hour is what is compared.
    pub(super) fn sample(&mut self, row: &csv::StringRecord, always: bool, into: &mut Collector) {
        let mut identity = DefaultHasher::new();
        match self.columns.text(row, Field::Identity) {
            "" => row.iter().for_each(|cell| cell.hash(&mut identity)),
            id => {
                let hour = self.instants.hour(self.columns.text(row, Field::Start));
                (id, hour).hash(&mut identity);
            }
        }
        let hash = identity.finish();
        if always || hash.is_multiple_of(SAMPLED) {
            into.sample(hash, self.of.file);
        }
    }

    /// Adds one row; `line`: where it stands in a file that has lines.
    pub(super) fn add(
        &mut self,
        row: &csv::StringRecord,
        line: Option<u64>,
        into: &mut Collector,
    ) -> Result<(), Diagnostic> {
        let Rows { of, columns, format, instants, tags, flat } = self;
        let columns = &*columns;
        let text = |field| columns.text(row, field);
        let bad = |what: String, help: &str| match line {
            Some(line) => {
                Diagnostic::new(Code::BadCsv, format!("{}:{line}: {what}", of.name)).help(help)
            }
            None => Diagnostic::new(Code::BadParquet, format!("{}: {what}", of.name)),
        };
        let number = |field: Field| match text(field) {
            "" => Ok(None),
            digits => Number::parse_billed(digits).map(Some).ok_or_else(|| {
                bad(format!("`{digits}` is not a number ({field:?})"), "write it as 1234.50")
            }),
        };
        let operation = text(Field::Operation);
        // Rows that split a shared instance repeat what the instance costs.
        if columns.format == Format::Cur && matches!(operation, "ECSTask-EC2" | "EKSPod-EC2") {
            into.common.split += columns.rows(row);
            return Ok(());
        }
        let start = match text(Field::Start) {
            "" => None,
            at => Some(instants.hour(at).ok_or_else(|| {
                bad(format!("`{at}` is not an instant"), "write it as 2026-07-01T00:00:00Z")
            })?),
        };
        let end = Some(text(Field::End)).filter(|t| !t.is_empty()).and_then(|t| instants.hour(t));
        let month = match text(Field::Month) {
            "" => of.wanted.month.as_deref().or_else(|| text(Field::Start).get(..7)),
            month => month.get(..7),
        };
        let Some(month) = month.filter(|m| is_month(m)) else {
            let message = format!("`{}` is not a billing month", text(Field::Month));
            return Err(bad(message, "a column with 2026-07 in it, or --month 2026-07"));
        };
        let billed = number(Field::Billed)?;
        let Some(billed) = billed else {
            return Err(bad("the row has no cost".to_owned(), "every row of a bill has one"));
        };
        let (quantity, list) = (number(Field::Quantity)?, number(Field::List)?);
        let nothing = billed.is_zero()
            && list.is_none_or(Number::is_zero)
            && quantity.is_some_and(|q| q > Number::ZERO);
        let record = record_of(columns, row, nothing);
        let effective = effective_of(columns, row, billed, &number)?;
        let (environment, resource) = tags_of(of.wanted, columns, *flat, row, tags);
        let product = product_code(text(Field::Product));
        let service = match text(Field::Service) {
            "" => product,
            service => service,
        };
        let provider = if columns.format == Format::Cur { "AWS" } else { text(Field::Provider) };
        let seller = marketplace::seller(provider, text(Field::Seller));
        let row = Row {
            rows: columns.rows(row),
            month,
            environment: &environment,
            resource: &resource,
            account: text(Field::Account),
            product,
            service,
            usage_type: text(Field::UsageType),
            operation: if operation == "None" { "" } else { operation },
            region: text(Field::Region),
            record,
            unit: text(Field::Unit),
            seller: &seller,
            provider,
            payer: text(Field::Payer),
            invoiced: !text(Field::Invoice).is_empty(),
            correction: text(Field::Correction).eq_ignore_ascii_case("correction"),
            currency: Some(text(Field::Currency)).filter(|c| !c.is_empty()).unwrap_or("USD"),
            quantity,
            list: list.filter(|_| record.is_usage()),
            billed,
            effective,
            start,
            end,
        };
        into.add(&row, of.file, format).map_err(|refused| match refused {
            Refused::TooLarge => {
                bad("a sum does not fit 28 digits".to_owned(), "is this an amount?")
            }
            Refused::Currency(a, b) => bad(
                format!("the bill mixes {a} and {b}"),
                "import each currency by itself; no rate is invented",
            ),
            Refused::Format(known, from) => {
                let from = of.files.get(from).map_or("", String::as_str);
                let message =
                    format!("{}: {month} is here as {format} and in {from} as {known}", of.name);
                Diagnostic::new(Code::BillTwice, message).help("give one export of a month")
            }
        })
    }
}

fn record_of(columns: &Columns, row: &csv::StringRecord, nothing: bool) -> Record {
    let text = |field| columns.text(row, field);
    let (kind, description) = (text(Field::Record), text(Field::Description));
    match columns.format {
        Format::Cur => {
            let reserved = !text(Field::Reservation).is_empty();
            records::of_cur(kind, text(Field::Product), nothing, description, reserved)
        }
        Format::Focus(_) => records::of_focus(
            kind,
            text(Field::Commitment),
            text(Field::Status),
            text(Field::Product),
            nothing,
            description,
        ),
        Format::Mapped => match kind {
            "" => records::usage(nothing, description),
            kind => records::of_cur(kind, text(Field::Product), nothing, description, false),
        },
    }
}

/// Amortised cost: FOCUS says it, CUR says it in another column per sort of row.
fn effective_of(
    columns: &Columns,
    row: &csv::StringRecord,
    billed: Number,
    number: &impl Fn(Field) -> Result<Option<Number>, Diagnostic>,
) -> Result<Number, Diagnostic> {
    if columns.has(Field::Effective) {
        return Ok(number(Field::Effective)?.unwrap_or(billed));
    }
    let zero = Number::ZERO;
    let of = |field| number(field).map(|n| n.unwrap_or(zero));
    Ok(match columns.text(row, Field::Record) {
        "SavingsPlanCoveredUsage" => of(Field::PlanCost)?,
        "SavingsPlanRecurringFee" => {
            of(Field::PlanTotal)?.minus(of(Field::PlanUsed)?).unwrap_or(billed)
        }
        "SavingsPlanNegation" | "SavingsPlanUpfrontFee" => zero,
        "DiscountedUsage" => of(Field::ReservedCost)?,
        "RIFee" => of(Field::ReservedUnused)?.plus(of(Field::UpfrontUnused)?).unwrap_or(billed),
        "Fee" if !columns.text(row, Field::Reservation).is_empty() => zero,
        _ => billed,
    })
}

/// The values of the two tags: from columns of their own, or from a JSON
/// object, of which millions of rows repeat a few.
fn tags_of(
    of: &Wanted,
    columns: &Columns,
    flat: [Option<usize>; 2],
    row: &csv::StringRecord,
    cache: &mut TagCache,
) -> (String, String) {
    let object = columns.text(row, Field::Tags);
    if !cache.contains_key(object) {
        if cache.len() >= MOST_TAGS {
            cache.clear();
        }
        let tags: HashMap<String, serde_json::Value> =
            serde_json::from_str(object).unwrap_or_default();
        let value = |wanted: &Option<String>| -> Box<str> {
            let wanted = wanted.as_deref().map(plain);
            let found = tags.iter().find(|(key, _)| Some(plain(key)) == wanted);
            // FOCUS gives a tag without a value as true.
            let text = found.map(|(_, value)| match value {
                serde_json::Value::String(text) => text.clone(),
                serde_json::Value::Null => String::new(),
                other => other.to_string(),
            });
            text.unwrap_or_default().into()
        };
        let both = (value(&of.environment), value(&of.resource));
        cache.insert(object.into(), both);
    }
    let (environment, resource) = cache.get(object).cloned().unwrap_or_default();
    let [first, second] = flat;
    let flat = |place: Option<usize>, field, found: Box<str>| {
        let own = match columns.text(row, field) {
            "" => place.and_then(|place| row.get(place)).map_or("", str::trim),
            own => own,
        };
        if own.is_empty() { found.into_string() } else { own.to_owned() }
    };
    (flat(first, Field::Environment, environment), flat(second, Field::Resource, resource))
}

fn is_month(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.len() == 7
        && bytes
            .iter()
            .enumerate()
            .all(|(i, b)| if i == 4 { *b == b'-' } else { b.is_ascii_digit() })
}

/// A header without the mark that spreadsheets put before it.
fn without_mark(header: &csv::StringRecord) -> csv::StringRecord {
    header.iter().map(|name| name.trim_start_matches('\u{feff}')).collect()
}
