//! The price book as a person uses it: show, diff, update.

mod diff;
mod kill;
mod offers;
#[cfg(feature = "aws")]
mod query;
#[cfg(feature = "aws")]
mod remote;
mod schemas;
mod update;
mod vendors;

use std::path::Path;
use std::process::Command;

/// Runs the built binary with its cache in a folder.
pub fn kanjo(cache: &Path, args: &[&str]) -> (i32, String, String) {
    let output = command(cache).args(args).output().expect("runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

pub fn command(cache: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kanjo"));
    command.current_dir(super::root()).env_clear().env("HOME", "/nonexistent");
    command.env("XDG_CACHE_HOME", cache);
    command
}

/// A small book as the cache: what these tests ask for and no more, so that an
/// update is quick.
pub fn seed(cache: &Path) {
    let files =
        ["aws/regions.csv", "aws/AmazonEC2/ap-northeast-1.csv", "aws/AmazonECS/ap-northeast-1.csv"];
    for file in files {
        let to = cache.join("kanjo/prices").join(file);
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        let mut text = super::read(format!("pricing-cache/{file}"));
        if file.ends_with("regions.csv") {
            let kept = |line: &&str| {
                ["region,", "global,", "ap-northeast-1,"].iter().any(|p| line.starts_with(p))
            };
            text = text.lines().filter(kept).map(|line| format!("{line}\n")).collect();
        }
        std::fs::write(to, text).expect("writes");
    }
}
