//! Advice rules: what could be cheaper, as data beside the kinds.
//!
//! A rule says when it may speak and which overlay it proposes. It states no
//! saving: that is the difference of two bills. A saving stands only in its
//! examples, worked out by hand, as what proves the rule.

use crate::catalog::reader::{Reader, parse};
use crate::diagnostic::{Diagnostic, FileId, Span};
use crate::expr::{Expr, Notes, Value, eval};
use crate::quantity::Number;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One rule of `catalog/advice/`.
#[derive(Debug)]
pub struct AdviceRule {
    pub name: Arc<str>,
    pub title: Said,
    pub about: About,
    /// Asked only when no other rule saves any more: what is bought for the
    /// hours that remain.
    pub last: bool,
    /// Alternatives; the cheapest is advised.
    pub for_each: Option<Expr>,
    pub locals: Value,
    pub when: Expr,
    /// Keys of kanjo.yaml; inside an environment unless it is about the bill.
    pub overlay: Expr,
    /// Why it speaks, with the numbers: in English and in Japanese.
    pub because: [Expr; 2],
    pub evidence: Evidence,
    pub change: Change,
    pub risk: Risk,
    /// What to look at before doing it.
    pub watch: Said,
    pub how: Said,
    /// Why the saving cannot be priced yet: such a rule never advises.
    pub cannot: Option<Said>,
    pub break_even: Option<BreakEvenRule>,
    pub examples: Vec<AdviceExample>,
    pub span: Span,
}

/// A text in English and in Japanese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub en: Arc<str>,
    pub ja: Arc<str>,
}

/// What a rule looks at, one at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// Resources of these kinds.
    Kinds(Vec<Arc<str>>),
    Environment,
    /// The bill as a whole, with its commitments.
    Bill,
}

/// What says that a rule fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    Configuration,
    /// A usage that the file states.
    Usage,
    /// Lines of the bill.
    Bill,
}

impl Evidence {
    pub fn name(self) -> &'static str {
        match self {
            Evidence::Configuration => "configuration",
            Evidence::Usage => "usage",
            Evidence::Bill => "bill",
        }
    }
}

/// How a change is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    InPlace,
    /// A short downtime.
    Restart,
    /// A new resource takes the place of the old one.
    Replacement,
}

impl Change {
    pub fn name(self) -> &'static str {
        match self {
            Change::InPlace => "in-place",
            Change::Restart => "restart",
            Change::Replacement => "replacement",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    Low,
    Medium,
    High,
}

impl Risk {
    pub fn name(self) -> &'static str {
        match self {
            Risk::Low => "low",
            Risk::Medium => "medium",
            Risk::High => "high",
        }
    }
}

/// The quantity at which the proposal costs what it saves.
#[derive(Debug)]
pub struct BreakEvenRule {
    /// What it is, in words.
    pub title: Said,
    pub unit: Arc<str>,
    /// Where the file stands.
    pub of: Expr,
    /// The overlay that makes it `at` instead.
    pub set: Expr,
}

/// A file on which a rule speaks, or must not.
#[derive(Debug)]
pub struct AdviceExample {
    pub name: Arc<str>,
    /// As it stands in kanjo.yaml.
    pub file: Arc<str>,
    /// USD a month, by hand; `None`: the rule is silent.
    pub saves: Option<Number>,
    /// What it would cost more where it is silent for that reason, by hand.
    pub costs: Option<Number>,
    pub break_even: Option<Number>,
    pub span: Span,
}

