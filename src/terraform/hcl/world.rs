//! What is evaluated and what is known so far.
//!
//! A tree of module instances. Each value is evaluated when it is first asked
//! for, at most once, and its failure is kept like a value. A value that is
//! asked for while it is being evaluated is a cycle. Everything a stranger can
//! make large is counted: steps, depth, instances, the parts of a value.

use crate::bill::{Caveat, Origin as Place};
use crate::diagnostic::{
    Code, Diagnostic, Diagnostics, FileId, LineIndex, Location, Sources, Span,
};
use crate::expr::{Expr, Fault, Notes, Scope, Value, eval};
use crate::source::Files;
use crate::terraform::Provider;
use crate::terraform::hcl::expand::Repeated;
use crate::terraform::hcl::module::{self, Module};
use crate::terraform::hcl::resources::Expanded;
use crate::terraform::hcl::{Ahead, Each, Options, Told};
use foldhash::HashMap;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::Sender;

/// The most instances of one count, and of all resources and modules together.
pub const MAX_INSTANCES: usize = 100_000;
/// The most values that wait for each other.
const MAX_DEPTH: usize = 200;

pub struct World<'a> {
    pub files: &'a Files,
    pub options: &'a Options,
    /// Whoever waits hears what will be needed.
    tell: Sender<Told>,
    pub sources: RefCell<Sources>,
    pub errors: RefCell<Diagnostics>,
    pub caveats: RefCell<Vec<Caveat>>,
    modules: RefCell<HashMap<String, Option<Rc<Module>>>>,
    nodes: RefCell<Vec<Rc<Node>>>,
    indexes: RefCell<HashMap<FileId, LineIndex>>,
    /// Where `terraform init` put modules, by the names of the calls.
    pub downloaded: OnceCell<HashMap<String, String>>,
    /// Steps that may still be done.
    left: Cell<u64>,
    instances: Cell<usize>,
    /// What is being evaluated, from the outside in.
    waiting: RefCell<Vec<String>>,
}

/// Values of a root module's variables, and where they were written.
pub type Given = BTreeMap<Arc<str>, (Value, Option<Span>)>;

/// One instance of a module.
pub struct Node {
    pub id: usize,
    pub module: Rc<Module>,
    /// `module.app["a"]`; empty at the root.
    pub address: Arc<str>,
    /// The names of the calls that lead here: `app.db`.
    pub path: String,
    pub parent: Option<Parent>,
    /// The values of a root module's variables.
    pub given: Given,
    /// Set where nobody knows how many of this instance there are.
    pub uncounted: Option<Value>,
    pub variables: Memo<Value>,
    pub locals: Memo<Value>,
    pub outputs: Memo<Value>,
    pub resources: Memo<Rc<Expanded>>,
    pub children: Memo<Rc<Repeated<usize>>>,
    pub providers: Memo<Rc<Provider>>,
}

pub struct Parent {
    pub node: usize,
    pub call: Arc<str>,
    pub each: Each,
}

/// Values by name, each evaluated once.
pub struct Memo<T>(RefCell<HashMap<Arc<str>, State<T>>>);

/// None while it is being evaluated.
type State<T> = Option<Result<T, Fault>>;

impl<T> Default for Memo<T> {
    fn default() -> Memo<T> {
        Memo(RefCell::default())
    }
}

impl<T: Clone> Memo<T> {
    /// The value of that name, evaluated if this is the first to ask. `title`
    /// is how it is called in messages.
    pub fn get(
        &self,
        world: &World<'_>,
        name: &str,
        title: &dyn Fn() -> String,
        at: Span,
        make: impl FnOnce() -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        match self.0.borrow().get(name) {
            Some(Some(known)) => return known.clone(),
            Some(None) => return Err(world.cycle(&title(), at)),
            None => {}
        }
        let name: Arc<str> = Arc::from(name);
        self.0.borrow_mut().insert(Arc::clone(&name), None);
        let made = world.deeper(title, at, make);
        self.0.borrow_mut().insert(name, Some(made.clone()));
        made
    }
}

