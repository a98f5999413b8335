//! Bills, differences, scenarios and comparisons as people and programs read
//! them.
//!
//! The answer stands on the first line and what it leaves out stands under it:
//! a number without its assumptions is believed too much. This is the only room
//! that rounds. It is pure: the width, the colour and the language come in.

mod actual;
mod actual_markdown;
mod advice;
mod advice_json;
mod advice_markdown;
mod advice_words;
mod amounts;
mod audit;
mod audit_json;
mod check;
mod check_json;
mod check_junit;
mod check_sarif;
mod check_words;
mod comment;
mod compare_markdown;
mod compare_table;
mod compare_words;
mod coverage;
mod csv;
mod csv_others;
mod diff_markdown;
mod diff_table;
mod doctor;
mod drift;
mod escape;
mod explain;
mod focus;
mod focus_names;
mod grid;
mod groups;
mod html;
mod json;
mod json_others;
mod layout;
mod lines;
mod markdown;
mod markup;
mod notes;
mod notice;
mod offhours;
mod offhours_json;
mod page;
mod prices;
mod prices_diff;
mod prices_diff_json;
mod prices_review;
mod prices_update;
mod reasons;
mod reconcile;
mod reconcile_json;
mod record;
mod ringi;
mod ringi_csv;
mod savings;
mod scenarios_markdown;
mod scenarios_table;
mod sweep;
mod table;
#[cfg(test)]
mod tests;
mod timeline;
mod under;

pub use self::csv::estimate_csv;
pub use actual::{ActualBy, actual_csv, actual_json, actual_table};
pub use actual_markdown::{reconcile_markdown, savings_markdown};
pub use advice::advice_table;
pub use advice_json::advice_json;
pub use advice_markdown::advice_markdown;
pub use audit::{Audited, audit_table};
pub use audit_json::audit_json;
pub use check::{check_markdown, check_table};
pub use check_json::check_json;
pub use check_junit::check_junit;
pub use check_sarif::check_sarif;
pub use comment::comment_markdown;
pub use compare_markdown::comparison_markdown;
pub use compare_table::comparison_table;
pub use csv_others::{comparison_csv, difference_csv, scenarios_csv};
pub use diff_markdown::difference_markdown;
pub use diff_table::difference_table;
pub use doctor::{Check, doctor_table};
pub use drift::{changed_lines, drift_line, drift_lines};
pub use focus::{Names, estimate_focus};
pub use html::{
    Curve, Overview, TimelineSchedule, advice_html, audit_html, difference_html, estimate_html,
    reconcile_html, scenarios_html, sweep_html, timeline_html,
};
pub use json::{estimate_json, write_estimate_json};
pub use json_others::{comparison_json, difference_json, scenarios_json};
pub use markdown::estimate_markdown;
pub use notice::{About, Notice, NoticeLine, Worded, worded};
pub use offhours::{explain_table, plan_table};
pub use offhours_json::{explain_json, plan_json};
pub use prices::{Shown, Verified, prices_json, prices_table, verified_json, verified_table};
pub use prices_diff::{OnBill, PriceDifference, prices_diff_table};
pub use prices_diff_json::prices_diff_json;
pub use prices_update::{PriceUpdate, prices_update_json, prices_update_table};
pub use reconcile::{Reconciliation, reconcile_table};

pub use reconcile_json::{reconcile_csv, reconcile_json};
pub use ringi::{Approval, ringi_html};
pub use ringi_csv::ringi_csv;
pub use savings::{
    Calibration, Saving, calibrate_json, calibrate_table, savings_json, savings_table,
};
pub use scenarios_markdown::scenarios_markdown;
pub use scenarios_table::scenarios_table;
pub use sweep::{sweep_csv, sweep_json, sweep_table};
pub use table::{answer as headline, estimate_table};
pub use timeline::{timeline_svg, timeline_table};

use crate::bill::{Bill, Difference, Moved};
use crate::estimate::{Coverage, Statement};
use crate::prices::Identity;
use crate::quantity::Number;
use crate::text::Lang;

/// How a report for people looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns of the terminal; no line of a table is wider.
    pub width: usize,
    /// Whether ANSI escapes are written.
    pub colour: bool,
    /// JSON and CSV stay English.
    pub lang: Lang,
    /// How each line came about, under the line.
    pub explain: bool,
    /// What the table's sections are.
    pub group_by: GroupBy,
}

impl Default for Style {
    fn default() -> Style {
        Style {
            width: 80,
            colour: false,
            lang: Lang::En,
            explain: false,
            group_by: GroupBy::Resource,
        }
    }
}

/// What an estimate's lines are put together by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum GroupBy {
    /// By environment, where there are several, and in it by resource.
    #[default]
    Resource,
    /// By service code: `AmazonECS`.
    Service,
    Environment,
    /// By catalogue kind: `aws.fargate`.
    Kind,
    /// By the value of a tag.
    Tag(String),
}

/// What made a report: part of every output.
#[derive(Clone, Copy, Debug)]
pub struct Made<'a> {
    /// Of kanjo.
    pub version: &'a str,
    /// The price book that was used.
    pub book: &'a Identity,
}

/// An estimate with what a report says besides its lines.
#[derive(Clone, Copy, Debug)]
pub struct Estimate<'a> {
    pub made: Made<'a>,
    /// Name in the headline.
    pub project: Option<&'a str>,
    /// What is reported.
    pub bill: &'a Bill,
    /// What the sellers will invoice, if billing is described.
    pub statement: Option<&'a Statement>,
    /// What became of what Terraform holds.
    pub coverage: Option<&'a Coverage>,
    /// What turning free tiers off adds; `None`: not known or not asked.
    pub free_tier_off_costs: Option<Number>,
}

/// A difference with what a report says besides its changes.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// With the book of the bill after.
    pub made: Made<'a>,
    pub difference: &'a Difference,
    /// What the two bills are called.
    pub before: &'a str,
    pub after: &'a str,
    /// The book of the bill before, if it is another one.
    pub book_before: Option<&'a Identity>,
    /// How many usages of the bill after nobody stated.
    pub unset: usize,
    /// How many lines before and after have no price.
    pub unpriced: [usize; 2],
    /// Sums by the name that was asked for; without them by environment.
    pub groups: Option<Groups<'a>>,
    /// What the schedules save a month before and after; `None`: not known.
    pub saved: Option<(Number, Number)>,
}

/// Sums of two bills by a name.
#[derive(Clone, Copy, Debug)]
pub struct Groups<'a> {
    /// What they are sums by: a tag's key. `None`: environments.
    pub by: Option<&'a str>,
    pub rows: &'a [Moved],
}
