//! Making the comment and handing it to the forge.
#![allow(clippy::disallowed_methods, reason = "an edge room: environment and clock are read here")]

use crate::advice::{Advised, Touched};
use crate::bill::Change;
use crate::check::{self, Checked, Level, Policies, Subject};
use crate::cli::Outcome;
use crate::cli::advise;
use crate::cli::changed::{self, Changed};
use crate::cli::comment::{CommentArgs, ForgeName};
use crate::cli::diff::{Place, Side, read};
use crate::cli::session::Session;
use crate::diagnostic::{Code, Diagnostic, Sources};
use crate::estimate;
use crate::forge::{self, GitHub, GitHubPlace, GitLab, GitLabPlace, Marker};
use crate::quantity::Number;
use crate::report::{self, Style};
use crate::source;
use crate::text::{CommentWord, Lang};
use jiff::Timestamp;
use std::sync::Arc;

/// What is set and not empty.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}

/// Where the comment would go.
enum Target {
    GitHub(GitHubPlace),
    GitLab(GitLabPlace),
}

/// What there is to say.
struct Said {
    body: String,
    changes: bool,
    /// Whether it is above the thresholds, or a rule does not hold.
    matters: bool,
}

pub fn run(args: &CommentArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    if args.model.offline && !args.dry_run {
        return Err(Diagnostic::new(
            Code::CommentPlace,
            "--offline: a comment is sent over the network",
        )
        .help("--dry-run prints it and sends nothing")
        .into());
    }
    let now = Timestamp::now();
    let lang = Lang::parse(&args.lang).unwrap_or_default();
    // A dry run needs no pull request, only what it can know of one.
    let target = target(args);
    let (target, event_at) = match target {
        Ok(target) => {
            let at = target.event_at();
            (Some(target), at)
        }
        Err(_) if args.dry_run => (None, None),
        Err(diagnostic) => return Err(diagnostic.into()),
    };
    let marker = Marker::new(&args.tag, valid_at(args, event_at, now)?)?;
    let token = match args.dry_run {
        true => String::new(),
        false => token(args.forge)?,
    };
    let said = said(args, lang, now, sources)?;
    let Some(target) = target.filter(|_| !args.dry_run) else {
        return Ok(done(format!("{}{}", marker.line(), said.body)));
    };
    let outcome = match target {
        Target::GitHub(place) => deliver(&GitHub::new(place, &token)?, args, &marker, &said, now)?,
        Target::GitLab(place) => deliver(&GitLab::new(place, &token)?, args, &marker, &said, now)?,
    };
    let text = match outcome {
        Some(outcome) => in_words(&outcome, &marker, lang),
        None if !said.changes => CommentWord::NothingChanged.in_lang(lang).to_owned(),
        None => CommentWord::BelowThreshold.in_lang(lang).to_owned(),
    };
    Ok(done(format!("{text}\n")))
}

fn done(text: String) -> Outcome {
    Outcome::Done { text, unmet: Vec::new() }
}

fn deliver(
    thread: &impl forge::Thread,
    args: &CommentArgs,
    marker: &Marker,
    said: &Said,
    now: Timestamp,
) -> Result<Option<forge::Outcome>, Diagnostic> {
    let quiet = !said.matters || args.on_change_only && !said.changes;
    if quiet && !forge::is_there(thread, marker)? {
        return Ok(None);
    }
    forge::post(thread, marker, &said.body, args.recreate, now).map(Some)
}

fn in_words(outcome: &forge::Outcome, marker: &Marker, lang: Lang) -> String {
    use forge::Outcome::{Created, Newer, Replaced, Unchanged, Updated};
    match outcome {
        Created(url) => CommentWord::Created.with(lang, &[url]),
        Updated(url) => CommentWord::Updated.with(lang, &[url]),
        Replaced(url) => CommentWord::Replaced.with(lang, &[url]),
        Unchanged(url) => CommentWord::Unchanged.with(lang, &[url]),
        Newer { theirs, url } => {
            let (theirs, ours) = (theirs.to_string(), marker.valid_at().to_string());
            CommentWord::Newer.with(lang, &[&theirs, &ours, url])
        }
    }
}

impl Target {
    fn event_at(&self) -> Option<Timestamp> {
        match self {
            Target::GitHub(place) => place.event_at,
            Target::GitLab(place) => place.event_at,
        }
    }
}

fn target(args: &CommentArgs) -> Result<Target, Diagnostic> {
    let repo = args.repo.as_deref();
    Ok(match args.forge {
        ForgeName::Github => Target::GitHub(GitHubPlace::of(repo, args.pr, &variable)?),
        ForgeName::Gitlab => Target::GitLab(GitLabPlace::of(repo, args.pr, &variable)?),
    })
}

fn token(forge: ForgeName) -> Result<String, Diagnostic> {
    let (name, help) = match forge {
        ForgeName::Github => (
            "GITHUB_TOKEN",
            "in GitHub Actions: env: GITHUB_TOKEN: ${{ github.token }}, with permissions: pull-requests: write",
        ),
        ForgeName::Gitlab => (
            "GITLAB_TOKEN",
            "a project access token with the scope api, as a masked CI/CD variable",
        ),
    };
    let missing = || Diagnostic::new(Code::Credentials, format!("{name} is not set")).help(help);
    variable(name).map(|token| token.trim().to_owned()).ok_or_else(missing)
}

