//! The services beside ECS, RDS and EC2 against moto, and what moto does not
//! have against a fake of our own that answers what AWS's documents say.

use super::aws::{Moto, run, ticks};
use super::wire::{Request, answer};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

const POLICY: &str = r#"version: 1
timezone: Asia/Tokyo
schedules:
  office: {on: "Mon-Fri 08:00-20:00"}
guards:
  accounts: {deny_alias_contains: [prod]}
policies:
  - name: dev
    match: {types: ["redshift:*", "sagemaker:*", "eks:*", "apprunner:*", "rds:cluster", "ecs:service"], tags: {Env: dev}}
    schedule: office
    backup: accept
"#;

#[test]
fn warehouses_notebooks_nodes_and_graphs_go_off_and_come_back() {
    let Some(moto) = Moto::start(1) else { return };
    moto.world(&["others"]);
    std::fs::write(moto.folder.path().join("policies/dev.yaml"), POLICY).expect("writes");
    let before = moto.world(&["show-others"]);
    let state = moto.state();
    for at in ticks("2026-11-23", 20, 9) {
        let done = moto.tick(&moto.url, &state, &at);
        assert_eq!(done.0, 0, "{at}: {}{}", done.1, done.2);
    }
    let off = moto.world(&["show-others"]);
    assert_eq!(off["warehouse"], "paused");
    assert_eq!(off["lab"], "Stopped");
    assert_eq!(off["nodes"], json!({"desiredSize": 0, "maxSize": 4, "minSize": 0}));
    assert_eq!(off["graph"], "stopped");
    for at in ticks("2026-11-24", 8, 12) {
        let done = moto.tick(&moto.url, &state, &at);
        assert_eq!(done.0, 0, "{at}: {}{}", done.1, done.2);
    }
    assert_eq!(moto.world(&["show-others"]), before);
}

#[test]
fn a_live_plan_and_an_audit_have_prices() {
    let Some(moto) = Moto::start(2) else { return };
    moto.world(&["others"]);
    std::fs::write(moto.folder.path().join("policies/dev.yaml"), POLICY).expect("writes");
    let at = ["--at", "2026-11-25T23:00"];
    let json = |args: &[&str]| -> Value {
        let all = [args, &at, &["--format", "json"]].concat();
        let done = moto.kanjo(&moto.url, &all);
        assert_eq!(done.0, 0, "{}", done.2);
        serde_json::from_str(&done.1).expect("JSON")
    };
    let plan = json(&["offhours", "plan", "--live"]);
    assert!(plan["saves_per_month"].as_f64().expect("a number") > 0.0, "{plan:#}");
    assert_eq!(plan["groups"][0]["group"], "acme-dev");
    // A decision on the real window, where the policy has none.
    let strict = POLICY.replace("    backup: accept\n", "").replace("rds:cluster", "rds:db");
    std::fs::write(moto.folder.path().join("policies/dev.yaml"), strict).expect("writes");
    let blocked = json(&["offhours", "plan", "--live"]);
    assert_eq!(blocked["blocked"][0]["resource"], "db1", "{blocked:#}");
    assert_eq!(blocked["blocked"][0]["code"], "backup-window");
    let file = moto.folder.path().join("inventory.json");
    let file = file.to_str().expect("UTF-8");
    let audit = json(&["audit", "--save", file]);
    let monthly = |name: &str| {
        let rows = audit["resources"].as_array().expect("a list");
        let row = rows.iter().find(|row| row["name"] == name);
        row.unwrap_or_else(|| panic!("{name}: {audit:#}"))["monthly"].to_string()
    };
    // s1: two tasks of 0.25 vCPU and 0.5 GB; three m7g.large with 20 GB of gp2 each.
    assert_eq!(monthly("s1"), "22.4913");
    assert!(monthly("nodes").starts_with("2"), "{}", monthly("nodes"));
    let rules: Vec<&Value> = audit["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|f| f["rule"] == "idle")
        .map(|f| &f["because"])
        .collect();
    assert!(rules.contains(&&json_text("a load balancer without a target")), "{rules:?}");
    assert!(rules.contains(&&json_text("attached to nothing")), "{rules:?}");
    // What was saved is the same inventory, and needs no network.
    let again = json(&["audit", "--inventory", file]);
    for key in ["totals", "accounts", "resources", "findings", "advice", "unpriced"] {
        assert_eq!(again[key], audit[key], "{key}");
    }
}

fn json_text(text: &str) -> Value {
    Value::String(text.to_owned())
}

/// Answers by the last part of `X-Amz-Target`, or by `Action`.
type Answers = dyn Fn(&str, &Value) -> (u16, String) + Send + Sync;

struct Fake {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Fake {
    fn start(answers: Arc<Answers>) -> Fake {
        let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
        let url = format!("http://{}", listener.local_addr().expect("bound"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answers, log) = (Arc::clone(&answers), Arc::clone(&log));
                std::thread::spawn(move || serve(stream, &*answers, &log));
            }
        });
        Fake { url, asked }
    }

    fn count(&self, action: &str) -> usize {
        self.asked.lock().expect("whole").iter().filter(|one| *one == action).count()
    }
}

