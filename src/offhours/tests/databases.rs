//! Decisions on databases: backups, patches and pauses.

use super::*;

#[test]
fn a_tokyo_database_stopped_every_night_is_blocked_until_the_policy_decides() {
    let mut database = dev("rds:db");
    let at_night = |t: &mut Target, window: &str| {
        t.details.insert("backup_window".to_owned(), window.into());
    };
    assert_eq!(one(POLICIES, database.clone(), NIGHT).reason, "its backup window is not known");
    at_night(&mut database, "17:00-17:30");
    let blocked = one(POLICIES, database.clone(), NIGHT);
    assert_eq!(blocked.blocked, Some(Block::BackupWindow));
    assert_eq!(blocked.reason, "its backup window 17:00-17:30 UTC lies in off-hours");
    // Also at noon: the plan says so before the night.
    assert_eq!(one(POLICIES, database.clone(), NOON).blocked, Some(Block::BackupWindow));
    let accepts =
        POLICIES.replace("schedule: office}", "schedule: office, backup: snapshot-before-stop}");
    let accepted = one(&accepts, database.clone(), NIGHT);
    assert_eq!((accepted.action, accepted.notes.len()), (Act::Stop, 1));
    // In office hours it is backed up, from Monday to Friday; its maintenance is not.
    at_night(&mut database, "03:00-03:30");
    assert_eq!(one(POLICIES, database.clone(), NIGHT).blocked, None);
    database.details.insert("maintenance_window".to_owned(), "sun:18:00-sun:18:30".into());
    assert!(one(POLICIES, database, NIGHT).reason.starts_with("its maintenance window"));
}

#[test]
fn a_backup_window_is_moved_into_on_hours_clear_of_maintenance() {
    let moves = POLICIES.replace("schedule: office}", "schedule: office, backup: move-window}");
    let of = |policies: &str, backup: &str, maintenance: Option<&str>| {
        let mut database = dev("rds:db");
        database.details.insert("backup_window".to_owned(), backup.into());
        let maintenance = maintenance.map(|text| ("maintenance_window".to_owned(), text.into()));
        database.details.extend(maintenance);
        let verdict = one(policies, database, NIGHT);
        (verdict.window, verdict.action)
    };
    // Office hours end at 11:00 UTC; an hour is left for a clock change.
    let to = |text: &str| Some(text.to_owned());
    assert_eq!(of(&moves, "17:00-17:30", None), (to("09:30-10:00"), Act::Stop));
    assert_eq!(of(&moves, "17:00-18:30", None).0, to("08:30-10:00"));
    let patches = Some("mon:09:30-mon:10:30");
    assert_eq!(of(&moves, "17:00-17:30", patches).0, to("09:00-09:30"));
    // Patches earlier in the day are not the end of it.
    assert_eq!(of(&moves, "17:00-17:30", Some("wed:02:40-wed:03:10")).0, to("09:30-10:00"));
    // What is up already stays where it is; so does what only has its patches at night.
    assert_eq!(of(&moves, "03:00-03:30", None).0, None);
    assert_eq!(of(&moves, "03:00-03:30", Some("sun:18:00-sun:18:30")), (None, Act::Stop));
    assert_eq!(of(&moves, "whenever", None), (None, Act::None));
    // Nothing fits into twenty minutes.
    let short = moves.replace("Mon-Fri 08:00-20:00", "Mon-Fri 08:00-08:20");
    assert_eq!(of(&short, "17:00-17:30", None), (None, Act::None));
}

#[test]
fn a_cluster_that_pauses_is_left_to_it_where_the_policy_prefers_that() {
    let mut cluster = dev("rds:cluster");
    for (key, value) in [("backup_window", "03:00-03:30"), ("engine", "aurora-postgresql")] {
        cluster.details.insert(key.to_owned(), value.into());
    }
    let prefers = POLICIES
        .replace("schedule: office}", "schedule: office, serverless_v2: prefer-auto-pause}");
    let mut at = |least: &str, policies: &str| {
        let least = serde_json::from_str(least).expect("a number");
        cluster.details.insert("serverless_minimum".to_owned(), least);
        let verdict = one(policies, cluster.clone(), NIGHT);
        (verdict.desired, verdict.action)
    };
    assert_eq!(at("0.0", &prefers), (Desired::Leave, Act::None));
    assert_eq!(at("0.0", POLICIES), (Desired::Off, Act::Stop));
    // What does not pause is stopped.
    assert_eq!(at("0.5", &prefers), (Desired::Off, Act::Stop));
}
