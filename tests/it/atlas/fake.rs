//! A server that answers as Atlas's Administration API does, on loopback: it keeps
//! clusters, takes its time to pause and resume them, refuses what Atlas refuses,
//! and fails where it is told to. Its clock is the one of the test.

use super::super::wire::{Request, answer};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Elements of a page, whatever is asked for.
const PAGE: usize = 2;
const PAUSES: SignedDuration = SignedDuration::from_mins(6);
const RESUMES: SignedDuration = SignedDuration::from_mins(11);

#[derive(Clone, Debug)]
pub struct Cluster {
    pub tier: &'static str,
    pub nodes: u32,
    pub disk: u32,
    pub region: &'static str,
    pub tags: Vec<(&'static str, &'static str)>,
    pub paused: bool,
    /// Its work goes on until then.
    pub busy: Option<Timestamp>,
    /// Since when it is what it is.
    pub since: Timestamp,
    pub resumed: Option<Timestamp>,
}

pub fn cluster(tier: &'static str, env: &'static str) -> Cluster {
    let tags = if env.is_empty() { Vec::new() } else { vec![("Env", env)] };
    let since = "2026-01-01T00:00:00Z".parse().expect("a time");
    let (paused, busy, resumed) = (false, None, None);
    let region = "AP_NORTHEAST_1";
    Cluster { tier, nodes: 3, disk: 10, region, tags, paused, busy, since, resumed }
}

#[derive(Clone, Debug, Default)]
pub struct Project {
    pub name: &'static str,
    pub tags: Vec<(&'static str, &'static str)>,
    pub clusters: BTreeMap<String, Cluster>,
    pub flexible: Vec<&'static str>,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Passes,
    Throttled,
    Broken,
    DoneAndBroken,
    /// Done, and the connection ends without an answer.
    Lost,
}

pub struct World {
    pub now: Timestamp,
    pub projects: BTreeMap<String, Project>,
    /// Method and path of each request.
    pub asked: Vec<String>,
    /// Codes of what was refused by a rule.
    pub refused: Vec<&'static str>,
    /// Of a hundred requests this many fail.
    pub failing: u64,
    dice: u64,
    pub failed: usize,
    /// Tokens that were given and hold.
    tokens: Vec<String>,
    pub given: usize,
    /// After so many questions all tokens are taken back, once.
    pub taken: usize,
}

pub struct Fake {
    pub url: String,
    world: Arc<Mutex<World>>,
}

impl Fake {
    pub fn start(projects: Vec<(&'static str, Project)>) -> Fake {
        let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
        let url = format!("http://{}", listener.local_addr().expect("bound"));
        let world = Arc::new(Mutex::new(World {
            now: Timestamp::UNIX_EPOCH,
            projects: projects.into_iter().map(|(id, own)| (id.to_owned(), own)).collect(),
            asked: Vec::new(),
            refused: Vec::new(),
            failing: 0,
            dice: 7,
            failed: 0,
            tokens: Vec::new(),
            given: 0,
            taken: 0,
        }));
        let shared = Arc::clone(&world);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let world = Arc::clone(&shared);
                std::thread::spawn(move || serve(stream, &world));
            }
        });
        Fake { url, world }
    }

    pub fn with<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        act(&mut self.world.lock().expect("whole"))
    }

    /// Goes on to this moment, as Atlas does meanwhile.
    pub fn at(&self, now: Timestamp) {
        self.with(|world| world.go_to(now));
    }

    /// By the name of each cluster whether it is paused, at rest.
    pub fn paused(&self) -> BTreeMap<String, bool> {
        self.with(|world| {
            let all = world.projects.values().flat_map(|project| &project.clusters);
            all.inspect(|(name, cluster)| assert!(cluster.busy.is_none(), "{name} is busy"))
                .map(|(name, cluster)| (name.clone(), cluster.paused))
                .collect()
        })
    }

    /// What was asked since the last time.
    pub fn asked(&self) -> Vec<String> {
        self.with(|world| std::mem::take(&mut world.asked))
    }
}

impl World {
    pub fn cluster(&mut self, name: &str) -> &mut Cluster {
        let mut all = self.projects.values_mut().flat_map(|project| project.clusters.iter_mut());
        all.find(|(own, _)| *own == name).expect("a cluster").1
    }

