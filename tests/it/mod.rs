mod actuals;
mod advice;
mod architecture;
#[cfg(feature = "aws")]
mod atlas;
mod audit;
#[cfg(feature = "aws")]
mod aws;
#[cfg(feature = "aws")]
mod aws_databases;
#[cfg(feature = "aws")]
mod aws_front;
#[cfg(feature = "aws")]
mod aws_groups;
#[cfg(feature = "lambda")]
mod aws_lambda;
#[cfg(feature = "aws")]
mod aws_notices;
#[cfg(feature = "aws")]
mod aws_others;
#[cfg(feature = "aws")]
mod aws_page;
#[cfg(feature = "aws")]
mod aws_state;
#[cfg(feature = "aws")]
mod aws_survives;
#[cfg(feature = "aws")]
mod aws_week;
mod bills;
mod catalogue;
mod check;
mod cli;
#[cfg(feature = "cluster-node")]
mod cluster;
mod comment;
mod console;
mod coverage;
mod currency;
mod deploy;
mod determinism;
mod diff;
mod directories;
mod docs;
mod examples;
#[cfg(feature = "aws")]
mod faults;
#[cfg(feature = "aws")]
mod fetch;
mod first;
mod focus;
mod focus_model;
#[cfg(feature = "lake")]
mod lake;
mod offhours;
mod offhours_state;
mod pages;
mod prices;
mod reference;
mod saas;
mod sentences;
mod sums;
mod systems;
mod terraform;
mod tfdir;
mod usage_file;
mod vectors;
#[cfg(feature = "aws")]
mod wire;

use std::path::{Path, PathBuf};

/// The folder of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}
