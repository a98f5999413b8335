//! A server that answers as Cost Explorer and Athena do, on loopback: it filters,
//! groups and pages a ledger, and fails where it is told to. It keeps every
//! request, so that a test can hold them against AWS's own model of the services.

use super::super::wire::{self, Request};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A row of the ledger; amounts in billionths.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub day: String,
    pub dimensions: BTreeMap<&'static str, String>,
    pub tags: BTreeMap<String, String>,
    pub quantity: i128,
    pub unit: String,
    pub billed: i128,
    pub effective: i128,
}

/// What goes wrong.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// So many first requests are too many.
    pub throttled: usize,
    /// The second page of the first long answer has moved.
    pub moved: bool,
    /// Every question is refused with this.
    pub refused: Option<(&'static str, &'static str)>,
    /// From this day on everything is an estimate.
    pub open_from: Option<&'static str>,
    /// How an Athena query ends, and what it scans.
    pub ends: Option<&'static str>,
    pub scans: u64,
    /// The tags that are active for the allocation of costs.
    pub active: &'static [&'static str],
}

#[derive(Default)]
struct State {
    ledger: Vec<Row>,
    faults: Faults,
    asked: Vec<(String, Value)>,
    answered: usize,
    looks: usize,
    /// The answer of Athena: names, then rows.
    table: Vec<Vec<String>>,
}

pub struct Fake {
    pub url: String,
    state: Arc<Mutex<State>>,
}

/// Groups of a page.
const PAGE: usize = 4;

impl Fake {
    pub fn start(ledger: Vec<Row>, faults: Faults) -> Fake {
        let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
        let url = format!("http://{}", listener.local_addr().expect("bound"));
        let state = Arc::new(Mutex::new(State { ledger, faults, ..State::default() }));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = serve(stream, &shared);
            }
        });
        Fake { url, state }
    }

    pub fn table(&self, table: &[&[&str]]) {
        let row = |row: &&[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
        self.state.lock().expect("one").table = table.iter().map(row).collect();
    }

    pub fn change(&self, change: impl FnOnce(&mut Vec<Row>, &mut Faults)) {
        let mut state = self.state.lock().expect("one");
        let State { ledger, faults, .. } = &mut *state;
        change(ledger, faults);
    }

    /// Requests by operation, and how many were answered, since the last time.
    pub fn asked(&self) -> (Vec<(String, Value)>, usize) {
        let mut state = self.state.lock().expect("one");
        (std::mem::take(&mut state.asked), std::mem::take(&mut state.answered))
    }
}

fn serve(mut stream: TcpStream, state: &Mutex<State>) -> Option<()> {
    let request = Request::read(&mut stream)?;
    let signed = request.header("authorization").is_some_and(|a| a.starts_with("AWS4-HMAC-SHA256"));
    assert!(signed, "{}", request.head);
    let (status, text) = match request.header("x-amz-target") {
        None => (200, "<R><Account>111122223333</Account></R>".to_owned()),
        Some(target) => {
            let operation = target.split('.').next_back().unwrap_or("").to_owned();
            let json: Value = serde_json::from_str(&request.body).expect("JSON");
            let mut state = state.lock().expect("one");
            state.asked.push((operation.clone(), json.clone()));
            match answer(&mut state, &operation, &json) {
                Ok(found) => {
                    state.answered += 1;
                    (200, found.to_string())
                }
                Err((code, message)) => {
                    (400, json!({"__type": code, "message": message}).to_string())
                }
            }
        }
    };
    stream.write_all(&wire::answer(status, &text)).ok()
}

type Refusal = (String, String);

fn refusal(code: &str, message: &str) -> Refusal {
    (code.to_owned(), message.to_owned())
}

