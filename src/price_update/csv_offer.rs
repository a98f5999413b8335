//! An offer as CSV: five lines about itself, the names of the columns, the rows.

use crate::diagnostic::Diagnostic;
use crate::price_update::reserved::Lease;
use crate::price_update::{Collected, OfferHead, OfferRow, malformed};
use csv::ByteRecord;
use std::io::BufRead;

/// Where the columns stand that a price needs.
struct Columns {
    count: usize,
    sku: usize,
    service: usize,
    region: Option<usize>,
    usage_type: usize,
    operation: usize,
    unit: usize,
    price: usize,
    currency: usize,
    kind: Kind,
}

enum Kind {
    /// The term's type, begin and end; length, option and class of a reservation.
    Offer([usize; 3], Option<[usize; 3]>),
    /// A Savings Plan: its own service code and usage type.
    Plan([usize; 2]),
}

impl Columns {
    fn of(record: &ByteRecord) -> Result<Columns, String> {
        let names: Vec<String> =
            record.iter().map(|f| String::from_utf8_lossy(f).trim().to_lowercase()).collect();
        let find = |wanted: &str| {
            let wanted = wanted.to_lowercase();
            names.iter().position(|name| *name == wanted)
        };
        let need = |name: &str| find(name).ok_or_else(|| format!("there is no column `{name}`"));
        let plan = find("DiscountedRate").is_some();
        let [sku, service, usage_type, operation, price] = match plan {
            true => [
                need("DiscountedSKU")?,
                need("DiscountedServiceCode")?,
                need("DiscountedUsageType")?,
                need("DiscountedOperation")?,
                need("DiscountedRate")?,
            ],
            false => [
                need("SKU")?,
                need("serviceCode")?,
                need("usageType")?,
                need("operation")?,
                need("PricePerUnit")?,
            ],
        };
        let kind = match plan {
            // `serviceCode` and `usageType` of the plan stand without `Discounted`.
            true => Kind::Plan([need("ServiceCode")?, need("UsageType")?]),
            false => {
                let term = [need("TermType")?, need("StartingRange")?, need("EndingRange")?];
                let lease = find("LeaseContractLength").zip(find("PurchaseOption"));
                // What has no classes has no such column.
                let class = find("OfferingClass").unwrap_or(usize::MAX);
                Kind::Offer(term, lease.map(|(length, option)| [length, option, class]))
            }
        };
        let region = find(if plan { "DiscountedRegionCode" } else { "Region Code" });
        Ok(Columns {
            count: names.len(),
            sku,
            service,
            region,
            usage_type,
            operation,
            unit: need("Unit")?,
            price,
            currency: need("Currency")?,
            kind,
        })
    }
}

pub fn read(
    name: &str,
    reader: impl BufRead,
    region: &str,
    collected: &mut Collected<'_>,
) -> Result<OfferHead, Diagnostic> {
    let ends = EndsWithLine { inner: reader, last: b'\n' };
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(1 << 18)
        .from_reader(ends);
    let mut record = ByteRecord::new();
    let mut head = OfferHead::default();
    let mut columns: Option<Columns> = None;
    loop {
        match rows.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(e) => return Err(malformed(name, e.position().map(csv::Position::line), e)),
        }
        let line = record.position().map(csv::Position::line);
        let Some(columns) = &columns else {
            let text = |i: usize| record.get(i).map(|f| String::from_utf8_lossy(f).into_owned());
            match (text(0).unwrap_or_default().as_str(), text(1)) {
                ("SKU", _) => {
                    columns = Some(Columns::of(&record).map_err(|e| malformed(name, line, e))?);
                }
                ("Version", Some(value)) => head.version = value,
                ("Publication Date", Some(value)) => head.published = value,
                ("OfferCode", Some(value)) => head.offer = value,
                ("FormatVersion" | "Disclaimer", _) => {}
                _ => {
                    return Err(malformed(
                        name,
                        line,
                        "this is not an offer file of the Price List",
                    ));
                }
            }
            continue;
        };
        if record.len() != columns.count {
            let why =
                format!("{} fields where {} are named: cut off?", record.len(), columns.count);
            return Err(malformed(name, line, why));
        }
        collected.seen += 1;
        row(&record, columns, region, &head.published, collected)
            .map_err(|why| malformed(name, line, why))?;
    }
    if columns.is_none() {
        return Err(malformed(name, None, "the names of the columns are missing"));
    }
    if rows.get_ref().last != b'\n' {
        return Err(malformed(name, None, "the last line has no end: the file is cut off"));
    }
    Ok(head)
}

fn row(
    record: &ByteRecord,
    columns: &Columns,
    file_region: &str,
    published: &str,
    collected: &mut Collected<'_>,
) -> Result<(), String> {
    let bytes = |i: usize| record.get(i).unwrap_or_default();
    if let Kind::Offer([term, ..], lease) = columns.kind
        && !(bytes(term) == b"OnDemand" || (bytes(term) == b"Reserved" && lease.is_some()))
    {
        return Ok(());
    }
    let text =
        |i: usize| std::str::from_utf8(bytes(i)).map_err(|_| "a field is not UTF-8".to_owned());
    let (service, usage_type) = (text(columns.service)?, text(columns.usage_type)?);
    let own = columns.region.map(text).transpose()?.unwrap_or("");
    let region = if own.is_empty() { file_region } else { own };
    if !collected.wants(service, usage_type, region) {
        return Ok(());
    }
    let of = |begin, end| -> Result<OfferRow<'_>, String> {
        Ok(OfferRow {
            sku: text(columns.sku)?,
            service,
            region,
            usage_type,
            operation: text(columns.operation)?,
            unit: text(columns.unit)?,
            begin,
            end,
            price: text(columns.price)?,
            currency: text(columns.currency)?,
        })
    };
    match columns.kind {
        Kind::Offer([term, ..], Some([length, option, class])) if bytes(term) == b"Reserved" => {
            if let Some(lease) = Lease::of(text(length)?, text(option)?, text(class)?) {
                collected.take_reserved(&of("0", "Inf")?, &lease, published);
            }
        }
        Kind::Offer([_, begin, end], _) => {
            collected.take(&of(text(begin)?, text(end)?)?, published);
        }
        Kind::Plan([service, usage]) => {
            collected.take_plan(&of("0", "Inf")?, [text(service)?, text(usage)?], published);
        }
    }
    Ok(())
}

/// Remembers the last byte: a file that was cut within its last field can still
/// have the right number of fields.
struct EndsWithLine<R> {
    inner: R,
    last: u8,
}

impl<R: BufRead> std::io::Read for EndsWithLine<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if let Some(last) = buffer.get(..count).and_then(<[u8]>::last) {
            self.last = *last;
        }
        Ok(count)
    }
}
