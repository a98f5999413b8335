//! `kanjo offhours explain`: one resource, and what each rule says of it.

use super::plan::not_a_picture;
use super::world::World;
use super::{ExplainArgs, OffhoursFormat};
use crate::cli::Outcome;
use crate::cli::session::finish;
use crate::diagnostic::{Code, Diagnostic, Sources, nearest};
use crate::offhours::Target;
use crate::report;

pub fn run(args: &ExplainArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let world = World::open(&args.scene, &args.path, None, sources)?;
    let place = find(&args.resource, &world.targets)?;
    let decisions = world.decide(&[]);
    let (Some(target), Some(verdict)) = (world.targets.get(place), decisions.verdicts.get(place))
    else {
        return Err(Diagnostic::new(Code::UnknownName, "there is no such resource").into());
    };
    let text = match args.shown.format {
        OffhoursFormat::Json => report::explain_json(world.now, target, verdict),
        OffhoursFormat::Table => {
            report::explain_table(target, verdict, &world.zone, &args.shown.style())
        }
        OffhoursFormat::Svg | OffhoursFormat::Html => {
            return Err(not_a_picture("an explanation"));
        }
    };
    Ok(Outcome::Done { text: finish(text, &args.shown.output())?, unmet: Vec::new() })
}

/// The one target that a text names.
fn find(wanted: &str, targets: &[Target]) -> Result<usize, Diagnostic> {
    if let Some(place) = targets.iter().position(|target| target.id == wanted) {
        return Ok(place);
    }
    let named: Vec<(usize, &Target)> =
        targets.iter().enumerate().filter(|(_, target)| target.name == wanted).collect();
    match named.as_slice() {
        [(only, _)] => Ok(*only),
        [] => {
            let known = targets.iter().flat_map(|t| [t.id.as_str(), t.name.as_str()]);
            let near = nearest(wanted, known).map(|near| format!("did you mean `{near}`?"));
            let message = format!("there is no resource `{wanted}`");
            Err(Diagnostic::new(Code::UnknownName, message).help_if(near))
        }
        several => {
            let ids: Vec<&str> = several.iter().take(5).map(|(_, t)| t.id.as_str()).collect();
            let message = format!("{} resources are called `{wanted}`", several.len());
            Err(Diagnostic::new(Code::UnknownName, message)
                .help(format!("name one by its id: {}", ids.join(", "))))
        }
    }
}