fn serve(mut stream: TcpStream, answers: &Answers, log: &Mutex<Vec<String>>) -> Option<()> {
    let request = Request::read(&mut stream)?;
    let action = match request.header("x-amz-target") {
        Some(target) => target.rsplit('.').next()?.to_owned(),
        None if request.body.starts_with("Action=") => {
            request.body.split(['=', '&']).nth(1)?.to_owned()
        }
        None => request.path()?.to_owned(),
    };
    log.lock().ok()?.push(action.clone());
    let sent = serde_json::from_str(&request.body).unwrap_or(Value::String(request.body));
    let (status, back) = answers(&action, &sent);
    stream.write_all(&answer(status, &back)).ok()
}

/// What an account without anything answers.
fn empty(action: &str) -> (u16, String) {
    let xml = |inside: &str| (200, format!("<R><X>{inside}</X></R>"));
    match action {
        "GetCallerIdentity" => xml("<Account>111111111111</Account>"),
        "ListAccountAliases" => xml("<AccountAliases><member>acme-dev</member></AccountAliases>"),
        "ListClusters" => (200, json!({"clusterArns": []}).to_string()),
        "DescribeDBClusters" => xml("<DBClusters/>"),
        "DescribeDBInstances" => xml("<DBInstances/>"),
        "DescribeInstances" => (200, "<R><reservationSet/></R>".to_owned()),
        "DescribeAutoScalingGroups" => xml("<AutoScalingGroups/>"),
        "DescribeClusters" => xml("<Clusters/>"),
        "ListServices" => (200, json!({"serviceArns": [], "ServiceSummaryList": []}).to_string()),
        "ListNotebookInstances" => (200, json!({"NotebookInstances": []}).to_string()),
        "ListDeployments" => (200, json!({"deployments": []}).to_string()),
        "GetResources" => (200, json!({"ResourceTagMappingList": []}).to_string()),
        "DescribeScalableTargets" => (200, json!({"ScalableTargets": []}).to_string()),
        "/clusters" => (200, json!({"clusters": []}).to_string()),
        other => (400, json!({"__type": "UnknownOperation", "message": other}).to_string()),
    }
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("policies")).expect("makes");
    std::fs::write(folder.path().join("policies/dev.yaml"), POLICY).expect("writes");
    folder
}

/// A tick with its own state.
fn tick(folder: &tempfile::TempDir, url: &str, at: &str) -> (i32, String, String) {
    let state = format!("file:{}", folder.path().join("state").display());
    run(folder.path(), url, &["offhours", "run", "--once", "--state", &state, "--at", at])
}

