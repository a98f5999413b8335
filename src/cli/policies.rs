//! The off-hours policies of a folder, with the calendars that they name; and
//! their schedules for a file that refers to one by name.

use crate::cli::offhours::policy_files::{self, PolicyTexts};
use crate::cli::session::Session;
use crate::diagnostic::{Code, Diagnostics, Sources};
use crate::offhours::{self, Policies};
use crate::topology::Document;
use std::path::Path;

/// The policies at `given`, else those beside `path` or here. Where they are not
/// needed there may be none.
pub fn policies(
    given: Option<&Path>,
    path: &Path,
    needed: bool,
    session: &mut Session,
    sources: &mut Sources,
) -> Result<Policies, Diagnostics> {
    let PolicyTexts { files, texts } = match policy_files::read(given, path) {
        Ok(found) => found,
        Err(error) if error.code == Code::FileMissing && given.is_none() && !needed => {
            return Ok(Policies::default());
        }
        Err(error) => return Err(error.into()),
    };
    offhours::read(&files, &texts, &mut session.catalog, sources)
}

/// Gives a file the schedules of its policies, if it names one that is not its
/// own; a file that names none is not read differently for what lies beside it.
pub fn give_schedules(
    document: &mut Document,
    path: &Path,
    session: &mut Session,
    sources: &mut Sources,
) -> Result<(), Diagnostics> {
    if document.names_foreign_schedule() {
        let given = session.policies.clone();
        let found = policies(given.as_deref(), path, false, session, sources)?;
        document.give_schedules(found.shared());
    }
    Ok(())
}
