//! A reconciliation and a verified saving as GitHub's Markdown: the answer, then
//! its causes, and the rest behind a fold.

use crate::quantity::Number;
use crate::report::Style;
use crate::report::amounts::{USD, amount, money, signed, signed_percent};
use crate::report::escape::{MarkdownTable, folded, name, words};
use crate::report::reconcile::{Reconciliation, cause_word, causes_of, place};
use crate::report::savings::{Saving, headline, name as line_name};
use crate::report::under::identity;
use crate::text::{ActualWord as Word, Lang};

fn said(word: Word, lang: Lang) -> &'static str {
    word.in_lang(lang)
}

fn difference(estimated: Number, actual: Number) -> String {
    actual.minus(estimated).map_or_else(|| "?".to_owned(), |moved| signed(moved, USD))
}

/// Why the bill of a month differs.
pub fn reconcile_markdown(r: &Reconciliation<'_>, style: &Style) -> String {
    let (lang, f) = (style.lang, r.found);
    let by = signed_percent(f.difference, f.estimated, USD);
    let (billed, estimated) = (money(f.actual, USD), money(f.estimated, USD));
    let head = Word::ReconciledHeadline.with(lang, &[&billed, r.month, &estimated, &by]);
    let columns = [(said(Word::Cause, lang), false), (said(Word::Difference, lang), true)];
    let mut table = MarkdownTable::new(&columns);
    for (cause, amount) in f.causes.present() {
        table.row(&[words(said(cause_word(cause), lang)), signed(amount, USD)]);
    }
    let bold = |text: &str| format!("**{text}**");
    table.row(&[bold(said(Word::Difference, lang)), bold(&signed(f.difference, USD))]);
    let mut out = format!("**{}**\n\n{}\n", words(&head), table.finish());
    let columns = [
        (said(Word::Environment, lang), false),
        (said(Word::EstimatedColumn, lang), true),
        (said(Word::BilledColumn, lang), true),
        (said(Word::Difference, lang), true),
        (said(Word::Cause, lang), false),
    ];
    let mut lines = MarkdownTable::new(&columns);
    let mut any = false;
    let moved = f.lines.iter().filter(|p| p.causes.present().any(|(_, a)| !a.round(2).is_zero()));
    for pair in moved {
        any = true;
        lines.row(&[
            name(&format!("{} {}", place(&pair.environment, &pair.resource, lang), pair.meter)),
            amount(pair.estimated, USD),
            amount(pair.actual, USD),
            difference(pair.estimated, pair.actual),
            words(&causes_of(&pair.causes, lang)),
        ]);
    }
    for line in &f.unmatched {
        any = true;
        let what = if line.usage_type.is_empty() { line.record.name() } else { &line.usage_type };
        lines.row(&[
            name(&format!("{} {what}", place(&line.environment, &line.resource, lang))),
            String::new(),
            amount(line.actual, USD),
            signed(line.actual, USD),
            words(said(cause_word(line.cause), lang)),
        ]);
    }
    if any {
        out.push_str(&folded(said(Word::LinesHeading, lang), &lines.finish()));
        out.push('\n');
    }
    for caveat in &r.actual.caveats {
        out.push_str(&format!("- `{}`: {}\n", caveat.code, words(&caveat.message)));
    }
    out.push_str(&format!("\n{}\n", words(&identity(&r.made, lang))));
    out
}

/// What a schedule saved.
pub fn savings_markdown(s: &Saving<'_>, style: &Style) -> String {
    let lang = style.lang;
    let columns = [
        (said(Word::Environment, lang), false),
        (said(Word::WouldHave, lang), true),
        (said(Word::Was, lang), true),
        (said(Word::Saved, lang), true),
    ];
    let mut table = MarkdownTable::new(&columns);
    for line in &s.found.lines {
        let [without, cost, saved] = [line.without, line.cost, line.saved].map(|n| amount(n, USD));
        table.row(&[name(&line_name(&line.key)), without, cost, saved]);
    }
    let mut out = format!("**{}**\n\n{}\n", words(&headline(s, lang)), table.finish());
    for leak in &s.found.leaks {
        let of = [&*line_name(&leak.key), &money(leak.cost, USD), &leak.hours.to_string()];
        out.push_str(&format!("- {}\n", words(&Word::LeakLine.with(lang, &of))));
    }
    for (environment, date, hours) in &s.failed {
        let of = [environment.as_str(), date.as_str(), &hours.to_string()];
        out.push_str(&format!("- {}\n", words(&Word::FailedLine.with(lang, &of))));
    }
    if s.local_month {
        out.push_str(&format!("- {}\n", words(said(Word::JstMonth, lang))));
    }
    out.push_str(&format!("\n{}\n", words(&identity(&s.made, lang))));
    out
}