#[test]
fn an_app_runner_service_is_paused_and_resumed() {
    let status = Arc::new(Mutex::new("RUNNING".to_owned()));
    let own = Arc::clone(&status);
    let arn = "arn:aws:apprunner:ap-northeast-1:111111111111:service/site/1";
    let fake = Fake::start(Arc::new(move |action, _| {
        let mut status = own.lock().expect("whole");
        let busy = "OPERATION_IN_PROGRESS";
        let service =
            |status: &str| json!({"ServiceArn": arn, "ServiceName": "site", "Status": status});
        let answer = match action {
            // A look ends the operation, as time does.
            "DescribeService" => {
                let now = status.clone();
                if let Some(end) = now.strip_prefix("to ") {
                    *status = end.to_owned();
                }
                let shown = if now.starts_with("to ") { busy } else { &now };
                json!({"Service": service(shown)})
            }
            "ListServices" => {
                let shown = if status.starts_with("to ") { busy } else { status.as_str() };
                json!({"serviceArns": [], "ServiceSummaryList": [service(shown)]})
            }
            "ListTagsForResource" => json!({"Tags": [{"Key": "Env", "Value": "dev"}]}),
            "PauseService" => {
                assert_eq!(*status, "RUNNING");
                *status = "to PAUSED".to_owned();
                json!({"OperationId": "1"})
            }
            "ResumeService" => {
                assert_eq!(*status, "PAUSED");
                *status = "to RUNNING".to_owned();
                json!({"OperationId": "2"})
            }
            other => return empty(other),
        };
        (200, answer.to_string())
    }));
    let folder = folder();
    for at in ticks("2026-11-23", 20, 6) {
        let done = tick(&folder, &fake.url, &at);
        assert_eq!(done.0, 0, "{at}: {}{}", done.1, done.2);
    }
    assert_eq!(*status.lock().expect("whole"), "PAUSED");
    for at in ticks("2026-11-24", 8, 6) {
        tick(&folder, &fake.url, &at);
    }
    assert_eq!(*status.lock().expect("whole"), "RUNNING");
    assert_eq!((fake.count("PauseService"), fake.count("ResumeService")), (1, 1));
}

/// A region without SageMaker has no address for it: five tries would be three
/// seconds of every plan.
#[test]
fn what_a_region_may_lack_is_asked_for_three_times_and_left_out_by_name() {
    let broken = |which: &'static str| {
        Fake::start(Arc::new(move |action, _| match action {
            action if action == which => (500, String::new()),
            other => empty(other),
        }))
    };
    let folder = folder();
    let plan = ["offhours", "plan", "--live", "--at", "2026-11-23T20:01"];
    let fake = broken("ListNotebookInstances");
    let (code, text, _) = run(folder.path(), &fake.url, &plan);
    assert_eq!((code, fake.count("ListNotebookInstances")), (0, 3), "{text}");
    assert!(text.contains("sagemaker of 111111111111 in ap-northeast-1 is not listed"), "{text}");
    // Every region has ECS, and a plan without it is none.
    let fake = broken("ListClusters");
    let (code, _, said) = run(folder.path(), &fake.url, &plan);
    assert_eq!((code, fake.count("ListClusters")), (3, 5), "{said}");
}

/// One service of three tasks, in the cluster `c`.
fn services(action: &str, service: &Value) -> Option<Value> {
    let arn = "arn:aws:ecs:ap-northeast-1:111111111111:service/c/web";
    Some(match action {
        "ListClusters" => {
            json!({"clusterArns": ["arn:aws:ecs:ap-northeast-1:111111111111:cluster/c"]})
        }
        "ListServices" => json!({"serviceArns": [arn], "ServiceSummaryList": []}),
        "DescribeServices" => {
            let mut one = json!({
                "serviceArn": arn, "serviceName": "web", "status": "ACTIVE",
                "desiredCount": 3, "runningCount": 3, "pendingCount": 0,
                "tags": [{"key": "Env", "value": "dev"}],
            });
            one.as_object_mut()?.extend(service.as_object()?.clone());
            json!({"services": [one]})
        }
        _ => return None,
    })
}

/// What a tick at night says of a service that is described so.
fn at_night(service: Value, protected: usize) -> (String, Fake, BTreeMap<&'static str, usize>) {
    at_night_with(service, protected, |_, _| None)
}

