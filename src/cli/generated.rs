//! What is made from the program itself: schemas, completions, the man page.

use crate::catalog::{Catalog, Kind};
use crate::cli::Outcome;
use crate::cli::args::{Cli, CompletionsArgs, SchemaArgs, SchemaName};
use crate::cli::session::collected;
use crate::diagnostic::Sources;
use crate::topology;
use clap::CommandFactory;
use std::sync::Arc;

fn done(text: String) -> Outcome {
    Outcome::Done { text, unmet: Vec::new() }
}

/// What `kanjo` alone says: what to do next.
pub fn welcome() -> String {
    "kanjo says what a cloud system should cost, and why the bill differs.

  kanjo init                                       a kanjo.yaml to start from
  kanjo estimate                                   the kanjo.yaml of this folder
  kanjo estimate infra                             a folder of Terraform, or a plan's JSON
  kanjo estimate examples/commercial-production    a worked example
  kanjo estimate --format html --out report.html   the page to show
  kanjo diff before.yaml after.yaml                what a change does to the month
  kanjo scenarios                                  every scenario beside the plain bill
  kanjo check                                      budgets and guard rules of policies/
  kanjo doctor                                     whether anything is in the way
  kanjo advise                                     what could be cheaper, priced
  kanjo schema --kinds                             what can be priced
  kanjo --help                                     everything else

The smallest kanjo.yaml:

  version: 1
  region: ap-northeast-1
  resources:
    nat: {type: aws.nat_gateway, data: 60 GB}
"
    .to_owned()
}

/// Every kind of the catalogue.
pub fn all_kinds(sources: &mut Sources) -> Result<Vec<Arc<Kind>>, Outcome> {
    let mut catalog = Catalog::embedded();
    let names: Vec<String> = catalog.names().into_iter().map(str::to_owned).collect();
    let kinds: Result<Vec<_>, _> = names.iter().map(|name| catalog.kind(name, sources)).collect();
    kinds.map_err(|list| collected(list).into())
}

pub fn schema(args: &SchemaArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    if args.kinds {
        let kinds = all_kinds(sources)?;
        let width = kinds.iter().map(|k| k.name.len()).max().unwrap_or(0);
        let line = |k: &Arc<Kind>| format!("{:width$}  {}\n", k.name, k.title);
        return Ok(done(kinds.iter().map(line).collect()));
    }
    Ok(done(match args.format {
        SchemaName::Topology => topology::schema(&all_kinds(sources)?),
        SchemaName::Estimate => include_str!("../../docs/schema/estimate.json").to_owned(),
        SchemaName::Diff => include_str!("../../docs/schema/diff.json").to_owned(),
        SchemaName::Scenarios => include_str!("../../docs/schema/scenarios.json").to_owned(),
        SchemaName::Policies => include_str!("../../docs/schema/policies.json").to_owned(),
        SchemaName::Reconcile => include_str!("../../docs/schema/reconcile.json").to_owned(),
        SchemaName::Savings => include_str!("../../docs/schema/savings.json").to_owned(),
        SchemaName::Actual => include_str!("../../docs/schema/actual.json").to_owned(),
        SchemaName::Calibrate => include_str!("../../docs/schema/calibrate.json").to_owned(),
        SchemaName::Check => include_str!("../../docs/schema/check.json").to_owned(),
        SchemaName::Audit => include_str!("../../docs/schema/audit.json").to_owned(),
        SchemaName::OffhoursPlan => include_str!("../../docs/schema/offhours-plan.json").to_owned(),
        SchemaName::OffhoursTick => include_str!("../../docs/schema/offhours-tick.json").to_owned(),
        SchemaName::Advice => include_str!("../../docs/schema/advice.json").to_owned(),
    }))
}

pub fn completions(args: &CompletionsArgs) -> Outcome {
    let mut out = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "kanjo", &mut out);
    done(String::from_utf8_lossy(&out).into_owned())
}

/// One page: the program, then every command with its flags.
pub fn man() -> Outcome {
    let mut command = Cli::command();
    command.build();
    let mut out = Vec::new();
    // Writing to memory cannot fail.
    let _ = clap_mangen::Man::new(command.clone()).render(&mut out);
    below(&command, "kanjo", &mut out);
    done(String::from_utf8_lossy(&out).into_owned())
}

fn below(command: &clap::Command, path: &str, out: &mut Vec<u8>) {
    for own in command.get_subcommands().filter(|c| c.get_name() != "help") {
        let name = format!("{path} {}", own.get_name());
        let man = clap_mangen::Man::new(own.clone());
        let mut text = Vec::new();
        let _ = man.render_description_section(&mut text);
        let _ = man.render_options_section(&mut text);
        // Its sections are parts of one section here.
        let text = String::from_utf8_lossy(&text).replace(".SH ", ".SS ");
        out.extend_from_slice(format!(".SH \"{}\"\n{text}", name.to_uppercase()).as_bytes());
        below(own, &name, out);
    }
}
