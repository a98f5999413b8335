//! Who bills, with what discount, in what currency, with what tax.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span, nearest};
use crate::expr::Value;
use crate::quantity::{Case, Number, Unit};
use crate::topology::numbers::Names;
use crate::topology::tree::Node;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How the bill reaches the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Route {
    #[default]
    Direct,
    Organization,
    Reseller,
    BillingTransfer,
}

impl Route {
    const NAMES: [(&'static str, Route); 4] = [
        ("direct", Route::Direct),
        ("organization", Route::Organization),
        ("reseller", Route::Reseller),
        ("billing-transfer", Route::BillingTransfer),
    ];

    /// Behind these one payer serves many customers, and its free tiers with them.
    pub fn shares_free_tiers(self) -> bool {
        matches!(self, Route::Reseller | Route::BillingTransfer)
    }
}

/// What is left of the free tiers for this workload.
#[derive(Clone, Debug, PartialEq)]
pub enum FreeTier {
    On,
    Off,
    /// What is left of the named pools; the others are whole.
    Left(BTreeMap<Arc<str>, Number>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct ExchangeRate {
    pub currency: Arc<str>,
    pub rate: Number,
    pub date: Option<Arc<str>>,
    pub source: Option<Arc<str>>,
}

/// A Savings Plan or the like, as stated.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitment {
    pub name: Arc<str>,
    /// USD an hour, paid in any case.
    pub hourly: Number,
    pub terms: Terms,
}

/// What a commitment covers, and at what price.
#[derive(Clone, Debug, PartialEq)]
pub enum Terms {
    Stated {
        /// Off the on-demand price of what it covers, a part of one.
        discount: Number,
        /// Kinds; `*` stands for anything.
        covers: Vec<Arc<str>>,
    },
    /// A Savings Plan of the price book, such as `ComputeSP:1yrNoUpfront`: what it
    /// covers and the rates come from there.
    Plan(Arc<str>),
}

/// The `billing` block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Billing {
    pub route: Route,
    /// By seller, a part of one.
    pub discounts: BTreeMap<Arc<str>, Number>,
    pub fx: Option<ExchangeRate>,
    /// By seller; `direct` is every seller that has no own entry. A part of one.
    pub tax: BTreeMap<Arc<str>, Number>,
    /// In the order of the file.
    pub commitments: Vec<Commitment>,
    /// Whether the file says anything about billing.
    pub stated: bool,
}

impl Billing {
    pub fn discount(&self, seller: &str) -> Number {
        self.discounts.get(seller).copied().unwrap_or_default()
    }

    pub fn tax(&self, seller: &str) -> Number {
        let direct = || if seller == "aws" { None } else { self.tax.get("direct") };
        self.tax.get(seller).or_else(direct).copied().unwrap_or_default()
    }
}

const SELLERS: [&str; 5] = ["aws", "atlas", "datadog", "sentry", "custom"];

struct Reader<'a> {
    names: &'a Names,
    errors: &'a mut Diagnostics,
}