    fn go_to(&mut self, now: Timestamp) {
        self.now = now;
        for cluster in self.projects.values_mut().flat_map(|project| project.clusters.values_mut())
        {
            let longest = SignedDuration::from_hours(30 * 24);
            if cluster.paused && cluster.busy.is_none() && cluster.since + longest <= now {
                cluster.paused = false;
                cluster.busy = Some(cluster.since + longest + RESUMES);
            }
            if let Some(done) = cluster.busy.filter(|done| *done <= now) {
                cluster.busy = None;
                cluster.since = done;
                cluster.resumed = if cluster.paused { None } else { Some(done) };
            }
        }
    }

    fn fate(&mut self) -> Fate {
        // Knuth's generator; the upper bits are the random ones.
        self.dice = self
            .dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let dice = self.dice >> 33;
        if dice % 100 >= self.failing {
            return Fate::Passes;
        }
        self.failed += 1;
        [Fate::Throttled, Fate::Broken, Fate::DoneAndBroken, Fate::Lost][(dice / 100 % 4) as usize]
    }

    fn answer(&mut self, request: &Request) -> Result<Value, (u16, &'static str)> {
        let path = request.path().unwrap_or("").to_owned();
        let method = request.head.split(' ').next().unwrap_or("").to_owned();
        self.asked.push(format!("{method} {path}"));
        let authorization = request.header("authorization").unwrap_or("");
        if path == "/api/oauth/token" {
            assert_eq!(request.body, "grant_type=client_credentials");
            // me:a-secret
            if authorization != "Basic bWU6YS1zZWNyZXQ=" {
                return Err((401, "UNAUTHORIZED"));
            }
            self.given += 1;
            let token = format!("token-{}", self.given);
            self.tokens.push(token.clone());
            return Ok(json!({"access_token": token, "expires_in": 3600, "token_type": "Bearer"}));
        }
        if self.taken > 0 {
            self.taken -= 1;
            if self.taken == 0 {
                self.tokens.clear();
            }
        }
        if !self.tokens.iter().any(|token| authorization == format!("Bearer {token}")) {
            return Err((401, "UNAUTHORIZED"));
        }
        let (path, query) = path.split_once('?').unwrap_or((&path, ""));
        let parts: Vec<&str> = path.trim_start_matches("/api/atlas/v2/").split('/').collect();
        let form = match parts.as_slice() {
            ["groups"] => "2023-01-01",
            [_, _, "flexClusters"] => "2024-11-13",
            _ => "2024-08-05",
        };
        let form = format!("application/vnd.atlas.{form}+json");
        if request.header("accept") != Some(&form) {
            return Err((406, "INVALID_VERSION_DATE"));
        }
        match (method.as_str(), parts.as_slice()) {
            ("GET", ["groups"]) => {
                let all = self.projects.iter().map(|(id, project)| {
                    json!({"id": id, "name": project.name, "tags": tags(&project.tags)})
                });
                Ok(page(all.collect(), query))
            }
            ("GET", ["groups", project, list]) => {
                let project = self.projects.get(*project).ok_or((404, "GROUP_NOT_FOUND"))?;
                Ok(page(
                    match *list {
                        "clusters" => project.clusters.iter().map(|(n, c)| shown(n, c)).collect(),
                        _ => project.flexible.iter().map(|name| flexible(name)).collect(),
                    },
                    query,
                ))
            }
            ("PATCH", ["groups", project, "clusters", name]) => {
                assert_eq!(request.header("content-type"), Some(form.as_str()));
                let body: Value = serde_json::from_str(&request.body).expect("JSON");
                assert_eq!(body.as_object().map(serde_json::Map::len), Some(1), "{body}");
                let paused = body["paused"].as_bool().expect("a switch");
                let now = self.now;
                let project = self.projects.get_mut(*project).ok_or((404, "GROUP_NOT_FOUND"))?;
                let own = project.clusters.get_mut(*name).ok_or((404, "CLUSTER_NOT_FOUND"))?;
                match own.change(paused, now) {
                    Ok(()) => Ok(shown(name, own)),
                    Err(code) => {
                        self.refused.push(code);
                        Err((409, code))
                    }
                }
            }
            _ => Err((404, "RESOURCE_NOT_FOUND")),
        }
    }
}

