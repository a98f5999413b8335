//! A file or stdin line by line, so that a stream of any length needs the
//! memory of one line.
#![allow(clippy::disallowed_methods, reason = "an edge room: files are read here")]

use super::missing;
use crate::diagnostic::{Code, Diagnostic};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// The longest line, in bytes.
const MAX_LINE: u64 = 1024 * 1024;

pub struct Lines {
    input: Box<dyn BufRead>,
    name: String,
    line: Vec<u8>,
    number: u64,
}

impl Lines {
    /// A file; without one stdin.
    pub fn open(file: Option<&Path>) -> Result<Lines, Diagnostic> {
        let input: Box<dyn BufRead> = match file {
            None => Box::new(BufReader::with_capacity(1 << 16, std::io::stdin())),
            Some(path) => {
                let file = std::fs::File::open(path).map_err(|e| missing(path, &e.to_string()))?;
                Box::new(BufReader::with_capacity(1 << 16, file))
            }
        };
        let name = file.map_or_else(|| "stdin".to_owned(), |path| path.display().to_string());
        Ok(Lines { input, name, line: Vec::new(), number: 0 })
    }

    /// The next line; `None` at the end.
    #[expect(clippy::should_implement_trait, reason = "a line lives until the next is read")]
    pub fn next(&mut self) -> Result<Option<&str>, Diagnostic> {
        self.line.clear();
        self.number += 1;
        let (name, number) = (&self.name, self.number);
        let failed = |code, what: &str| Diagnostic::new(code, format!("{name}:{number}: {what}"));
        let read = self.input.by_ref().take(MAX_LINE + 1).read_until(b'\n', &mut self.line);
        match read {
            Ok(0) => return Ok(None),
            Ok(length) if length as u64 > MAX_LINE => {
                return Err(failed(Code::FileTooLarge, "the line is longer than 1 MB"));
            }
            Ok(_) => {}
            Err(error) => return Err(failed(Code::FileMissing, &error.to_string())),
        }
        match std::str::from_utf8(&self.line) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(failed(Code::FileNotUtf8, "the line is not UTF-8 text")),
        }
    }
}
