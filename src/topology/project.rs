//! The whole file: its keys, its environments, its scenarios.

use crate::bill::Caveat;
use crate::calendar::Schedule;
use crate::catalog::Catalog;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Sources, Span, nearest};
use crate::prices::Book;
use crate::quantity::Number;
use crate::topology::base::{self, Base, Source, Wanted};
use crate::topology::billing::{self, Billing, FreeTier};
use crate::topology::drivers::drivers;
use crate::topology::keys::{OVERLAY, TOP, choices, sets, unknown_keys};
use crate::topology::overlay::merge;
use crate::topology::resources::{Context, Resource, resources};
use crate::topology::schedules::{Zone, common_zone, is_calendar, schedules, zone};
use crate::topology::tree::{self, Entry, Node};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Which of the possible bills of a file is wanted.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub scenario: Option<String>,
    /// Only these environments; empty: all.
    pub environments: Vec<String>,
    /// Overlays from the command line, left to right.
    pub sets: Vec<String>,
    pub period_hours: Number,
}

/// A file, read and not yet decoded.
#[derive(Debug)]
pub struct Document {
    pub(super) root: Node,
    file: FileId,
    /// Texts of the calendars that it names, by name.
    calendars: BTreeMap<String, String>,
    /// Schedules of the policies, which it may refer to by name.
    pub(super) shared: BTreeMap<Arc<str>, (Arc<Schedule>, Span)>,
    /// What Terraform gives, by the key of what names it.
    bases: BTreeMap<String, Arc<Base>>,
}

#[derive(Debug)]
pub struct Environment {
    pub name: Arc<str>,
    pub resources: Vec<Resource>,
    /// The zone of `during`.
    pub zone: Option<Zone>,
    /// What lies under the resources.
    pub base: Option<Arc<Base>>,
    /// What could not be placed.
    pub caveats: Vec<Caveat>,
}

/// Everything that an estimate needs of a file.
#[derive(Debug)]
pub struct Project {
    pub name: Option<Arc<str>>,
    pub environments: Vec<Environment>,
    pub billing: Billing,
    pub free_tier: FreeTier,
    /// Whether anything in it is a range.
    pub varies: bool,
}

impl Document {
    /// Reads the text. Structure is checked when a project is made of it.
    pub fn read(text: &str, file: FileId) -> Result<Document, Diagnostics> {
        match tree::parse(text, file) {
            Ok(root) => Ok(Document::of(root, file)),
            Err(list) => {
                let mut errors = Diagnostics::default();
                list.into_iter().for_each(|d| errors.push(d));
                Err(errors)
            }
        }
    }

    fn of(root: Node, file: FileId) -> Document {
        let (calendars, shared, bases) = Default::default();
        Document { root, file, calendars, shared, bases }
    }

    /// A document that is nothing but one side of a plan, or a directory.
    pub fn alone(source: &Source, project: &str, sources: &mut Sources) -> Document {
        let file = match source {
            Source::Plan { path, .. } | Source::Dir { path, .. } => sources.add(path.as_str(), ""),
        };
        Document::of(base::alone(source, project, file), file)
    }

    /// Whether the file says a region for all.
    pub fn has_region(&self) -> bool {
        self.root.get("region").is_some()
    }

    /// What its keys `terraform` name, each once. The caller reads it and gives
    /// what it holds with [`Document::give_base`].
    pub fn bases(&self) -> Result<Vec<Wanted>, Diagnostic> {
        let own = self.root.get("environments").and_then(Node::entries).unwrap_or(&[]);
        let parts = own.iter().map(|e| &e.value).chain([&self.root]);
        let mut all: Vec<Wanted> = Vec::new();
        for node in parts.filter_map(|part| part.get("terraform")) {
            let wanted = base::wanted(node)?;
            if !all.iter().any(|known| known.key == wanted.key) {
                all.push(wanted);
            }
        }
        Ok(all)
    }

    /// What a [`Wanted`] of that key holds.
    pub fn give_base(&mut self, key: String, base: Base) {
        self.bases.insert(key, Arc::new(base));
    }

    /// The base of an environment: its own, else that of the file.
    fn base(&self, own: Option<&Node>) -> Option<Arc<Base>> {
        let own = own.and_then(|own| own.get("terraform"));
        let node = own.or_else(|| self.root.get("terraform"))?;
        let wanted = base::wanted(node).ok()?;
        self.bases.get(&wanted.key).cloned()
    }

    /// The calendar files (`.csv`, `.ics`) that its schedules name. The caller
    /// reads them and gives them with [`Document::give_calendar`].
    pub fn calendars(&self) -> Vec<String> {
        let mut names = Vec::new();
        let overlays = ["environments", "scenarios"];
        let inner = overlays.iter().filter_map(|key| self.root.get(key)).filter_map(Node::entries);
        let parts = inner.flatten().map(|e| &e.value).chain([&self.root]);
        for schedules in parts.filter_map(|p| p.get("schedules")).filter_map(Node::entries) {
            for node in schedules.iter().filter_map(|s| s.value.get("holidays")) {
                let items = node.items().unwrap_or(std::slice::from_ref(node));
                let files = items.iter().filter_map(Node::as_scalar).filter(|n| is_calendar(n));
                names.extend(files.map(ToString::to_string));
            }
        }
        names
    }

