//! The Price List over HTTP: index, region index, offer file.
//!
//! A file is brought to the disk first, as the server packed it, so that a line
//! that breaks goes on where it broke and a bad file is never half read into a
//! book. Its length and, where the server names one, its SHA-256 must agree.
#![allow(clippy::disallowed_methods, reason = "an edge room: offers are kept on the disk")]

use crate::diagnostic::{Code, Diagnostic};
use crate::price_update::state::{NOTE, Offers};
use crate::price_update::{Collected, Wanted, read_offer_file};
use crate::source::cached_book;
use reqwest::blocking::{Client, Response};
use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, ETAG, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use reqwest::{StatusCode, Url};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Told what is being brought, how much is here and how much there will be.
pub type Report = Box<dyn Fn(&str, u64, Option<u64>)>;

/// How often one file is asked for.
const TRIES: u32 = 4;
/// The largest index, in bytes: that of all services has 90 KB.
const INDEX: u64 = 16 * 1024 * 1024;
const INDEX_PATH: &str = "/offers/v1.0/aws/index.json";
/// Region indexes call what is not in a region by one of these.
const GLOBALS: [&str; 4] = ["aws-global", "global", "aws-other", "us-east-1"];
/// The Savings Plans that cover what the catalogue has.
const PLANS: [&str; 2] = ["AWSComputeSavingsPlan", "AWSDatabaseSavingsPlans"];

pub struct Remote {
    http: Client,
    base: Url,
    downloads: PathBuf,
    offers: Offers,
    report: Report,
    pause: Duration,
}

/// A file that is here, or that the server says has not changed.
enum Brought {
    Here { path: PathBuf, etag: String },
    Unchanged,
    Missing,
}

fn failed(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::Remote, message).help(
        "the prices that were there are unchanged; with an AWS account, --via query asks another way",
    )
}

fn on_disk(path: &Path) -> impl Fn(std::io::Error) -> Diagnostic + '_ {
    |e| Diagnostic::new(Code::FileMissing, format!("{}: {e}", path.display()))
}