fn answer(state: &mut State, operation: &str, question: &Value) -> Result<Value, Refusal> {
    if let Some((code, message)) = state.faults.refused {
        return Err(refusal(code, message));
    }
    if state.faults.throttled > 0 {
        state.faults.throttled -= 1;
        return Err(refusal("LimitExceededException", "Rate exceeded"));
    }
    match operation {
        "GetCostAndUsage" => costs(state, question),
        "ListCostAllocationTags" => {
            let asked = question["TagKeys"].as_array().into_iter().flatten();
            let active = asked.filter(|key| state.faults.active.iter().any(|a| key == a));
            let tag =
                |key: &Value| json!({"TagKey": key, "Type": "UserDefined", "Status": "Active"});
            Ok(json!({"CostAllocationTags": active.map(tag).collect::<Vec<_>>()}))
        }
        "StartQueryExecution" => Ok(json!({"QueryExecutionId": "q"})),
        "StopQueryExecution" => Ok(json!({})),
        "GetQueryExecution" => {
            state.looks += 1;
            let end = state.faults.ends.unwrap_or("SUCCEEDED");
            let running = ["QUEUED", "RUNNING"].get(state.looks - 1).copied();
            Ok(json!({"QueryExecution": {
                "Status": {"State": running.unwrap_or(end), "StateChangeReason": "TABLE_NOT_FOUND: db.cur2"},
                "Statistics": {"DataScannedInBytes": if state.looks > 1 { state.faults.scans } else { 0 }},
            }}))
        }
        "GetQueryResults" => Ok(rows(state, question)),
        other => Err(refusal("UnknownOperationException", other)),
    }
}

/// The names in the first row of the first page, one row a page.
fn rows(state: &State, question: &Value) -> Value {
    let at: usize = question["NextToken"].as_str().map_or(0, |token| token.parse().expect("ours"));
    let names = state.table[0].iter().map(|name| json!({"Name": name}));
    let data = |row: &Vec<String>| {
        let cells =
            row.iter().map(|c| if c.is_empty() { json!({}) } else { json!({"VarCharValue": c}) });
        json!({"Data": cells.collect::<Vec<_>>()})
    };
    let here: Vec<Value> = state
        .table
        .iter()
        .skip(if at == 0 { 0 } else { at })
        .take(if at == 0 { 2 } else { 1 })
        .map(data)
        .collect();
    let next = if at == 0 { 2 } else { at + 1 };
    let mut page = json!({"ResultSet": {
        "Rows": here, "ResultSetMetadata": {"ColumnInfo": names.collect::<Vec<_>>()},
    }});
    if next < state.table.len() {
        page["NextToken"] = json!(next.to_string());
    }
    page
}

