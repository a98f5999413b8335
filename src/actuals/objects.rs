//! Exports that lie in S3: the objects that count, brought to this machine.
//!
//! Which objects these are is decided as for a folder, before anything but the
//! manifests is brought: an older run of an export stays where it is.

use super::Wanted;
use crate::cloud::{Session, s3};
use crate::diagnostic::{Code, Diagnostic};
use crate::offhours::machine::Failure;
use crate::source::{self, BillFiles, Mirror};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The most objects below a prefix, and the most bytes that are brought.
const MOST: usize = 100_000;
const MOST_BYTES: u64 = 20 << 30;

/// Told before they are brought: how many objects, and of how many bytes.
pub type Tell<'a> = &'a dyn Fn(usize, u64);

/// Brings the export at `s3://bucket/prefix` below `keep`.
pub fn objects(
    session: &Session,
    url: &str,
    wanted: &Wanted,
    keep: &Path,
    tell: Tell<'_>,
) -> Result<BillFiles, Diagnostic> {
    let (bucket, prefix) = parts(url)?;
    let listed =
        s3::list(&session.client, bucket, prefix, MOST).map_err(|why| failed(url, &why))?;
    let mirror = Mirror::new(keep.join(&session.account).join(bucket));
    let mut listing: BTreeMap<PathBuf, (s3::Object, bool)> = BTreeMap::new();
    for object in listed.into_iter().filter(|o| is_of(wanted.month.as_deref(), &o.key)) {
        if let Some(place) = mirror.place(&object.key, object.size, &object.etag) {
            listing.insert(place.path, (object, place.is_here));
        }
    }
    let bring = |path: &Path| -> Result<(), Diagnostic> {
        let Some((object, false)) = listing.get(path) else { return Ok(()) };
        let place = format!("s3://{bucket}/{}", object.key);
        let mut bytes =
            s3::open(&session.client, bucket, &object.key).map_err(|why| failed(&place, &why))?;
        mirror.bring(path, object.size, &object.etag, &mut bytes)
    };
    for path in listing.keys().filter(|path| source::is_manifest(path)) {
        bring(path)?;
    }
    let mut found = BillFiles::default();
    source::choose(mirror.folder(), listing.keys().cloned().collect(), &mut found)?;
    if found.files.is_empty() {
        let message = format!("{url}: no export in it");
        return Err(Diagnostic::new(Code::FileMissing, message)
            .help("the prefix of an export: s3://bucket/prefix/name"));
    }
    let missing = |path: &&PathBuf| listing.get(*path).is_some_and(|(_, is_here)| !is_here);
    let new: Vec<&PathBuf> = found.files.iter().filter(missing).collect();
    let bytes = new.iter().filter_map(|path| listing.get(*path)).map(|(o, _)| o.size).sum();
    if bytes > MOST_BYTES {
        let message = format!("{url} has {} GB", bytes >> 30);
        return Err(Diagnostic::new(Code::FileTooLarge, message)
            .help("--engine athena sums it where it is; --month 2026-07 reads one month"));
    }
    tell(new.len(), bytes);
    new.into_iter().try_for_each(|path| bring(path))?;
    Ok(found)
}

fn parts(url: &str) -> Result<(&str, &str), Diagnostic> {
    let rest = url.strip_prefix("s3://").unwrap_or(url);
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    match bucket.is_empty() || !bucket.chars().all(plain) {
        true => {
            Err(Diagnostic::new(Code::UnknownChoice, format!("{url}: there is no such bucket"))
                .help("s3://bucket/prefix/name"))
        }
        false => Ok((bucket, prefix)),
    }
}

/// Whether a key can hold rows of the month: a period in its path that is another
/// says that it cannot.
fn is_of(month: Option<&str>, key: &str) -> bool {
    let Some(month) = month else { return true };
    let period = key.split('/').find_map(|part| part.strip_prefix("BILLING_PERIOD="));
    period.is_none_or(|period| period == month)
}

fn failed(place: &str, why: &Failure) -> Diagnostic {
    let message = format!("{place}: {}: {}", why.code, why.message);
    let help = match why.code.as_str() {
        "NoSuchBucket" => "s3://bucket/prefix/name",
        "PermanentRedirect" | "AuthorizationHeaderMalformed" => {
            "the bucket is in another region: --region CODE"
        }
        code if code.starts_with("AccessDenied") => {
            "the role needs s3:ListBucket on the bucket and s3:GetObject on its objects"
        }
        _ => "try again: what was brought is kept",
    };
    Diagnostic::new(Code::Remote, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_has_a_bucket_and_a_key_may_be_of_a_month() {
        assert_eq!(parts("s3://b/p/q").ok(), Some(("b", "p/q")));
        assert_eq!(parts("s3://b").ok(), Some(("b", "")));
        assert!(parts("s3:///p").is_err() && parts("s3://a?b/p").is_err());
        assert!(is_of(Some("2026-07"), "p/data/BILLING_PERIOD=2026-07/x.csv"));
        assert!(!is_of(Some("2026-08"), "p/data/BILLING_PERIOD=2026-07/x.csv"));
        assert!(is_of(Some("2026-08"), "p/x.csv") && is_of(None, "x"));
    }
}
