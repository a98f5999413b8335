//! What the reports print, looked at line by line.

mod csv;
mod fixture;
mod fixture_beside;
mod focus;
mod json;
mod markdown;
mod others;
mod table;
mod widths;
