//! Small random systems over real kinds.

use proptest::prelude::*;
use std::collections::BTreeMap;

/// A resource as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Thing {
    pub name: String,
    pub kind: String,
    /// In the order of the file; the first is never left out.
    pub inputs: Vec<(String, String)>,
}

impl Thing {
    pub fn new(name: &str, kind: &str, inputs: Vec<(&str, &str)>) -> Thing {
        let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let inputs = inputs.into_iter().map(own).collect();
        Thing { name: name.to_owned(), kind: kind.to_owned(), inputs }
    }

    pub fn body(&self) -> String {
        let inputs = self.inputs.iter().map(|(name, value)| format!(", {name}: {value}"));
        format!("{{type: {}{}}}", self.kind, inputs.collect::<String>())
    }

    pub fn set(&mut self, name: &str, value: &str) {
        match self.inputs.iter_mut().find(|(known, _)| known == name) {
            // Maps merge by key.
            Some((_, old)) if name == "transfer_out" => {
                *old = format!("{{{}}}", merged(old, value));
            }
            Some((_, old)) => *old = value.to_owned(),
            None => self.inputs.push((name.to_owned(), value.to_owned())),
        }
    }
}

/// The entry `Japan` of a map of geographies, with the others as they were.
fn merged(old: &str, new: &str) -> String {
    let inside = |map: &str| map[1..map.len() - 1].to_owned();
    let others = inside(old);
    let others = others.split_once(", United States: ").map(|(_, states)| states.to_owned());
    match others {
        Some(states) => format!("{}, United States: {states}", inside(new)),
        None => inside(new),
    }
}

fn range(low: u32, expected: u32, high: u32) -> String {
    match low == high {
        true => high.to_string(),
        false => format!("{{low: {low}, expected: {expected}, high: {high}}}"),
    }
}

/// A number up to `most`, or a range of three.
pub fn amount(most: u32) -> impl Strategy<Value = String> {
    let three = prop::array::uniform3(0..=most).prop_map(|mut three| {
        three.sort_unstable();
        range(three[0], three[1], three[2])
    });
    prop_oneof![(0..=most).prop_map(|n| n.to_string()), three]
}

const WINDOWS: [&str; 4] =
    ["Mon-Fri 09:00-18:30", "Sat-Mon 20:00-04:00", "Wed 00:00-24:00", "2026-12-24 10:00-12:00"];

/// An amount that may change over time.
fn profile(most: u32) -> impl Strategy<Value = String> {
    let during = (amount(most), prop::sample::select(&WINDOWS[..]), amount(most)).prop_map(
        |(base, when, value)| {
            format!("{{base: {base}, during: [{{when: \"{when}\", value: {value}}}]}}")
        },
    );
    prop_oneof![amount(most), during]
}