/// The same where these answers come before those of an account without anything.
fn at_night_with(
    service: Value,
    protected: usize,
    more: impl Fn(&str, &Value) -> Option<Value> + Send + Sync + 'static,
) -> (String, Fake, BTreeMap<&'static str, usize>) {
    let fake = Fake::start(Arc::new(move |action, sent| {
        if let Some(answer) = more(action, sent) {
            return (200, answer.to_string());
        }
        let answer = match action {
            "ListTasks" => json!({"taskArns": ["t1", "t2", "t3"]}),
            "GetTaskProtection" => {
                let task =
                    |n| json!({"taskArn": format!("t{n}"), "protectionEnabled": n <= protected});
                json!({"protectedTasks": [task(1), task(2), task(3)], "failures": []})
            }
            "UpdateService" => json!({"service": {}}),
            other => match services(other, &service) {
                Some(answer) => answer,
                None => return empty(other),
            },
        };
        (200, answer.to_string())
    }));
    let folder = folder();
    tick(&folder, &fake.url, "2026-11-23T20:01");
    let state = format!("file:{}", folder.path().join("state").display());
    let status = run(folder.path(), &fake.url, &["offhours", "status", "--state", &state]);
    let counts = ["UpdateService", "GetTaskProtection"].map(|name| (name, fake.count(name)));
    (status.1, fake, BTreeMap::from(counts))
}

#[test]
fn a_deployment_a_daemon_and_protected_tasks_are_left_alone() {
    let (_, _, calls) = at_night(json!({}), 0);
    assert_eq!((calls["UpdateService"], calls["GetTaskProtection"]), (1, 1));
    let (status, _, calls) = at_night(json!({}), 2);
    assert_eq!(calls["UpdateService"], 0, "{status}");
    assert!(status.contains("draining"), "{status}");
    let rolling = json!({"deployments": [
        {"status": "PRIMARY", "rolloutState": "IN_PROGRESS"},
        {"status": "ACTIVE", "rolloutState": "COMPLETED"},
    ]});
    let code_deploy = json!({
        "deploymentController": {"type": "CODE_DEPLOY"},
        "taskSets": [{"stabilityStatus": "STEADY_STATE"}, {"stabilityStatus": "STABILIZING"}],
    });
    let external = json!({
        "deploymentController": {"type": "EXTERNAL"},
        "taskSets": [{"stabilityStatus": "STABILIZING"}],
    });
    for busy in [rolling, code_deploy, external] {
        let (status, _, calls) = at_night(busy.clone(), 0);
        assert_eq!(calls["UpdateService"], 0, "{busy}: {status}");
        assert!(status.contains("draining"), "{busy}: {status}");
    }
    let steady = json!({
        "deploymentController": {"type": "CODE_DEPLOY"},
        "taskSets": [{"stabilityStatus": "STEADY_STATE"}],
    });
    assert_eq!(at_night(steady, 0).2["UpdateService"], 1);
    let (status, _, calls) = at_night(json!({"schedulingStrategy": "DAEMON"}), 0);
    assert_eq!(calls["UpdateService"], 0);
    assert!(status.contains("blocked"), "{status}");
}

/// A new revision that bakes has rolled out and is not done.
#[test]
fn a_deployment_that_bakes_is_asked_for_and_waited_for() {
    let named =
        || json!({"currentServiceDeployment": "d", "deployments": [{"rolloutState": "COMPLETED"}]});
    let bakes = |statuses: &'static [&'static str]| {
        at_night_with(named(), 0, move |action, sent| {
            (action == "ListServiceDeployments").then(|| {
                let asked = sent["status"].as_array().expect("a list");
                assert_eq!((sent["service"].as_str(), asked.len()), (Some("web"), 5));
                let one = |status: &&str| json!({"status": status});
                json!({"serviceDeployments": statuses.iter().map(one).collect::<Vec<_>>()})
            })
        })
    };
    let (status, fake, calls) = bakes(&["IN_PROGRESS"]);
    assert!(status.contains("draining") && status.contains("IN_PROGRESS"), "{status}");
    assert_eq!((fake.count("ListServiceDeployments"), calls["UpdateService"]), (1, 0));
    let (_, fake, calls) = bakes(&[]);
    assert_eq!((fake.count("ListServiceDeployments"), calls["UpdateService"]), (1, 1));
}

