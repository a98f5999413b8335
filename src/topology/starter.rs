//! The kanjo.yaml that `kanjo init` writes: a small system of a common shape,
//! with a reason beside each number, that estimates at once.
//!
//! It is text and not a tree, because what a person reads in it matters as much
//! as what kanjo does.

use crate::quantity::Number;

/// What kind of system it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Containers behind a load balancer, with a database.
    #[default]
    Web,
    /// Functions behind an API, with a table.
    Serverless,
    /// Files behind a CDN.
    Static,
}

impl Shape {
    pub const ALL: [Shape; 3] = [Shape::Web, Shape::Serverless, Shape::Static];

    pub fn name(self) -> &'static str {
        match self {
            Shape::Web => "web",
            Shape::Serverless => "serverless",
            Shape::Static => "static",
        }
    }
}

/// The answers that a file is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Starter {
    pub project: String,
    pub region: String,
    pub shape: Shape,
    /// A month.
    pub requests: Number,
    /// Whether there is a staging beside production, on in office hours.
    pub staging: bool,
}

/// The file's text.
pub fn starter(s: &Starter) -> String {
    let resources = match s.shape {
        Shape::Web => WEB,
        Shape::Serverless => SERVERLESS,
        Shape::Static => STATIC,
    };
    let japan = matches!(&*s.region, "ap-northeast-1" | "ap-northeast-3");
    let (zone, holidays) = if japan { ("Asia/Tokyo", ", holidays: jp") } else { ("UTC", "") };
    let (staging, schedules) = match (s.staging, s.shape) {
        (false, _) => (String::new(), String::new()),
        (true, shape) => (
            staging(shape).to_owned(),
            format!(
                "\n# When something is on. What is not by the hour goes on costing: --format html shows both.\nschedules:\n  office: {{on: \"Mon-Fri 08:00-20:00\"{holidays}}}\n"
            ),
        ),
    };
    format!(
        "# What this system should cost. Next: kanjo estimate, kanjo scenarios, and
# kanjo estimate --format html --out report.html
# What can be priced: kanjo schema --kinds. For your editor: kanjo schema > kanjo.schema.json
version: 1
project: {project}
region: {region}
timezone: {zone}

# The numbers that the business knows. Formulas use them by name.
drivers:
  requests: {requests}                # a month
{schedules}
environments:
  production: {{}}
{staging}
{resources}",
        project = quoted(&s.project),
        region = s.region,
        requests = s.requests,
    )
}

/// A name as YAML reads it back, whatever it holds.
pub(super) fn quoted(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
            .contains(&text.to_lowercase().as_str());
    if plain {
        return text.to_owned();
    }
    let kept = text.chars().filter(|c| !c.is_control());
    format!("'{}'", kept.collect::<String>().replace('\'', "''"))
}

fn staging(shape: Shape) -> &'static str {
    match shape {
        Shape::Web => {
            "  staging:
    schedule: office
    drivers: {requests: 10K}
    resources:                   # only what differs
      app: {tasks: 1}
      db: {class: db.t4g.medium, multi_az: false}
"
        }
        Shape::Serverless | Shape::Static => {
            "  staging:
    schedule: office             # functions and files cost by use: little stops
    drivers: {requests: 10K}
"
        }
    }
}

const WEB: &str = "resources:
  app: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}
  db: {type: aws.rds, engine: mysql, class: db.m6g.large, storage: 50 GB, multi_az: true}
  alb: {type: aws.alb, azs: 2, lcu: 0.5}
  nat: {type: aws.nat_gateway, data: 20 GB}
  assets: {type: aws.s3, storage: 20 GB, get_requests: requests}
  logs: {type: aws.log_group, ingest: 5 GB, retention: 30 days}

# What could be otherwise: kanjo scenarios prices each beside the plain file.
scenarios:
  graviton:
    title: The same tasks on ARM
    resources: {app: {architecture: arm64}}
  one-zone-database:
    title: The database in one zone
    resources: {db: {multi_az: false}}
";

const SERVERLESS: &str = "resources:
  api: {type: aws.api_gateway, protocol: http, requests: requests}
  function: {type: aws.lambda, requests: requests, duration: 120 ms, memory: 512 MB}
  table: {type: aws.dynamodb, capacity: on-demand, reads: 2 * requests, writes: 0.5 * requests, storage: 5 GB}
  logs: {type: aws.log_group, ingest: 2 GB, retention: 30 days}

# What could be otherwise: kanjo scenarios prices each beside the plain file.
scenarios:
  arm:
    title: The same function on ARM
    resources: {function: {architecture: arm64}}
  ten-times:
    title: Ten times the requests
    drivers: {requests: 10M}
";

const STATIC: &str = "resources:
  files: {type: aws.s3, storage: 5 GB, get_requests: 0.1 * requests}
  cdn:
    type: aws.cloudfront
    plan: pay-as-you-go
    transfer_out: {Japan: requests / 10000}     # GB, at 100 KB a request
    https_requests: requests
  zone: {type: aws.route53_zone, alias_only: true}

# What could be otherwise: kanjo scenarios prices each beside the plain file.
scenarios:
  ten-times:
    title: Ten times the requests
    drivers: {requests: 10M}
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_name_whatever_it_holds() {
        assert_eq!(quoted("shop-1"), "shop-1");
        assert_eq!(quoted("it's: {a}\n"), "'it''s: {a}'");
        assert_eq!(quoted("null"), "'null'");
        assert_eq!(quoted("1e3"), "'1e3'");
    }
}
