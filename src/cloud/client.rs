//! One signed request and its answer, in the two protocols that are needed.
#![allow(clippy::disallowed_methods, reason = "an edge room: the clock is read for a signature")]

use super::again::{Patience, Refused};
use super::endpoint::Service;
use super::session::Keys;
use super::xml::Node;
use crate::offhours::machine::Failure;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
pub use reqwest::Method;
use reqwest::blocking::Response;
use serde_json::Value;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// The longest answer that is read into memory.
const LONGEST: usize = 64 * 1024 * 1024;

/// Speaks to all services of one account in one region.
#[derive(Clone)]
pub struct Client {
    pub(super) http: reqwest::blocking::Client,
    pub(super) keys: Arc<Keys>,
    pub(super) region: String,
    pub(super) patience: Arc<Patience>,
    /// How often a question is asked at most.
    pub(super) tries: u32,
}

/// One request, before it is signed. AWS's older protocols post to the root.
struct Request<'a> {
    method: Method,
    path: &'a str,
    headers: &'a [(&'a str, &'a str)],
    body: &'a str,
}

/// What came back: the text, and the version that S3 gives an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub text: String,
    pub tag: Option<String>,
}

impl Client {
    /// A call in JSON: ECS, Application Auto Scaling, DynamoDB.
    pub fn json(&self, service: &Service, action: &str, body: &Value) -> Result<Value, Failure> {
        let target = format!("{}.{action}", service.version);
        let headers = [("content-type", service.json_type()), ("x-amz-target", target.as_str())];
        let body = body.to_string();
        let answer = self.post(service, action, &headers, &body)?;
        if answer.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_str(&answer).map_err(|error| unreadable(action, &error.to_string()))
    }

    /// A call in the Query protocol: RDS, EC2, Auto Scaling, STS.
    pub fn query(
        &self,
        service: &Service,
        action: &str,
        parameters: &[(String, String)],
    ) -> Result<Node, Failure> {
        let mut body = format!("Action={action}&Version={}", service.version);
        for (key, value) in parameters {
            body.push('&');
            body.push_str(&encoded(key));
            body.push('=');
            body.push_str(&encoded(value));
        }
        let headers = [("content-type", "application/x-www-form-urlencoded; charset=utf-8")];
        let answer = self.post(service, action, &headers, &body)?;
        Node::parse(&answer).ok_or_else(|| unreadable(action, "it is not XML"))
    }

    /// A call in REST: EKS. `path` has no slash in front.
    pub fn rest(
        &self,
        service: &Service,
        method: Method,
        path: &str,
        body: &Value,
    ) -> Result<Value, Failure> {
        let text = if body.is_null() { String::new() } else { body.to_string() };
        let headers = [("content-type", "application/json")];
        let request = Request { method, path, headers: &headers, body: &text };
        let answer = self.ask(service, &request, request.method == Method::GET)?;
        serde_json::from_str(&answer.text).map_err(|error| unreadable(path, &error.to_string()))
    }

