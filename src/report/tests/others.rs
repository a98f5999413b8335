//! Differences, comparisons and scenarios, in the terminal and as Markdown.

use super::fixture::{bill, made, n};
use super::fixture_beside::{compared, comparison, scenarios};
use crate::bill::diff;
use crate::quantity::Cases;
use crate::report::{
    Style, comparison_markdown, comparison_table, difference_markdown, difference_table,
    scenarios_markdown, scenarios_table,
};
use crate::text::Lang;
use insta::assert_snapshot;

fn ja() -> Style {
    Style { lang: Lang::Ja, ..Style::default() }
}

#[test]
fn a_difference() {
    let scenarios = scenarios();
    let d = &scenarios.scenarios[0].difference;
    let names = ("kanjo.yaml", "with-endpoints.yaml");
    let table = difference_table(&compared(d, names.0, names.1), &Style::default());
    assert_snapshot!(table, @r#"
    +57.60 a month (+23.4 %): 246.14 → 303.74
    kanjo.yaml → with-endpoints.yaml (USD a month)

    resource   before   after  change
    ─────────────────────────────────────────
    endpoints    0.00   61.32  +61.32
      new
    nat         52.63   48.91   -3.72  -7.1 %
      gone: data, 60 GB
    ─────────────────────────────────────────
    Total      246.14  303.74  +57.60

    kanjo 0.1.0 · price book embedded 3f2a91c04d21
    "#);
    assert_snapshot!(difference_table(&compared(d, names.0, names.1), &ja()), @r#"
    月額 +57.60 USD（+23.4 %）: 246.14 → 303.74
    kanjo.yaml → with-endpoints.yaml（月額、USD）

    リソース   変更前  変更後    増減
    ─────────────────────────────────────────
    endpoints    0.00   61.32  +61.32
      新規
    nat         52.63   48.91   -3.72  -7.1 %
      廃止: data, 60 GB
    ─────────────────────────────────────────
    合計       246.14  303.74  +57.60

    kanjo 0.1.0 · 価格データ embedded 3f2a91c04d21
    "#);
    let text = difference_markdown(&compared(d, names.0, names.1), &Style::default());
    assert_snapshot!(text, @r#"
    **+57.60 a month (+23.4 %): 246.14 → 303.74**

    | resource | before | after | change | why |
    | --- | ---: | ---: | ---: | --- |
    | `endpoints` | 0.00 | 61.32 | +61.32 | new |
    | `nat` | 52.63 | 48.91 | -3.72 | gone: data, 60 GB |

    1 new · 1 changed

    `kanjo.yaml` → `with-endpoints.yaml` (USD a month) · kanjo 0.1.0 · price book embedded 3f2a91c04d21
    "#);
}

/// A pool that moved is one row, and no resource that nobody touched is named.
#[test]
fn a_pool_that_moved() {
    let (before, mut after) = (bill(), bill());
    let moved = Cases::new(n("1.2"), n("3.6"), n("25.2"));
    after.charges.iter_mut().filter(|c| &*c.meter == "https_requests").for_each(|c| c.cost = moved);
    let d = diff(&before, &after).expect("fits");
    let table = difference_table(&compared(&d, "a", "b"), &Style::default());
    assert_snapshot!(table, @r#"
    +1.20 a month (+0.5 %): 246.14 → 247.34
    a → b (USD a month)

    resource                   before   after  change
    ──────────────────────────────────────────────────────────
    pool: cloudfront-requests    2.40    3.60   +1.20  +50.0 %
    ──────────────────────────────────────────────────────────
    Total                      246.14  247.34   +1.20

    kanjo 0.1.0 · price book embedded 3f2a91c04d21
    "#);
}

#[test]
fn no_change() {
    let d = diff(&bill(), &bill()).expect("fits");
    let table = difference_table(&compared(&d, "a", "b"), &Style::default());
    assert_snapshot!(table, @r#"
    No change: USD 246.14 a month.
    a → b (USD a month)

    kanjo 0.1.0 · price book embedded 3f2a91c04d21
    "#);
    assert_snapshot!(difference_markdown(&compared(&d, "a", "b"), &ja()), @r#"
    **変更なし: 月額 USD 246.14**

    `a` → `b`（月額、USD） · kanjo 0.1.0 · 価格データ embedded 3f2a91c04d21
    "#);
}

#[test]
fn a_comparison() {
    let c = comparison();
    assert_snapshot!(comparison_table(&made(), &c, &Style::default()), @r#"
    document 221.00 → estimate 212.79: -8.21 a month (-3.7 %)
    low -17.61, high +1.18
    cost-table.csv (USD a month)

    item                             document  estimate  difference
    ───────────────────────────────────────────────────────────────
    Fargate                             35.00     89.97      +54.97
      document says: 0.5 vCPU × 1 GB × 2 tasks × 730 h
      api memory: 2 × 1 × 730 h = 8.07
      api vcpu: 2 × 0.5 × 730 h = 36.91
      web memory: 2 × 1 × 730 h = 8.07
      web vcpu: 2 × 0.5 × 730 h = 36.91
    CloudFront 1 TB                     85.00      0.00      -85.00
      cdn transfer_out: 1,024 GB = 0.00 (list 116.74, free: cloudfront)
    CloudWatch Logs 10 GB                5.00      3.80       -1.20
      logs ingest: 10 GB = 3.80 (list 7.60, free: cloudwatch-logs)
      not counted, depends on usage: logs storage
    Atlas M10                           57.00     76.02      +19.02
      low 66.62, high 85.41
    Sentry Team                         29.00     29.00        0.00

    Missing in the document
    waf                                     –     14.00      +14.00
      rules: 3 = 14.00

    Matches nothing in the estimate
    Bastion host                        10.00         –      -10.00
      document says: t3.micro
    ───────────────────────────────────────────────────────────────
    Total                              221.00    212.79       -8.21

    kanjo 0.1.0 · price book embedded 3f2a91c04d21
    "#);
    assert_snapshot!(comparison_table(&made(), &c, &ja()), @r#"
    資料 221.00 → 見積 212.79: 月額 -8.21 USD（-3.7 %）
    下限 -17.61、上限 +1.18
    cost-table.csv（月額、USD）

    項目                     資料    見積    差額
    ─────────────────────────────────────────────
    Fargate                 35.00   89.97  +54.97
      資料の記載: 0.5 vCPU × 1 GB × 2 tasks × 730 h
      api memory: 2 × 1 × 730 h = 8.07
      api vcpu: 2 × 0.5 × 730 h = 36.91
      web memory: 2 × 1 × 730 h = 8.07
      web vcpu: 2 × 0.5 × 730 h = 36.91
    CloudFront 1 TB         85.00    0.00  -85.00
      cdn transfer_out: 1,024 GB = 0.00（定価 116.74、無料枠: cloudfront）
    CloudWatch Logs 10 GB    5.00    3.80   -1.20
      logs ingest: 10 GB = 3.80（定価 7.60、無料枠: cloudwatch-logs）
      未計上（利用量による）: logs storage
    Atlas M10               57.00   76.02  +19.02
      下限 66.62、上限 85.41
    Sentry Team             29.00   29.00    0.00

    資料にないもの
    waf                         –   14.00  +14.00
      rules: 3 = 14.00

    見積に対応がないもの
    Bastion host            10.00       –  -10.00
      資料の記載: t3.micro
    ─────────────────────────────────────────────
    合計                   221.00  212.79   -8.21

    kanjo 0.1.0 · 価格データ embedded 3f2a91c04d21
    "#);
    assert_snapshot!(comparison_markdown(&made(), &c, &Style::default()), @r#"
    **document 221.00 → estimate 212.79: -8.21 a month (-3.7 %)** low -17.61, high +1.18

    | item | document | estimate | difference |  |
    | --- | ---: | ---: | ---: | --- |
    | `Fargate` | 35.00 | 89.97 | +54.97 |  |
    | `CloudFront 1 TB` | 85.00 | 0.00 | -85.00 |  |
    | `CloudWatch Logs 10 GB` | 5.00 | 3.80 | -1.20 |  |
    | `Atlas M10` | 57.00 | 76.02 | +19.02 |  |
    | `Sentry Team` | 29.00 | 29.00 | 0.00 |  |
    | `waf` | – | 14.00 | +14.00 | Missing in the document |
    | `Bastion host` | 10.00 | – | -10.00 | Matches nothing in the estimate |
    | **Total** | **221.00** | **212.79** | **-8.21** |  |

    <details><summary>why</summary>

    - `Fargate`
      - document says: 0.5 vCPU × 1 GB × 2 tasks × 730 h
      - api memory: 2 × 1 × 730 h = 8.07
      - api vcpu: 2 × 0.5 × 730 h = 36.91
      - web memory: 2 × 1 × 730 h = 8.07
      - web vcpu: 2 × 0.5 × 730 h = 36.91
    - `CloudFront 1 TB`
      - cdn transfer\_out: 1,024 GB = 0.00 (list 116.74, free: cloudfront)
    - `CloudWatch Logs 10 GB`
      - logs ingest: 10 GB = 3.80 (list 7.60, free: cloudwatch-logs)
      - not counted, depends on usage: logs storage
    - `waf`
      - rules: 3 = 14.00
    - `Bastion host`
      - document says: t3.micro

    </details>

    `cost-table.csv` · kanjo 0.1.0 · price book embedded 3f2a91c04d21
    "#);
}

#[test]
fn several_scenarios() {
    let s = scenarios();
    assert_snapshot!(scenarios_table(&made(), &s, &Style::default()), @r#"
    USD 246.14 a month as it is; cheapest scenario night-tasks 225.67 (-20.47)

    scenario       USD a month  change
    ───────────────────────────────────────────
    plain               246.14
    vpc-endpoints       303.74  +57.60  +23.4 %
      endpoints +61.32: new
      nat -3.72: gone: data, 60 GB
    night-tasks         225.67  -20.47   -8.3 %
      api -20.47: memory: 2 × 0.5 × 730 h → 1 × 0.5 × 730 h; vcpu: 2 × 0.5 × 730 h →
        1 × 0.5 × 730 h
    note: health checks of the zone are not priced

    kanjo 0.1.0 · price book embedded 3f2a91c04d21
    "#);
    assert_snapshot!(scenarios_table(&made(), &s, &ja()), @r#"
    現状 月額 USD 246.14、最安は night-tasks 225.67（-20.47）

    シナリオ       月額（USD）    増減
    ───────────────────────────────────────────
    現状                246.14
    vpc-endpoints       303.74  +57.60  +23.4 %
      endpoints +61.32: 新規
      nat -3.72: 廃止: data, 60 GB
    night-tasks         225.67  -20.47   -8.3 %
      api -20.47: memory: 2 × 0.5 × 730 h → 1 × 0.5 × 730 h、vcpu: 2 × 0.5 × 730 h →
        1 × 0.5 × 730 h
    note: health checks of the zone are not priced

    kanjo 0.1.0 · 価格データ embedded 3f2a91c04d21
    "#);
    assert_snapshot!(scenarios_markdown(&made(), &s, &Style::default()), @r#"
    **USD 246.14 a month as it is; cheapest scenario night-tasks 225.67 (-20.47)**

    | scenario | USD a month | change | why |
    | --- | ---: | ---: | --- |
    | **plain** | **246.14** |  |  |
    | `vpc-endpoints` | 303.74 | +57.60 (+23.4 %) | endpoints +61.32: new · nat -3.72: gone: data, 60 GB |
    | `night-tasks` | 225.67 | -20.47 (-8.3 %) | api -20.47: memory: 2 × 0.5 × 730 h → 1 × 0.5 × 730 h; vcpu: 2 × 0.5 × 730 h → 1 × 0.5 × 730 h |

    <details><summary>vpc-endpoints</summary>

    | resource | before | after | change | why |
    | --- | ---: | ---: | ---: | --- |
    | `endpoints` | 0.00 | 61.32 | +61.32 | new |
    | `nat` | 52.63 | 48.91 | -3.72 | gone: data, 60 GB |

    </details>

    <details><summary>night-tasks</summary>

    | resource | before | after | change | why |
    | --- | ---: | ---: | ---: | --- |
    | `api` | 40.95 | 20.47 | -20.47 | memory: 2 × 0.5 × 730 h → 1 × 0.5 × 730 h; vcpu: 2 × 0.5 × 730 h → 1 × 0.5 × 730 h |

    </details>

    note: health checks of the zone are not priced

    kanjo 0.1.0 · price book embedded 3f2a91c04d21
    "#);
}
