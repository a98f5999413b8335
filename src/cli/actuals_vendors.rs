//! `datadog://2026-07` and `atlas://ORGANISATION/2026-07` among the paths of a
//! bill: invoices that are asked of their vendors and then read as files.
//!
//! An invoice that will not change is asked for once. `--no-cache` asks again.

use crate::cli::actuals_remote::Asked;
use crate::diagnostic::{Code, Diagnostic};
use std::path::PathBuf;

/// Where an invoice is asked of its vendor.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    Datadog,
    /// Of this organisation.
    Atlas(String),
}

/// The place, and the months that the path names.
fn place(path: &str) -> Option<Result<(Place, String), Diagnostic>> {
    if let Some(months) = path.strip_prefix("datadog://") {
        return Some(Ok((Place::Datadog, months.trim_end_matches('/').to_owned())));
    }
    let rest = path.strip_prefix("atlas://")?.trim_end_matches('/');
    let (organisation, months) = rest.split_once('/').unwrap_or((rest, ""));
    let is_plain = organisation.len() == 24 && organisation.chars().all(|c| c.is_ascii_hexdigit());
    Some(if is_plain {
        Ok((Place::Atlas(organisation.to_owned()), months.to_owned()))
    } else {
        Err(Diagnostic::new(Code::UnknownChoice, format!("{path}: not an organisation of Atlas"))
            .help("atlas://ID/2026-07, with the 24 characters of the organisation's ID"))
    })
}

/// The paths with each vendor's in the place of the files that it stands for.
pub(super) fn brought(
    paths: &[PathBuf],
    asked: &Asked<'_>,
    again: bool,
) -> Result<Vec<PathBuf>, Diagnostic> {
    let mut all = Vec::new();
    for path in paths {
        match path.to_str().and_then(place) {
            None => all.push(path.clone()),
            Some(_) if asked.offline => {
                let message = format!("--offline: {} is not read here", path.display());
                return Err(
                    Diagnostic::new(Code::UnknownChoice, message).help("the invoice as a file")
                );
            }
            Some(place) => {
                let (place, months) = place?;
                all.extend(bring(&place, &months, asked, again)?);
            }
        }
    }
    Ok(all)
}

#[cfg(not(feature = "aws"))]
fn bring(place: &Place, _: &str, _: &Asked<'_>, _: bool) -> Result<Vec<PathBuf>, Diagnostic> {
    let what = match place {
        Place::Datadog => "Datadog",
        Place::Atlas(_) => "Atlas",
    };
    Err(Diagnostic::new(Code::NotInBuild, format!("asking {what} is not in this build"))
        .help("cargo install kanjo --features aws; or the invoice as a file"))
}

#[cfg(feature = "aws")]
use live::bring;

#[cfg(feature = "aws")]
mod live {
    use super::Place;
    use crate::actuals::Vendor;
    use crate::cli::actuals_remote::{Asked, range};
    use crate::cli::books::cache_folder;
    use crate::cloud::atlas::Keys;
    use crate::cloud::vendor::{key, set};
    use crate::diagnostic::{Code, Diagnostic};
    use crate::source::{read_cached, write_for_ever};
    use std::path::PathBuf;

    pub(super) fn bring(
        place: &Place,
        months: &str,
        asked: &Asked<'_>,
        again: bool,
    ) -> Result<Vec<PathBuf>, Diagnostic> {
        let cache = cache_folder().ok_or_else(|| {
            Diagnostic::new(Code::FileMissing, "there is no folder for an invoice")
                .help("set HOME, or XDG_CACHE_HOME")
        })?;
        let folder = cache.join("invoices").join(match place {
            Place::Datadog => "datadog",
            Place::Atlas(organisation) => organisation,
        });
        let mut files = Vec::new();
        for month in range(months, asked)? {
            let closed = format!("{month}.json");
            if again || read_cached(&folder, &closed).is_none() {
                let invoice = ask(place, &month)?;
                // What may change is asked for again the next time.
                let name = if invoice.is_final { closed } else { format!("{month}-open.json") };
                if !write_for_ever(&folder, &name, &invoice.text) {
                    let message = format!("{}: not written", folder.join(&name).display());
                    return Err(Diagnostic::new(Code::FileMissing, message));
                }
                files.push(folder.join(name));
            } else {
                files.push(folder.join(closed));
            }
        }
        Ok(files)
    }

    fn ask(place: &Place, month: &str) -> Result<crate::actuals::Invoice, Diagnostic> {
        match place {
            Place::Datadog => {
                let site = set("DD_SITE").unwrap_or_else(|| "datadoghq.com".to_owned());
                let address =
                    if site.contains("://") { site } else { format!("https://api.{site}") };
                let (key, application) = (key("DD_API_KEY")?, key("DD_APP_KEY")?);
                let datadog =
                    Vendor::Datadog { address: &address, key: &key, application: &application };
                datadog.invoice(month)
            }
            Place::Atlas(organisation) => {
                Vendor::Atlas { keys: &Keys::from_env()?, organisation }.invoice(month)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, place};

    #[test]
    fn a_vendor_is_named_with_its_months() {
        let of = |path: &str| place(path).and_then(Result::ok);
        assert_eq!(of("datadog://2026-07"), Some((Place::Datadog, "2026-07".into())));
        assert_eq!(of("datadog://"), Some((Place::Datadog, String::new())));
        let id = "5f1e8a7b6c5d4e3f2a1b0c9d";
        let atlas = |months: &str| Some((Place::Atlas(id.into()), months.into()));
        assert_eq!(of(&format!("atlas://{id}")), atlas(""));
        assert_eq!(of(&format!("atlas://{id}/2026-06..2026-08")), atlas("2026-06..2026-08"));
        assert!(place("atlas://../x/2026-07").is_some_and(|found| found.is_err()));
        assert!(place("bill/data.csv").is_none() && place("s3://a/b").is_none());
    }
}
