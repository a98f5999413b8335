//! A node of a Ballista cluster on loopback, to test against: `scheduler PORT`, or
//! `executor PORT OF_SCHEDULER GRPC_PORT FOLDER`.
//!
//! Ballista has programs of its own. Building those would compile the engine a
//! second time; this shares the build of the tests, and has nothing of kanjo in
//! it, so what it answers is what a stock cluster answers.
#![allow(clippy::disallowed_methods, reason = "a program for tests: it reads its arguments")]

use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;
use std::error::Error;
use std::net::Ipv4Addr;
use std::sync::Arc;

const HOST: &str = "127.0.0.1";

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match args.as_slice() {
        ["scheduler", port] => runtime.block_on(scheduler(port.parse()?)),
        ["executor", port, scheduler, grpc, folder] => {
            let config = ExecutorProcessConfig {
                external_host: Some(HOST.to_owned()),
                port: port.parse()?,
                grpc_port: grpc.parse()?,
                scheduler_host: HOST.to_owned(),
                scheduler_port: scheduler.parse()?,
                scheduler_connect_timeout_seconds: 30,
                vcores: 1,
                work_dir: Some((*folder).to_owned()),
                ..ExecutorProcessConfig::default()
            };
            Ok(runtime.block_on(start_executor_process(Arc::new(config)))?)
        }
        _ => Err("scheduler PORT | executor PORT OF_SCHEDULER GRPC_PORT FOLDER".into()),
    }
}

async fn scheduler(port: u16) -> Result<(), Box<dyn Error>> {
    let config = SchedulerConfig {
        external_host: HOST.to_owned(),
        bind_port: port,
        ..SchedulerConfig::default()
    };
    let cluster = BallistaCluster::new_from_config(&config).await?;
    Ok(start_server(cluster, (Ipv4Addr::LOCALHOST, port).into(), Arc::new(config)).await?)
}