/// CodeDeploy names deployments, its groups name services.
#[test]
fn a_deployment_of_code_deploy_is_led_back_to_its_service() {
    let of = |cluster: &'static str, status: Option<&'static str>| {
        let service = json!({
            "deploymentController": {"type": "CODE_DEPLOY"},
            "taskSets": [{"status": "PRIMARY", "stabilityStatus": "STEADY_STATE"}],
        });
        at_night_with(service, 0, move |action, sent| match action {
            "ListDeployments" => {
                assert_eq!(sent["includeOnlyStatuses"].as_array().map(Vec::len), Some(5));
                Some(json!({"deployments": Vec::from_iter(status.map(|_| "d-1"))}))
            }
            "BatchGetDeployments" => {
                assert_eq!(sent["deploymentIds"], json!(["d-1"]));
                let one = json!({
                    "deploymentId": "d-1", "applicationName": "site",
                    "deploymentGroupName": "web", "status": status,
                });
                Some(json!({"deploymentsInfo": [one]}))
            }
            "BatchGetDeploymentGroups" => {
                assert_eq!(sent["applicationName"], "site");
                let services = json!([{"clusterName": cluster, "serviceName": "web"}]);
                let group = json!({"deploymentGroupName": "web", "ecsServices": services});
                Some(json!({"deploymentGroupsInfo": [group]}))
            }
            _ => None,
        })
    };
    let (status, _, calls) = of("c", Some("Ready"));
    assert!(status.contains("draining") && status.contains("Ready"), "{status}");
    assert_eq!(calls["UpdateService"], 0);
    assert_eq!(of("another", Some("Ready")).2["UpdateService"], 1);
    let (_, fake, calls) = of("c", None);
    let asked = ["ListDeployments", "BatchGetDeployments"].map(|name| fake.count(name));
    assert_eq!((asked, calls["UpdateService"]), ([1, 0], 1));
}

/// Three services of one cluster stop, one has a protected task, and another cluster
/// has more pages of tasks than services that stop.
#[test]
fn protected_tasks_are_asked_by_cluster_where_that_takes_fewer_calls() {
    let arn = |what: &str| format!("arn:aws:ecs:ap-northeast-1:111111111111:{what}");
    let fake = Fake::start(Arc::new(move |action, sent| {
        let cluster = sent["cluster"].as_str().and_then(|arn| arn.rsplit('/').next());
        let cluster = cluster.unwrap_or_default();
        let tasks = |names: &[&str]| json!({"taskArns": names});
        let answer = match action {
            "ListClusters" => json!({"clusterArns": [arn("cluster/small"), arn("cluster/large")]}),
            "ListServices" => {
                let names = ["a", "b", "c"].map(|name| arn(&format!("service/{cluster}/{name}")));
                json!({"serviceArns": names, "ServiceSummaryList": []})
            }
            "DescribeServices" => {
                let one = |id: &Value| {
                    let name = id.as_str().and_then(|id| id.rsplit('/').next());
                    json!({
                        "serviceArn": id, "serviceName": name, "status": "ACTIVE",
                        "desiredCount": 2, "runningCount": 2, "pendingCount": 0,
                        "tags": [{"key": "Env", "value": "dev"}],
                    })
                };
                let asked = sent["services"].as_array().expect("a list");
                json!({"services": asked.iter().map(one).collect::<Vec<_>>()})
            }
            "ListTasks" => match (cluster, sent["serviceName"].as_str()) {
                ("small", None) => tasks(&["t1", "t2", "t3"]),
                // Three services stop, and there is a fourth page.
                ("large", None) => json!({"taskArns": ["u1"], "nextToken": "more"}),
                ("large", Some("b")) => tasks(&["u2"]),
                ("large", Some(_)) => tasks(&["u3"]),
                _ => return (500, String::new()),
            },
            "GetTaskProtection" => {
                let one = |task: &Value| {
                    let on = ["t2", "t3", "u2"].iter().any(|name| task == name);
                    json!({"taskArn": task, "protectionEnabled": on})
                };
                let asked = sent["tasks"].as_array().expect("a list");
                json!({"protectedTasks": asked.iter().map(one).collect::<Vec<_>>()})
            }
            "DescribeTasks" => {
                assert_eq!(sent["tasks"], json!(["t2", "t3"]));
                json!({"tasks": [
                    {"taskArn": "t2", "group": "service:b"},
                    {"taskArn": "t3", "group": "family:batch"},
                ]})
            }
            "UpdateService" => json!({"service": {}}),
            other => return empty(other),
        };
        (200, answer.to_string())
    }));
    let folder = folder();
    tick(&folder, &fake.url, "2026-11-23T20:01");
    let state = format!("file:{}", folder.path().join("state").display());
    let status = run(folder.path(), &fake.url, &["offhours", "status", "--state", &state]).1;
    assert!(status.starts_with("6 resources: 2 draining"), "{status}");
    assert_eq!(fake.count("UpdateService"), 4, "{status}");
    // One page of the small cluster; three of the large one, then one a service.
    assert_eq!(fake.count("ListTasks"), 1 + 3 + 3);
    assert_eq!((fake.count("GetTaskProtection"), fake.count("DescribeTasks")), (1 + 3, 1));
}

