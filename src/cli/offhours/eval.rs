//! `kanjo offhours eval`: a stream of questions, a stream of answers.

use super::EvalArgs;
use super::world::moment;
use crate::cli::Outcome;
use crate::cli::render;
use crate::diagnostic::{Code, Diagnostic};
use crate::offhours::eval::Evaluator;
use crate::source;
use jiff::tz::TimeZone;
use std::io::Write;

pub fn run(args: &EvalArgs) -> Result<Outcome, Outcome> {
    let now = moment(args.at.as_deref(), &TimeZone::UTC)?;
    let file = args.file.as_deref().filter(|file| file.as_os_str() != "-");
    let mut lines = source::Lines::open(file)?;
    let mut evaluator = Evaluator::new(now);
    let (mut all, mut bad) = (0u64, 0u64);
    let mut broken = None;
    render::stream(|out: &mut dyn Write| {
        let mut answer = String::new();
        loop {
            let line = match lines.next() {
                Ok(Some(line)) => line,
                Ok(None) => return Ok(()),
                Err(error) => {
                    broken = Some(error);
                    return Ok(());
                }
            };
            if line.trim_ascii().is_empty() {
                continue;
            }
            all += 1;
            answer.clear();
            bad += u64::from(!evaluator.line(line, &mut answer));
            out.write_all(answer.as_bytes())?;
        }
    });
    match (broken, bad) {
        (Some(error), _) => Err(error.into()),
        (None, 0) => Ok(Outcome::Done { text: String::new(), unmet: Vec::new() }),
        (None, bad) => {
            let message = format!("{bad} of {all} lines could not be answered");
            Err(Diagnostic::new(Code::BadQuestion, message)
                .help("their answers have an `error`; the others are good")
                .into())
        }
    }
}