impl Remote {
    pub fn new(
        base: &str,
        cache: &Path,
        fresh: bool,
        report: Report,
    ) -> Result<Remote, Diagnostic> {
        let place = |e: &dyn std::fmt::Display| {
            Diagnostic::new(Code::UnknownChoice, format!("--endpoint {base}: {e}"))
        };
        let base = Url::parse(base).map_err(|e| place(&e))?;
        if !matches!(base.scheme(), "https" | "http") {
            return Err(place(&"not http or https"));
        }
        let http = Client::builder()
            .user_agent(concat!("kanjo/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(Duration::from_secs(30))
            .timeout(None)
            .build()
            .map_err(|e| failed(format!("no HTTP client: {e}")))?;
        let known = cached_book(cache).map(|book| book.folder.join(NOTE));
        let text = known.and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
        let local = matches!(base.host_str(), Some("127.0.0.1" | "localhost"));
        let downloads = cache.join(if fresh { "dry-run" } else { "downloads" });
        Ok(Remote {
            http,
            base,
            downloads,
            offers: Offers::parse(&text),
            report,
            pause: if local { Duration::from_millis(20) } else { Duration::from_secs(1) },
        })
    }

    /// What was read, to stand beside the book.
    pub fn notes(&self) -> Vec<(&'static str, String)> {
        vec![(NOTE, self.offers.write())]
    }

    /// Reads every offer that has a wanted row and is new; how many these were.
    pub fn read(
        &mut self,
        wanted: &Wanted,
        collected: &mut Collected<'_>,
    ) -> Result<usize, Diagnostic> {
        let index = self.json(INDEX_PATH)?;
        let mut files: Vec<(String, String)> = Vec::new();
        let mut regions: Vec<&str> = Vec::new();
        for service in wanted.services() {
            let asked = wanted.regions(service);
            regions.extend(asked.iter().filter(|r| **r != "global"));
            // What is stated or computed has no offer.
            let Some(place) = url_of(&index, service, "currentRegionIndexUrl") else { continue };
            let list = self.json(&place)?;
            for region in asked {
                let names: &[&str] = if region == "global" { &GLOBALS } else { &[region] };
                let found = names.iter().find_map(|name| {
                    let url = list.pointer(&format!("/regions/{name}/currentVersionUrl"))?;
                    url.as_str().map(str::to_owned)
                });
                files.extend(found.map(|url| (url, region.to_owned())));
            }
        }
        for plan in PLANS {
            let Some(place) = plan_index(&index, plan) else { continue };
            let list = self.json(&place)?;
            let all = list.get("regions").and_then(Value::as_array);
            for entry in all.into_iter().flatten() {
                let text = |key: &str| entry.get(key).and_then(Value::as_str);
                let (Some(region), Some(url)) = (text("regionCode"), text("versionUrl")) else {
                    continue;
                };
                if regions.contains(&region) {
                    files.push((url.to_owned(), region.to_owned()));
                }
            }
        }
        files.sort();
        files.dedup();
        let mut read = 0;
        for (json, region) in &files {
            read += usize::from(self.offer(json, region, collected)?);
        }
        (self.report)("", 0, None);
        let _ = std::fs::remove_dir_all(&self.downloads);
        Ok(read)
    }

    /// One offer: as CSV, which is smaller, else as JSON.
    fn offer(
        &mut self,
        json: &str,
        region: &str,
        collected: &mut Collected<'_>,
    ) -> Result<bool, Diagnostic> {
        let csv = json.strip_suffix(".json").map(|path| format!("{path}.csv"));
        for path in csv.iter().map(String::as_str).chain([json]) {
            let known = self.offers.0.get(path).map(|seen| seen.etag.clone());
            match self.bring(path, known.as_deref().unwrap_or(""))? {
                Brought::Unchanged => return Ok(false),
                Brought::Missing => {}
                Brought::Here { path: file, etag } => {
                    let own = if region == "global" { "" } else { region };
                    let head = read_offer_file(&file, own, collected).inspect_err(|_| {
                        // What cannot be read is not gone on with.
                        let _ = std::fs::remove_file(&file);
                    })?;
                    let place = path.to_owned();
                    // Of another version of the same offer nothing is known any more.
                    let older = |seen: &String| sibling(seen, &place);
                    self.offers.0.retain(|seen, _| !older(seen));
                    self.offers.note(&place, etag, &head);
                    return Ok(true);
                }
            }
        }
        Err(failed(format!("{json}: the index names it and it is not there")))
    }

    fn url(&self, path: &str) -> Result<Url, Diagnostic> {
        // The index names paths; whatever else it names is not followed.
        let text = format!(
            "{}/{}",
            self.base.as_str().trim_end_matches('/'),
            path.trim_start_matches('/')
        );
        let url = Url::parse(&text).map_err(|e| failed(format!("{text}: {e}")))?;
        if url.origin() != self.base.origin() {
            return Err(failed(format!("{path} leads to another server")));
        }
        Ok(url)
    }

    fn json(&self, path: &str) -> Result<Value, Diagnostic> {
        let url = self.url(path)?;
        self.tried(path, || {
            let response = self.http.get(url.clone()).send().map_err(|e| again(&e))?;
            let response = accepted(response)?;
            let mut text = Vec::new();
            response.take(INDEX).read_to_end(&mut text).map_err(|e| again(&e))?;
            serde_json::from_slice(&text).map_err(|e| again(&e))
        })
    }

    /// Repeats what may go better the next time.
    fn tried<T>(
        &self,
        what: &str,
        mut once: impl FnMut() -> Result<T, Try>,
    ) -> Result<T, Diagnostic> {
        let mut pause = self.pause;
        for tried in 1..=TRIES {
            match once() {
                Ok(value) => return Ok(value),
                Err(Try::Again(why)) if tried < TRIES => {
                    (self.report)(&format!("{what}: {why}; once more"), 0, None);
                    std::thread::sleep(pause);
                    pause *= 2;
                }
                Err(Try::Again(why)) => {
                    return Err(failed(format!("{what}: {why} ({TRIES} tries)")));
                }
                Err(Try::Never(why)) => return Err(failed(format!("{what}: {why}"))),
                Err(Try::Disk(diagnostic)) => return Err(diagnostic),
            }
        }
        Err(failed(format!("{what}: no try was made")))
    }

    /// Brings a file to the disk, from where an earlier run left off.
    fn bring(&self, path: &str, etag: &str) -> Result<Brought, Diagnostic> {
        let url = self.url(path)?;
        std::fs::create_dir_all(&self.downloads).map_err(on_disk(&self.downloads))?;
        let digest: String =
            Sha256::digest(url.as_str()).iter().take(12).map(|b| format!("{b:02x}")).collect();
        let file = self.downloads.join(&digest);
        let mark = self.downloads.join(format!("{digest}.etag"));
        self.tried(path, || self.part(&url, path, etag, &file, &mark))
    }

    fn part(
        &self,
        url: &Url,
        what: &str,
        known: &str,
        file: &Path,
        mark: &Path,
    ) -> Result<Brought, Try> {
        let have = std::fs::metadata(file).map(|m| m.len()).unwrap_or(0);
        let marked = std::fs::read_to_string(mark).unwrap_or_default();
        let mut request = self.http.get(url.clone()).header(ACCEPT_ENCODING, "gzip");
        if !known.is_empty() {
            request = request.header(IF_NONE_MATCH, known);
        }
        let resume = have > 0 && !marked.is_empty();
        if resume {
            request = request.header(RANGE, format!("bytes={have}-")).header(IF_RANGE, &marked);
        }
        let response = request.send().map_err(|e| again(&e))?;
        match response.status() {
            StatusCode::NOT_MODIFIED => return Ok(Brought::Unchanged),
            StatusCode::NOT_FOUND => return Ok(Brought::Missing),
            // All of it was here, or it has shrunk: from the start.
            StatusCode::RANGE_NOT_SATISFIABLE => {
                let _ = std::fs::remove_file(file);
                return Err(Try::Again("the part that is here does not fit".to_owned()));
            }
            _ => {}
        }
        let mut response = accepted(response)?;
        let header = |name: &str| {
            response.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned()
        };
        let (etag, sent) = (header(ETAG.as_str()), header(CONTENT_LENGTH.as_str()));
        let checksum = header("x-amz-checksum-sha256");
        let goes_on = response.status() == StatusCode::PARTIAL_CONTENT
            && header(CONTENT_RANGE.as_str()).starts_with(&format!("bytes {have}-"));
        let start = if goes_on { have } else { 0 };
        let whole = sent.parse::<u64>().ok().map(|length| start + length);
        std::fs::write(mark, &etag).map_err(|e| Try::Disk(on_disk(mark)(e)))?;
        let mut out = OpenOptions::new()
            .create(true)
            .write(true)
            .append(goes_on)
            .truncate(!goes_on)
            .open(file)
            .map_err(|e| Try::Disk(on_disk(file)(e)))?;
        let (mut here, mut buffer) = (start, vec![0; 1 << 17]);
        loop {
            let count = response.read(&mut buffer).map_err(|e| again(&e))?;
            let Some(bytes) = buffer.get(..count).filter(|bytes| !bytes.is_empty()) else { break };
            out.write_all(bytes).map_err(|e| Try::Disk(on_disk(file)(e)))?;
            here += count as u64;
            (self.report)(what, here, whole);
        }
        if whole.is_some_and(|whole| whole != here) {
            let said = whole.unwrap_or(0);
            return Err(Try::Again(format!("{here} of {said} bytes came")));
        }
        if !checksum.is_empty()
            && sha256(file).map_err(|e| Try::Disk(on_disk(file)(e)))? != checksum
        {
            let _ = std::fs::remove_file(file);
            return Err(Try::Again("what came is not what the server's SHA-256 says".to_owned()));
        }
        Ok(Brought::Here { path: file.to_owned(), etag })
    }
}

/// Whether another try could help.
enum Try {
    Again(String),
    Never(String),
    Disk(Diagnostic),
}

fn again(error: &dyn std::error::Error) -> Try {
    let cause = std::iter::successors(Some(error), |e| e.source()).last();
    Try::Again(cause.map_or_else(|| error.to_string(), ToString::to_string))
}

fn accepted(response: Response) -> Result<Response, Try> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let said = format!("the server says {}", status.as_u16());
    let busy = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
    Err(if busy { Try::Again(said) } else { Try::Never(said) })
}

/// The SHA-256 of a file in base64, as the server writes it.
fn sha256(path: &Path) -> std::io::Result<String> {
    use base64::Engine;
    let (mut file, mut hash) = (File::open(path)?, Sha256::new());
    let mut buffer = vec![0; 1 << 17];
    loop {
        let count = file.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..count).filter(|bytes| !bytes.is_empty()) else { break };
        hash.update(bytes);
    }
    Ok(base64::engine::general_purpose::STANDARD.encode(hash.finalize()))
}

fn url_of(index: &Value, service: &str, key: &str) -> Option<String> {
    let place = index.get("offers")?.get(service)?.get(key)?;
    place.as_str().map(str::to_owned)
}

/// Some service that a plan covers names the plan's index.
fn plan_index(index: &Value, plan: &str) -> Option<String> {
    let offers = index.get("offers")?.as_object()?;
    let url = |offer: &Value| {
        let url = offer.get("currentSavingsPlanIndexUrl")?.as_str()?;
        url.contains(&format!("/{plan}/")).then(|| url.to_owned())
    };
    offers.values().find_map(url)
}

/// Whether two paths are versions of one file:
/// `/offers/v1.0/aws/AmazonECS/VERSION/REGION/index.csv`.
fn sibling(a: &str, b: &str) -> bool {
    let parts = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
    let (a, b) = (parts(a), parts(b));
    let differs = a.iter().zip(&b).filter(|(a, b)| a != b).count();
    a.len() == b.len() && differs <= 1 && a.get(4) == b.get(4) && a.get(6) == b.get(6)
}
