//! The off-hours page of a distribution of CloudFront: on moto, and against a fake of
//! our own for what moto does not do: it takes minutes to be everywhere, and it
//! refuses a change of a version that is not the last.

use super::aws::{Moto, is_off, ledger, program, ticks};
use super::wire::{Request, answer};
use serde_json::json;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

const ARN: &str = "arn:aws:cloudfront::123456789012:distribution/E1";

fn with_page(moto: &Moto, distribution: &str) {
    let file = moto.folder.path().join("policies/dev.yaml");
    let text = std::fs::read_to_string(&file).expect("reads");
    let page = format!(
        "    page: {{distribution: \"{distribution}\", path: /off-hours.html, region: ap-northeast-1}}\n"
    );
    std::fs::write(file, text + &page).expect("writes");
}

/// The calls on the page and on the others, in their order.
fn calls(moto: &Moto) -> Vec<String> {
    let mut lines = ledger(&moto.state_folder());
    lines.retain(|line| line["moment"] == "done");
    lines.sort_by_key(|line| line["at"].as_str().map(str::to_owned));
    lines.iter().map(|line| line["action"]["call"].as_str().expect("a call").to_owned()).collect()
}

#[test]
fn a_distribution_of_moto_shows_the_page_and_answers_as_before() {
    let Some(moto) = Moto::start(1) else { return };
    let arn = moto.world(&["distribution"]);
    with_page(&moto, arn.as_str().expect("an ARN"));
    let (state, before) = (moto.state(), moto.world(&["errors"]));
    let plan = moto.kanjo(&moto.url, &["offhours", "plan", "--live", "--at", "2026-11-23T20:01"]);
    assert!(plan.1.contains(" page"), "{}{}", plan.1, plan.2);
    for at in ticks("2026-11-23", 20, 2) {
        let done = moto.tick(&moto.url, &state, &at);
        assert_eq!(done.0, 0, "{at}: {}{}", done.1, done.2);
    }
    let page = |error: u32| {
        json!({"ErrorCode": error, "ResponsePagePath": "/off-hours.html", "ResponseCode": "503",
            "ErrorCachingMinTTL": 10})
    };
    assert_eq!(moto.world(&["errors"]), json!([page(502), page(503), page(504)]));
    // Nobody wants it off any more: the page goes.
    for at in ticks("2026-11-24", 8, 8) {
        let done = moto.tick(&moto.url, &state, &at);
        assert_eq!(done.0, 0, "{at}: {}{}", done.1, done.2);
    }
    assert_eq!(moto.world(&["errors"]), before);
}

const BEFORE: &str = "<CustomErrorResponses><Quantity>1</Quantity><Items><CustomErrorResponse>\
    <ErrorCode>403</ErrorCode><ResponsePagePath>/index.html</ResponsePagePath>\
    <ResponseCode>200</ResponseCode><ErrorCachingMinTTL>0</ErrorCachingMinTTL>\
    </CustomErrorResponse></Items></CustomErrorResponses>";

fn config(list: &str) -> String {
    format!(
        "<CallerReference>x</CallerReference><Origins><Quantity>2</Quantity><Items>\
         <Origin><Id>app</Id></Origin><Origin><Id>pages</Id></Origin></Items></Origins>\n\
         <Comment>a &lt;b&gt; &amp;#xA; 夜</Comment>{list}<SomethingNew kind=\"1\"/>"
    )
}

/// One distribution, as CloudFront keeps it.
struct Front {
    inside: String,
    version: u32,
    /// So many looks until a change is everywhere.
    spreads: u32,
    updates: u32,
    refused: u32,
    /// Somebody is faster than the next change.
    disturbed: bool,
}

