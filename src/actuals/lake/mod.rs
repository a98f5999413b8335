//! Parquet exports, read by an embedded DataFusion.
//!
//! The engine opens one file at a time and answers the query of `query.rs`: the
//! groups go where the rows of a CSV go. So a file of ten million rows gives as
//! many rows as it has lines and hours, and files may differ in their columns.
#![allow(clippy::disallowed_methods, reason = "an edge room: the engine reads the file itself")]

mod exact;
mod export;
mod sample;
mod tag;

#[cfg(test)]
mod tests;

pub use export::focus_parquet;

use super::collect::Collector;
use super::columns::Columns;
use super::query::{Engine, Kind, Query, Table, aggregate};
use super::rows::{File, Rows};
use crate::diagnostic::{Code, Diagnostic};
use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Schema};
use datafusion::common::{ParamValues, ScalarValue};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::ScalarUDF;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use std::path::Path;

const TABLE: &str = "bill";

/// Reads one Parquet file into the collector.
pub(super) fn read(file: File<'_>, path: &Path, into: &mut Collector) -> Result<(), Diagnostic> {
    let (query, batches) = ask(&file, path)?;
    sample::read(file, path, into)?;
    let mut rows = Rows::new(file, query.columns);
    for batch in batches {
        let mut refused = Ok(());
        let added = each(&batch, |row| {
            if refused.is_ok() {
                refused = rows.add(row, None, into);
            }
        });
        added.map_err(|error| broken(file.name, &error))?;
        refused?;
    }
    Ok(())
}

/// The query over one file, and its answer.
fn ask(file: &File<'_>, path: &Path) -> Result<(Query, Vec<RecordBatch>), Diagnostic> {
    let broken = |error: DataFusionError| broken(file.name, &error);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .build()
        .map_err(|error| broken(DataFusionError::IoError(error)))?;
    runtime.block_on(async {
        let context = context();
        // As a URL: in a path the engine would take `[` and `*` for patterns.
        let url = url::Url::from_file_path(std::path::absolute(path).unwrap_or_default());
        let url = url.map_err(|()| unreadable(file.name, "not a path that the engine can open"))?;
        let options = ParquetReadOptions { file_extension: "", ..ParquetReadOptions::default() };
        context.register_parquet(TABLE, url.as_str(), options).await.map_err(broken)?;
        let schema = context.table(TABLE).await.map_err(broken)?.schema().as_arrow().clone();
        let query = query(file, &schema)?;
        let batches = answer(&context, &query).await.map_err(broken)?;
        Ok((query, batches))
    })
}

fn context() -> SessionContext {
    let config = SessionConfig::new().with_collect_statistics(false);
    let context = SessionContext::new_with_config(config);
    context.register_udf(ScalarUDF::from(exact::Exact::default()));
    context.register_udf(ScalarUDF::from(tag::Tag::default()));
    context
}

fn query(file: &File<'_>, schema: &Schema) -> Result<Query, Diagnostic> {
    let fields = schema.fields().iter();
    let header: Vec<(String, Kind)> =
        fields.map(|field| (field.name().clone(), kind(field.data_type()))).collect();
    let names: csv::StringRecord = header.iter().map(|(name, _)| name.as_str()).collect();
    let columns = Columns::of(file.name, &names, file.map)?;
    let table = Table { name: TABLE, header: &header, partition: None };
    Ok(aggregate(Engine::DataFusion, &table, &columns, file.wanted))
}

fn kind(of: &DataType) -> Kind {
    match of {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Kind::Text,
        DataType::Float64 | DataType::Float32 => Kind::Double,
        DataType::Map(..) => Kind::Map,
        other if other.is_numeric() => Kind::Exact,
        _ => Kind::Other,
    }
}

async fn answer(
    context: &SessionContext,
    query: &Query,
) -> Result<Vec<RecordBatch>, DataFusionError> {
    let values = query.parameters.iter().map(|value| ScalarValue::from(value.as_str()));
    let values: Vec<ScalarValue> = values.collect();
    let frame = context.sql(&query.sql).await?;
    let frame = if values.is_empty() {
        frame
    } else {
        frame.with_param_values(ParamValues::from(values))?
    };
    frame.collect().await
}

/// The groups of a batch as texts, which is what rows are read from.
fn each(
    batch: &RecordBatch,
    mut take: impl FnMut(&csv::StringRecord),
) -> Result<(), DataFusionError> {
    let texts = batch.columns().iter().map(|column| cast(column, &DataType::Utf8));
    let texts = texts.collect::<Result<Vec<_>, _>>()?;
    let texts: Vec<_> = texts.iter().map(|column| column.as_string::<i32>()).collect();
    let mut row = csv::StringRecord::new();
    for at in 0..batch.num_rows() {
        row.clear();
        for column in &texts {
            row.push_field(if column.is_null(at) { "" } else { column.value(at) });
        }
        take(&row);
    }
    Ok(())
}

fn unreadable(name: &str, why: &str) -> Diagnostic {
    Diagnostic::new(Code::BadParquet, format!("{name}: {why}"))
        .help("fetch the file again: an export is whole or it is not the bill")
}

/// Only the first line of what the engine says: below it are its own internals.
fn broken(name: &str, error: &DataFusionError) -> Diagnostic {
    let said = error.find_root().to_string();
    unreadable(name, said.lines().next().unwrap_or("cannot be read"))
}