/// Reads `billing`.
pub fn billing(node: Option<&Node>, names: &Names, errors: &mut Diagnostics) -> Billing {
    let Some(node) = node else { return Billing::default() };
    let mut reader = Reader { names, errors };
    let mut billing = Billing { stated: true, ..Billing::default() };
    let Some(entries) = node.entries() else {
        reader.bad("`billing` is a map", node.span);
        return billing;
    };
    for entry in entries {
        let value = &entry.value;
        match &*entry.key {
            "route" => {
                let text = value.as_scalar().map_or("", |t| t);
                match Route::NAMES.iter().find(|(name, _)| *name == text) {
                    Some((_, route)) => billing.route = *route,
                    None => {
                        let names = Route::NAMES.map(|(name, _)| name);
                        let near = nearest(text, names).map(|n| format!("did you mean `{n}`?"));
                        let help =
                            near.unwrap_or_else(|| format!("the routes are {}", names.join(", ")));
                        reader.errors.push(
                            Diagnostic::new(
                                Code::UnknownChoice,
                                format!("`{text}` is not a billing route"),
                            )
                            .at(value.span, "here")
                            .help(help),
                        );
                    }
                }
            }
            "discounts" => billing.discounts = reader.rates(value, &SELLERS),
            "tax" => {
                billing.tax = reader.rates(
                    value,
                    &["aws", "marketplace", "direct", "atlas", "datadog", "sentry", "custom"],
                )
            }
            "fx" => billing.fx = reader.fx(value),
            "commitments" => billing.commitments = reader.commitments(value),
            "rounding" => {
                if value.as_scalar().map(|t| &**t) != Some("floor per invoice") {
                    reader.bad("the one rounding is `floor per invoice`", value.span);
                }
            }
            other => {
                let known = ["route", "discounts", "commitments", "fx", "tax", "rounding"];
                let near = nearest(other, known);
                reader.errors.push(
                    Diagnostic::new(Code::UnknownKey, format!("`billing` has no `{other}`"))
                        .at(entry.key_span, "unknown")
                        .help(near.map_or_else(
                            || format!("it has {}", known.join(", ")),
                            |n| format!("did you mean `{n}`?"),
                        )),
                );
            }
        }
    }
    billing
}

