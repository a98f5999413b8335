//! Which column of an export says what.
//!
//! CUR, FOCUS and a reseller's own CSV differ in the names of their columns
//! more than in what they say. So each format is a map from a field to the
//! columns that may hold it, and one reader reads them all.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::topology::tree::Node;
use std::collections::BTreeMap;
use std::sync::Arc;

macro_rules! fields {
    ($($variant:ident $name:literal $cur:literal $focus:literal,)+) => {
        /// What a row can say.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Field { $($variant),+ }

        impl Field {
            const ALL: &'static [(Field, &'static str)] = &[$((Field::$variant, $name)),+];

            pub(super) fn every() -> impl Iterator<Item = Field> {
                Field::ALL.iter().map(|(field, _)| *field)
            }

            pub(super) fn name(self) -> &'static str {
                match self { $(Field::$variant => $name),+ }
            }

            /// Its columns in CUR 2.0 and in FOCUS, the first that is there; empty: none.
            pub(super) fn columns(self) -> (&'static str, &'static str) {
                match self { $(Field::$variant => ($cur, $focus)),+ }
            }
        }
    };
}

fields! {
    Month "month" "bill_billing_period_start_date" "BillingPeriodStart",
    Start "start" "line_item_usage_start_date" "ChargePeriodStart",
    End "end" "line_item_usage_end_date" "ChargePeriodEnd",
    Record "record" "line_item_line_item_type" "ChargeCategory",
    Product "product" "line_item_product_code" "x_ServiceCode ServiceName",
    Service "service" "product_servicecode" "x_ServiceCode",
    UsageType "usage_type" "line_item_usage_type" "SkuMeter x_UsageType SkuId",
    Operation "operation" "line_item_operation" "x_Operation",
    Region "region" "product_region_code" "RegionId Region",
    Account "account" "line_item_usage_account_id" "SubAccountId",
    Payer "payer" "bill_payer_account_id" "BillingAccountId",
    Provider "provider" "" "ServiceProviderName ProviderName",
    Seller "seller" "line_item_legal_entity" "PublisherName Publisher InvoiceIssuerName InvoiceIssuer",
    Invoice "invoice" "bill_invoice_id" "InvoiceId",
    Currency "currency" "line_item_currency_code" "BillingCurrency",
    Quantity "quantity" "line_item_usage_amount" "PricingQuantity ConsumedQuantity",
    Unit "unit" "pricing_unit" "PricingUnit ConsumedUnit",
    Billed "billed" "line_item_unblended_cost" "BilledCost",
    List "list" "pricing_public_on_demand_cost" "ListCost",
    Effective "effective" "" "EffectiveCost",
    Description "description" "line_item_line_item_description" "ChargeDescription",
    Tags "tags" "resource_tags" "Tags",
    Environment "environment" "" "",
    Resource "resource" "" "",
    Correction "correction" "" "ChargeClass",
    Commitment "commitment" "savings_plan_savings_plan_a_r_n" "CommitmentDiscountId",
    Status "status" "" "CommitmentDiscountStatus",
    Reservation "reservation" "reservation_reservation_a_r_n" "",
    PlanCost "plan_cost" "savings_plan_savings_plan_effective_cost" "",
    PlanTotal "plan_total" "savings_plan_total_commitment_to_date" "",
    PlanUsed "plan_used" "savings_plan_used_commitment" "",
    ReservedCost "reserved_cost" "reservation_effective_cost" "",
    ReservedUnused "reserved_unused" "reservation_unused_recurring_fee" "",
    UpfrontUnused "upfront_unused" "reservation_unused_amortized_upfront_fee_for_billing_period" "",
    Identity "identity" "identity_line_item_id" "",
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Format {
    Cur,
    Focus(&'static str),
    Mapped,
}

impl Format {
    pub(super) fn name(self) -> String {
        match self {
            Format::Cur => "CUR 2.0".to_owned(),
            Format::Focus(version) => format!("FOCUS {version}"),
            Format::Mapped => "column map".to_owned(),
        }
    }
}

/// Columns of a table that nobody standardised, by field.
#[derive(Clone, Debug, Default)]
pub struct ColumnMap {
    columns: BTreeMap<&'static str, Arc<str>>,
}

impl ColumnMap {
    /// Reads `columns: {billed: 金額, month: 利用月, …}`.
    pub fn read(root: &Node) -> Result<ColumnMap, Diagnostic> {
        let node = root.get("columns").unwrap_or(root);
        let mut columns = BTreeMap::new();
        for entry in node.entries().unwrap_or(&[]) {
            let known = Field::ALL.iter().map(|(_, name)| *name);
            let Some(name) = known.clone().find(|name| *name == &*entry.key) else {
                let near = nearest(&entry.key, known).map(|n| format!("did you mean `{n}`?"));
                let message = format!("a row has no `{}`", entry.key);
                return Err(Diagnostic::new(Code::UnknownKey, message)
                    .at(entry.key_span, "this key")
                    .help_if(near));
            };
            if let Some(text) = entry.value.as_scalar() {
                columns.insert(name, Arc::clone(text));
            }
        }
        match columns.contains_key("billed") {
            true => Ok(ColumnMap { columns }),
            false => Err(Diagnostic::new(Code::MissingKey, "the map has no `billed`")
                .at(node.span, "here")
                .help("columns: {billed: 金額, month: 利用月, usage_type: 使用タイプ}")),
        }
    }
}

/// Where each field stands in the rows of one file.
#[derive(Debug)]
pub(super) struct Columns {
    pub format: Format,
    /// By field: every row asks for all of them.
    at: Vec<Option<usize>>,
    /// Columns that hold one tag each, by the tag's name in its plain form.
    flat: BTreeMap<String, usize>,
    /// How many rows of the export a row stands for, where a query has summed it.
    count: Option<usize>,
}

/// How the query calls that column; after it the format of what it summed.
pub(super) const ROWS_OF: &str = "rows of ";

impl Columns {
    /// Recognises the header of `file`.
    pub(super) fn of(
        file: &str,
        header: &csv::StringRecord,
        map: Option<&ColumnMap>,
    ) -> Result<Columns, Diagnostic> {
        if let Some(summed) = Columns::of_query(header) {
            return Ok(summed);
        }
        let find = |name: &str| header.iter().position(|h| h.trim() == name);
        let has = |name: &str| find(name).is_some();
        let format = match () {
            () if has("line_item_usage_type") || has("line_item_unblended_cost") => Format::Cur,
            () if has("BilledCost") || has("ChargeCategory") => Format::Focus(version(&has)),
            () if map.is_some() => Format::Mapped,
            () => return Err(unknown(file, header)),
        };
        let mut at = BTreeMap::new();
        for (field, name) in Field::ALL {
            let (cur, focus) = field.columns();
            let names = match format {
                Format::Cur => cur,
                Format::Focus(_) => focus,
                Format::Mapped => map.and_then(|m| m.columns.get(name)).map_or("", |c| c),
            };
            let mapped = format == Format::Mapped;
            let place = if mapped { find(names) } else { names.split(' ').find_map(find) };
            if mapped && place.is_none() && !names.is_empty() {
                return Err(lacks(file, names, header));
            }
            place.map(|place| at.insert(*field, place));
        }
        let needed: &[Field] = match format {
            Format::Mapped => &[Field::Billed],
            Format::Focus(_) => &[Field::Billed, Field::Record, Field::Month, Field::Currency],
            Format::Cur => &[
                Field::Billed,
                Field::Record,
                Field::Month,
                Field::Product,
                Field::UsageType,
                Field::Quantity,
                Field::Start,
            ],
        };
        if let Some(field) = needed.iter().find(|field| !at.contains_key(field)) {
            let (cur, focus) = field.columns();
            let name = if format == Format::Cur { cur } else { focus };
            return Err(lacks(file, name, header));
        }
        let plain = header.iter().map(plain_tag).enumerate();
        let flat = plain.filter_map(|(i, name)| Some((name?, i))).collect();
        Ok(Columns { format, at: by_field(&at), flat, count: None })
    }

    /// The answer of the query of `query.rs`, run by another engine and saved.
    fn of_query(header: &csv::StringRecord) -> Option<Columns> {
        let is = |name: &str| name.to_lowercase().strip_prefix(ROWS_OF).map(str::to_owned);
        let (count, of) = header.iter().enumerate().find_map(|(i, name)| Some((i, is(name)?)))?;
        let versions = ["1.0", "1.2", "1.3", "1.4"].map(Format::Focus);
        let format = [Format::Cur].into_iter().chain(versions);
        let format = format.into_iter().find(|format| format.name().to_lowercase() == of)?;
        let place = |field: Field| header.iter().position(|name| name == field.name());
        let at = Field::every().map(place).collect();
        Some(Columns { format, at, flat: BTreeMap::new(), count: Some(count) })
    }

    /// The same format over other places: rows that a query made.
    pub(super) fn moved(
        &self,
        at: BTreeMap<Field, usize>,
        flat: BTreeMap<String, usize>,
        count: Option<usize>,
    ) -> Columns {
        Columns { format: self.format, at: by_field(&at), flat, count }
    }

    /// How many rows of the export this one stands for.
    pub(super) fn rows(&self, row: &csv::StringRecord) -> u64 {
        let count = self.count.and_then(|place| row.get(place));
        count.and_then(|text| text.parse().ok()).unwrap_or(1)
    }

    /// Every field that the export has, with its place.
    pub(super) fn fields(&self) -> impl Iterator<Item = (Field, usize)> {
        Field::every().filter_map(move |field| Some((field, self.place(field)?)))
    }

    /// Where the tag has a column of its own.
    pub(super) fn flat(&self, name: &str) -> Option<usize> {
        self.flat.get(&plain(name)).copied()
    }

    fn place(&self, field: Field) -> Option<usize> {
        self.at.get(field as usize).copied().flatten()
    }

    pub(super) fn has(&self, field: Field) -> bool {
        self.place(field).is_some()
    }

    /// The text of a field; empty where the row or the export has none.
    pub(super) fn text<'a>(&self, row: &'a csv::StringRecord, field: Field) -> &'a str {
        let text = self.place(field).and_then(|i| row.get(i)).unwrap_or("").trim();
        if matches!(text, "NULL" | "null") { "" } else { text }
    }
}