impl Cluster {
    fn change(&mut self, paused: bool, now: Timestamp) -> Result<(), &'static str> {
        let small = ["M0", "M2", "M5"].contains(&self.tier);
        let hour = SignedDuration::from_mins(60);
        if paused == self.paused {
            return if paused { Err("CLUSTER_ALREADY_PAUSED") } else { Ok(()) };
        }
        if paused && (small || self.tier.contains("NVME")) {
            return Err("CANNOT_PAUSE_CLUSTER");
        }
        if self.busy.is_some() {
            return Err("CLUSTER_IS_BEING_CHANGED");
        }
        if paused && self.resumed.is_some_and(|at| at + hour > now) {
            return Err("CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER");
        }
        self.paused = paused;
        self.busy = Some(now + if paused { PAUSES } else { RESUMES });
        Ok(())
    }
}

fn tags(tags: &[(&str, &str)]) -> Value {
    tags.iter().map(|(key, value)| json!({"key": key, "value": value})).collect()
}

/// As the list and a change show it.
fn shown(name: &str, cluster: &Cluster) -> Value {
    let shared = ["M0", "M2", "M5"].contains(&cluster.tier);
    let nodes = json!({
        "instanceSize": cluster.tier, "nodeCount": cluster.nodes, "diskSizeGB": cluster.disk,
        "diskIOPS": 3000, "ebsVolumeType": "STANDARD",
    });
    json!({
        "name": name, "clusterType": "REPLICASET", "paused": cluster.paused,
        "stateName": if cluster.busy.is_some() { "UPDATING" } else { "IDLE" },
        "backupEnabled": false, "pitEnabled": false, "tags": tags(&cluster.tags),
        "replicationSpecs": [{"id": "0123", "zoneName": "Zone 1", "regionConfigs": [{
            "providerName": if shared { "TENANT" } else { "AWS" }, "backingProviderName": "AWS",
            "regionName": cluster.region, "priority": 7, "electableSpecs": nodes,
            "readOnlySpecs": null,
            "autoScaling": {"compute": {"enabled": false}, "diskGB": {"enabled": true}},
        }]}],
    })
}

fn flexible(name: &str) -> Value {
    json!({
        "name": name, "stateName": "IDLE", "tags": [{"key": "Env", "value": "dev"}],
        "providerSettings": {"backingProviderName": "AWS", "providerName": "FLEX",
            "regionName": "AP_NORTHEAST_1", "diskSizeGB": 5},
    })
}

fn page(all: Vec<Value>, query: &str) -> Value {
    let number = query.split('&').find_map(|part| part.strip_prefix("pageNum="));
    let number: usize = number.and_then(|number| number.parse().ok()).unwrap_or(1);
    let total = all.len();
    let results: Vec<Value> = all.into_iter().skip((number - 1) * PAGE).take(PAGE).collect();
    json!({"results": results, "totalCount": total, "links": []})
}

fn serve(mut stream: TcpStream, world: &Mutex<World>) -> Option<()> {
    let request = Request::read(&mut stream)?;
    let (fate, said) = {
        let mut world = world.lock().expect("whole");
        let fate = world.fate();
        let done = !matches!(fate, Fate::Throttled | Fate::Broken);
        (fate, done.then(|| world.answer(&request)))
    };
    let error = |status: u16, code: &str| {
        let text = json!({"error": status, "errorCode": code, "detail": "as Atlas says it", "parameters": []});
        answer(status, &text.to_string())
    };
    let back = match (fate, said) {
        (Fate::Lost, _) => return None,
        (Fate::Throttled, _) => error(429, "RATE_LIMITED"),
        (Fate::Broken | Fate::DoneAndBroken, _) => answer(500, ""),
        (Fate::Passes, Some(Ok(value))) => answer(200, &value.to_string()),
        (Fate::Passes, Some(Err((status, code)))) => error(status, code),
        (Fate::Passes, None) => return None,
    };
    stream.write_all(&back).ok()
}
