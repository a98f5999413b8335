//! One test binary: each module is a subject, and linking happens once.

mod it;