fn valid_at(
    args: &CommentArgs,
    event_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<Timestamp, Diagnostic> {
    let Some(text) = &args.valid_at else { return Ok(event_at.unwrap_or(now)) };
    text.parse().map_err(|_| {
        Diagnostic::new(Code::CommentPlace, format!("--valid-at {text}: not a moment"))
            .help("as in 2026-11-22T09:00:00+09:00")
    })
}

/// The ref before the change.
fn base(args: &CommentArgs) -> Result<String, Diagnostic> {
    let of_ci = || match args.forge {
        ForgeName::Github => variable("GITHUB_BASE_REF").map(|branch| format!("origin/{branch}")),
        ForgeName::Gitlab => variable("CI_MERGE_REQUEST_DIFF_BASE_SHA"),
    };
    args.base.clone().or_else(of_ci).ok_or_else(|| {
        Diagnostic::new(Code::CommentPlace, "a difference has two sides: no base is given")
            .help("--base REF, for example --base origin/main")
    })
}

fn said(
    args: &CommentArgs,
    lang: Lang,
    now: Timestamp,
    sources: &mut Sources,
) -> Result<Said, Outcome> {
    let by = args.group_by.as_deref().map(changed::group_by).transpose()?;
    let limits = [limit(args.min_change.as_deref())?, limit(args.min_percent.as_deref())?];
    let mut session = Session::open(&args.model, Vec::new(), sources)?;
    let base = Place::Git { reference: base(args)?, path: args.path.clone() };
    let head = Place::of(&args.path)?;
    let mut before = read(&base, &args.model, &mut session, sources)?;
    let mut after = read(&head, &args.model, &mut session, sources)?;
    let checked = checked(args, &before, &after, now, &mut session, sources)?;
    let mut changed = Changed::of(&before, &after, [base.name(), head.name()], &session)?;
    changed.group(&before, &after, by)?;
    changed.schedules(&mut before, &mut after, &mut session, sources)?;
    let style = Style { lang, ..Style::default() };
    let check = checked.as_ref().map(|(policies, checked)| (policies, checked));
    let waivers = checked.as_ref().map_or(&[][..], |(policies, _)| &policies.advice_waivers);
    let advised = advice(args, &changed, waivers, now, &mut session, sources)?;
    let compared = changed.view(&session);
    let body = report::comment_markdown(&compared, check, advised.as_ref(), &style);
    let fails = checked.as_ref().is_some_and(|(_, checked)| checked.count(Level::Error) > 0);
    let difference = compared.difference;
    let (delta, was) = (difference.delta.expected.abs(), difference.before.expected);
    let share = || delta.times(Number::from(100u64))?.over(was.abs());
    let matters = match limits {
        [None, None] => true,
        [amount, percent] => {
            fails
                || amount.is_some_and(|least| delta >= least)
                || percent.is_some_and(|least| share().is_none_or(|share| share >= least))
        }
    };
    let changes = fails || !difference.changes.is_empty() || !difference.delta.is_zero();
    Ok(Said { body, changes, matters })
}

/// A change of more than this is read for its sum, not for advice.
const ADVISED: usize = 30;

/// What could be cheaper of that which changed.
fn advice(
    args: &CommentArgs,
    changed: &Changed,
    waivers: &[check::Waiver],
    now: Timestamp,
    session: &mut Session,
    sources: &mut Sources,
) -> Result<Option<Advised>, Outcome> {
    let changes = &changed.difference.changes;
    let place =
        |c: &Change| Some((Arc::clone(c.environment.as_ref()?), Arc::clone(c.resource.as_ref()?)));
    let touched: Touched = changes.iter().filter_map(place).collect();
    if touched.is_empty() || touched.len() > ADVISED {
        return Ok(None);
    }
    let document = session.model(&args.path, "advice looks at inputs", sources)?;
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let advised =
        advise::ask(&document, &args.model, Some(&touched), waivers, today, session, sources)?;
    Ok(Some(advised))
}

/// A threshold: a number that is not negative.
fn limit(text: Option<&str>) -> Result<Option<Number>, Diagnostic> {
    let Some(text) = text else { return Ok(None) };
    let number = Number::parse(text);
    number.filter(|number| *number >= Number::ZERO).map(Some).ok_or_else(|| {
        Diagnostic::new(Code::BadQuantity, format!("`{text}` is not a threshold"))
            .help("a number such as --min-change 10 or --min-percent 2.5")
    })
}

/// The policies and what they find; nothing where there are none.
fn checked(
    args: &CommentArgs,
    before: &Side,
    after: &Side,
    now: Timestamp,
    session: &mut Session,
    sources: &mut Sources,
) -> Result<Option<(Policies, Checked)>, Outcome> {
    if args.policies.is_none() && !source::has_policies_for(&args.path) {
        return Ok(None);
    }
    let files = source::read_policies(args.policies.as_deref(), &args.path)?;
    let policies = check::read(&files, &mut session.catalog, sources)?;
    let (Side::Estimated(head), Side::Estimated(base)) = (after, before) else {
        return Err(
            Diagnostic::new(Code::BadJson, "rules look at inputs: PATH is a kanjo.yaml").into()
        );
    };
    let subject = Subject {
        head: check::Side { project: &head.project, bill: &head.estimate.bill },
        base: Some(check::Side { project: &base.project, bill: &base.estimate.bill }),
        period_hours: estimate::period_hours(&session.period),
        today: now.to_zoned(jiff::tz::TimeZone::UTC).date(),
    };
    let checked = check::decide(&policies, &subject)?;
    Ok(Some((policies, checked)))
}
