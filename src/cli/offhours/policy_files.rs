//! The policies and the calendars and pages that they name, from a folder or a bucket.

use crate::check::PolicyFile;
use crate::diagnostic::Diagnostic;
use crate::offhours;
use crate::source;
use std::collections::BTreeMap;
use std::path::Path;

pub struct PolicyTexts {
    pub files: Vec<PolicyFile>,
    /// By the name that the policies use.
    pub texts: BTreeMap<String, String>,
}

pub fn read(given: Option<&Path>, beside: &Path) -> Result<PolicyTexts, Diagnostic> {
    if let Some(place) = given.and_then(Path::to_str).and_then(|text| text.strip_prefix("s3://")) {
        return of_bucket(place);
    }
    named_beside(source::read_policies(given, beside)?)
}

/// What policies on this machine name lies beside them.
pub fn named_beside(files: Vec<PolicyFile>) -> Result<PolicyTexts, Diagnostic> {
    with_texts(files, |file, name| source::read_beside(Path::new(file), name))
}

fn with_texts(
    files: Vec<PolicyFile>,
    read: impl Fn(&str, &str) -> Result<String, Diagnostic>,
) -> Result<PolicyTexts, Diagnostic> {
    let mut texts = BTreeMap::new();
    for (file, name) in offhours::named_files(&files) {
        let text = read(&file, &name)?;
        texts.insert(name, text);
    }
    Ok(PolicyTexts { files, texts })
}

#[cfg(not(feature = "aws"))]
fn of_bucket(_: &str) -> Result<PolicyTexts, Diagnostic> {
    Err(super::live::absent())
}

/// One object, or all YAML objects below a prefix.
#[cfg(feature = "aws")]
fn of_bucket(place: &str) -> Result<PolicyTexts, Diagnostic> {
    use crate::cloud::{Accounts, Session, s3};
    use crate::diagnostic::Code;
    use crate::offhours::machine::Failure;

    let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
    let session = Session::one(&Accounts::default())?;
    let broken = |failure: Failure| {
        let message = format!("s3://{bucket}: {}: {}", failure.code, failure.message);
        Diagnostic::new(Code::Remote, message)
            .help("the policies need s3:ListBucket and s3:GetObject")
    };
    let missing =
        |key: &str| Diagnostic::new(Code::FileMissing, format!("s3://{bucket}/{key} is not there"));
    let read = |key: &str| {
        let found = s3::get(&session.client, bucket, key).map_err(broken)?;
        found.map(|answer| answer.text).ok_or_else(|| missing(key))
    };
    let mut files = Vec::new();
    for object in s3::list(&session.client, bucket, prefix, usize::MAX).map_err(broken)? {
        let key = object.key;
        if key.ends_with(".yaml") || key.ends_with(".yml") {
            files.push(PolicyFile { name: format!("s3://{bucket}/{key}"), text: read(&key)? });
        }
    }
    if files.is_empty() {
        return Err(missing(&format!("{prefix}….yaml")));
    }
    let own = format!("s3://{bucket}/");
    let beside = |file: &str, name: &str| {
        let folder = file.strip_prefix(&own).and_then(|key| key.rsplit_once('/'));
        match folder {
            Some((folder, _)) => read(&format!("{folder}/{name}")),
            None => read(name),
        }
    };
    with_texts(files, beside)
}