impl<'a> World<'a> {
    pub fn new(
        files: &'a Files,
        options: &'a Options,
        sources: Sources,
        tell: Sender<Told>,
    ) -> World<'a> {
        World {
            files,
            options,
            tell,
            sources: RefCell::new(sources),
            errors: RefCell::default(),
            caveats: RefCell::default(),
            modules: RefCell::default(),
            nodes: RefCell::default(),
            indexes: RefCell::default(),
            downloaded: OnceCell::new(),
            left: Cell::new(options.steps),
            instances: Cell::new(0),
            waiting: RefCell::default(),
        }
    }

    /// The module of a folder, read once.
    pub fn module(&self, folder: &str) -> Option<Rc<Module>> {
        if let Some(known) = self.modules.borrow().get(folder) {
            return known.clone();
        }
        let read = {
            let (mut sources, mut errors) = (self.sources.borrow_mut(), self.errors.borrow_mut());
            let types = |types| self.tell(Told::Ahead(Ahead::Types(types)));
            module::read(self.files, folder, &mut sources, &mut errors, types)
        };
        let module = read.unwrap_or_else(|error| {
            self.error(error);
            None
        });
        let module = module.map(Rc::new);
        self.modules.borrow_mut().insert(folder.to_owned(), module.clone());
        module
    }

    /// Says what will be needed, if anybody listens.
    pub fn tell(&self, told: Told) {
        let _ = self.tell.send(told);
    }

    pub fn node(&self, id: usize) -> Option<Rc<Node>> {
        self.nodes.borrow().get(id).cloned()
    }

    /// Adds an instance of a module.
    pub fn grow(&self, make: impl FnOnce(usize) -> Node) -> usize {
        let id = self.nodes.borrow().len();
        let node = Rc::new(make(id));
        self.nodes.borrow_mut().push(node);
        id
    }

    pub fn error(&self, diagnostic: Diagnostic) {
        self.errors.borrow_mut().push(diagnostic);
    }

    /// A caveat, once.
    pub fn caveat(
        &self,
        code: Code,
        message: String,
        resource: Option<Arc<str>>,
        at: Option<Span>,
    ) {
        let at = at.map(|span| Arc::new(Place::from(self.locate(span))));
        let caveat = Caveat { code, message: Arc::from(message), resource, at };
        let mut caveats = self.caveats.borrow_mut();
        if !caveats.contains(&caveat) {
            caveats.push(caveat);
        }
    }

    pub fn locate(&self, span: Span) -> Location {
        let mut indexes = self.indexes.borrow_mut();
        let sources = self.sources.borrow();
        indexes.entry(span.file).or_insert_with(|| LineIndex::new(&sources, span.file)).locate(span)
    }

    /// Counts `more` instances against the limit.
    pub fn count(&self, more: usize, at: Span) -> Result<(), Fault> {
        let all = self.instances.get().saturating_add(more);
        if all > MAX_INSTANCES {
            return Err(self.limit(format!("more than {MAX_INSTANCES} instances"), at));
        }
        self.instances.set(all);
        Ok(())
    }

    /// A limit is passed: the directory is refused, and not only this value.
    pub fn limit(&self, message: String, at: Span) -> Fault {
        self.error(Diagnostic::new(Code::TerraformLimit, message.clone()).at(at, "here"));
        Fault { code: Code::TerraformLimit, span: at, message, help: None }
    }

    fn cycle(&self, title: &str, at: Span) -> Fault {
        let waiting = self.waiting.borrow();
        let start = waiting.iter().position(|name| name == title).unwrap_or(0);
        let mut round: Vec<&str> = waiting.iter().skip(start).map(String::as_str).collect();
        round.push(title);
        let message = format!("values need each other: {}", round.join(" → "));
        let shown = Diagnostic::new(Code::TerraformCycle, message.clone()).at(at, "and back again");
        self.error(shown);
        Fault { code: Code::TerraformCycle, span: at, message, help: None }
    }

    fn deeper<T>(
        &self,
        title: &dyn Fn() -> String,
        at: Span,
        make: impl FnOnce() -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        if self.waiting.borrow().len() >= MAX_DEPTH {
            return Err(self.limit(format!("more than {MAX_DEPTH} values wait for each other"), at));
        }
        self.waiting.borrow_mut().push(title());
        let made = make();
        self.waiting.borrow_mut().pop();
        made
    }

    /// Evaluates, and counts what it took.
    pub fn eval(&self, expr: &Expr, scope: &dyn Scope) -> Result<Value, Fault> {
        let before = self.left.get();
        let mut notes = Notes { left: before, ..Notes::default() };
        let mut value = eval(expr, scope, &mut notes);
        // What it asked for has taken its own steps meanwhile.
        let weight = value.as_ref().map_or(0, Value::weight);
        let own = before.saturating_sub(notes.left).saturating_add(weight / 8);
        self.left.set(self.left.get().saturating_sub(own));
        if value.as_ref().is_ok_and(Value::is_huge) {
            value = Err(self.limit("a value has more than a million parts".to_owned(), expr.span));
        }
        if self.left.get() == 0 {
            return Err(self.limit("this takes too many steps to evaluate".to_owned(), expr.span));
        }
        value
    }
}

/// A fault as a value: nothing is dropped because it could not be read.
pub fn unresolved(fault: &Fault) -> Value {
    Value::unresolved(fault.message.as_str(), Some(fault.span))
}
