//! The query over a table that nobody here can look into: the columns are those
//! that AWS's own exports have.

use super::Wanted;
use super::columns::{Columns, Field};
use super::query::{Engine, Kind, Query, Table, aggregate};
use crate::diagnostic::{Code, Diagnostic};

/// Exports of AWS, by name.
pub const EXPORTS: [&str; 3] = ["cur2", "focus-1.0", "focus-1.2"];

/// The query over such an export.
pub fn standard(
    engine: Engine,
    export: &str,
    table: &str,
    month: Option<&str>,
    wanted: &Wanted,
) -> Result<Query, Diagnostic> {
    let header: Vec<(String, Kind)> = Field::every()
        .filter_map(|field| Some((column(field, export)?.to_owned(), kind(field))))
        .collect();
    let names: csv::StringRecord = header.iter().map(|(name, _)| name.as_str()).collect();
    let columns = Columns::of(export, &names, None)?;
    if engine == Engine::Athena && month.is_none() {
        return Err(Diagnostic::new(
            Code::MissingKey,
            "which month? Athena bills what it scans, and a table has every month",
        )
        .help("--month 2026-07"));
    }
    let table = Table { name: &quoted(table)?, header: &header, partition: month };
    Ok(aggregate(engine, &table, &columns, wanted))
}

/// The column of a field; AWS fills the service's own columns beside FOCUS's.
fn column(field: Field, export: &str) -> Option<&'static str> {
    let (cur, focus) = field.columns();
    let name = match (export, field) {
        ("cur2", _) => cur,
        (_, Field::Provider) => "ProviderName",
        ("focus-1.0", Field::UsageType) => "x_UsageType",
        ("focus-1.0", Field::Invoice) => "",
        _ => focus,
    };
    name.split(' ').next().filter(|name| !name.is_empty())
}

fn kind(field: Field) -> Kind {
    match field {
        Field::Tags => Kind::Map,
        Field::Month | Field::Start | Field::End => Kind::Other,
        field if field.is_amount() => Kind::Double,
        _ => Kind::Text,
    }
}

/// A name of a table, which no engine takes as a parameter: only letters, digits
/// and underscores, in up to three parts.
fn quoted(table: &str) -> Result<String, Diagnostic> {
    let parts: Vec<&str> = table.split('.').collect();
    let plain = |part: &&str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    if parts.len() > 3 || !parts.iter().all(plain) {
        let message = format!("--table {table}: not the name of a table");
        return Err(Diagnostic::new(Code::UnknownChoice, message)
            .help("database.table, of letters, digits and underscores"));
    }
    Ok(parts.iter().map(|part| format!("\"{part}\"")).collect::<Vec<_>>().join("."))
}