impl Reader<'_> {
    fn bad(&mut self, message: impl Into<String>, span: Span) {
        self.errors.push(Diagnostic::new(Code::BadBilling, message.into()).at(span, "here"));
    }

    fn rates(&mut self, node: &Node, keys: &[&str]) -> BTreeMap<Arc<str>, Number> {
        let mut rates = BTreeMap::new();
        let Some(entries) = node.entries() else {
            self.bad(format!("write one of {} with its percentage", keys.join(", ")), node.span);
            return rates;
        };
        for entry in entries {
            if !keys.contains(&&*entry.key) {
                let near = nearest(&entry.key, keys.iter().copied());
                self.errors.push(
                    Diagnostic::new(
                        Code::UnknownKey,
                        format!("`{}` is not a seller here", entry.key),
                    )
                    .at(entry.key_span, "unknown")
                    .help(near.map_or_else(
                        || format!("the sellers are {}", keys.join(", ")),
                        |n| format!("did you mean `{n}`?"),
                    )),
                );
                continue;
            }
            if entry.value.as_scalar().is_some_and(|t| &**t == "none") {
                rates.insert(Arc::clone(&entry.key), Number::ZERO);
                continue;
            }
            if let Some(rate) = self.number(&entry.value, "ratio") {
                if rate.is_negative() || rate > Number::ONE {
                    self.bad("a rate is between 0 % and 100 %", entry.value.span);
                }
                rates.insert(Arc::clone(&entry.key), rate);
            }
        }
        rates
    }

    fn commitments(&mut self, node: &Node) -> Vec<Commitment> {
        let mut all = Vec::new();
        let Some(entries) = node.entries() else {
            self.bad("`commitments` is a map of names", node.span);
            return all;
        };
        for entry in entries {
            let value = &entry.value;
            let stated = value.get("discount").zip(value.get("covers"));
            let plan = value.get("plan").and_then(|plan| plan.as_scalar().cloned());
            let (Some(hourly), true) = (value.get("hourly"), stated.is_some() != plan.is_some())
            else {
                self.errors.push(
                    Diagnostic::new(
                        Code::MissingKey,
                        "a commitment has `hourly`, and `plan` or `discount` with `covers`",
                    )
                    .at(entry.key_span, "here")
                    .help("{hourly: 0.05, discount: 27 %, covers: [aws.fargate]}, or {hourly: 0.05, plan: ComputeSP:1yrNoUpfront}"),
                );
                continue;
            };
            let terms = match (stated, plan) {
                (_, Some(plan)) => Terms::Plan(plan),
                (Some((discount, covers)), None) => {
                    let covers = covers.items().unwrap_or(std::slice::from_ref(covers));
                    let covers = covers.iter().filter_map(|n| n.as_scalar().cloned()).collect();
                    let Some(discount) = self.number(discount, "ratio") else { continue };
                    Terms::Stated { discount, covers }
                }
                (None, None) => continue,
            };
            let Some(paid) = self.number(hourly, "1") else { continue };
            let impossible = match &terms {
                Terms::Stated { discount, .. } => discount.is_negative() || *discount > Number::ONE,
                Terms::Plan(_) => false,
            };
            if paid.is_negative() || impossible {
                self.bad("a commitment is at least 0 an hour, at 0 % to 100 %", value.span);
            }
            all.push(Commitment { name: Arc::clone(&entry.key), hourly: paid, terms });
        }
        all
    }

    fn number(&mut self, node: &Node, unit: &str) -> Option<Number> {
        match self.names.read(node, &Unit::named(unit)) {
            Ok(value) => match value.get(Case::Expected) {
                Value::Number(number) => Some(*number),
                _ => None,
            },
            Err(diagnostic) => {
                self.errors.push(diagnostic);
                None
            }
        }
    }

    fn fx(&mut self, node: &Node) -> Option<ExchangeRate> {
        let known = ["currency", "rate", "date", "source", "buffer"];
        for entry in node.entries().unwrap_or(&[]) {
            if !known.contains(&&*entry.key) {
                let near = nearest(&entry.key, known).map(|n| format!("did you mean `{n}`?"));
                self.errors.push(
                    Diagnostic::new(Code::UnknownKey, format!("`fx` has no `{}`", entry.key))
                        .at(entry.key_span, "unknown")
                        .help_if(near),
                );
            }
        }
        let Some(rate) = node.get("rate") else {
            self.bad("`fx` needs a `rate`: how many yen one dollar is", node.span);
            return None;
        };
        let number = self.number(rate, "1")?;
        if number <= Number::ZERO {
            self.bad("an exchange rate is above 0", rate.span);
            return None;
        }
        let buffer = node.get("buffer").map_or(Some(Number::ZERO), |n| self.number(n, "ratio"))?;
        let rate = Number::ONE.plus(buffer).and_then(|b| number.times(b))?;
        let text = |key: &str| node.get(key).and_then(Node::as_scalar).cloned();
        let currency = text("currency").unwrap_or_else(|| Arc::from("JPY"));
        if currency.len() != 3 || !currency.bytes().all(|b| b.is_ascii_uppercase()) {
            self.bad(format!("`{currency}` is not a currency code such as JPY"), node.span);
        }
        Some(ExchangeRate { currency, rate, date: text("date"), source: text("source") })
    }
}

/// Reads `free_tier`. `None`: the file does not say.
pub fn free_tier(node: Option<&Node>, errors: &mut Diagnostics) -> Option<FreeTier> {
    let node = node?;
    match node.as_scalar().map(|text| &**text) {
        Some("on" | "true") => return Some(FreeTier::On),
        Some("off" | "false") => return Some(FreeTier::Off),
        _ => {}
    }
    let Some(entries) = node.entries() else {
        errors.push(
            Diagnostic::new(Code::WrongType, "`free_tier` is on, off, or what is left of each")
                .at(node.span, "here")
                .help("{cloudfront: 300 GB}"),
        );
        return None;
    };
    let mut left = BTreeMap::new();
    let names = Names::default();
    for entry in entries {
        // Pools are in GB or in things that are counted; try both.
        let read = names
            .read(&entry.value, &Unit::named("GB"))
            .or_else(|first| names.read(&entry.value, &Unit::named("1")).map_err(|_| first));
        match read {
            Ok(value) => {
                if let Some(number) = value.get(Case::Expected).as_number() {
                    left.insert(Arc::clone(&entry.key), number);
                }
            }
            Err(diagnostic) => errors.push(diagnostic),
        }
    }
    Some(FreeTier::Left(left))
}
