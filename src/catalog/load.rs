//! From a catalogue file to a [`Kind`] and to [`Pool`]s.

use crate::bill::OffHours;
use crate::catalog::kind::{
    Amount, CaveatRule, Check, Example, Input, InputType, Kind, Ladder, Mapping, Meter, Pool,
    PoolScope, Role, Tiers,
};
use crate::catalog::reader::{Reader, parse};
use crate::diagnostic::{Code, Diagnostic, FileId};
use crate::expr::{Notes, Value, eval};
use crate::quantity::{Number, Unit};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The text with its examples blank, and everything else where it was. They are
/// a third of a file.
pub fn without_examples(text: &str) -> String {
    let mut inside = false;
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        inside |= line.starts_with("  example \"");
        match inside {
            true => out.extend(line.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' })),
            false => out.push_str(line),
        }
        inside &= !line.starts_with("  }");
    }
    out
}

/// Reads the one kind of a file. All that is wrong with it, if anything is.
pub fn kind(text: &str, file: FileId) -> Result<Kind, Vec<Diagnostic>> {
    let body = parse(text, file).map_err(|d| vec![d])?;
    let errors = RefCell::default();
    let root = Reader::root(&body, file, &errors);
    let mut kinds: Vec<Kind> = Vec::new();
    for (name, reader) in root.labelled("kind") {
        if let Some(kind) = read_kind(name, &reader, file) {
            kinds.push(kind);
        }
        reader.finish();
    }
    root.finish();
    if errors.borrow().is_empty() && kinds.len() != 1 {
        root.error(root.span, "a catalogue file holds exactly one kind");
    }
    let errors = errors.into_inner();
    match kinds.pop() {
        Some(kind) if errors.is_empty() => match super::check::names(&kind) {
            errors if errors.is_empty() => Ok(kind),
            errors => Err(errors),
        },
        _ => Err(errors),
    }
}

fn read_kind(name: Arc<str>, reader: &Reader<'_>, file: FileId) -> Option<Kind> {
    if !name.contains('.') {
        reader.error(reader.span, "a kind is named vendor.name");
    }
    let title = reader.required_text("title");
    let service = reader.required_text("service");
    let region = reader.text("region");
    let _note = reader.text("note");
    let inputs: Vec<Input> = reader
        .labelled("input")
        .into_iter()
        .filter_map(|(name, r)| read_input(&name, "", &r))
        .collect();
    let locals = reader.blocks("locals").into_iter().flat_map(|(_, r)| r.every());
    let mut tables: BTreeMap<Arc<str>, Value> = BTreeMap::new();
    for (name, expr) in locals {
        match eval(&expr, &BTreeMap::new(), &mut Notes::default()) {
            Ok(value) => {
                tables.insert(name, value);
            }
            Err(fault) => reader.error(fault.span, fault.message),
        }
    }
    let checks = reader.labelled("check").into_iter().filter_map(|(_, r)| {
        let check = Check { condition: r.required("condition")?, message: r.required("message")? };
        r.finish();
        Some(check)
    });
    let checks = checks.collect();
    let caveats = reader.labelled("caveat").into_iter().filter_map(|(code, r)| {
        let known =
            Code::named(&code).filter(|c| c.severity() == crate::diagnostic::Severity::Caveat);
        if known.is_none() {
            r.error(r.span, format!("`{code}` is not the code of a caveat"));
        }
        let rule =
            CaveatRule { code: known?, when: r.required("when")?, message: r.required("message")? };
        r.finish();
        Some(rule)
    });
    let caveats = caveats.collect();
    let service = service.unwrap_or_else(|| Arc::from(""));
    let mut meters: Vec<Meter> = Vec::new();
    for (meter_name, r) in reader.labelled("meter") {
        if meters.iter().any(|m| m.name == meter_name) {
            r.error(r.span, format!("a second meter `{meter_name}`"));
        }
        meters.extend(read_meter(meter_name, &service, region.as_ref(), &r));
        r.finish();
    }
    let terraform = reader.labelled("terraform").into_iter().map(|(resource_type, r)| {
        let inputs = r.blocks("inputs").into_iter().flat_map(|(_, i)| i.every()).collect();
        let mapping = Mapping {
            resource_type,
            when: r.expr("when"),
            for_each: r.expr("for_each"),
            region: r.expr("region"),
            free: r.text("free"),
            inputs,
            span: r.span,
        };
        r.finish();
        mapping
    });
    let terraform = terraform.collect();
    let examples =
        reader.labelled("example").into_iter().filter_map(|(name, r)| read_example(name, &r));
    Some(Kind {
        name,
        title: title?,
        title_ja: reader.text("title_ja"),
        aliases: reader.texts("aliases"),
        live: reader.texts("live"),
        examples: examples.collect(),
        inputs,
        locals: Value::map(tables),
        checks,
        caveats,
        meters,
        terraform,
        file,
        span: reader.span,
    })
}