fn costs(state: &mut State, question: &Value) -> Result<Value, Refusal> {
    let mut same = question.clone();
    let token = same.as_object_mut().and_then(|o| o.remove("NextPageToken"));
    let at = match token.as_ref().and_then(Value::as_str) {
        None => 0,
        Some(token) => {
            let (at, of) = token.split_once(' ').expect("ours");
            if of.as_bytes() != same.to_string().as_bytes() {
                return Err(refusal("RequestChangedException", "the question is another"));
            }
            if std::mem::take(&mut state.faults.moved) {
                return Err(refusal("RequestChangedException", "the answer has moved"));
            }
            at.parse().expect("ours")
        }
    };
    let text = |path: &str| question.pointer(path).and_then(Value::as_str).unwrap_or("").to_owned();
    let (from, to) = (text("/TimePeriod/Start"), text("/TimePeriod/End"));
    let monthly = text("/Granularity") == "MONTHLY";
    let by: Vec<(String, String)> = question["GroupBy"]
        .as_array()
        .expect("groups")
        .iter()
        .map(|g| {
            (
                g["Type"].as_str().expect("a type").to_owned(),
                g["Key"].as_str().expect("a key").to_owned(),
            )
        })
        .collect();
    assert!(by.len() <= 2, "two groups at most");
    let mut periods: BTreeMap<String, BTreeMap<Vec<String>, Vec<&Row>>> = BTreeMap::new();
    for row in
        state.ledger.iter().filter(|r| r.day >= from && r.day < to && keeps(&question["Filter"], r))
    {
        let start = if monthly { format!("{}-01", &row.day[..7]) } else { row.day.clone() };
        let keys = by.iter().map(|(kind, key)| match kind.as_str() {
            "TAG" => format!("{key}${}", row.tags.get(key).map_or("", String::as_str)),
            _ => row.dimensions.get(key.as_str()).cloned().unwrap_or_default(),
        });
        periods.entry(start).or_default().entry(keys.collect()).or_default().push(row);
    }
    let all: Vec<(&String, &Vec<String>, &Vec<&Row>)> = periods
        .iter()
        .flat_map(|(start, groups)| groups.iter().map(move |(k, r)| (start, k, r)))
        .collect();
    let mut results: Vec<Value> = Vec::new();
    for (start, keys, rows) in all.iter().skip(at).take(PAGE) {
        let group = json!({"Keys": keys, "Metrics": metrics(rows)});
        match results.last_mut().filter(|last| last["TimePeriod"]["Start"] == **start) {
            Some(last) => last["Groups"].as_array_mut().expect("groups").push(group),
            None => {
                let estimated = state.faults.open_from.is_some_and(|open| start.as_str() >= open);
                results.push(json!({
                    "TimePeriod": {"Start": start, "End": end(start, monthly)},
                    "Total": {}, "Groups": [group], "Estimated": estimated,
                }));
            }
        }
    }
    let mut page = json!({
        "GroupDefinitions": question["GroupBy"], "ResultsByTime": results, "DimensionValueAttributes": [],
    });
    if at + PAGE < all.len() {
        page["NextPageToken"] = json!(format!("{} {same}", at + PAGE));
    }
    Ok(page)
}

fn end(start: &str, monthly: bool) -> String {
    let day: jiff::civil::Date = start.parse().expect("a day");
    let span = if monthly { jiff::Span::new().months(1) } else { jiff::Span::new().days(1) };
    day.checked_add(span).expect("a day").to_string()
}

fn metrics(rows: &[&Row]) -> Value {
    let units: BTreeSet<&str> = rows.iter().map(|r| r.unit.as_str()).collect();
    let unit = if units.len() == 1 { rows[0].unit.as_str() } else { "N/A" };
    let amount = |of: fn(&Row) -> i128, unit: &str| {
        let sum: i128 = rows.iter().map(|row| of(row)).sum();
        let sign = if sum < 0 { "-" } else { "" };
        let sum = sum.unsigned_abs();
        json!({"Amount": format!("{sign}{}.{:09}", sum / 1_000_000_000, sum % 1_000_000_000), "Unit": unit})
    };
    let mut all = Map::new();
    for (name, value) in [
        ("UnblendedCost", amount(|r| r.billed, "USD")),
        ("AmortizedCost", amount(|r| r.effective, "USD")),
        ("NetAmortizedCost", amount(|r| r.effective, "USD")),
        ("UsageQuantity", amount(|r| r.quantity, unit)),
    ] {
        all.insert(name.to_owned(), value);
    }
    Value::Object(all)
}

fn keeps(filter: &Value, row: &Row) -> bool {
    if let Some(all) = filter["And"].as_array() {
        return all.iter().all(|one| keeps(one, row));
    }
    let values = |of: &Value| -> Vec<String> {
        of["Values"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|v| v.as_str().expect("a text").to_owned())
            .collect()
    };
    if let Some(of) = filter.get("Dimensions") {
        let own = row.dimensions.get(of["Key"].as_str().expect("a key"));
        return values(of).iter().any(|value| Some(value) == own);
    }
    if let Some(of) = filter.get("Tags") {
        let own = row.tags.get(of["Key"].as_str().expect("a key"));
        return match of["MatchOptions"][0].as_str() {
            Some("ABSENT") => own.is_none(),
            _ => own.is_some_and(|own| values(of).contains(own)),
        };
    }
    assert!(filter.is_null(), "a filter that nobody expects: {filter}");
    true
}
