//! What every command opens: prices, catalogue, period, style.
#![allow(clippy::disallowed_methods, reason = "an edge room: environment and clock are read here")]

use crate::calendar::Period;
use crate::catalog::{Catalog, Kind};
use crate::cli::args::{Format, ModelArgs, OutputArgs};
use crate::cli::books::book;
use crate::cli::policies::give_schedules;
use crate::cli::terraform::TerraformArgs;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::estimate::{self, Estimate, prove};
use crate::parallel::{self, Threads};
use crate::prices::Book;
use crate::report::{GroupBy, Made, Style};
use crate::source::{self, Home, Input, Rooted};
use crate::terraform::{self, Ahead, Assignment, Configuration, Side, Tools, Usage};
use crate::text::Lang;
use crate::topology::{Document, Options, Project, Source, Wanted};
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
    /// The policies that were named, for schedules that a file refers to.
    pub policies: Option<PathBuf>,
    usage: Usage,
    directories: terraform::Options,
    environments: Vec<String>,
    sets: Vec<String>,
    /// Small ones that are mapped already: freeing them now would hold others up.
    mapped: Vec<Configuration>,
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
        let usage = match &args.usage {
            Some(file) => {
                let text = source::read_text(file, source::MAX_FILE)?;
                Usage::read(&file.display().to_string(), &text, sources).map_err(collected)?
            }
            None => Usage::default(),
        };
        let directories = crate::cli::terraform::options(&args.terraform)?;
        let environments = args.env.clone();
        let bare = Session::of(book, period);
        Ok(Session { catalog, usage, directories, environments, sets, ..bare })
    }

    /// A session without flags.
    pub fn of(book: Book, period: Period) -> Session {
        let catalog = Catalog::embedded();
        let (usage, directories, policies) = Default::default();
        let (environments, sets, mapped) = Default::default();
        Session { book, catalog, period, policies, usage, directories, environments, sets, mapped }
    }

    /// Says how directories of Terraform are read.
    pub fn read_directories(&mut self, args: &TerraformArgs) -> Result<(), Diagnostics> {
        self.directories = crate::cli::terraform::options(args)?;
        Ok(())
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

    /// The model that a path holds: a topology, or Terraform. A bill is an error
    /// that ends with `help`.
    pub fn model(
        &mut self,
        path: &Path,
        help: &str,
        sources: &mut Sources,
    ) -> Result<Document, Diagnostics> {
        match source::read_input(path)? {
            Input::Topology { name, text } => self.document(&name, &text, sources),
            Input::Plan { name, text } => self.plan(&name, &text, false, sources),
            Input::Directory { name, rooted } => self.directory(&name, rooted, sources),
            Input::Baseline { name, .. } => {
                let message = format!("{name} is an estimate already, not a topology");
                Err(Diagnostic::new(Code::BadJson, message).help(help).into())
            }
            Input::Table { name, .. } => {
                let message = format!("{name} is a table, not a topology");
                Err(Diagnostic::new(Code::BadCsv, message).help(help).into())
            }
        }
    }

    /// Reads a topology. Its scenarios are known before it is estimated.
    pub fn document(
        &mut self,
        name: &str,
        text: &str,
        sources: &mut Sources,
    ) -> Result<Document, Diagnostics> {
        self.document_at(name, text, Home::Disk(Path::new(name)), sources)
    }

    /// The same for a file that may lie in git, with what it names.
    pub fn document_at(
        &mut self,
        name: &str,
        text: &str,
        home: Home<'_>,
        sources: &mut Sources,
    ) -> Result<Document, Diagnostics> {
        let file = sources.add(name, text);
        let mut document = Document::read(text, file)?;
        for calendar in document.calendars() {
            let text = home.read(&calendar)?;
            document.give_calendar(calendar, text);
        }
        // What git holds is asked of git alone.
        if let Home::Disk(path) = &home {
            give_schedules(&mut document, path, self, sources)?;
        }
        for wanted in document.bases()? {
            match &wanted.source {
                Source::Plan { path, .. } => {
                    let text = home.read(path)?;
                    self.give_plan(&mut document, wanted.clone(), path, &text, sources)?;
                }
                Source::Dir { path, .. } => {
                    let rooted = home.folder(path).map_err(|d| d.at(wanted.span, "named here"))?;
                    self.give_directory(&mut document, wanted, rooted, sources)?;
                }
            }
        }
        Ok(document)
    }

    /// A folder of Terraform without a kanjo.yaml.
    pub fn directory(
        &mut self,
        name: &str,
        rooted: Rooted,
        sources: &mut Sources,
    ) -> Result<Document, Diagnostics> {
        let folder = std::path::absolute(name).unwrap_or_default();
        let folder = folder.file_name().unwrap_or_default().to_string_lossy();
        let (path, var_files, vars) = (name.to_owned(), Vec::new(), Vec::new());
        let mut document =
            Document::alone(&Source::Dir { path, var_files, vars }, &folder, sources);
        if let Some(wanted) = document.bases()?.pop() {
            self.give_directory(&mut document, wanted, rooted, sources)?;
        }
        Ok(document)
    }

    /// What the file says of variables lies under what the command line says.
    fn give_directory(
        &mut self,
        document: &mut Document,
        wanted: Wanted,
        rooted: Rooted,
        sources: &mut Sources,
    ) -> Result<(), Diagnostics> {
        let Source::Dir { var_files, vars, .. } = wanted.source else { return Ok(()) };
        let name = rooted.files.name(&rooted.folder);
        let mut options = self.directories.clone();
        options.folder = rooted.folder;
        let files = var_files.into_iter().map(Assignment::File);
        let own = files.chain(vars.into_iter().map(|(name, text)| Assignment::Text(name, text)));
        options.variables = own.chain(options.variables).collect();
        // What stands in the file is more than what stands around it.
        if document.has_region() || self.sets.iter().any(|set| set.starts_with("region=")) {
            options.region = None;
        }
        self.catalog.shelved(sources);
        let ahead = |ahead| match ahead {
            Ahead::Types(types) => {
                let kinds: Vec<String> =
                    types.iter().flat_map(|own| self.catalog.readers(own)).collect();
                let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
                self.catalog.read_ahead(&kinds, Threads::One);
            }
            // A region that the book does not have is said where it is used.
            Ahead::Region(region) => drop(self.book.pack(&region)),
        };
        let configuration = terraform::read_directory(rooted.files, options, sources, ahead)?;
        self.give(document, wanted.key, &name, configuration, sources)
    }

    /// A plan or state without a kanjo.yaml, after it is applied or before.
    pub fn plan(
        &mut self,
        name: &str,
        text: &str,
        before: bool,
        sources: &mut Sources,
    ) -> Result<Document, Diagnostics> {
        let folder = std::path::absolute(name).unwrap_or_default();
        let folder = folder.parent().and_then(Path::file_name).unwrap_or_default();
        let source = Source::Plan { path: name.to_owned(), before };
        let mut document = Document::alone(&source, &folder.to_string_lossy(), sources);
        for wanted in document.bases()? {
            self.give_plan(&mut document, wanted, name, text, sources)?;
        }
        Ok(document)
    }

    fn give_plan(
        &mut self,
        document: &mut Document,
        wanted: Wanted,
        name: &str,
        text: &str,
        sources: &mut Sources,
    ) -> Result<(), Diagnostics> {
        let before = matches!(wanted.source, Source::Plan { before: true, .. });
        let side = if before { Side::Before } else { Side::After };
        let configuration = {
            let asks = |resource_type: &str| self.catalog.asks(resource_type);
            terraform::read_plan(name, text, side, &asks)?
        };
        self.give(document, wanted.key, name, configuration, sources)
    }

    fn give(
        &mut self,
        document: &mut Document,
        key: String,
        name: &str,
        configuration: Configuration,
        sources: &mut Sources,
    ) -> Result<(), Diagnostics> {
        let tools =
            Tools { catalog: &mut self.catalog, book: &self.book, sources, usage: &self.usage };
        let base = terraform::map(&configuration, name, tools).map_err(collected)?;
        let resources = configuration.resources.len();
        self.mapped.extend(parallel::free_if_large(configuration, resources));
        document.give_base(key, base);
        Ok(())
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

/// A sum of money that 28 digits do not hold.
pub fn overflow() -> Diagnostics {
    Diagnostic::new(Code::Overflow, "a sum does not fit 28 digits").into()
}

pub fn collected(list: Vec<Diagnostic>) -> Diagnostics {
    let mut all = Diagnostics::default();
    list.into_iter().for_each(|d| all.push(d));
    all
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
        colour: output.out.is_none() && super::render::in_colour(&std::io::stdout()),
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
        Some(file) if output.format == Format::Focus && source::is_parquet(file) => {
            source::write_whole(file, parquet(&text, file)?)?;
            Ok(String::new())
        }
        Some(file) => {
            source::write_whole(file, &text)?;
            Ok(String::new())
        }
    }
}

#[cfg(feature = "lake")]
fn parquet(focus: &str, _: &Path) -> Result<Vec<u8>, Diagnostic> {
    crate::actuals::focus_parquet(focus)
}

#[cfg(not(feature = "lake"))]
fn parquet(_: &str, file: &Path) -> Result<Vec<u8>, Diagnostic> {
    Err(source::no_parquet(file))
}