#[test]
fn an_organization_is_read_to_its_last_page_and_an_alias_blocks_its_own_account() {
    let fake = Fake::start(Arc::new(|action, sent| {
        let account = |id: &str, status: &str| json!({"Id": id, "Name": "x", "Status": status});
        let answer = match action {
            // The first page is empty and not the last, as AWS's own may be.
            "ListAccounts" => match sent["NextToken"].as_str() {
                None => json!({"Accounts": [], "NextToken": "2"}),
                Some("2") => {
                    json!({"Accounts": [account("111111111111", "ACTIVE")], "NextToken": "3"})
                }
                _ => json!({"Accounts": [account("222222222222", "SUSPENDED")]}),
            },
            "ListAccountAliases" => {
                return (403, "<E><Error><Code>AccessDenied</Code></Error></E>".to_owned());
            }
            other => match services(other, &json!({})) {
                Some(answer) => answer,
                None => return empty(other),
            },
        };
        (200, answer.to_string())
    }));
    let folder = folder();
    let plan = |more: &[&str]| {
        let args = ["offhours", "plan", "--organization", "--at", "2026-11-23T20:01"];
        run(folder.path(), &fake.url, &[&args[..], more].concat())
    };
    // The alias is denied and the organization's name stands in: nothing blocks.
    let done = plan(&[]);
    assert_eq!(done.0, 0, "{}", done.2);
    assert!(done.1.contains("web"), "{}", done.1);
    assert!(!done.1.contains("alias"), "{}", done.1);
    assert_eq!(fake.count("ListAccounts"), 3);
    // Without an organization nobody knows it, and only this account is held.
    let args = ["offhours", "plan", "--live", "--at", "2026-11-23T20:01"];
    let held = run(folder.path(), &fake.url, &args);
    assert!(held.1.contains("the alias of its account is not known (guard)"), "{}", held.1);
    let accounts = folder.path().join("accounts.txt");
    std::fs::write(&accounts, "111111111111\nnonsense # what is this\n").expect("writes");
    let file = ["offhours", "plan", "--accounts", accounts.to_str().expect("UTF-8")];
    let wrong = run(folder.path(), &fake.url, &file);
    assert_eq!(wrong.0, 2, "{}", wrong.1);
    assert!(wrong.2.contains("accounts.txt:2: `nonsense` is no account"), "{}", wrong.2);
}
