//! `kanjo offhours run` as a Lambda function: one tick for each event.
//!
//! Only what the runtime needs is done before the first event; sessions, prices
//! and policies are opened by the tick, in a thread that may wait.

use kanjo::cli::offhours::invoked::{Settings, invoke};
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::Value;
use std::sync::Arc;

fn main() -> Result<(), Error> {
    let settings = Arc::new(Settings::from_env()?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let handler = service_fn(move |event: LambdaEvent<Value>| {
        let settings = Arc::clone(&settings);
        async move {
            let tick = move || invoke(&settings, &event.payload);
            Ok::<Value, Error>(tokio::task::spawn_blocking(tick).await??)
        }
    });
    runtime.block_on(run(handler))
}
