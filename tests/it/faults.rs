//! A proxy between kanjo and its AWS that counts, and fails on purpose.
//!
//! It refuses as AWS does in each protocol, and it can lose an answer after the
//! call was done. One request a connection.

use super::wire::{Request, answer};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Passes,
    /// Answered here, for what moto does not know.
    Says(&'static str),
    /// Refused: too many.
    Throttled,
    /// Answered 500, and not done.
    Broken,
    /// Done, and answered 500.
    DoneAndBroken,
    /// Done, and the connection ends without an answer.
    Lost,
    /// No answer as long as the client waits; done or not.
    Silent {
        done: bool,
    },
}

/// A request, as far as a fate may depend on it.
pub struct Asked<'a> {
    /// `DescribeServices`, or `GET /clusters`.
    pub action: &'a str,
    /// With its service where it has one: `AppRunner.ListServices`.
    pub target: &'a str,
}

impl Asked<'_> {
    /// Whether it changes something, be it a record.
    pub fn changes(&self) -> bool {
        let asks = ["BatchGet", "Describe", "List", "Get", "Query", "Scan", "AssumeRole"];
        !asks.iter().any(|verb| self.action.starts_with(verb)) && !self.action.contains('/')
    }
}

type Fates = dyn Fn(&Asked) -> Fate + Send + Sync;

/// How often each action was asked for, and how often it failed.
type Counts = Arc<Mutex<BTreeMap<String, (usize, usize)>>>;

pub struct Faults {
    pub url: String,
    counts: Counts,
}

impl Faults {
    /// In front of what answers at `to`.
    pub fn start(to: &str, fate: impl Fn(&Asked) -> Fate + Send + Sync + 'static) -> Faults {
        let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
        let url = format!("http://{}", listener.local_addr().expect("bound"));
        let counts = Counts::default();
        let (to, fate): (Arc<str>, Arc<Fates>) =
            (to.trim_start_matches("http://").into(), Arc::new(fate));
        let counted = Arc::clone(&counts);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (to, fate, counts) = (Arc::clone(&to), Arc::clone(&fate), Arc::clone(&counted));
                std::thread::spawn(move || pass(stream, &to, &*fate, &counts));
            }
        });
        Faults { url, counts }
    }

    /// Each action with how often it was asked for and how often it failed.
    pub fn counts(&self) -> BTreeMap<String, (usize, usize)> {
        self.counts.lock().expect("whole").clone()
    }

    /// How often these actions were asked for.
    pub fn asked(&self, actions: &[&str]) -> usize {
        let counts = self.counts();
        actions.iter().filter_map(|action| counts.get(*action)).map(|(asked, _)| asked).sum()
    }

    pub fn failed(&self) -> usize {
        self.counts().values().map(|(_, failed)| failed).sum()
    }
}

/// As `fate` says, but for App Runner, which moto does not know: an account without
/// it. Its tries in each tick would be most of a week's time.
pub fn without_app_runner(
    fate: impl Fn(&Asked) -> Fate + Send + Sync + 'static,
) -> impl Fn(&Asked) -> Fate {
    move |asked| match asked.target {
        "AppRunner.ListServices" => Fate::Says(r#"{"ServiceSummaryList":[]}"#),
        _ => fate(asked),
    }
}

/// Of a hundred questions and of a hundred changes this many fail, in each of
/// four ways; the same for the same seed, as far as requests come in one order.
pub fn random(seed: u64, questions: u64, changes: u64) -> impl Fn(&Asked) -> Fate {
    let state = AtomicU64::new(seed);
    move |asked| {
        // Knuth's generator; the upper bits are the random ones.
        let step = |x: u64| {
            x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407)
        };
        let before = state.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |x| Some(step(x)));
        let dice = step(before.expect("always some")) >> 33;
        let of_hundred = if asked.changes() { changes } else { questions };
        match (dice % 100 < of_hundred, dice / 100 % 4) {
            (false, _) => Fate::Passes,
            (true, 0) => Fate::Throttled,
            (true, 1) => Fate::Broken,
            (true, 2) => Fate::DoneAndBroken,
            (true, _) => Fate::Lost,
        }
    }
}

fn pass(mut stream: TcpStream, to: &str, fate: &Fates, counts: &Counts) -> Option<()> {
    let request = Request::read(&mut stream)?;
    let target = target(&request)?;
    let action = target.rsplit('.').next()?.to_owned();
    let fate = fate(&Asked { action: &action, target: &target });
    {
        let mut counts = counts.lock().ok()?;
        let (asked, failed) = counts.entry(action).or_default();
        *asked += 1;
        *failed += usize::from(!matches!(fate, Fate::Passes | Fate::Says(_)));
    }
    let _alone = is_conditional(&target).then(|| WRITES.lock());
    let broken = || answer(500, "");
    match fate {
        Fate::Passes => {
            let back = forward(&request.bytes, to)?;
            stream.write_all(&back).ok()
        }
        Fate::Says(text) => stream.write_all(&answer(200, text)).ok(),
        Fate::Throttled => stream.write_all(&refusal(&request.body)).ok(),
        Fate::Broken => stream.write_all(&broken()).ok(),
        Fate::DoneAndBroken => {
            forward(&request.bytes, to)?;
            stream.write_all(&broken()).ok()
        }
        Fate::Lost => forward(&request.bytes, to).map(drop),
        Fate::Silent { done } => {
            if done {
                forward(&request.bytes, to)?;
            }
            // Until the client goes.
            stream.read(&mut [0u8; 1]).ok().map(drop)
        }
    }
}

/// moto looks whether a condition holds and then writes, where DynamoDB and S3 do
/// both at once: here one such write waits for the other.
static WRITES: Mutex<()> = Mutex::new(());

fn is_conditional(target: &str) -> bool {
    target.ends_with(".PutItem") || target.starts_with("PUT ")
}

fn target(request: &Request) -> Option<String> {
    Some(match request.header("x-amz-target") {
        Some(target) => target.to_owned(),
        None if request.body.starts_with("Action=") => {
            request.body.split(['=', '&']).nth(1)?.to_owned()
        }
        None => request.head.split(' ').take(2).collect::<Vec<_>>().join(" "),
    })
}

fn forward(request: &[u8], to: &str) -> Option<Vec<u8>> {
    let mut moto = TcpStream::connect(to).ok()?;
    let at = request.windows(2).position(|two| two == b"\r\n")? + 2;
    let mut sent = request[..at].to_vec();
    sent.extend_from_slice(b"connection: close\r\n");
    sent.extend_from_slice(&request[at..]);
    moto.write_all(&sent).ok()?;
    let mut back = Vec::new();
    moto.read_to_end(&mut back).ok()?;
    Some(back)
}

/// As the Query protocol says it, or JSON.
fn refusal(body: &str) -> Vec<u8> {
    match body.starts_with("Action=") {
        true => answer(
            400,
            "<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error>\
             </ErrorResponse>",
        ),
        false => answer(400, r#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#),
    }
}
