//! One test binary: each module is a subject, and linking happens once.
#![allow(clippy::disallowed_methods, reason = "files and environment are read here")]

mod it;
