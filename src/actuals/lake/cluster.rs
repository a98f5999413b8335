//! The same query on a Ballista cluster, for those who have one.
//!
//! Only the plan goes there: this process looks at the schema, the executors read
//! the file, and the groups come back. So every machine must see the file under
//! one path, and the words of the query are those that a stock executor knows.
#![allow(clippy::disallowed_methods, reason = "an edge room: the engine reads the file itself")]

use super::super::cluster::Cluster;
use super::super::query::Engine;
use super::super::rows::File;
use super::{Answer, TABLE, answer, broken, query, said, unreadable};
use crate::diagnostic::{Code, Diagnostic};
use ballista::prelude::{SessionConfigExt, SessionContextExt};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use std::path::Path;

pub(super) async fn ask(
    cluster: &Cluster,
    file: &File<'_>,
    path: &Path,
) -> Result<Answer, Diagnostic> {
    let broken = |error: DataFusionError| broken(file.name, &error);
    let lost = |error: DataFusionError| lost(cluster, &error);
    let context = context(cluster).await.map_err(lost)?;
    // As a URL: in a path the engine would take `[` and `*` for patterns.
    let url = url::Url::from_file_path(std::path::absolute(path).unwrap_or_default());
    let url = url.map_err(|()| unreadable(file.name, "not a path that the engine can open"))?;
    let options = ParquetReadOptions { file_extension: "", ..ParquetReadOptions::default() };
    context.register_parquet(TABLE, url.as_str(), options).await.map_err(broken)?;
    let table = context.table(TABLE).await.map_err(broken)?;
    let (query, _) = query(Engine::Ballista, file, table.schema().as_arrow())?;
    let batches = answer(&context, &query).await.map_err(lost)?;
    Ok(Answer { query, batches, lines: None })
}

/// A context whose queries the cluster answers.
async fn context(cluster: &Cluster) -> Result<SessionContext> {
    let config = SessionConfig::new_with_ballista().with_collect_statistics(false);
    let state = SessionStateBuilder::new().with_config(config).with_default_features().build();
    SessionContext::remote_with_state(&format!("df://{}", cluster.scheduler), state).await
}

fn lost(cluster: &Cluster, error: &DataFusionError) -> Diagnostic {
    Diagnostic::new(Code::Remote, format!("{cluster}: {}", said(error)))
        .help("scheduler and executors must be up and see each file under the path that is given")
}