/// In the order of the fields, which is that of their list.
fn by_field(at: &BTreeMap<Field, usize>) -> Vec<Option<usize>> {
    Field::every().map(|field| at.get(&field).copied()).collect()
}

/// The newest version that the columns allow.
fn version(has: &impl Fn(&str) -> bool) -> &'static str {
    match () {
        () if has("ServiceProviderName") && !has("ProviderName") => "1.4",
        () if has("ServiceProviderName") => "1.3",
        () if has("SkuMeter") || has("InvoiceId") || has("BillingAccountType") => "1.2",
        () => "1.0",
    }
}

/// A tag's name without the prefix of whoever set it, as CUR 2.0 writes it.
pub(super) fn plain(tag: &str) -> String {
    let tag = tag.strip_prefix("user:").or_else(|| tag.strip_prefix("user_")).unwrap_or(tag);
    tag.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect()
}

/// `resource_tags_user_env` is a column of the tag `env`.
fn plain_tag(column: &str) -> Option<String> {
    let prefixes = ["resource_tags_", "resourceTags/", "tags_", "Tags/"];
    let name = prefixes.iter().find_map(|prefix| column.strip_prefix(prefix))?;
    (!name.is_empty()).then(|| plain(name))
}

fn lacks(file: &str, name: &str, header: &csv::StringRecord) -> Diagnostic {
    let near = nearest(name, header.iter());
    let near = near.map(|n| format!("`{n}` is there; should it be `{name}`?"));
    Diagnostic::new(Code::BillColumns, format!("{file}:1: there is no column `{name}`"))
        .help_if(Some(near.unwrap_or_else(|| "select it in the export's query".to_owned())))
}

fn unknown(file: &str, header: &csv::StringRecord) -> Diagnostic {
    let shown: Vec<&str> = header.iter().take(6).collect();
    let message = format!("{file}:1: not a CUR 2.0 or FOCUS export ({} …)", shown.join(", "));
    Diagnostic::new(Code::BillColumns, message)
        .help("a reseller's own CSV needs --columns FILE, which says what its columns are")
}
