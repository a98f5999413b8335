//! What every command opens: prices, catalogue, period, style.
#![allow(clippy::disallowed_methods, reason = "an edge room: environment and clock are read here")]

use crate::calendar::Period;
use crate::catalog::{Catalog, Kind};
use crate::cli::args::{Format, ModelArgs, OutputArgs};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::estimate::{self, Estimate, prove};
use crate::prices::Book;
use crate::report::{GroupBy, Made, Style};
use crate::source;
use crate::text::Lang;
use crate::topology::{Document, Options, Project};
use clap::ValueEnum;
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A book, a catalogue and a month.
pub struct Session {
    pub book: Book,
    pub catalog: Catalog,
    pub period: Period,
    environments: Vec<String>,
    sets: Vec<String>,
}

/// An estimated file.
pub struct Estimated {
    pub project: Project,
    pub estimate: Estimate,
}

impl Session {
    pub fn open(
        args: &ModelArgs,
        more_sets: Vec<String>,
        sources: &mut Sources,
    ) -> Result<Session, Diagnostics> {
        let period = Period::parse(&args.month).map_err(|e| {
            Diagnostic::new(Code::BadSchedule, format!("--month {}: {}", args.month, e.message))
                .help_if(e.help)
        })?;
        let book = book(args.prices.as_deref())?;
        let mut catalog = Catalog::embedded();
        if let Some(folder) = &args.catalog {
            let files = source::read_catalog(folder)?;
            let kinds = catalog.add(&files, sources).map_err(collected)?;
            let wrong: Vec<Diagnostic> = kinds.iter().flat_map(|kind| prove(kind, &book)).collect();
            if !wrong.is_empty() {
                return Err(collected(wrong));
            }
        }
        let mut sets = args.sets.clone();
        sets.extend(more_sets);
        Ok(Session { book, catalog, period, environments: args.env.clone(), sets })
    }

    /// A session without flags.
    pub fn of(book: Book, period: Period) -> Session {
        let catalog = Catalog::embedded();
        Session { book, catalog, period, environments: Vec::new(), sets: Vec::new() }
    }

    /// Runs `work` with one more `--set` behind the others.
    pub fn with_set<T>(&mut self, set: &str, work: impl FnOnce(&mut Session) -> T) -> T {
        self.sets.push(set.to_owned());
        let result = work(self);
        self.sets.pop();
        result
    }

    /// What stands at the foot of every report.
    pub fn made(&self) -> Made<'_> {
        Made { version: env!("CARGO_PKG_VERSION"), book: &self.book.identity }
    }

    /// Reads a topology. Its scenarios are known before it is estimated.
    pub fn document(
        name: &str,
        text: &str,
        sources: &mut Sources,
    ) -> Result<Document, Diagnostics> {
        Session::document_with(name, text, sources, |calendar| {
            source::read_beside(Path::new(name), calendar)
        })
    }

    /// The same for a file that does not lie on the disk; `beside` reads the
    /// calendars that it names.
    pub fn document_with(
        name: &str,
        text: &str,
        sources: &mut Sources,
        beside: impl Fn(&str) -> Result<String, Diagnostic>,
    ) -> Result<Document, Diagnostics> {
        let file = sources.add(name, text);
        let mut document = Document::read(text, file)?;
        for calendar in document.calendars() {
            let text = beside(&calendar)?;
            document.give_calendar(calendar, text);
        }
        Ok(document)
    }

    /// The model of a document, with a scenario of it or plain.
    pub fn project(
        &mut self,
        document: &Document,
        scenario: Option<&str>,
        sources: &mut Sources,
    ) -> Result<Project, Diagnostics> {
        let options = Options {
            scenario: scenario.map(str::to_owned),
            environments: self.environments.clone(),
            sets: self.sets.clone(),
            period_hours: estimate::period_hours(&self.period),
        };
        document.project(&options, &mut self.catalog, &self.book, sources)
    }

    /// The bill of a model.
    pub fn bill(
        &mut self,
        project: &Project,
        sources: &mut Sources,
    ) -> Result<Estimate, Diagnostics> {
        let pools = self.catalog.pools(sources).map_err(collected)?;
        estimate::estimate(project, &self.period, &pools, &self.book)
    }

    /// Both.
    pub fn estimate(
        &mut self,
        document: &Document,
        scenario: Option<&str>,
        sources: &mut Sources,
    ) -> Result<Estimated, Diagnostics> {
        let project = self.project(document, scenario, sources)?;
        let estimate = self.bill(&project, sources)?;
        Ok(Estimated { project, estimate })
    }
}