    /// The text of a calendar that the file names.
    pub fn give_calendar(&mut self, name: String, text: String) {
        self.calendars.insert(name, text);
    }

    /// The names of the scenarios, in the order of the file.
    pub fn scenarios(&self) -> Vec<Arc<str>> {
        let entries = self.root.get("scenarios").and_then(Node::entries).unwrap_or(&[]);
        entries.iter().map(|e| Arc::clone(&e.key)).collect()
    }

    /// What the file says that a scenario is.
    pub fn scenario_title(&self, name: &str) -> Option<Arc<str>> {
        self.root.get("scenarios")?.get(name)?.get("title")?.as_scalar().cloned()
    }

    /// The names of the schedules at the top, in the order of the file.
    pub fn schedules(&self) -> Vec<Arc<str>> {
        let entries = self.root.get("schedules").and_then(Node::entries).unwrap_or(&[]);
        entries.iter().map(|e| Arc::clone(&e.key)).collect()
    }

    /// The names of the drivers, in the order of the file.
    pub fn drivers(&self) -> Vec<Arc<str>> {
        let entries = self.root.get("drivers").and_then(Node::entries).unwrap_or(&[]);
        entries.iter().map(|e| Arc::clone(&e.key)).collect()
    }

    /// The project that `options` asks for.
    pub fn project(
        &self,
        options: &Options,
        catalog: &mut Catalog,
        book: &Book,
        sources: &mut Sources,
    ) -> Result<Project, Diagnostics> {
        let mut errors = Diagnostics::default();
        self.check_top(&mut errors);
        let (global_sets, environment_sets) = sets(&options.sets, sources, &mut errors);
        let scenario = self.scenario(options.scenario.as_deref(), &mut errors);
        let names = self.environment_names(scenario, &mut errors);
        self.check_wanted(&options.environments, &names, &mut errors);
        let mut project = Project {
            name: self.root.get("project").and_then(Node::as_scalar).cloned(),
            environments: Vec::new(),
            billing: Billing::default(),
            free_tier: FreeTier::On,
            varies: false,
        };
        let mut first = true;
        for (name, own) in names {
            let mut list = Vec::new();
            let mut bare = self.root.without(&["environments", "scenarios"]);
            let base = self.base(own);
            if let Some(base) = &base {
                bare = laid_on(base, &bare, &mut list);
            }
            let mut file = own.map_or_else(|| bare.clone(), |own| merge(&bare, own, &mut list));
            if let Some(scenario) = scenario {
                file = merge(&file, &scenario.without(&["environments"]), &mut list);
                if let Some(inner) = scenario.get("environments").and_then(|e| e.get(&name)) {
                    file = merge(&file, inner, &mut list);
                }
            }
            for set in &global_sets {
                file = merge(&file, set, &mut list);
            }
            for (_, set) in environment_sets.iter().filter(|(of, _)| *of == name) {
                file = merge(&file, set, &mut list);
            }
            list.into_iter().for_each(|d| errors.push(d));
            if first {
                self.billing(&file, options.period_hours, &mut project, &mut errors);
                first = false;
            }
            if !options.environments.is_empty()
                && !options.environments.iter().any(|e| **e == *name)
            {
                continue;
            }
            let environment =
                self.decode(name, &file, base, options, catalog, book, sources, &mut errors);
            project.varies |= environment.resources.iter().any(Resource::varies);
            project.environments.push(environment);
        }
        errors.into_result(project)
    }

    fn check_top(&self, errors: &mut Diagnostics) {
        let Some(entries) = self.root.entries() else {
            errors.push(
                Diagnostic::new(Code::WrongType, "a topology is a map with `resources`")
                    .at(self.root.span, self.root.kind()),
            );
            return;
        };
        unknown_keys(entries, &TOP, "a topology", errors);
        match self.root.get("version") {
            Some(version) if version.as_scalar().is_some_and(|v| &**v == "1") => {}
            Some(version) => errors.push(
                Diagnostic::new(Code::UnknownChoice, "this kanjo reads version 1")
                    .at(version.span, "here"),
            ),
            None => errors.push(
                Diagnostic::new(Code::MissingKey, "the file has no `version`")
                    .at(Span::new(self.file, 0, 0), "at the top")
                    .help("start the file with `version: 1`"),
            ),
        }
        for part in ["environments", "scenarios"] {
            let Some(node) = self.root.get(part) else { continue };
            let Some(entries) = node.entries() else {
                errors.push(
                    Diagnostic::new(Code::WrongType, format!("`{part}` is a map of names"))
                        .at(node.span, node.kind()),
                );
                continue;
            };
            for entry in entries {
                let known: Vec<&str> = match part {
                    "scenarios" => OVERLAY
                        .iter()
                        .copied()
                        .chain(["environments", "billing", "free_tier", "title"])
                        .collect(),
                    _ => OVERLAY.to_vec(),
                };
                unknown_keys(entry.value.entries().unwrap_or(&[]), &known, "an overlay", errors);
            }
        }
    }