/// Reads a file of advice rules.
pub fn rules(text: &str, file: FileId) -> Result<Vec<AdviceRule>, Vec<Diagnostic>> {
    let body = parse(text, file).map_err(|d| vec![d])?;
    let errors = RefCell::default();
    let root = Reader::root(&body, file, &errors);
    let mut found = Vec::new();
    for (name, reader) in root.labelled("rule") {
        found.extend(rule(name, &reader));
        reader.finish();
    }
    root.finish();
    let errors = errors.into_inner();
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

fn rule(name: Arc<str>, reader: &Reader<'_>) -> Option<AdviceRule> {
    let kinds = reader.texts("kinds");
    let about = match reader.text("about").as_deref() {
        None if !kinds.is_empty() => About::Kinds(kinds),
        Some("environment") if kinds.is_empty() => About::Environment,
        Some("bill") if kinds.is_empty() => About::Bill,
        _ => {
            let message = "a rule has `kinds`, or `about` is one of environment, bill";
            reader.error(reader.span, message);
            return None;
        }
    };
    let evidence = [
        ("configuration", Evidence::Configuration),
        ("usage", Evidence::Usage),
        ("bill", Evidence::Bill),
    ];
    let changes = [
        ("in-place", Change::InPlace),
        ("restart", Change::Restart),
        ("replacement", Change::Replacement),
    ];
    let risks = [("low", Risk::Low), ("medium", Risk::Medium), ("high", Risk::High)];
    let break_even = reader.blocks("break_even").into_iter().find_map(|(_, r)| {
        let rule = BreakEvenRule {
            title: said(&r, "title", "title_ja")?,
            unit: r.required_text("unit")?,
            of: r.required("of")?,
            set: r.required("set")?,
        };
        r.finish();
        Some(rule)
    });
    let examples: Vec<AdviceExample> =
        reader.labelled("example").into_iter().filter_map(|(name, r)| example(name, &r)).collect();
    let cannot = reader.text("cannot");
    let cannot = cannot.and_then(|en| Some(Said { en, ja: reader.required_text("cannot_ja")? }));
    if cannot.is_none() && !examples.iter().any(|e| e.saves.is_some()) {
        reader.error(reader.span, "a rule has an example on which it speaks");
    }
    if !examples.iter().any(|e| e.saves.is_none()) {
        reader.error(reader.span, "a rule has an example on which it is silent");
    }
    Some(AdviceRule {
        title: said(reader, "title", "title_ja")?,
        about,
        last: reader.flag("last"),
        for_each: reader.expr("for_each"),
        locals: locals(reader),
        when: reader.required("when")?,
        overlay: reader.required("overlay")?,
        because: [reader.required("because")?, reader.required("because_ja")?],
        evidence: reader.choice("evidence", &evidence, Evidence::Configuration),
        change: reader.choice("change", &changes, Change::Replacement),
        risk: reader.choice("risk", &risks, Risk::High),
        watch: said(reader, "watch", "watch_ja")?,
        how: said(reader, "how", "how_ja")?,
        cannot,
        break_even,
        examples,
        span: reader.span,
        name,
    })
}

fn said(reader: &Reader<'_>, en: &'static str, ja: &'static str) -> Option<Said> {
    let (en, ja) = (reader.required_text(en), reader.required_text(ja));
    Some(Said { en: en?, ja: ja? })
}

fn locals(reader: &Reader<'_>) -> Value {
    let mut tables: BTreeMap<Arc<str>, Value> = BTreeMap::new();
    for (name, expr) in reader.blocks("locals").into_iter().flat_map(|(_, r)| r.every()) {
        match eval(&expr, &BTreeMap::new(), &mut Notes::default()) {
            Ok(value) => {
                tables.insert(name, value);
            }
            Err(fault) => reader.error(fault.span, fault.message),
        }
    }
    Value::map(tables)
}

fn example(name: Arc<str>, reader: &Reader<'_>) -> Option<AdviceExample> {
    let amount = |key: &'static str| {
        let text = reader.text(key)?;
        let number = Number::parse(&text);
        if number.is_none() {
            reader.error(reader.span, format!("`{key}` is an exact number, as text"));
        }
        number
    };
    let silent = reader.flag("silent");
    let saves = amount("saves");
    if silent == saves.is_some() {
        reader.error(reader.span, "an example says what it `saves`, or that it is `silent`");
    }
    let example = AdviceExample {
        file: reader.required_text("file")?,
        saves,
        costs: amount("costs"),
        break_even: amount("break_even"),
        span: reader.span,
        name,
    };
    reader.finish();
    Some(example)
}
