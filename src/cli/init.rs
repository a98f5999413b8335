//! `kanjo init`: a kanjo.yaml to start from: from the Terraform that is there,
//! else by questions or by flags.
#![allow(clippy::disallowed_methods, reason = "an edge room: the terminal is asked here")]

use crate::calendar::Period;
use crate::cli::Outcome;
use crate::cli::books::book;
use crate::cli::session::Session;
use crate::cli::terraform::TerraformArgs;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources, nearest};
use crate::quantity::{Number, Unit, quantity};
use crate::source::{self, Rooted};
use crate::topology::{Found, Shape, Starter, from_terraform, starter};
use clap::Args;
use std::io::{BufRead, IsTerminal};
use std::path::{Component, Path, PathBuf};

#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder that gets the file
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// What the system is called; without it as the folder
    #[arg(long, value_name = "NAME")]
    pub project: Option<String>,
    /// Where it runs
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// What it is: web (containers and a database), serverless, or static
    #[arg(long, value_name = "SHAPE", value_parser = ["web", "serverless", "static"])]
    pub shape: Option<String>,
    /// Requests a month, such as 2M
    #[arg(long, value_name = "NUMBER")]
    pub requests: Option<String>,
    /// With a staging that is on in office hours
    #[arg(long)]
    pub staging: bool,
    /// Ask nothing: what no flag says takes its default
    #[arg(long)]
    pub yes: bool,
    /// Write over a kanjo.yaml that is there
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub terraform: TerraformArgs,
}

pub fn run(args: &InitArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let here = args.dir.as_os_str() == ".";
    let file = if here { PathBuf::from("kanjo.yaml") } else { args.dir.join("kanjo.yaml") };
    if !args.dir.is_dir() {
        let message = format!("{} is not a folder", args.dir.display());
        return Err(Diagnostic::new(Code::FileMissing, message)
            .help(format!("mkdir -p {} makes it", args.dir.display()))
            .into());
    }
    if file.exists() && !args.force {
        let message = format!("{} is there already", file.display());
        return Err(Diagnostic::new(Code::FileExists, message)
            .help(format!("next: kanjo estimate {}; --force writes over it", file.display()))
            .into());
    }
    let rooted = Rooted::at(&args.dir)?;
    let terraform = args.shape.is_none() && rooted.has_terraform()?;
    let text = match terraform {
        true => beside_terraform(args, rooted, sources)?,
        false => starter(&answers(args)?),
    };
    let total = price(&file, &text, sources)?;
    source::write_whole(&file, &text)?;
    let at = if here { String::new() } else { format!(" {}", args.dir.display()) };
    let shown = file.display();
    // What is written beside Terraform has no scenarios yet.
    let second = match terraform {
        true => (format!("kanjo advise{at}"), "what could be cheaper, priced"),
        false => (format!("kanjo scenarios{at}"), "what could be otherwise"),
    };
    let next = [
        (format!("kanjo estimate{at}"), "every line of it"),
        second,
        (format!("kanjo estimate{at} --format html --out report.html"), "the page to show"),
        (format!("kanjo doctor{at}"), "whether anything is in the way"),
    ];
    let width = next.iter().map(|(command, _)| command.len()).max().unwrap_or(0);
    let mut text = format!("{shown} written: {total}\n");
    if terraform {
        text += &format!("How much it is used no Terraform says: fill that in in {shown}.\n");
    }
    text += "\nNext:\n";
    for (command, what) in next {
        text += &format!("  {command:width$}  {what}\n");
    }
    Ok(Outcome::Done { text, unmet: Vec::new() })
}

/// The first line of the estimate: a file that has no price is not written.
fn price(file: &Path, text: &str, sources: &mut Sources) -> Result<String, Diagnostics> {
    let mut session = Session::of(book(None)?, Period::Average);
    session.read_directories(&TerraformArgs::default())?;
    let document = session.document(&file.display().to_string(), text, sources)?;
    let bill = session.estimate(&document, None, sources)?.estimate.bill;
    Ok(crate::report::headline(&bill, crate::text::Lang::En))
}

