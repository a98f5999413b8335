//! Parquet exports, read by an embedded DataFusion.
//!
//! The engine answers the query of `query.rs` for one file at a time: the groups
//! go where the rows of a CSV go. So a file of ten million rows gives as many rows
//! as it has lines and hours, and files may differ in their columns.

#[cfg(feature = "cluster")]
mod cluster;
mod exact;
mod export;
mod line;
mod sample;
mod scan;
mod tag;

#[cfg(test)]
mod tests;

pub use export::focus_parquet;

#[cfg(not(feature = "cluster"))]
use super::cluster::Cluster;
use super::collect::Collector;
use super::columns::Columns;
use super::query::{Engine, Kind, Query, Table, aggregate, places};
use super::rows::{File, Rows};
use crate::diagnostic::{Code, Diagnostic};
use datafusion::arrow::array::types::UInt32Type;
use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Schema};
use datafusion::common::{ParamValues, ScalarValue};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::ScalarUDF;
use datafusion::prelude::{SessionConfig, SessionContext};
use line::{Line, Lines};
use scan::Scan;
use std::path::Path;
use std::sync::Arc;

const TABLE: &str = "bill";
/// Rows that are looked at together.
const ROWS: usize = 8192;

/// Reads one Parquet file into the collector.
pub(super) fn read(file: File<'_>, path: &Path, into: &mut Collector) -> Result<(), Diagnostic> {
    let Answer { query, batches, lines } = ask(&file, path)?;
    sample::read(file, path, into)?;
    let mut rows = Rows::new(file, query.columns);
    for batch in batches {
        let mut refused = Ok(());
        let added = each(&batch, lines.as_deref(), |row| {
            if refused.is_ok() {
                refused = rows.add(row, None, into);
            }
        });
        added.map_err(|error| broken(file.name, &error))?;
        refused?;
    }
    Ok(())
}

/// The query over one file, and what came of it.
struct Answer {
    query: Query,
    batches: Vec<RecordBatch>,
    /// What the numbers in the first column stand for, if it has any.
    lines: Option<Vec<Vec<Arc<str>>>>,
}

fn ask(file: &File<'_>, path: &Path) -> Result<Answer, Diagnostic> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| unreadable(file.name, &error.to_string()))?;
    match &file.wanted.cluster {
        Some(cluster) => runtime.block_on(remote(cluster, file, path)),
        None => runtime.block_on(local(file, path)),
    }
}

#[cfg(feature = "cluster")]
use cluster::ask as remote;

/// No address of a cluster is read in this build, so none comes here.
#[cfg(not(feature = "cluster"))]
async fn remote(cluster: &Cluster, _: &File<'_>, _: &Path) -> Result<Answer, Diagnostic> {
    Err(Diagnostic::new(Code::NotInBuild, cluster.to_string()))
}

/// In this process, on all its processors.
async fn local(file: &File<'_>, path: &Path) -> Result<Answer, Diagnostic> {
    let broken = |error: DataFusionError| broken(file.name, &error);
    let scan = Scan::open(path, file.name)?;
    let (query, places) = query(Engine::DataFusion, file, scan.schema())?;
    let config = SessionConfig::new().with_batch_size(ROWS);
    let threads = config.target_partitions();
    let context = SessionContext::new_with_config(config);
    let lines = Lines::default();
    context.register_udf(ScalarUDF::from(exact::Exact::default()));
    context.register_udf(ScalarUDF::from(Line::of(lines.clone())));
    context.register_udf(ScalarUDF::from(tag::Tag::default()));
    let table = scan.table(&places, threads).map_err(broken)?;
    context.register_table(TABLE, Arc::new(table)).map_err(broken)?;
    let batches = answer(&context, &query).await.map_err(broken)?;
    let lines = (!query.line.is_empty()).then(|| lines.written());
    Ok(Answer { query, batches, lines })
}

/// The query, and which columns of the file it names.
fn query(
    engine: Engine,
    file: &File<'_>,
    schema: &Schema,
) -> Result<(Query, Vec<usize>), Diagnostic> {
    let fields = schema.fields().iter();
    let header: Vec<(String, Kind)> =
        fields.map(|field| (field.name().clone(), kind(field.data_type()))).collect();
    let names: csv::StringRecord = header.iter().map(|(name, _)| name.as_str()).collect();
    let columns = Columns::of(file.name, &names, file.map)?;
    let table = Table { name: TABLE, header: &header, partition: None };
    let places = places(&columns, file.wanted);
    Ok((aggregate(engine, &table, &columns, file.wanted), places))
}

fn kind(of: &DataType) -> Kind {
    match of {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Kind::Text,
        DataType::Dictionary(_, texts) if **texts == DataType::Utf8 => Kind::Text,
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
    lines: Option<&[Vec<Arc<str>>]>,
    mut take: impl FnMut(&csv::StringRecord),
) -> Result<(), DataFusionError> {
    let (line, others) = match (lines, batch.columns()) {
        (Some(lines), [line, others @ ..]) => {
            (line.as_primitive_opt::<UInt32Type>().map(|line| (line, lines)), others)
        }
        (_, others) => (None, others),
    };
    let texts = others.iter().map(|column| cast(column, &DataType::Utf8));
    let texts = texts.collect::<Result<Vec<_>, _>>()?;
    let texts: Vec<_> = texts.iter().map(|column| column.as_string::<i32>()).collect();
    let mut row = csv::StringRecord::new();
    for at in 0..batch.num_rows() {
        row.clear();
        let line = line.and_then(|(line, of)| of.get(usize::try_from(line.value(at)).ok()?));
        line.into_iter().flatten().for_each(|text| row.push_field(text));
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

fn broken(name: &str, error: &DataFusionError) -> Diagnostic {
    unreadable(name, &said(error))
}

/// Only the first line of what the engine says: below it are its own internals.
fn said(error: &DataFusionError) -> String {
    let said = error.find_root().to_string();
    said.lines().next().unwrap_or("no answer").to_owned()
}