fn read_input(name: &Arc<str>, parent: &str, reader: &Reader<'_>) -> Option<Input> {
    let kind = match reader.type_name("type").as_deref() {
        Some("number") => InputType::Number,
        Some("text") => InputType::Text,
        Some("switch") => InputType::Switch,
        Some("list(text)") => InputType::List,
        Some("map(number)") => InputType::Map,
        Some("object") => InputType::Object,
        Some(other) => {
            let known = "number, text, switch, list(text), map(number), object";
            reader.error(reader.span, format!("`{other}` is no type; the types are {known}"));
            return None;
        }
        None => {
            reader.error(reader.span, "`type` is missing");
            return None;
        }
    };
    let path: Arc<str> =
        Arc::from(if parent.is_empty() { name.to_string() } else { format!("{parent}.{name}") });
    let unit = reader.text("unit").map(|unit| Unit::named(&unit));
    if unit.is_none() && matches!(kind, InputType::Number | InputType::Map) {
        reader.error(reader.span, "`unit` is missing; \"1\" is a plain count");
    }
    let role = reader.choice("role", &[("size", Role::Size), ("usage", Role::Usage)], Role::Size);
    let default = reader.constant("default").map(|(value, _)| value);
    if role == Role::Usage && default.is_some() {
        reader.error(reader.span, "a usage has no default: unset is listed, never assumed");
    }
    let fields: Vec<Input> = reader
        .labelled("input")
        .into_iter()
        .filter_map(|(name, r)| read_input(&name, &path, &r))
        .collect();
    if (kind == InputType::Object) == fields.is_empty() {
        reader.error(reader.span, "an object has inputs, and nothing else has");
    }
    let input = Input {
        name: Arc::clone(name),
        kind,
        unit,
        role,
        default,
        min: reader.number("min"),
        max: reader.number("max"),
        one_of: reader.texts("one_of"),
        over_time: reader.flag("over_time"),
        about: reader.text("about").unwrap_or_else(|| Arc::from("")),
        fields,
        span: reader.span,
        path,
    };
    if input.over_time && !matches!(input.kind, InputType::Number | InputType::Text) {
        reader.error(reader.span, "only a number or a text changes over time");
    }
    if input.about.is_empty() {
        reader.error(reader.span, "`about` is missing: say what the input is");
    }
    if let (Some(Value::String(text)), false) = (&input.default, input.one_of.is_empty())
        && !input.one_of.contains(text)
    {
        reader.error(reader.span, format!("the default `{text}` is not one of its choices"));
    }
    reader.finish();
    Some(input)
}