type Inputs = Vec<(&'static str, String)>;

/// A kind with its inputs.
fn kind() -> impl Strategy<Value = (&'static str, Inputs)> {
    let sizes = vec![("0.25", "0.5"), ("0.5", "1"), ("1", "2"), ("2", "4")];
    let switch = || any::<bool>().prop_map(|on| on.to_string());
    let choice = |of: &[&'static str]| prop::sample::select(of.to_vec()).prop_map(str::to_owned);
    let fargate = (
        (prop::sample::select(sizes), profile(6), choice(&["x86", "arm64"])),
        (switch(), choice(&["20", "50"]), switch()),
    )
        .prop_map(|((size, tasks, architecture), (spot, storage, public))| {
            let size = [("vcpu", size.0.to_owned()), ("memory", size.1.to_owned())];
            let rest = [
                ("tasks", tasks),
                ("architecture", architecture),
                ("spot", spot),
                ("ephemeral_storage", storage),
                ("public_ip", public),
            ];
            ("aws.fargate", size.into_iter().chain(rest).collect())
        });
    let nat = amount(2000).prop_map(|data| ("aws.nat_gateway", vec![("data", data)]));
    // Requests are spread as the transfer is, and cost less in some
    // geographies: with two of them more traffic may be cheaper.
    let cdn = (amount(20_000), prop::option::of(amount(20_000)), amount(30_000_000), amount(5))
        .prop_map(|(japan, states, requests, functions)| {
            let mut inputs = match states {
                None => vec![
                    ("transfer_out", format!("{{Japan: {japan}}}")),
                    ("https_requests", requests),
                ],
                Some(states) => {
                    vec![("transfer_out", format!("{{Japan: {japan}, United States: {states}}}"))]
                }
            };
            inputs.push(("functions", functions));
            ("aws.cloudfront", inputs)
        });
    let logs = (amount(12), amount(20), amount(9)).prop_map(|(ingest, stored, scanned)| {
        ("aws.log_group", vec![("ingest", ingest), ("stored", stored), ("scanned", scanned)])
    });
    let s3 = (amount(600_000), amount(90_000), amount(90_000)).prop_map(|(storage, put, get)| {
        ("aws.s3", vec![("storage", storage), ("put_requests", put), ("get_requests", get)])
    });
    let alb = (profile(5), 2u32..5)
        .prop_map(|(lcu, azs)| ("aws.alb", vec![("lcu", lcu), ("azs", azs.to_string())]));
    let datadog = (profile(7), switch(), choice(&["annual", "monthly", "on-demand"])).prop_map(
        |(tasks, apm, term)| {
            ("datadog.fargate", vec![("tasks", tasks), ("apm", apm), ("term", term)])
        },
    );
    prop_oneof![fargate, nat, cdn, logs, s3, alb, datadog]
}

/// One to six resources, some of them more than once, on and off.
pub fn system() -> impl Strategy<Value = Vec<Thing>> {
    let schedule = prop::sample::select(vec!["", "", "office", "night", "always"]);
    let one = (kind(), prop::option::of(amount(3)), schedule).prop_map(
        |((kind, inputs), count, schedule)| {
            let mut all: Inputs = inputs;
            all.extend(count.map(|count| ("count", count)));
            if !schedule.is_empty() {
                all.push(("schedule", schedule.to_owned()));
            }
            (kind, all)
        },
    );
    prop::collection::vec((one, 1usize..4), 1..4).prop_map(|ones| {
        let copies = ones.into_iter().flat_map(|(one, copies)| vec![one; copies]);
        copies
            .enumerate()
            .map(|(i, (kind, inputs))| {
                let inputs = inputs.iter().map(|(name, value)| (*name, &**value)).collect();
                Thing::new(&format!("r{i}"), kind, inputs)
            })
            .collect()
    })
}

/// Usage of pooled and tiered meters, low, expected and high.
#[derive(Clone, Debug)]
pub struct Spread {
    id: u32,
    usage: BTreeMap<&'static str, [u32; 3]>,
}

pub fn spread() -> impl Strategy<Value = Spread> {
    let limits = [
        ("Japan", 9000),
        ("United States", 9000),
        ("functions", 2_000_000),
        ("ingest", 4),
        ("stored", 6),
        ("scanned", 3),
        ("storage", 40_000),
        ("put_requests", 5000),
    ];
    let usage = limits.map(|(_, most)| prop::array::uniform3(0u32..=most));
    (any::<u32>(), usage.to_vec()).prop_map(move |(id, values)| {
        let names = limits.iter().map(|(name, _)| *name);
        let sorted = values.into_iter().map(|mut three| {
            three.sort_unstable();
            three
        });
        Spread { id, usage: names.zip(sorted).collect() }
    })
}

impl Spread {
    pub fn plus(mut self, other: &Spread) -> Spread {
        for (name, three) in &mut self.usage {
            three.iter_mut().zip(other.usage[name]).for_each(|(a, b)| *a += b);
        }
        self
    }

    /// A distribution, a log group and a bucket with this usage.
    pub fn each(&self) -> Vec<Thing> {
        let of = |name| {
            let [low, expected, high] = self.usage[name];
            range(low, expected, high)
        };
        let geographies =
            format!("{{Japan: {}, United States: {}}}", of("Japan"), of("United States"));
        let cdn = vec![("transfer_out", geographies), ("functions", of("functions"))];
        let logs = ["ingest", "stored", "scanned"].map(|name| (name, of(name))).to_vec();
        let bucket = ["storage", "put_requests"].map(|name| (name, of(name))).to_vec();
        [("aws.cloudfront", cdn), ("aws.log_group", logs), ("aws.s3", bucket)]
            .into_iter()
            .map(|(kind, inputs)| {
                let name = format!("{}-{}", kind.replace('.', "-"), self.id);
                let inputs = inputs.iter().map(|(name, value)| (*name, &**value)).collect();
                Thing::new(&name, kind, inputs)
            })
            .collect()
    }
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Windows, and the windows of all other time; both as lists in YAML.
pub fn window() -> impl Strategy<Value = (String, String)> {
    let clock = |quarter: u32| format!("{:02}:{:02}", quarter / 4, quarter % 4 * 15);
    (0usize..7, 1usize..8, 0u32..95, 1u32..96).prop_map(move |(first, count, open, length)| {
        let close = (open + length).min(96);
        let (mut on, mut off) = (Vec::new(), Vec::new());
        for (i, day) in DAYS.iter().enumerate() {
            let window = |from: u32, to: u32| format!("\"{day} {}-{}\"", clock(from), clock(to));
            if (i + 7 - first) % 7 >= count {
                off.push(window(0, 96));
                continue;
            }
            on.push(window(open, close));
            off.extend((open > 0).then(|| window(0, open)));
            off.extend((close < 96).then(|| window(close, 96)));
        }
        (on.join(", "), off.join(", "))
    })
}
