//! `kanjo actuals sql`: the query that sums an export, to run where the data is.
//!
//! Values are parameters and never in the text; what an engine takes no parameter
//! for, the table, is checked instead.

use crate::actuals::{self, EXPORTS, Engine, Query, Wanted};
use crate::calendar::Period;
use crate::cli::Outcome;
use crate::diagnostic::{Code, Diagnostic};
use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub struct SqlArgs {
    /// Whose words
    #[arg(long, value_enum)]
    pub engine: EngineName,
    /// What the table is an export of: cur2, focus-1.0, focus-1.2
    #[arg(long, value_name = "NAME", default_value = "cur2", value_parser = EXPORTS)]
    pub of: String,
    /// The table: database.table
    #[arg(long, value_name = "NAME", default_value = "bill")]
    pub table: String,
    /// The partition: 2026-07. Athena needs it, because it bills what it scans
    #[arg(long, value_name = "MONTH")]
    pub month: Option<String>,
    /// The tag that names the environment
    #[arg(long, value_name = "KEY", default_value = "env")]
    pub environment_tag: String,
    /// The tag that names the resource
    #[arg(long, value_name = "KEY", default_value = "component")]
    pub resource_tag: String,
    #[arg(long, value_enum, default_value = "text")]
    pub format: SqlFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum EngineName {
    /// The engine of kanjo's own builds with `lake`
    Datafusion,
    Athena,
    /// DataFusion without kanjo's own functions
    Ballista,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SqlFormat {
    /// The query, its parameters as comments below it
    Text,
    Json,
}

pub fn run(args: &SqlArgs) -> Result<Outcome, Outcome> {
    let (engine, name) = match args.engine {
        EngineName::Datafusion => (Engine::DataFusion, "datafusion"),
        EngineName::Athena => (Engine::Athena, "athena"),
        EngineName::Ballista => (Engine::Ballista, "ballista"),
    };
    let month = args.month.as_deref();
    if let Some(month) = month {
        Period::parse(month).map_err(|e| Diagnostic::new(Code::BadSchedule, e.message))?;
    }
    let wanted = Wanted {
        environment: Some(args.environment_tag.clone()),
        resource: Some(args.resource_tag.clone()),
        ..Wanted::default()
    };
    let query = actuals::standard(engine, &args.of, &args.table, month, &wanted)?;
    let text = match args.format {
        SqlFormat::Text => text(&query),
        SqlFormat::Json => json(&query, name),
    };
    Ok(Outcome::Done { text, unmet: Vec::new() })
}

fn text(query: &Query) -> String {
    let values = query.parameters.iter().enumerate();
    // A comment ends with its line, whatever a value holds.
    let values = values.map(|(i, value)| format!("-- {}: {}\n", i + 1, value.escape_debug()));
    query.sql.clone() + &values.collect::<String>()
}

fn json(query: &Query, engine: &str) -> String {
    let Query { sql, parameters, .. } = query;
    let object = serde_json::json!({
        "schema": 1, "engine": engine, "sql": sql, "parameters": parameters,
    });
    format!("{object:#}\n")
}
