//! The comment against a thread in memory: what two runs at once leave behind,
//! and what is done where an answer is lost.

use super::{Comment, Created, Marker, Outcome, Thread, is_there, post};
use crate::diagnostic::{Code, Diagnostic};
use jiff::Timestamp;
use proptest::prelude::*;
use std::cell::{Cell, RefCell};

/// A thread that may lose answers, and in which another run may write between
/// our looking and our writing.
#[derive(Default)]
struct Memory {
    comments: RefCell<Vec<Comment>>,
    next: Cell<u64>,
    /// How many creates get no answer, and whether they arrive.
    lost: Cell<u32>,
    arrives: bool,
    /// What another run creates just before our next create.
    rival: RefCell<Option<String>>,
}

impl Memory {
    fn put(&self, body: &str, trusted: bool) -> Comment {
        self.next.set(self.next.get() + 1);
        let id = self.next.get();
        let comment = Comment { id, body: body.to_owned(), url: format!("u{id}"), trusted };
        self.comments.borrow_mut().push(comment.clone());
        comment
    }

    fn bodies(&self) -> Vec<String> {
        self.comments.borrow().iter().map(|c| c.body.clone()).collect()
    }
}

impl Thread for Memory {
    fn list(&self) -> Result<Vec<Comment>, Diagnostic> {
        Ok(self.comments.borrow().clone())
    }

    fn create(&self, body: &str) -> Result<Created, Diagnostic> {
        if let Some(rival) = self.rival.borrow_mut().take() {
            self.put(&rival, true);
        }
        if self.lost.get() > 0 {
            self.lost.set(self.lost.get() - 1);
            if self.arrives {
                self.put(body, true);
            }
            return Ok(Created::Perhaps(Diagnostic::new(Code::Remote, "502")));
        }
        Ok(Created::Yes(self.put(body, true)))
    }

    fn update(&self, id: u64, body: &str) -> Result<Comment, Diagnostic> {
        let mut comments = self.comments.borrow_mut();
        let found = comments.iter_mut().find(|c| c.id == id).expect("is there");
        found.body = body.to_owned();
        Ok(found.clone())
    }

    fn delete(&self, id: u64) -> Result<(), Diagnostic> {
        self.comments.borrow_mut().retain(|c| c.id != id);
        Ok(())
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).expect("a time")
}

fn marker(second: i64) -> Marker {
    Marker::new("infra", at(second)).expect("a key")
}

/// One run of that moment; the clock is a minute later.
fn run(thread: &Memory, second: i64, text: &str) -> Outcome {
    post(thread, &marker(second), text, false, at(second + 60)).expect("posts")
}

#[test]
fn one_comment_is_created_updated_and_left_alone() {
    let thread = Memory::default();
    assert!(!is_there(&thread, &marker(1)).expect("lists"));
    assert_eq!(run(&thread, 1, "one"), Outcome::Created("u1".into()));
    assert_eq!(run(&thread, 1, "one\r\n"), Outcome::Unchanged("u1".into()));
    assert_eq!(run(&thread, 2, "two"), Outcome::Updated("u1".into()));
    let older = run(&thread, 1, "one");
    assert_eq!(older, Outcome::Newer { theirs: at(2), url: "u1".into() });
    assert_eq!(thread.bodies(), [format!("{}two", marker(2).line())]);
    let anew = post(&thread, &marker(3), "three", true, at(3)).expect("posts");
    assert_eq!(anew, Outcome::Replaced("u2".into()));
    assert_eq!(thread.bodies(), [format!("{}three", marker(3).line())]);
}

/// A marker below the first line, by a stranger, or of another key is not ours.
#[test]
fn other_peoples_text_is_not_touched() {
    let thread = Memory::default();
    let line = marker(5).line();
    thread.put(&format!("look: {line}"), true);
    thread.put(&format!("{line}by a stranger"), false);
    thread.put(&Marker::new("app", at(9)).expect("a key").line(), true);
    let before = thread.bodies();
    assert_eq!(run(&thread, 1, "x"), Outcome::Created("u4".into()));
    assert_eq!(thread.bodies()[..3], before);
}

#[test]
fn an_edit_keeps_the_comment_only_without_the_marker() {
    let thread = Memory::default();
    run(&thread, 1, "one");
    thread.comments.borrow_mut()[0].body.push_str("\nLGTM");
    assert_eq!(run(&thread, 2, "one"), Outcome::Updated("u1".into()));
    assert!(!thread.bodies()[0].contains("LGTM"));
    thread.comments.borrow_mut()[0].body = "mine now".to_owned();
    assert_eq!(run(&thread, 3, "one"), Outcome::Created("u2".into()));
    assert_eq!(thread.bodies()[0], "mine now");
}

/// A marker from far ahead is not believed: it would stop all updates.
#[test]
fn a_moment_far_ahead_is_overwritten() {
    let thread = Memory::default();
    thread.put(&format!("{}x", marker(400_000_000).line()), true);
    assert_eq!(run(&thread, 1, "one"), Outcome::Updated("u1".into()));
}

#[test]
fn two_runs_at_once_leave_one_comment_of_the_newer() {
    for (theirs, ours) in [(1, 2), (2, 1)] {
        let thread = Memory::default();
        *thread.rival.borrow_mut() = Some(format!("{}run {theirs}", marker(theirs).line()));
        run(&thread, ours, &format!("run {ours}"));
        assert_eq!(thread.bodies(), [format!("{}run 2", marker(2).line())]);
    }
}

#[test]
fn a_lost_answer_makes_no_second_comment() {
    for arrives in [true, false] {
        let thread = Memory { lost: Cell::new(1), arrives, ..Memory::default() };
        assert!(matches!(run(&thread, 1, "one"), Outcome::Created(_)));
        assert_eq!(thread.bodies().len(), 1, "{arrives}");
    }
    let dead = Memory { lost: Cell::new(9), ..Memory::default() };
    let error = post(&dead, &marker(1), "x", false, at(1)).expect_err("is dead");
    assert_eq!((error.code, dead.lost.get()), (Code::Remote, 6));
}

proptest! {
    /// Whatever order runs come in, the newest has the last word.
    #[test]
    fn the_newest_run_has_the_last_word(order in Just((1..8i64).collect::<Vec<_>>()).prop_shuffle()) {
        let thread = Memory::default();
        for second in order {
            run(&thread, second, &second.to_string());
        }
        prop_assert_eq!(thread.bodies(), [format!("{}7", marker(7).line())]);
    }
}
