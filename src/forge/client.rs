//! HTTP as forges want it: retried where that is safe, one host, no secrets in
//! what is said about it.

use crate::diagnostic::{Code, Diagnostic};
use reqwest::blocking::{RequestBuilder, Response};
use reqwest::header::{HeaderMap, HeaderValue, LINK, RETRY_AFTER};
use reqwest::{Method, StatusCode, Url, redirect};
use serde_json::Value;
use std::io::Read;
use std::time::Duration;

/// How often a request is sent at most.
const TRIES: u32 = 4;
/// The longest wait that a server may ask for; a job that sleeps longer costs
/// more than the comment is worth.
const LONGEST_WAIT: Duration = Duration::from_secs(90);
/// The largest answer, in bytes: a page of 100 comments of the largest size.
const LARGEST: u64 = 32 * 1024 * 1024;
const PAGES: usize = 100;
const TIMEOUT: Duration = Duration::from_secs(30);

/// Speaks with one forge with one token.
pub struct Client {
    http: reqwest::blocking::Client,
    base: Url,
    token: String,
    headers: HeaderMap,
    /// The first pause before a second try, and whose token it is.
    pause: Duration,
    variable: &'static str,
}

/// An answer that another try would not change.
#[derive(Debug)]
struct Refused {
    status: StatusCode,
    /// The service's own words.
    said: String,
}

/// What came of a request that was sent once.
enum Step {
    Done(Value, HeaderMap),
    Refused(Refused),
    Again {
        after: Option<Duration>,
        /// Whether the service surely did nothing.
        untouched: bool,
        said: String,
    },
}

/// Why there is no answer.
#[derive(Debug)]
pub struct Failure {
    pub diagnostic: Diagnostic,
    /// The request may have been done all the same.
    pub perhaps: bool,
    status: Option<StatusCode>,
}

impl From<Failure> for Diagnostic {
    fn from(failure: Failure) -> Diagnostic {
        failure.diagnostic
    }
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Failure {
        Failure { diagnostic, perhaps: false, status: None }
    }
}

/// A remote failure.
pub fn failed(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::Remote, message)
}

impl Client {
    /// `variable` is where the token came from, for messages.
    pub fn new(
        base: &str,
        variable: &'static str,
        token: &str,
        headers: &[(&'static str, String)],
    ) -> Result<Client, Diagnostic> {
        let place = |message: String| Diagnostic::new(Code::CommentPlace, message);
        let base = Url::parse(base).map_err(|e| place(format!("{base} is not an address: {e}")))?;
        let loopback = matches!(base.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        if base.scheme() != "https" && !loopback {
            return Err(place(format!("{base} is not https: a token is not sent in clear text")));
        }
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let mut value = HeaderValue::from_str(value).map_err(|_| {
                Diagnostic::new(Code::Credentials, format!("{variable} cannot be sent as a header"))
                    .help("it holds a line end or another control character")
            })?;
            value.set_sensitive(true);
            map.insert(*name, value);
        }
        let http = reqwest::blocking::Client::builder()
            .user_agent(concat!("kanjo/", env!("CARGO_PKG_VERSION")))
            .timeout(TIMEOUT)
            // A redirect could lead the token to another host.
            .redirect(redirect::Policy::none())
            .build()
            .map_err(|e| failed(format!("no HTTP client: {}", e.without_url())))?;
        let pause = Duration::from_secs(1);
        Ok(Client { http, base, token: token.to_owned(), headers: map, pause, variable })
    }

    #[cfg(test)]
    pub fn impatient(mut self) -> Client {
        self.pause = Duration::from_millis(1);
        self
    }

    /// An address below the base; each part is escaped.
    pub fn url(&self, parts: &[&str]) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(parts);
        }
        url
    }

