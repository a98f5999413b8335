//! The first rows of a Parquet file, to notice that it is a copy of another.
//!
//! The identity of a row is the largest column of an export; reading all of it
//! would cost more than the whole query. A copy of a file begins as the file does.

use super::super::collect::Collector;
use super::super::columns::{Columns, Field};
use super::super::rows::{File, Rows};
use super::unreadable;
use crate::diagnostic::Diagnostic;
use crate::source;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::error::ArrowError;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::parquet::arrow::ProjectionMask;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::collections::BTreeMap;
use std::path::Path;

const ROWS: usize = 8192;

/// Samples the first rows as the reader of a CSV samples all.
pub(super) fn read(file: File<'_>, path: &Path, into: &mut Collector) -> Result<(), Diagnostic> {
    let broken = |error: &dyn std::fmt::Display| unreadable(file.name, &error.to_string());
    let open = source::open_file(path)?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(open).map_err(|e| broken(&e))?;
    let names = |schema: &datafusion::arrow::datatypes::Schema| -> csv::StringRecord {
        schema.fields().iter().map(|field| field.name().as_str()).collect()
    };
    let header = names(reader.schema());
    let columns = Columns::of(file.name, &header, file.map)?;
    // Without an identity a row is known by all that it says.
    let wanted: Vec<usize> = match columns.has(Field::Identity) {
        true => columns
            .fields()
            .filter(|(field, _)| matches!(field, Field::Identity | Field::Start))
            .map(|(_, place)| place)
            .collect(),
        false => (0..header.len()).collect(),
    };
    let mask = ProjectionMask::roots(reader.parquet_schema(), wanted.iter().copied());
    let reader = reader.with_projection(mask).with_batch_size(ROWS).with_limit(ROWS);
    let reader = reader.build().map_err(|e| broken(&e))?;
    // Columns come in the order of the file, whichever were asked for.
    let mut sorted = wanted;
    sorted.sort_unstable();
    let at = columns
        .fields()
        .filter_map(|(field, place)| Some((field, sorted.binary_search(&place).ok()?)))
        .collect();
    let mut rows = Rows::new(file, columns.moved(at, BTreeMap::new(), None));
    let mut row = 0;
    for batch in reader {
        let batch = batch.map_err(|e| broken(&e))?;
        texts(&batch, |text| {
            row += 1;
            rows.sample(text, row < 3, into);
        })
        .map_err(|e| broken(&e))?;
    }
    Ok(())
}

fn texts(batch: &RecordBatch, mut each: impl FnMut(&csv::StringRecord)) -> Result<(), ArrowError> {
    let options = FormatOptions::default();
    let columns = batch.columns().iter().map(|c| ArrayFormatter::try_new(c.as_ref(), &options));
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let mut row = csv::StringRecord::new();
    for at in 0..batch.num_rows() {
        row.clear();
        columns.iter().for_each(|column| row.push_field(&column.value(at).to_string()));
        each(&row);
    }
    Ok(())
}
