//! A small GitHub and GitLab on the loopback, written from their public API
//! pages: the comments of one pull request, pages with `Link`, and any failure
//! that a test puts in front.

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub headers: String,
    pub body: Value,
}

#[derive(Default)]
pub struct State {
    pub comments: Vec<Value>,
    pub requests: Vec<Request>,
    /// Answers that come first: status, headers, body.
    pub failures: VecDeque<(u16, String, String)>,
    /// Where `Link` leads; our own address if nothing else is set.
    pub public: String,
    pub page: usize,
    next: u64,
}

#[derive(Clone)]
pub struct Fake {
    pub address: String,
    state: Arc<Mutex<State>>,
}

impl Fake {
    pub fn start() -> Fake {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let state = State { public: address.clone(), page: 100, ..State::default() };
        let fake = Fake { address, state: Arc::new(Mutex::new(state)) };
        let serving = fake.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let fake = serving.clone();
                std::thread::spawn(move || fake.serve(stream));
            }
        });
        fake
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no panic")
    }

    pub fn fail(&self, status: u16, headers: &str, body: &str) {
        self.state().failures.push_back((status, headers.to_owned(), body.to_owned()));
    }

    pub fn bodies(&self) -> Vec<String> {
        let text = |c: &Value| c["body"].as_str().expect("a body").to_owned();
        self.state().comments.iter().map(text).collect()
    }

    /// A comment that somebody else wrote.
    pub fn put(&self, body: &str, association: &str, kind: &str) {
        let mut state = self.state();
        let comment = state.comment(body, association, kind);
        state.comments.push(comment);
    }

    pub fn methods(&self) -> Vec<String> {
        std::mem::take(&mut self.state().requests).into_iter().map(|r| r.method).collect()
    }

    fn serve(&self, stream: TcpStream) {
        let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
        let mut stream = stream;
        loop {
            let mut first = String::new();
            if reader.read_line(&mut first).unwrap_or(0) == 0 {
                return;
            }
            let mut parts = first.split_whitespace();
            let method = parts.next().unwrap_or("").to_owned();
            let path = parts.next().unwrap_or("").to_owned();
            let mut headers = String::new();
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line).unwrap_or(0) == 0 || line.trim().is_empty() {
                    break;
                }
                headers += &line.to_lowercase();
            }
            let length = headers.lines().find_map(|l| l.strip_prefix("content-length:"));
            let length = length.and_then(|l| l.trim().parse().ok()).unwrap_or(0);
            let mut bytes = vec![0; length];
            reader.read_exact(&mut bytes).expect("a body");
            let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
            let request = Request { method, path, headers, body };
            let (status, more, text) = self.state().answer(&request);
            let length = text.len();
            let head = format!(
                "HTTP/1.1 {status} X\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: {length}\r\n{more}\r\n"
            );
            if stream.write_all(format!("{head}{text}").as_bytes()).is_err() {
                return;
            }
        }
    }
}

impl State {
    fn answer(&mut self, request: &Request) -> (u16, String, String) {
        self.requests.push(request.clone());
        if let Some(failure) = self.failures.pop_front() {
            return failure;
        }
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let not_found = json!({"message": "Not Found", "documentation_url": "https://docs.github.com", "status": "404"});
        if path == "/user" {
            return (200, String::new(), json!({"id": 7, "username": "kanjo-bot"}).to_string());
        }
        let thread = [
            "/repos/acme/infra/issues/12/comments",
            "/projects/acme%2Finfra/merge_requests/12/notes",
        ]
        .contains(&path);
        let one = path
            .strip_prefix("/repos/acme/infra/issues/comments/")
            .or_else(|| path.strip_prefix("/projects/acme%2Finfra/merge_requests/12/notes/"));
        let one = one.and_then(|id| id.parse::<u64>().ok());
        let at = one.and_then(|id| self.comments.iter().position(|c| c["id"] == id));
        let text = request.body["body"].as_str().unwrap_or_default();
        match (request.method.as_str(), thread, at) {
            ("GET", true, _) => self.list(path, query),
            ("POST", true, _) if text.chars().count() > 65_536 || text.is_empty() => {
                (422, String::new(), json!({"message": "Validation Failed", "documentation_url": "https://docs.github.com"}).to_string())
            }
            ("POST", true, _) => {
                let comment = self.comment(text, "NONE", "Bot");
                self.comments.push(comment.clone());
                (201, String::new(), comment.to_string())
            }
            ("PATCH" | "PUT", _, Some(at)) => {
                self.comments[at]["body"] = text.into();
                (200, String::new(), self.comments[at].to_string())
            }
            ("DELETE", _, Some(at)) => {
                self.comments.remove(at);
                (204, String::new(), String::new())
            }
            _ => (404, String::new(), not_found.to_string()),
        }
    }

    fn list(&self, path: &str, query: &str) -> (u16, String, String) {
        let page =
            query.split('&').find_map(|p| p.strip_prefix("page=")).and_then(|p| p.parse().ok());
        let page: usize = page.unwrap_or(1);
        let from = (page - 1) * self.page;
        let list: Vec<&Value> = self.comments.iter().skip(from).take(self.page).collect();
        let more = from + self.page < self.comments.len();
        let link = format!(
            "link: <{}{path}?per_page=100&page={}>; rel=\"next\"\r\n",
            self.public,
            page + 1
        );
        (200, if more { link } else { String::new() }, json!(list).to_string())
    }

    /// With all that either forge says of a comment.
    fn comment(&mut self, body: &str, association: &str, kind: &str) -> Value {
        self.next += 1;
        let id = self.next;
        let bot = kind == "Bot";
        let address = "https://github.com/acme";
        let mut user = json!({
            "login": "someone", "id": if bot { 7 } else { 8 }, "node_id": "U", "gravatar_id": "",
            "type": kind, "site_admin": false,
        });
        for key in [
            "avatar_url",
            "url",
            "html_url",
            "followers_url",
            "following_url",
            "gists_url",
            "starred_url",
            "subscriptions_url",
            "organizations_url",
            "repos_url",
            "events_url",
            "received_events_url",
        ] {
            user[key] = address.into();
        }
        json!({
            "id": id, "node_id": "N", "url": format!("{address}/{id}"),
            "html_url": format!("https://github.com/acme/infra/pull/12#issuecomment-{id}"),
            "body": body, "user": user, "author": {"id": if bot { 7 } else { 8 }},
            "created_at": "2026-11-21T00:00:00Z", "updated_at": "2026-11-21T00:00:00Z",
            "issue_url": address, "author_association": association,
        })
    }
}