    /// Sends. What is safe to repeat is repeated where the service fails, and
    /// everything is where it says that it did nothing and when to come again.
    pub fn send(
        &self,
        method: &Method,
        url: &Url,
        body: Option<&Value>,
    ) -> Result<(Value, HeaderMap), Failure> {
        let repeatable = *method != Method::POST;
        let mut pause = self.pause;
        for tried in 1.. {
            let mut request = self.http.request(method.clone(), url.clone());
            request = request.headers(self.headers.clone());
            if let Some(body) = body {
                request = request.json(body);
            }
            let (after, untouched, said) = match once(request) {
                Step::Done(value, headers) => return Ok((value, headers)),
                Step::Refused(refused) => {
                    let diagnostic = self.refusal(&refused, url);
                    let status = Some(refused.status);
                    return Err(Failure { diagnostic, perhaps: false, status });
                }
                Step::Again { after, untouched, said } => (after, untouched, said),
            };
            let wait = after.unwrap_or(pause);
            let too_long = wait > LONGEST_WAIT;
            if !too_long {
                std::thread::sleep(wait);
                pause *= 2;
            }
            let last = tried == TRIES || too_long || !(repeatable || untouched);
            if last {
                let diagnostic = failed(self.clean(&format!("{}: {said}", host(url))));
                let help = too_long.then(|| {
                    format!("it asks to come again in {} seconds: run it then", wait.as_secs())
                });
                return Err(Failure {
                    diagnostic: diagnostic.help_if(help),
                    perhaps: !untouched,
                    status: None,
                });
            }
        }
        Err(failed("no try was made").into())
    }

    /// All pages of a list: the `next` links, as long as they stay on the host.
    pub fn pages(&self, first: Url) -> Result<Vec<Value>, Diagnostic> {
        let (mut found, mut next) = (Vec::new(), Some(first));
        for _ in 0..PAGES {
            let Some(url) = next else { return Ok(found) };
            let (value, headers) = self.send(&Method::GET, &url, None)?;
            let Value::Array(list) = value else {
                return Err(failed(format!("{}: the answer is not a list", host(&url))));
            };
            found.extend(list);
            next = next_page(&headers);
            if let Some(next) = &next
                && next.origin() != self.base.origin()
            {
                let (here, there) = (host(&self.base), host(next));
                return Err(failed(format!("{here} leads to another host, {there}"))
                    .help("the token is for one host only, and the list ends there"));
            }
        }
        Err(failed(format!("{}: over {PAGES} pages of comments", host(&self.base))))
    }

    /// Deletes; what is not there is deleted.
    pub fn remove(&self, url: &Url) -> Result<(), Diagnostic> {
        match self.send(&Method::DELETE, url, None) {
            Err(failure) if failure.status == Some(StatusCode::NOT_FOUND) => Ok(()),
            other => Ok(other.map(|_| ())?),
        }
    }

    /// A refusal in words, with the way out.
    fn refusal(&self, refused: &Refused, url: &Url) -> Diagnostic {
        let (host, said, variable) = (host(url), self.clean(&refused.said), self.variable);
        let status = refused.status.as_u16();
        let of = |code: Code, what: &str, help: String| {
            Diagnostic::new(code, format!("{host} {what} ({status}): {said}")).help(help)
        };
        match status {
            401 => of(
                Code::Credentials,
                "does not know the token",
                format!("{variable} is wrong, or has expired"),
            ),
            403 => of(
                Code::Credentials,
                "does not let this token do it",
                format!(
                    "the token of {variable} needs to write comments; in GitHub Actions: permissions: pull-requests: write; a pull request of a fork has no such token"
                ),
            ),
            404 => of(
                Code::Remote,
                "has no such repository or pull request, or hides it from this token",
                "look at --repo and --pr, and at what the token may read".to_owned(),
            ),
            300..=399 => of(
                Code::Remote,
                "sends the request elsewhere",
                "the repository has moved or has another name: give it with --repo".to_owned(),
            ),
            _ => Diagnostic::new(Code::Remote, format!("{host} refuses ({status}): {said}")),
        }
    }

    /// Without the token, whoever may have repeated it to us.
    fn clean(&self, text: &str) -> String {
        if self.token.is_empty() { text.to_owned() } else { text.replace(&self.token, "***") }
    }
}