    fn scenario(&self, name: Option<&str>, errors: &mut Diagnostics) -> Option<&Node> {
        let name = name?;
        let found = self.root.get("scenarios").and_then(|s| s.get(name));
        if found.is_none() {
            let names = self.scenarios();
            let near =
                nearest(name, names.iter().map(|n| &**n)).map(|n| format!("did you mean `{n}`?"));
            errors.push(
                Diagnostic::new(Code::UnknownEnvironment, format!("there is no scenario `{name}`"))
                    .help_if(near.or_else(|| Some(choices("scenarios", &names)))),
            );
        }
        found
    }

    /// The environments with their overlays; one `default` if the file has none.
    fn environment_names<'a>(
        &'a self,
        scenario: Option<&'a Node>,
        errors: &mut Diagnostics,
    ) -> Vec<(Arc<str>, Option<&'a Node>)> {
        let own = self.root.get("environments").and_then(Node::entries).unwrap_or(&[]);
        let names: Vec<(Arc<str>, Option<&Node>)> = match own {
            [] => vec![(Arc::from("default"), None)],
            entries => entries
                .iter()
                .map(|e| (Arc::clone(&e.key), (!e.value.is_null()).then_some(&e.value)))
                .collect(),
        };
        let inner =
            scenario.and_then(|s| s.get("environments")).and_then(Node::entries).unwrap_or(&[]);
        for entry in inner.iter().filter(|e| !names.iter().any(|(name, _)| *name == e.key)) {
            let near = nearest(&entry.key, names.iter().map(|(n, _)| &**n));
            errors.push(
                Diagnostic::new(
                    Code::UnknownEnvironment,
                    format!("there is no environment `{}`", entry.key),
                )
                .at(entry.key_span, "in this scenario")
                .help_if(near.map(|n| format!("did you mean `{n}`?"))),
            );
        }
        names
    }

    fn check_wanted(
        &self,
        wanted: &[String],
        names: &[(Arc<str>, Option<&Node>)],
        errors: &mut Diagnostics,
    ) {
        for name in wanted.iter().filter(|w| !names.iter().any(|(n, _)| **n == ***w)) {
            let all: Vec<&str> = names.iter().map(|(n, _)| &**n).collect();
            let near = nearest(name, all.iter().copied()).map(|n| format!("did you mean `{n}`?"));
            errors.push(
                Diagnostic::new(
                    Code::UnknownEnvironment,
                    format!("there is no environment `{name}`"),
                )
                .help_if(near.or_else(|| Some(format!("the environments are {}", all.join(", "))))),
            );
        }
    }

    #[expect(clippy::too_many_arguments, reason = "everything that decoding needs, used once")]
    fn decode(
        &self,
        name: Arc<str>,
        file: &Node,
        base: Option<Arc<Base>>,
        options: &Options,
        catalog: &mut Catalog,
        book: &Book,
        sources: &mut Sources,
        errors: &mut Diagnostics,
    ) -> Environment {
        let names = drivers(file.get("drivers"), options.period_hours, errors);
        let stated = file.get("timezone").and_then(|n| zone(n, errors));
        let schedules: BTreeMap<Arc<str>, Arc<Schedule>> =
            schedules(file.get("schedules"), stated.as_ref(), &self.calendars, errors);
        let zone = stated.or_else(|| common_zone(&schedules));
        let schedules = self.with_shared(file.get("schedules"), schedules, errors);
        let mut context = Context {
            environment: Arc::clone(&name),
            names: &names,
            zone: zone.as_ref(),
            schedules: &schedules,
            file,
            base: base.as_deref(),
            catalog,
            book,
            sources,
            errors,
            caveats: Vec::new(),
        };
        let resources = resources(&mut context);
        let caveats = std::mem::take(&mut context.caveats);
        Environment { name, resources, zone, base, caveats }
    }

    /// What holds for the bill as a whole.
    fn billing(
        &self,
        file: &Node,
        period_hours: Number,
        project: &mut Project,
        errors: &mut Diagnostics,
    ) {
        let names = drivers(file.get("drivers"), period_hours, &mut Diagnostics::default());
        project.billing = billing::billing(file.get("billing"), &names, errors);
        let shared = project.billing.route.shares_free_tiers();
        let default = if shared { FreeTier::Off } else { FreeTier::On };
        project.free_tier = billing::free_tier(file.get("free_tier"), errors).unwrap_or(default);
    }
}

/// The file over what lies under it.
fn laid_on(base: &Base, file: &Node, list: &mut Vec<Diagnostic>) -> Node {
    let key: Arc<str> = Arc::from("resources");
    let resources = Entry { key, key_span: file.span, value: base.resources.clone() };
    merge(&Node::map(vec![resources], file.span), file, list)
}
