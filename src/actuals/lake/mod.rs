//! Parquet exports, read by an embedded DataFusion.
//!
//! The engine answers the query of `query.rs` for one file at a time: the groups
//! go where the rows of a CSV go. So a file of ten million rows gives as many rows
//! as it has lines and hours, and files may differ in their columns.

mod alike;
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
use crate::parallel::{Threads, of_each};
use datafusion::arrow::array::types::UInt32Type;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray, UInt32Array};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Schema};
use datafusion::arrow::error::ArrowError;
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
/// Batches of an answer that are texts at the same time.
const AT_ONCE: usize = 16;

/// Reads one Parquet file into the collector.
pub(super) fn read(file: File<'_>, path: &Path, into: &mut Collector) -> Result<(), Diagnostic> {
    let Answer { query, batches, lines } = ask(&file, path)?;
    sample::read(file, path, into)?;
    let mut rows = Rows::new(file, query.columns);
    // Some at a time: texts are larger than what they say.
    for some in batches.chunks(AT_ONCE) {
        let texts = of_each(Threads::Two, some, |batch| Texts::of(batch, lines.as_deref()));
        for texts in texts {
            let texts = texts.map_err(|error| broken(file.name, &error.into()))?;
            texts.each(|row| rows.add(row, None, into))?;
        }
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
struct Texts<'a> {
    rows: usize,
    /// The line of each row, and what the lines are.
    line: Option<(UInt32Array, &'a [Vec<Arc<str>>])>,
    others: Vec<StringArray>,
}

impl<'a> Texts<'a> {
    fn of(
        batch: &RecordBatch,
        lines: Option<&'a [Vec<Arc<str>>]>,
    ) -> Result<Texts<'a>, ArrowError> {
        let (line, others) = match (lines, batch.columns()) {
            (Some(lines), [line, others @ ..]) => {
                (line.as_primitive_opt::<UInt32Type>().map(|line| (line.clone(), lines)), others)
            }
            (_, others) => (None, others),
        };
        let text =
            |column: &ArrayRef| Ok(cast(column, &DataType::Utf8)?.as_string::<i32>().clone());
        let others = others.iter().map(text).collect::<Result<_, ArrowError>>()?;
        Ok(Texts { rows: batch.num_rows(), line, others })
    }

    /// Every row, until one is refused.
    fn each<E>(&self, mut take: impl FnMut(&csv::StringRecord) -> Result<(), E>) -> Result<(), E> {
        let mut row = csv::StringRecord::new();
        for at in 0..self.rows {
            row.clear();
            let line = self.line.as_ref();
            let line = line.and_then(|(line, of)| of.get(usize::try_from(line.value(at)).ok()?));
            line.into_iter().flatten().for_each(|text| row.push_field(text));
            for column in &self.others {
                row.push_field(if column.is_null(at) { "" } else { column.value(at) });
            }
            take(&row)?;
        }
        Ok(())
    }
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
