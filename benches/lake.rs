//! A Parquet month beside DuckDB, as ratios within one run; `lake.py` compares.
//!
//! DuckDB comes from PyPI (`KANJO_PYTHON` names a Python that has it); where it is
//! not installed nothing is compared. `KANJO_BENCH_ROWS`: how many rows.
#![allow(clippy::disallowed_methods, reason = "a benchmark starts what it compares")]

use std::process::Command;

fn main() {
    let set = |name: &str, usual: &str| std::env::var(name).unwrap_or_else(|_| usual.to_owned());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/lake.py");
    let rows = set("KANJO_BENCH_ROWS", "5000000");
    let python = set("KANJO_PYTHON", "python3");
    let args = [script, env!("CARGO_BIN_EXE_kanjo"), rows.as_str()];
    match Command::new(&python).args(args).status() {
        Ok(status) => assert!(status.success(), "slower or larger than it may be"),
        Err(error) => println!("{python}: {error}: nothing is compared"),
    }
}
