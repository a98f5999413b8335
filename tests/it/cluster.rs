//! A Ballista cluster of three processes on loopback gives the bill that the
//! embedded engine gives. Each node is `scripts/cluster_node.rs`.

use super::determinism::kanjo;
use super::lake::{BILL, converted, text};
use super::root;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A process that ends with the test.
struct Node(Child);

impl Node {
    fn start(args: &[&str]) -> Node {
        let built = Path::new(env!("CARGO_BIN_EXE_kanjo")).with_file_name("examples");
        let program = built.join("cluster_node");
        let child = Command::new(&program).args(args).stdout(Stdio::null()).spawn();
        Node(child.unwrap_or_else(|e| panic!("{}: {e}", program.display())))
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

struct Cluster {
    executors: Vec<Node>,
    _scheduler: Node,
    _folders: tempfile::TempDir,
    port: u16,
}

/// A port that nobody listens on just now.
fn port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    listener.local_addr().expect("an address").port()
}

fn wait_for(port: u16) {
    let start = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        assert!(start.elapsed() < Duration::from_secs(60), "nothing on port {port}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn cluster(executors: usize) -> Cluster {
    let folders = tempfile::tempdir().expect("a folder");
    let scheduler = port();
    let node = Node::start(&["scheduler", &scheduler.to_string()]);
    wait_for(scheduler);
    let executors = (0..executors).map(|i| {
        let folder = folders.path().join(i.to_string());
        std::fs::create_dir(&folder).expect("made");
        let ports = [port(), scheduler, port()].map(|port| port.to_string());
        let [own, of, grpc] = &ports;
        let node = Node::start(&["executor", own, of, grpc, text(&folder)]);
        wait_for(own.parse().expect("a port"));
        node
    });
    let executors = executors.collect();
    Cluster { executors, _scheduler: node, _folders: folders, port: scheduler }
}

fn import(bill: &Path, rest: &[&str]) -> String {
    let args = ["actuals", "import", text(bill), "--format", "json"];
    let (status, json, errors) = kanjo(&[&args, rest].concat());
    assert_eq!(status, 0, "{errors}");
    assert!(json.contains("\"lines\""), "{json}");
    json
}

#[test]
fn cluster_and_embedded_engine_return_identical_bills() {
    let mut cluster = cluster(2);
    let engine = format!("ballista://127.0.0.1:{}", cluster.port);
    let remote = ["--engine", &engine];
    let own = converted(&root().join(BILL));
    let shared = std::env::var("KANJO_BILLING").ok().map(PathBuf::from);
    let shared = ["cur2", "focus12"].iter().filter_map(|format| {
        Some(shared.as_ref()?.join("synthetic-tokyo").join(format).join("data"))
    });
    for bill in [own.path().to_owned()].into_iter().chain(shared) {
        assert_eq!(import(&bill, &remote), import(&bill, &[]), "{}", bill.display());
    }
    // One executor lost is time lost, and nothing else.
    drop(cluster.executors.pop());
    assert_eq!(import(own.path(), &remote), import(own.path(), &[]));
}

#[test]
fn cluster_that_is_not_there_is_a_remote_error() {
    let lake = converted(&root().join(BILL));
    let engine = format!("ballista://127.0.0.1:{}", port());
    let (status, _, errors) = kanjo(&["actuals", "import", text(lake.path()), "--engine", &engine]);
    assert_eq!(status, 3, "{errors}");
    assert!(errors.contains(&engine), "{errors}");
}