impl Estimated {
    /// The kinds of its resources, by name.
    pub fn kinds(&self) -> BTreeMap<Arc<str>, Arc<Kind>> {
        kinds(&self.project)
    }
}

/// The kinds of a project's resources, by name.
pub fn kinds(project: &Project) -> BTreeMap<Arc<str>, Arc<Kind>> {
    let resources = project.environments.iter().flat_map(|e| &e.resources);
    resources.map(|r| (Arc::clone(&r.kind.name), Arc::clone(&r.kind))).collect()
}

pub fn collected(list: Vec<Diagnostic>) -> Diagnostics {
    let mut all = Diagnostics::default();
    list.into_iter().for_each(|d| all.push(d));
    all
}

/// Where `prices update` puts its book.
fn cache() -> Option<PathBuf> {
    let base = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|p| p.is_absolute());
    let base =
        base.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")));
    base.map(|base| base.join("kanjo").join("prices"))
}

/// The book that `--prices` asks for; without it the cache if there is one.
pub fn book(name: Option<&str>) -> Result<Book, Diagnostics> {
    let of = |name: &str, folder: &Path| {
        let files = source::read_prices(folder)?;
        Book::of_files(name, &files).map_err(collected)
    };
    let book = match (name, cache()) {
        (Some("embedded"), _) => Book::embedded(),
        (Some("cache"), Some(folder)) => of("cache", &folder)?,
        (Some("cache"), None) => {
            return Err(Diagnostic::new(
                Code::FileMissing,
                "there is no cache folder: HOME is not set",
            )
            .into());
        }
        (Some(folder), _) => of(folder, Path::new(folder))?,
        (None, Some(folder)) if folder.is_dir() => of("cache", &folder)?,
        (None, _) => Book::embedded(),
    };
    say_age(&book);
    Ok(book)
}

/// Reports print dates; how long ago that was is for the person in front.
fn say_age(book: &Book) {
    let newest: Option<jiff::civil::Date> = book.identity.newest.parse().ok();
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let days = newest.and_then(|newest| today.since(newest).ok()).map_or(0, |span| span.get_days());
    if days > 90 && std::io::stderr().is_terminal() {
        eprintln!("kanjo: the newest price of this book is {days} days old");
    }
}

/// How to print, from the flags and the terminal.
pub fn style(output: &OutputArgs, group_by: GroupBy) -> Style {
    let terminal = std::io::stdout().is_terminal() && output.out.is_none();
    let width = match terminal {
        true => terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0)),
        false => 80,
    };
    Style {
        width: width.clamp(60, 120),
        colour: terminal && std::env::var_os("NO_COLOR").is_none(),
        lang: Lang::parse(&output.lang).unwrap_or_default(),
        explain: output.explain,
        group_by,
    }
}

/// FOCUS rows are the lines of one bill; `what` is none.
pub fn not_focus(what: &str) -> Diagnostics {
    Diagnostic::new(Code::UnknownChoice, format!("--format focus: {what} is not a bill"))
        .help("FOCUS rows are of one bill: kanjo estimate --format focus --month 2026-12")
        .into()
}

/// Pages and sheets are of an estimate; `what` is none.
pub fn not_a_page(format: Format, what: &str) -> Diagnostics {
    let name = format.to_possible_value().map(|v| v.get_name().to_owned()).unwrap_or_default();
    Diagnostic::new(Code::UnknownChoice, format!("--format {name}: not of {what}"))
        .help(format!("the page of an estimate has it: kanjo estimate --format {name}"))
        .into()
}

/// What `--out` and stdout get.
pub fn finish(text: String, output: &OutputArgs) -> Result<String, Diagnostics> {
    match &output.out {
        None => Ok(text),
        Some(file) => {
            source::write_whole(file, &text)?;
            Ok(String::new())
        }
    }
}
