//! What `--state` says.

use crate::diagnostic::{Code, Diagnostic};
use std::path::PathBuf;

/// Where the state is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Folder(PathBuf),
    Table(String),
    Bucket { bucket: String, prefix: String },
}

impl Place {
    /// Reads `file:DIR`, `dynamodb://TABLE` or `s3://BUCKET/PREFIX`.
    pub fn parse(text: &str) -> Result<Place, Diagnostic> {
        let wrong = || {
            Diagnostic::new(Code::FileMissing, format!("--state {text}: no such kind of place"))
                .help("write file:DIR, dynamodb://TABLE or s3://BUCKET/PREFIX")
        };
        if let Some(folder) = text.strip_prefix("file:").filter(|folder| !folder.is_empty()) {
            return Ok(Place::Folder(PathBuf::from(folder)));
        }
        if let Some(table) = text.strip_prefix("dynamodb://").filter(|name| !name.is_empty()) {
            return Ok(Place::Table(table.trim_end_matches('/').to_owned()));
        }
        let (bucket, prefix) = match text.strip_prefix("s3://").ok_or_else(wrong)? {
            "" => return Err(wrong()),
            rest => rest.split_once('/').unwrap_or((rest, "")),
        };
        let prefix = prefix.trim_matches('/').to_owned();
        Ok(Place::Bucket { bucket: bucket.to_owned(), prefix })
    }
}
