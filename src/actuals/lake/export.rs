//! FOCUS rows as Parquet, typed as FOCUS types them.
//!
//! Made of the CSV, so that the two are one export in two files: every number
//! passes as text into a decimal of 18 places.

use super::exact::{PRECISION, SCALE};
use datafusion::arrow::array::{ArrayRef, RecordBatch, StringArray};
use datafusion::arrow::compute::{CastOptions, cast_with_options};
use datafusion::arrow::datatypes::{DataType, TimeUnit};
use datafusion::arrow::error::ArrowError;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::Compression;
use datafusion::parquet::file::properties::WriterProperties;
use std::sync::Arc;

/// The Parquet file of a FOCUS CSV.
pub fn focus_parquet(text: &str) -> Result<Vec<u8>, crate::diagnostic::Diagnostic> {
    made(text).map_err(|error| super::unreadable("the FOCUS rows", &error.to_string()))
}

fn made(text: &str) -> Result<Vec<u8>, ArrowError> {
    let csv_error = |e: csv::Error| ArrowError::ExternalError(Box::new(e));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().map_err(csv_error)?.clone();
    let rows = reader.records().collect::<Result<Vec<_>, _>>().map_err(csv_error)?;
    let columns = header.iter().enumerate().map(|(place, name)| {
        let cells = rows.iter().map(|row| row.get(place).filter(|cell| !cell.is_empty()));
        Ok((name, column(name, &cells.collect())?, true))
    });
    let batch =
        RecordBatch::try_from_iter_with_nullable(columns.collect::<Result<Vec<_>, ArrowError>>()?)?;
    let how = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(how))?;
    writer.write(&batch)?;
    Ok(writer.into_inner()?)
}

fn column(name: &str, cells: &StringArray) -> Result<ArrayRef, ArrowError> {
    // A cell that does not fit its type is an error and not an empty cell.
    let strict = CastOptions { safe: false, ..CastOptions::default() };
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&["Cost", "UnitPrice", "Quantity"]) {
        cast_with_options(cells, &DataType::Decimal128(PRECISION, SCALE), &strict)
    } else if ends(&["PeriodStart", "PeriodEnd"]) {
        let instant = DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into()));
        cast_with_options(cells, &instant, &strict)
    } else {
        // Tags too: FOCUS has objects as JSON, and its validator wants them so.
        Ok(Arc::new(cells.clone()))
    }
}