/// The file beside Terraform, with the usages that its estimate lacks.
fn beside_terraform(
    args: &InitArgs,
    rooted: Rooted,
    sources: &mut Sources,
) -> Result<String, Diagnostics> {
    let region = args.region.as_deref().unwrap_or("ap-northeast-1");
    let mut session = Session::of(book(None)?, Period::Average);
    session.book.region(region)?;
    session.read_directories(&args.terraform)?;
    let name = args.dir.display().to_string();
    let document = session.directory(&name, rooted, sources)?;
    let set = format!("region={region}");
    let estimated = session.with_set(&set, |session| session.estimate(&document, None, sources))?;
    let folder = std::path::absolute(&args.dir).unwrap_or_default();
    let folder = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let project = args.project.clone().or(folder).unwrap_or_else(|| "system".to_owned());
    let (bill, kinds) = (&estimated.estimate.bill, &estimated.kinds());
    let var_files: Vec<String> =
        args.terraform.var_files.iter().map(|file| from_folder(&args.dir, file)).collect();
    let (var_files, vars) = (&var_files[..], &args.terraform.vars[..]);
    Ok(from_terraform(&Found { project: &project, region, var_files, vars, bill, kinds }))
}

/// A file of variables as kanjo.yaml names it, from its own folder: what is no
/// file from here is named from there already.
fn from_folder(folder: &Path, file: &Path) -> String {
    let real = |path: &Path| std::fs::canonicalize(path).ok().filter(|_| file.is_file());
    let (Some(folder), Some(real)) = (real(folder), real(file)) else {
        return file.display().to_string();
    };
    let shared = folder.components().zip(real.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(shared).map(|_| Component::ParentDir);
    let path: PathBuf = up.chain(real.components().skip(shared)).collect();
    path.display().to_string()
}

fn answers(args: &InitArgs) -> Result<Starter, Diagnostics> {
    let terminal = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    let asks = terminal && !args.yes;
    let named = std::path::absolute(&args.dir).unwrap_or_default();
    let folder = named.file_name().map(|n| n.to_string_lossy().into_owned());
    let of = |given: &Option<String>, question: &str, default: &str| match given {
        Some(given) => given.clone(),
        None if asks => ask(question, default),
        None => default.to_owned(),
    };
    let project = of(&args.project, "What is it called?", folder.as_deref().unwrap_or("system"));
    let region = of(&args.region, "Which region?", "ap-northeast-1");
    book(None)?.region(&region)?;
    let shape = of(&args.shape, "What is it: web, serverless or static?", "web");
    let shape = self::shape(&shape)?;
    let requests = requests(&of(&args.requests, "How many requests a month?", "1M"))?;
    let staging = match args.staging {
        true => true,
        false if asks => ask("A staging that is on in office hours (y/n)?", "y").starts_with('y'),
        false => false,
    };
    Ok(Starter { project, region, shape, requests, staging })
}

/// Asks on stderr, so that stdout stays the answer. Nothing typed: the default.
fn ask(question: &str, default: &str) -> String {
    eprint!("{question} [{default}] ");
    let mut line = String::new();
    let _ = std::io::stdin().lock().read_line(&mut line);
    let typed = line.trim();
    if typed.is_empty() { default.to_owned() } else { typed.to_owned() }
}

fn shape(text: &str) -> Result<Shape, Diagnostics> {
    let found = Shape::ALL.into_iter().find(|shape| shape.name() == text);
    found.ok_or_else(|| {
        let names = Shape::ALL.map(Shape::name);
        let near = nearest(text, names).map(|n| format!("did you mean `{n}`?"));
        Diagnostic::new(Code::UnknownChoice, format!("`{text}` is not a shape"))
            .help(near.unwrap_or_else(|| format!("the shapes are {}", names.join(", "))))
            .into()
    })
}

fn requests(text: &str) -> Result<Number, Diagnostics> {
    let wrong = |message: String| {
        Diagnostics::from(
            Diagnostic::new(Code::BadQuantity, format!("requests a month: {message}"))
                .help("write it as 300K, 2M or 1500000"),
        )
    };
    match quantity(text, &Unit::named("1")) {
        Some(Ok(number)) if !number.is_negative() => Ok(number),
        Some(Ok(_)) => Err(wrong(format!("`{text}` is below 0"))),
        Some(Err(problem)) => Err(wrong(problem.message)),
        None => Err(wrong(format!("`{text}` is not a number"))),
    }
}
