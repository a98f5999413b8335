//! A distribution of CloudFront in every order of ticks, faults and people.

use super::super::front::{ErrorResponse, Front};
use super::super::{Call, Observed, Options, Saved, Why, Wish, step};
use super::super::{Record, State};
use super::model::{Model, at};
use super::world::World;
use crate::calendar::Desired;
use crate::offhours::policy::Mode;

fn answer(error: u32, path: &str) -> ErrorResponse {
    let (path, code) = (Some(path.to_owned()), Some("200".to_owned()));
    ErrorResponse { error, path, code, cached: Some(300) }
}

impl World for Front {
    fn observe(&self) -> Observed {
        Observed::Front(self.clone())
    }

    fn apply(&mut self, call: &Call) -> Result<(), ()> {
        let Call::SetErrorResponses { from, to } = call else { unreachable!("{call:?}") };
        // The version has changed.
        if self.responses != *from {
            return Err(());
        }
        self.responses.clone_from(to);
        self.status = "InProgress".to_owned();
        Ok(())
    }

    fn pass(&mut self) {
        self.status = "Deployed".to_owned();
    }

    fn hands(&self) -> Vec<(&'static str, Front)> {
        let mut more = self.clone();
        if more.responses.iter().all(|one| one.error != 404) {
            more.responses.push(answer(404, "/404.html"));
        }
        let mut none = self.clone();
        none.responses.retain(|one| ![502, 503, 504].contains(&one.error));
        none.responses.push(answer(503, "/sorry.html"));
        vec![("adds an answer", more), ("puts its own back", none)]
    }

    fn count(&self) -> u32 {
        u32::from(!self.is_shown())
    }

    fn is_covered_by(&self, saved: &Saved) -> bool {
        let Saved::ErrorResponses { responses, .. } = saved else { return false };
        let mut errors = self.responses.iter().filter(|one| one.error == 503);
        errors.all(|one| responses.contains(one))
    }

    fn is_at_least(&self, truth: &Front) -> bool {
        !self.is_shown() && truth.responses.iter().all(|one| self.responses.contains(one))
    }
}

fn front() -> Front {
    Front {
        status: "Deployed".to_owned(),
        responses: vec![answer(503, "/sorry.html"), answer(403, "/index.html")],
        path: "/off-hours.html".to_owned(),
        refused: None,
    }
}

#[test]
fn a_page_of_a_distribution_survives_everything() {
    let options = Options { mode: Mode::Edge, ..Options::default() };
    let model = || Model { off: 1..4, horizon: 6, options: options.clone(), guarded: false };
    let (broken, handled) = (model().walk(front(), 1, 0), model().walk(front(), 0, 1));
    assert!(broken > 400 && handled > 100, "{broken} and {handled} moments");
}

#[test]
fn three_errors_are_answered_and_the_list_comes_back_in_its_order() {
    let wish = |desired| Wish::plain(desired, Some(at(0)));
    let options = Options::default();
    let of = |record: &Record, front: &Front, desired, tick| {
        step(record, &Observed::Front(front.clone()), &wish(desired), at(tick), &options)
    };
    let mut now = front();
    let down = of(&Record::fresh(), &now, Desired::Off, 1);
    assert!(
        matches!(down.record.saved, Some(Saved::ErrorResponses { .. })),
        "saved before it is changed"
    );
    now.apply(&down.call.expect("a call")).expect("applies");
    let errors: Vec<u32> = now.responses.iter().map(|one| one.error).collect();
    assert_eq!(errors, [403, 502, 503, 504]);
    assert!(now.responses.iter().skip(1).all(|one| one.code.as_deref() == Some("503")));
    // Until every edge has it, it is on its way.
    let waits = of(&down.record, &now, Desired::Off, 2);
    assert_eq!((&waits.call, &waits.record.state), (&None, &State::Stopping));
    now.pass();
    let off = of(&waits.record, &now, Desired::Off, 4);
    assert_eq!(off.record.state, State::Off);
    // The policy names another page meanwhile: what was there comes back all the same.
    now.path = "/other.html".to_owned();
    let up = of(&off.record, &now, Desired::On, 30);
    now.apply(&up.call.expect("a call")).expect("applies");
    assert_eq!(now.responses, front().responses);
}

#[test]
fn a_distribution_with_one_origin_has_no_page() {
    for why in [Why::OneOrigin, Why::NoDistribution] {
        let refused = Front { refused: Some(why.clone()), ..front() };
        let wish = Wish::plain(Desired::Off, Some(at(0)));
        let next = step(&Record::fresh(), &refused.observe(), &wish, at(1), &Options::default());
        assert_eq!((next.call, next.record.state), (None, State::Blocked { why }));
    }
}
