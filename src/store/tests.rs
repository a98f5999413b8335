use super::*;
use crate::offhours::machine::{Record, Saved, State};

fn record(generation: u64) -> Record {
    Record { generation, saved: Some(Saved::Running), state: State::Off, ..Record::fresh() }
}

const ID: &str = "arn:aws:ecs:ap-northeast-1:123456789012:service/dev/web";

#[test]
fn of_two_writers_one_gives_way() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Folder::open(folder.path()).expect("opens");
    assert_eq!(store.get(ID).expect("reads"), Record::fresh());
    assert_eq!(store.put(ID, &record(1), 0).expect("writes"), Put::Written);
    assert_eq!(store.put(ID, &record(1), 0).expect("writes"), Put::Conflict);
    assert_eq!(store.put(ID, &record(2), 1).expect("writes"), Put::Written);
    assert_eq!(store.put(ID, &record(3), 1).expect("writes"), Put::Conflict);
    assert_eq!(store.get(ID).expect("reads"), record(2));
    assert_eq!(store.all().expect("reads"), [(ID.to_owned(), record(2))]);
}

/// Eight threads raise one counter: no generation is given to two of them.
#[test]
fn no_two_writers_have_the_same_generation() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Folder::open(folder.path()).expect("opens");
    let written: Vec<u64> = std::thread::scope(|scope| {
        let work = || {
            let mut written = Vec::new();
            for _ in 0..25 {
                let now = store.get(ID).expect("reads").generation;
                if store.put(ID, &record(now + 1), now).expect("writes") == Put::Written {
                    written.push(now + 1);
                }
            }
            written
        };
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("ends")).collect()
    });
    let distinct: std::collections::BTreeSet<u64> = written.iter().copied().collect();
    assert_eq!(distinct.len(), written.len());
    // One that was overtaken at once is told to give way although it was first.
    assert!(store.get(ID).expect("reads").generation >= distinct.len() as u64);
}

#[test]
fn a_writer_that_slept_through_the_clearing_gives_way() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Folder::open(folder.path()).expect("opens");
    for generation in 1..=12 {
        assert_eq!(
            store.put(ID, &record(generation), generation - 1).expect("writes"),
            Put::Written
        );
    }
    let records = std::fs::read_dir(folder.path().join("records")).expect("a folder");
    let one = records.flatten().next().expect("a record").path();
    assert_eq!(std::fs::read_dir(&one).expect("a folder").count(), 5);
    assert_eq!(store.put(ID, &record(3), 2).expect("writes"), Put::Conflict);
    assert_eq!(store.get(ID).expect("reads").generation, 12);
}

#[test]
fn a_broken_record_stops_and_is_never_taken_for_a_fresh_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Folder::open(folder.path()).expect("opens");
    assert_eq!(store.put(ID, &record(1), 0).expect("writes"), Put::Written);
    let records = std::fs::read_dir(folder.path().join("records")).expect("a folder");
    let one = records.flatten().next().expect("a record").path();
    std::fs::write(one.join("00000000000000000002.json"), "{").expect("writes");
    assert!(store.get(ID).is_err());
    let newer = r#"{"id":"x","record":{"schema":2,"generation":3,"state":{"name":"off"}}}"#;
    std::fs::write(one.join("00000000000000000003.json"), newer).expect("writes");
    let error = store.get(ID).expect_err("another schema");
    assert!(error.message.contains("schema is 2"), "{}", error.message);
}

#[test]
fn two_resources_with_names_alike_have_two_records() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Folder::open(folder.path()).expect("opens");
    for (generation, id) in [(1, "a/b"), (2, "a:b"), (3, "a_b")] {
        assert_eq!(store.put(id, &record(generation), 0).expect("writes"), Put::Written);
    }
    let all = store.all().expect("reads");
    assert_eq!(all.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["a/b", "a:b", "a_b"]);
}

#[test]
fn the_ledger_is_one_line_an_entry() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Folder::open(folder.path()).expect("opens");
    let entry = Entry {
        schema: 1,
        at: "2026-11-22T11:00:00Z".parse().expect("a time"),
        resource: ID.into(),
        generation: 4,
        moment: Moment::Failed { error: "Throttling\nslow down".into() },
        action: Some(crate::offhours::machine::Call::SetCount { desired: 0 }),
        who: "kanjo".into(),
        why: "outside Mon-Fri 08:00-20:00 Asia/Tokyo".into(),
        saved: Some(Saved::Service { desired: 3, bounds: None }),
        seen: "3 of 3 running".into(),
        notes: Vec::new(),
    };
    store.append(&entry).expect("adds");
    store.append(&entry).expect("adds");
    let text = std::fs::read_to_string(folder.path().join("ledger/2026-11.jsonl")).expect("reads");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2);
    insta::assert_snapshot!(lines[0], @r#"{"schema":1,"at":"2026-11-22T11:00:00Z","resource":"arn:aws:ecs:ap-northeast-1:123456789012:service/dev/web","generation":4,"moment":"failed","error":"Throttling\nslow down","action":{"call":"set-count","desired":0},"who":"kanjo","why":"outside Mon-Fri 08:00-20:00 Asia/Tokyo","saved":{"of":"service","desired":3,"bounds":null},"seen":"3 of 3 running"}"#);
    assert_eq!(serde_json::from_str::<Entry>(lines[1]).expect("reads"), entry);
}

#[test]
fn places() {
    assert_eq!(Place::parse("file:/var/kanjo").expect("reads"), Place::Folder("/var/kanjo".into()));
    assert_eq!(Place::parse("dynamodb://kanjo").expect("reads"), Place::Table("kanjo".into()));
    let bucket = Place::Bucket { bucket: "b".into(), prefix: "p/q".into() };
    assert_eq!(Place::parse("s3://b/p/q/").expect("reads"), bucket);
    for wrong in ["", "file:", "/var", "s3://", "dynamodb://"] {
        assert!(Place::parse(wrong).is_err(), "{wrong}");
    }
}
