//! Why the bill differs from the estimate, and what a schedule saved.
//!
//! Both questions are the difference of two bills. [`reconcile`] lays the bill
//! of a month on its estimate and gives every dollar between them one cause;
//! [`verify`] lays it on the month that would have been, hour by hour. The room
//! is pure: bills, series and schedules come in.

mod calibrate;
mod causes;
mod forecast;
mod hygiene;
mod place;
mod savings;
mod spread;
mod standing;
mod variance;
mod week;

#[cfg(test)]
mod tests;

pub use calibrate::{Measured, Proposal, measure, project, propose};
pub use causes::{Cause, Causes};
pub use forecast::{Forecast, forecast};
pub use hygiene::{Hygiene, hygiene};
pub use savings::{
    Leak, Line as SavedLine, Naive, Residual, Switched, Unverified, Verified, verify,
};
pub use variance::{Account, Pair, Reconciled, Subject, Unmatched, reconcile};
pub use week::Calendar;
