//! The columns of a Parquet file that a query needs, with each text once.
//!
//! Parquet keeps a column of texts as a list of the different ones and a number
//! per row. The engine's own scan writes the texts out, for millions of rows; here
//! the numbers stay numbers, and `line.rs` and `tag.rs` look at each text once.
//! Threads take the row groups of the file from one another as they get free.

use super::broken;
use crate::diagnostic::Diagnostic;
use crate::source;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Schema, SchemaRef};
use datafusion::catalog::streaming::StreamingTable;
use datafusion::common::Result;
use datafusion::error::DataFusionError;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::parquet::arrow::ProjectionMask;
use datafusion::parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use datafusion::physical_plan::stream::RecordBatchReceiverStream;
use datafusion::physical_plan::streaming::PartitionStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Batches that wait for a thread of the engine.
const WAITING: usize = 2;

/// A text as a number into a list of texts.
pub(super) fn numbered() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

/// A file whose head was read.
pub(super) struct Scan {
    path: PathBuf,
    head: ArrowReaderMetadata,
}

impl Scan {
    pub(super) fn open(path: &Path, name: &str) -> Result<Scan, Diagnostic> {
        let file = source::open_file(path)?;
        // What the writer noted about types of its own is not needed.
        let plain = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let read = ArrowReaderMetadata::load(&file, plain).and_then(|plain| {
            let fields = plain.schema().fields().iter().map(packed).collect::<Vec<_>>();
            let options = ArrowReaderOptions::new().with_schema(Arc::new(Schema::new(fields)));
            ArrowReaderMetadata::try_new(Arc::clone(plain.metadata()), options)
        });
        let head = read.map_err(|error| broken(name, &error.into()))?;
        Ok(Scan { path: path.to_owned(), head })
    }

    pub(super) fn schema(&self) -> &SchemaRef {
        self.head.schema()
    }

    /// A table of the columns at `places`, for so many threads.
    pub(super) fn table(&self, places: &[usize], threads: usize) -> Result<StreamingTable> {
        let schema = Arc::new(self.schema().project(places)?);
        let next = Arc::new(AtomicUsize::new(0));
        let share = || -> Arc<dyn PartitionStream> {
            Arc::new(Share {
                path: self.path.clone(),
                head: self.head.clone(),
                places: ProjectionMask::roots(self.head.parquet_schema(), places.iter().copied()),
                schema: Arc::clone(&schema),
                next: Arc::clone(&next),
            })
        };
        let shares = (0..threads.max(1)).map(|_| share()).collect();
        StreamingTable::try_new(Arc::clone(&schema), shares)
    }
}

/// The field with its texts as numbers, also inside a map.
fn packed(field: &FieldRef) -> FieldRef {
    let of = match field.data_type() {
        DataType::Utf8 => numbered(),
        DataType::Map(entries, sorted) => DataType::Map(packed(entries), *sorted),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(packed).collect()),
        _ => return Arc::clone(field),
    };
    Arc::new(Field::clone(field).with_data_type(of))
}

/// What one thread reads: the next row group that nobody has read.
#[derive(Clone, Debug)]
struct Share {
    path: PathBuf,
    head: ArrowReaderMetadata,
    places: ProjectionMask,
    schema: SchemaRef,
    next: Arc<AtomicUsize>,
}

impl PartitionStream for Share {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let mut stream = RecordBatchReceiverStream::builder(Arc::clone(&self.schema), WAITING);
        let (share, to) = (self.clone(), stream.tx());
        stream.spawn_blocking(move || {
            loop {
                let group = share.next.fetch_add(1, Ordering::Relaxed);
                if group >= share.head.metadata().num_row_groups() {
                    return Ok(());
                }
                // A place in the file belongs to an opened file: each has its own.
                let file = source::open_file(&share.path)
                    .map_err(|gone| DataFusionError::Execution(gone.message))?;
                let rows =
                    ParquetRecordBatchReaderBuilder::new_with_metadata(file, share.head.clone())
                        .with_projection(share.places.clone())
                        .with_row_groups(vec![group])
                        .with_batch_size(super::ROWS)
                        .build()?;
                for batch in rows {
                    if to.blocking_send(Ok(batch?)).is_err() {
                        return Ok(());
                    }
                }
            }
        });
        stream.build()
    }
}
