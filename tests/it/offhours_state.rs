//! `kanjo offhours status` and `override`, as a person uses them.

use super::determinism::kanjo;

#[test]
fn an_override_is_written_and_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let state = format!("file:{}", folder.path().display());
    let hold = |time: &str| {
        kanjo(&[
            "offhours",
            "override",
            "service/dev/web",
            "--for",
            time,
            "--why",
            "a release",
            "--who",
            "aiko",
            "--state",
            &state,
        ])
    };
    let done = hold("3h");
    assert_eq!(done.0, 0, "{}", done.2);
    assert!(done.1.starts_with("service/dev/web stays up until "), "{}", done.1);
    let table = kanjo(&["offhours", "status", "--state", &state]).1;
    assert!(table.starts_with("1 resource: 1 on\n"), "{table}");
    assert!(table.contains("kept up by aiko until "), "{table}");
    let shown = kanjo(&["offhours", "status", "--state", &state, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&shown.1).expect("JSON");
    assert_eq!(json["schema"], 1);
    assert_eq!(json["records"][0]["record"]["held"]["why"], "a release");
    assert_eq!(json["records"][0]["record"]["generation"], 1);

    let too_long = hold("73h");
    assert_eq!(too_long.0, 2);
    assert!(too_long.2.contains("72"));
    assert_eq!(hold("soon").0, 2);
}

#[cfg(not(feature = "aws"))]
#[test]
fn what_is_not_in_the_build_says_so() {
    for args in [
        ["offhours", "apply", "--state", "file:/nowhere"],
        ["offhours", "status", "--state", "dynamodb://kanjo"],
    ] {
        let done = kanjo(&args);
        assert_eq!(done.0, 2);
        assert!(done.2.contains("not-in-build"), "{args:?}");
    }
}