fn read_meter(
    name: Arc<str>,
    service: &Arc<str>,
    region: Option<&Arc<str>>,
    reader: &Reader<'_>,
) -> Option<Meter> {
    let stops = [("stops", Some(OffHours::Stops)), ("stays", Some(OffHours::Stays))];
    let off_hours = reader.choice("off_hours", &stops, None);
    let amount = match (reader.expr("hourly"), reader.expr("monthly")) {
        (Some(rate), None) => match off_hours {
            Some(off_hours) => Some(Amount::Hourly(rate, off_hours)),
            None => {
                reader.error(reader.span, "an hourly meter states `off_hours`: stops or stays");
                None
            }
        },
        (None, Some(amount)) => {
            if off_hours.is_some() {
                reader.error(
                    reader.span,
                    "`off_hours` goes with `hourly`: a monthly amount is never scaled",
                );
            }
            Some(Amount::Monthly(amount))
        }
        _ => {
            reader.error(reader.span, "a meter states exactly one of `hourly` and `monthly`");
            None
        }
    };
    let _title = reader.text("title");
    let meter = Meter {
        service: reader.text("service").unwrap_or_else(|| Arc::clone(service)),
        region: reader.text("region").or_else(|| region.cloned()),
        usage_type: reader.required("usage_type")?,
        operation: reader.expr("operation"),
        unit: reader.required_text("unit")?,
        amount: amount?,
        when: reader.expr("when"),
        for_each: reader.expr("for_each"),
        included: reader.expr("included"),
        tiers: reader.choice(
            "tiers",
            &[("graduated", Tiers::Graduated), ("package", Tiers::Package)],
            Tiers::Graduated,
        ),
        averaged: reader.flag("averaged"),
        cap: reader.number("cap"),
        span: reader.span,
        name,
    };
    if meter.averaged && matches!(meter.amount, Amount::Monthly(_)) {
        reader.error(reader.span, "`averaged` goes with `hourly`");
    }
    Some(meter)
}

fn read_example(name: Arc<str>, reader: &Reader<'_>) -> Option<Example> {
    let mut inputs: BTreeMap<Arc<str>, Value> = BTreeMap::new();
    for (_, block) in reader.blocks("inputs") {
        for (name, expr) in block.every() {
            match eval(&expr, &BTreeMap::new(), &mut Notes::default()) {
                Ok(value) => {
                    inputs.insert(name, value);
                }
                Err(fault) => reader.error(fault.span, fault.message),
            }
        }
    }
    let cost = reader.required_text("cost");
    let number = cost.as_deref().and_then(Number::parse);
    if cost.is_some() && number.is_none() {
        reader.error(reader.span, "`cost` is an exact amount, as text");
    }
    let example = Example {
        region: reader.required_text("region")?,
        inputs: Value::map(inputs),
        cost: number?,
        source: reader.required_text("source")?,
        span: reader.span,
        name,
    };
    reader.finish();
    Some(example)
}

/// Reads `pools.hcl`.
pub fn pools(text: &str, file: FileId) -> Result<Vec<Pool>, Vec<Diagnostic>> {
    let body = parse(text, file).map_err(|d| vec![d])?;
    let errors = RefCell::default();
    let root = Reader::root(&body, file, &errors);
    let mut pools = Vec::new();
    for (name, r) in root.labelled("pool") {
        let unit = r.text("unit");
        let mut units = r.texts("units");
        if units.is_empty() {
            units.extend(unit);
        }
        let pool = (|| {
            Some(Pool {
                title: r.required_text("title")?,
                free: r.number("free")?,
                scope: r.choice(
                    "scope",
                    &[("payer", PoolScope::Payer), ("region", PoolScope::Region)],
                    PoolScope::Payer,
                ),
                ladder: r.choice(
                    "ladder",
                    &[("inside", Ladder::Inside), ("before", Ladder::Before)],
                    Ladder::Before,
                ),
                service: r.required_text("service")?,
                usage_type: r.text("usage_type"),
                members: r.texts("members"),
                source: r.required_text("source")?,
                units,
                name: Arc::clone(&name),
            })
        })();
        if let Some(pool) = &pool
            && (pool.members.is_empty() || pool.units.is_empty())
        {
            r.error(r.span, "a pool has members and a unit");
        }
        pools.extend(pool);
        r.finish();
    }
    root.finish();
    let errors = errors.into_inner();
    if errors.is_empty() { Ok(pools) } else { Err(errors) }
}
