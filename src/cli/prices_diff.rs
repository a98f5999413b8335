//! `kanjo prices diff`: two books, and what their difference does to one model.

use crate::bill::{Books, diff_of, moved_by};
use crate::cli::Outcome;
use crate::cli::args::{ModelArgs, PricesFormat};
use crate::cli::books::book;
use crate::cli::session::{Session, overflow};
use crate::diagnostic::Sources;
use crate::prices::changes;
use crate::report::{self, Style};
use crate::text::Lang;
use clap::Args;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Debug, Args)]
pub struct PricesDiffArgs {
    /// The book before: embedded, cache, or a folder like pricing-cache/
    pub old: String,
    /// The book after
    pub new: String,
    /// What the change does to this bill: kanjo.yaml or its folder
    #[arg(long, value_name = "PATH")]
    pub on: Option<PathBuf>,
    /// The month of that bill: average (730 h), or a real one such as 2026-12
    #[arg(long, value_name = "MONTH", default_value = "average")]
    pub month: String,
    #[arg(long, value_enum, default_value = "table")]
    pub format: PricesFormat,
    /// Language of what a person reads: en or ja
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = ["en", "ja"])]
    pub lang: String,
}

pub fn run(args: &PricesDiffArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let (old, new) = (book(Some(&args.old))?, book(Some(&args.new))?);
    let changed = changes(&old, &new)?;
    let mut on = None;
    if let Some(path) = &args.on {
        let mut bill = |prices: &str| {
            let model = ModelArgs {
                month: args.month.clone(),
                prices: Some(prices.to_owned()),
                ..ModelArgs::default()
            };
            let mut session = Session::open(&model, Vec::new(), sources)?;
            let document = session.model(
                path,
                "--on takes a model: a bill cannot be priced again",
                sources,
            )?;
            Ok::<_, Outcome>(session.estimate(&document, None, sources)?.estimate.bill)
        };
        let (before, after) = (bill(&args.old)?, bill(&args.new)?);
        let difference = diff_of(&before, &after, Books::Differ).ok_or_else(overflow)?;
        let of_key = |charge: &crate::bill::Charge| -> Arc<str> {
            charge.key.as_ref().map_or_else(|| Arc::from(""), |key| Arc::from(key.path()))
        };
        let effects = moved_by(&before, &after, of_key).ok_or_else(overflow)?;
        let unpriced = [before.unpriced.len(), after.unpriced.len()];
        on = Some((path.display().to_string(), before.period.label, difference, effects, unpriced));
    }
    let view = report::PriceDifference {
        books: [&old.identity, &new.identity],
        changes: &changed,
        on: on.as_ref().map(|(name, month, difference, effects, unpriced)| report::OnBill {
            name,
            month,
            difference,
            effects,
            unpriced: *unpriced,
        }),
    };
    let style = Style { lang: Lang::parse(&args.lang).unwrap_or_default(), ..Style::default() };
    let text = match args.format {
        PricesFormat::Json => report::prices_diff_json(&view),
        PricesFormat::Table => report::prices_diff_table(&view, &style),
    };
    Ok(Outcome::Done { text, unmet: Vec::new() })
}