fn serve(mut stream: TcpStream, front: &Mutex<Front>) -> Option<()> {
    let request = Request::read(&mut stream)?;
    let signed = request.header("authorization").unwrap_or("");
    assert!(signed.contains("/us-east-1/cloudfront/aws4_request"), "{}", request.head);
    let mut front = front.lock().expect("whole");
    let tagged = |text: String, version: u32| {
        let length = text.len();
        format!("HTTP/1.1 200 X\r\netag: E{version}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{text}")
            .into_bytes()
    };
    let refusal = |status: u16, code: &str| {
        answer(
            status,
            &format!("<ErrorResponse><Error><Code>{code}</Code></Error></ErrorResponse>"),
        )
    };
    let path = request.path()?.to_owned();
    let back = match (request.head.split(' ').next()?, path.as_str()) {
        ("GET", "/2020-05-31/distribution/E1") => {
            let status = if front.spreads > 0 { "InProgress" } else { "Deployed" };
            front.spreads = front.spreads.saturating_sub(1);
            let text = format!(
                "<?xml version=\"1.0\"?>\n<Distribution xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">\
                 <Id>E1</Id><Status>{status}</Status><DistributionConfig>{}</DistributionConfig></Distribution>",
                front.inside
            );
            tagged(text, front.version)
        }
        ("GET", path) if path.starts_with("/2020-05-31/tagging?Resource=arn%3A") => {
            answer(200, "<Tags><Items><Tag><Key>Env</Key><Value>dev</Value></Tag></Items></Tags>")
        }
        ("PUT", "/2020-05-31/distribution/E1/config") => {
            front.version += u32::from(std::mem::take(&mut front.disturbed));
            if request.header("if-match") == Some(&format!("E{}", front.version)) {
                let (_, inside) = request.body.split_once("<DistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">").expect("a configuration");
                front.inside =
                    inside.strip_suffix("</DistributionConfig>").expect("whole").to_owned();
                (front.version, front.updates, front.spreads) =
                    (front.version + 1, front.updates + 1, 2);
                tagged("<Distribution/>".to_owned(), front.version)
            } else {
                front.refused += 1;
                refusal(412, "PreconditionFailed")
            }
        }
        _ => refusal(404, "NoSuchDistribution"),
    };
    stream.write_all(&back).ok()
}

#[test]
fn what_is_not_everywhere_is_waited_for_and_the_last_version_is_changed() {
    let Some(moto) = Moto::start(2) else { return };
    with_page(&moto, ARN);
    let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    let front = Arc::new(Mutex::new(Front {
        inside: config(BEFORE),
        version: 1,
        spreads: 0,
        updates: 0,
        refused: 0,
        disturbed: false,
    }));
    let shared = Arc::clone(&front);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let front = Arc::clone(&shared);
            std::thread::spawn(move || serve(stream, &front));
        }
    });
    let (state, world) = (moto.state(), moto.world(&["show"]));
    let tick = |at: &str| {
        let done = moto
            .command(&program(), &moto.url)
            .args(["offhours", "run", "--once", "--state", &state, "--at", at])
            .env("AWS_ENDPOINT_URL_CLOUDFRONT", &url)
            .output()
            .expect("kanjo runs");
        (done.status.code(), String::from_utf8_lossy(&done.stdout).into_owned())
    };
    tick("2026-11-23T20:01");
    let shown = front.lock().expect("whole").inside.clone();
    assert!(
        shown.contains("<Quantity>4</Quantity>") && shown.contains("/off-hours.html"),
        "{shown}"
    );
    // Every other letter is as it was.
    let (start, end) = (shown.find("<CustomErrorResponses>"), shown.find("<SomethingNew"));
    let list = &shown[start.expect("a list")..end.expect("the rest")];
    assert_eq!(shown, config(list));
    tick("2026-11-23T20:06");
    assert_eq!(moto.world(&["show"]), world, "it is not at every edge yet");
    for at in ticks("2026-11-23", 20, 14).iter().skip(2) {
        tick(at);
    }
    assert!(is_off(&moto.world(&["show"])));
    // In the morning somebody is faster once: it is refused, and tried again.
    front.lock().expect("whole").disturbed = true;
    for at in ticks("2026-11-24", 8, 18) {
        tick(&at);
    }
    assert_eq!(moto.world(&["show"]), world);
    let front = front.lock().expect("whole");
    assert_eq!(
        (front.inside.as_str(), front.updates, front.refused),
        (config(BEFORE).as_str(), 2, 1)
    );
    let calls = calls(&moto);
    assert_eq!(calls.first().map(String::as_str), Some("set-error-responses"));
    assert_eq!(calls.last().map(String::as_str), Some("set-error-responses"));
}

#[test]
fn a_page_of_a_distribution_says_what_it_needs() {
    let folder = tempfile::tempdir().expect("a folder");
    let policy = |page: &str| {
        let text = format!(
            "version: 1\npolicies:\n  - name: a\n    match: {{types: [\"ecs:service\"]}}\n    schedule: never\n    page: {{{page}}}\n"
        );
        std::fs::write(folder.path().join("p.yaml"), text).expect("writes");
        std::fs::write(folder.path().join("live.json"), "[]").expect("writes");
        let done = std::process::Command::new(program())
            .args(["offhours", "plan", "--inventory", "live.json", "--policies", "p.yaml"])
            .current_dir(folder.path())
            .env_clear()
            .output()
            .expect("kanjo runs");
        (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    let whole = format!("distribution: \"{ARN}\", path: /off.html, region: us-east-1");
    assert_eq!(policy(&whole).0, Some(0), "{}", policy(&whole).1);
    for (from, to, said) in [
        (", region: us-east-1", "", "has no `region`"),
        ("/off.html", "off.html", "`off.html` is no `path`"),
        ("cloudfront::", "cloudfront:x:", "is no `distribution`"),
        ("path:", "text: a, path:", "`text`"),
    ] {
        let (status, errors) = policy(&whole.replace(from, to));
        assert!(status == Some(2) && errors.contains(said), "{said}: {errors}");
    }
}