    /// A call of S3, whose answers are no JSON and have a version; `path` is encoded.
    pub fn object(
        &self,
        service: &Service,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Answer, Failure> {
        let request = Request { method, path, headers, body };
        self.ask(service, &request, request.method == Method::GET)
    }

    /// An object of S3 as it comes, which may take as long as `longest`.
    pub fn stream(
        &self,
        service: &Service,
        path: &str,
        longest: Duration,
    ) -> Result<Response, Failure> {
        let request = Request { method: Method::GET, path, headers: &[], body: "" };
        self.tried(service, self.tries, || self.send(service, &request, Some(longest)))
    }

    fn post(
        &self,
        service: &Service,
        action: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<String, Failure> {
        // A query of Athena carries a token: asked twice, it is one.
        let asks = ["Describe", "List", "Get", "BatchGet", "Scan", "Query", "StartQuery"];
        let asks = asks.iter().any(|verb| action.starts_with(verb));
        let request = Request { method: Method::POST, path: "", headers, body };
        self.ask(service, &request, asks).map(|answer| answer.text)
    }

    /// Asks, and asks again where that changes nothing.
    fn ask(
        &self,
        service: &Service,
        request: &Request<'_>,
        again: bool,
    ) -> Result<Answer, Failure> {
        let tries = if again { self.tries } else { 1 };
        self.tried(service, tries, || self.once(service, request))
    }

    fn tried<T>(
        &self,
        service: &Service,
        tries: u32,
        once: impl Fn() -> Result<T, Refused>,
    ) -> Result<T, Failure> {
        self.patience.tried(service.name, tries, once).map_err(|refused| refused.failure)
    }

    fn once(&self, service: &Service, request: &Request<'_>) -> Result<Answer, Refused> {
        let answer = self.send(service, request, None)?;
        let tag = header(&answer, "etag");
        let text =
            answer.text().map_err(|e| Refused::early("no-answer", e.without_url().to_string()))?;
        if text.len() > LONGEST {
            return Err(Refused::early("too-long", "the answer is longer than 64 MB".to_owned()));
        }
        Ok(Answer { text, tag })
    }

    /// Signs and sends; what comes back is a success.
    fn send(
        &self,
        service: &Service,
        request: &Request<'_>,
        longest: Option<Duration>,
    ) -> Result<Response, Refused> {
        let address = format!("{}{}", service.address(&self.region), request.path);
        let mut sent = self.http.request(request.method.clone(), &address);
        for (name, value) in request.headers {
            sent = sent.header(*name, *value);
        }
        let signed = self
            .signature(service, request, &address)
            .map_err(|failure| Refused { failure, status: Some(0) })?;
        for (name, value) in signed {
            sent = sent.header(name, value);
        }
        if let Some(longest) = longest {
            sent = sent.timeout(longest);
        }
        let answer = sent.body(request.body.to_owned()).send().map_err(|error| {
            let code = if error.is_timeout() { "timeout" } else { "no-connection" };
            Refused::early(code, error.without_url().to_string())
        })?;
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        // The newer JSON services name the error in a header.
        let named = header(&answer, "x-amzn-errortype");
        let text =
            answer.text().map_err(|e| Refused::early("no-answer", e.without_url().to_string()))?;
        let failure = failure(&text, named.as_deref(), status.as_u16());
        Err(Refused { failure, status: Some(status.as_u16()) })
    }

    /// The headers that sign a request.
    fn signature(
        &self,
        service: &Service,
        request: &Request<'_>,
        address: &str,
    ) -> Result<Vec<(String, String)>, Failure> {
        let wrong = |error: String| Failure { code: "signature".to_owned(), message: error };
        let identity = self.keys.get()?.into();
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(service.region(&self.region))
            .name(service.name)
            .time(SystemTime::now())
            .settings(service.signing())
            .build()
            .map_err(|error| wrong(error.to_string()))?
            .into();
        let request = SignableRequest::new(
            request.method.as_str(),
            address,
            request.headers.iter().copied(),
            SignableBody::Bytes(request.body.as_bytes()),
        )
        .map_err(|error| wrong(error.to_string()))?;
        let (instructions, _) =
            sign(request, &params).map_err(|error| wrong(error.to_string()))?.into_parts();
        let (headers, _) = instructions.into_parts();
        Ok(headers.into_iter().map(|h| (h.name().to_owned(), h.value().to_owned())).collect())
    }
}

fn header(answer: &Response, name: &str) -> Option<String> {
    answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

impl Service {
    /// S3 signs a path as it is written, and wants the digest of the body.
    fn signing(&self) -> SigningSettings {
        let mut settings = SigningSettings::default();
        if self.name == "s3" {
            settings.percent_encoding_mode = PercentEncodingMode::Single;
            settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
            settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        }
        settings
    }
}

/// What an error says, in whichever protocol it is written.
fn failure(text: &str, named: Option<&str>, status: u16) -> Failure {
    let short = |code: &str| {
        let code = code.rsplit('#').next().unwrap_or(code);
        code.split(':').next().unwrap_or(code).to_owned()
    };
    if let Ok(json) = serde_json::from_str::<Value>(text) {
        let get = |keys: [&str; 2]| keys.iter().find_map(|key| json.get(*key)?.as_str());
        let code = named.or_else(|| get(["__type", "code"]));
        if let Some(code) = code {
            let message = get(["message", "Message"]).unwrap_or("").to_owned();
            return Failure { code: short(code), message };
        }
    }
    let xml = Node::parse(text);
    let deep = |name| Some(xml.as_ref()?.find(name)?.text.trim().to_owned());
    match deep("Code") {
        Some(code) => Failure { code, message: deep("Message").unwrap_or_default() },
        None => Failure { code: format!("http-{status}"), message: String::new() },
    }
}

fn unreadable(action: &str, why: &str) -> Failure {
    Failure { code: "odd-answer".to_owned(), message: format!("{action}: {why}") }
}

/// Percent-encoding as RFC 3986 has it.
pub(super) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_both_protocols_are_read() {
        let code = |text: &str| failure(text, None, 400).code;
        let json =
            r#"{"__type":"com.amazonaws.ecs#ThrottlingException","message":"Rate exceeded"}"#;
        assert_eq!(failure(json, None, 400).message, "Rate exceeded");
        assert_eq!(code(json), "ThrottlingException");
        let rds = "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidDBInstanceState</Code>\
                   <Message>not available</Message></Error></ErrorResponse>";
        assert_eq!(code(rds), "InvalidDBInstanceState");
        let ec2 = "<Response><Errors><Error><Code>RequestLimitExceeded</Code></Error></Errors></Response>";
        assert_eq!(code(ec2), "RequestLimitExceeded");
        assert_eq!(failure("<html>", None, 503).code, "http-503");
        assert_eq!(failure("{}", Some("X:http://y"), 400).code, "X");
    }

    #[test]
    fn parameters_are_encoded() {
        assert_eq!(encoded("a b/é~"), "a%20b%2F%C3%A9~");
    }
}