fn once(request: RequestBuilder) -> Step {
    let response = match request.send() {
        Ok(response) => response,
        Err(error) => {
            let (untouched, error) = (error.is_connect(), error.without_url());
            let cause =
                std::iter::successors(Some(&error as &dyn std::error::Error), |e| e.source());
            let said = cause.last().map_or_else(String::new, ToString::to_string);
            return Step::Again { after: None, untouched, said };
        }
    };
    let (status, headers) = (response.status(), response.headers().clone());
    let text = match text(response) {
        Ok(text) => text,
        Err(said) => return Step::Again { after: None, untouched: false, said },
    };
    if status.is_success() {
        if text.trim().is_empty() {
            return Step::Done(Value::Null, headers);
        }
        return match serde_json::from_str(&text) {
            Ok(value) => Step::Done(value, headers),
            Err(_) => Step::Refused(Refused { status, said: "the answer is not JSON".to_owned() }),
        };
    }
    let said = words(&text, status);
    let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let after = header(RETRY_AFTER.as_str()).and_then(|s| s.trim().parse().ok());
    // GitHub says 403 for its secondary limits.
    let limited = status == StatusCode::TOO_MANY_REQUESTS
        || status == StatusCode::FORBIDDEN
            && (after.is_some() || header("x-ratelimit-remaining") == Some("0"));
    if limited || status.is_server_error() {
        let said = format!("{} ({said})", status.as_u16());
        return Step::Again { after: after.map(Duration::from_secs), untouched: limited, said };
    }
    Step::Refused(Refused { status, said })
}

fn text(response: Response) -> Result<String, String> {
    let mut bytes = Vec::new();
    let read = response.take(LARGEST + 1).read_to_end(&mut bytes);
    read.map_err(|e| format!("the answer breaks off: {e}"))?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!("the answer is larger than {} MB", LARGEST / 1024 / 1024));
    }
    String::from_utf8(bytes).map_err(|_| "the answer is not UTF-8".to_owned())
}

/// The `message` of an error, with its first detail; else the status's own name.
fn words(text: &str, status: StatusCode) -> String {
    let json: Value = serde_json::from_str(text).unwrap_or_default();
    let message = ["message", "error", "error_description", "title"].iter().find_map(|key| {
        let value = json.get(*key)?;
        Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    });
    let detail = json.pointer("/errors/0/message").and_then(Value::as_str);
    let all: Vec<String> = message.into_iter().chain(detail.map(str::to_owned)).collect();
    let said = if all.is_empty() {
        status.canonical_reason().unwrap_or("no reason").to_owned()
    } else {
        all.join(": ")
    };
    let line: String =
        said.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect();
    line
}

/// RFC 8288, as far as forges use it.
fn next_page(headers: &HeaderMap) -> Option<Url> {
    let text = headers.get(LINK)?.to_str().ok()?;
    let next = text
        .split(',')
        .find(|part| part.split(';').skip(1).any(|p| p.trim().replace('"', "") == "rel=next"))?;
    let (_, rest) = next.split_once('<')?;
    Url::parse(rest.split_once('>')?.0).ok()
}

fn host(url: &Url) -> String {
    let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
    format!("{}{port}", url.host_str().unwrap_or("the service"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_found_among_links() {
        let next = |link: &'static str| {
            let headers = HeaderMap::from_iter([(LINK, HeaderValue::from_static(link))]);
            next_page(&headers).map(String::from)
        };
        let two = "<https://h/a?page=1>; rel=\"prev\", <https://h/a?page=3>; rel=\"next\"";
        assert_eq!(next(two).as_deref(), Some("https://h/a?page=3"));
        assert_eq!(next("<https://h/a?page=1>; rel=\"last\""), None);
        assert_eq!(next("nonsense"), None);
    }

    #[test]
    fn a_token_goes_over_tls_or_nowhere() {
        let client = |base: &str| Client::new(base, "T", "t", &[]).map(|_| ());
        assert!(client("https://api.github.com").is_ok());
        assert!(client("http://127.0.0.1:80").is_ok());
        for base in ["http://example.com", "ftp://127.0.0.1.example.com", "nonsense"] {
            assert!(client(base).is_err(), "{base}");
        }
        let header = Client::new("https://h", "T", "t", &[("authorization", "a\nb".into())]);
        assert_eq!(header.err().map(|d| d.code), Some(Code::Credentials));
    }
}
