//! The estimate as Markdown.

use super::fixture::{HOSTILE, bill, book, estimate, hostile, incomplete};
use super::fixture_beside::statement;
use crate::report::{Style, estimate_markdown};
use crate::text::Lang;
use insta::assert_snapshot;

#[test]
fn english() {
    let (bill, book) = (bill(), book());
    let text = estimate_markdown(&estimate(&bill, &book, None), &Style::default());
    assert_snapshot!(text, @r#"
    `bookmark-manager` **USD 234.40 – 277.23 a month, expected 246.14**

    average month, 730 h; list prices 2025-07-01 to 2026-10-13

    aws 141.22 · atlas 75.92 · sentry 29.00

    | resource | USD a month |
    | --- | ---: |
    | `docs` | 75.92 |
    | `nat` | 52.63 |
    | `api` | 40.95 |
    | `web` | 40.95 |
    | `errors` | 29.00 |
    | `logs` | 3.80 |
    | `cdn` | 2.40 |
    | `zone` | 0.50 |
    | **Total** | **USD 246.14** |

    Rows are rounded and add up to 246.15; the total is exact.

    Free tiers take off USD 132.54: cloudfront 116.74, cloudfront-requests 12.00, cloudwatch-logs 3.80

    **Not counted: depends on usage (3)**

    - `cdn` functions USD 0.0000001 per request
    - `logs` storage USD 0.033 per GB-month
    - `nat` other\_zone price per GB unknown

    **Caveats**

    - `price-estimated`: us-east-1 times the regional ratio of EC2 (docs)
    - `ladder-unconfirmed`: the free TB is taken as the first part of the first tier (cdn)
    - `note`: health checks of the zone are not priced (zone)

    <details><summary>All 14 lines</summary>

    | resource | line | quantity | list price | USD a month |  |
    | --- | --- | ---: | ---: | ---: | --- |
    | `api` | memory | 730 GB-hours | 0.00553 | 4.04 | 2 × 0.5 × 730 h |
    |  | vcpu | 730 vCPU-hours | 0.05056 | 36.91 | 2 × 0.5 × 730 h |
    | `cdn` | https\_requests | 12,000,000 requests | 0.0000012 | 2.40 | 12,000,000 · partly free: cloudfront-requests, list 14.40 |
    |  | transfer\_out | 1,024 GB | 0.114 | 0.00 | 1,024 GB · free: cloudfront, list 116.74 |
    | `docs` | hours | 730 hours | 0.104 | 75.92 | 1 × 730 h |
    | `errors` | plan | 1 plan | 29 | 29.00 | 1 |
    | `logs` | ingest | 10 GB | 0.76 | 3.80 | 10 GB · partly free: cloudwatch-logs, list 7.60 |
    | `nat` | data | 60 GB | 0.062 | 3.72 | 60 GB |
    |  | hours | 730 hours | 0.062 | 45.26 | 1 × 730 h |
    |  | ipv4 | 730 hours | 0.005 | 3.65 | 1 × 730 h |
    | `web` | memory | 730 GB-hours | 0.00553 | 4.04 | 2 × 0.5 × 730 h |
    |  | vcpu | 730 vCPU-hours | 0.05056 | 36.91 | 2 × 0.5 × 730 h |
    | `zone` | queries | 1,000 queries | 0.0000004 | 0.0004 | 1,000 |
    |  | zone | 1 zone | 0.5 | 0.50 | 1 |

    </details>

    kanjo 0.1.0 · price book embedded 3f2a91c04d21
    "#);
}

#[test]
fn japanese_with_all_lists() {
    let (bill, book, statement) = (incomplete(), book(), statement());
    let style = Style { lang: Lang::Ja, ..Style::default() };
    let text = estimate_markdown(&estimate(&bill, &book, Some(&statement)), &style);
    let open = text.split("<details>").next().unwrap_or("");
    assert_snapshot!(open, @r#"
    `bookmark-manager` **月額 USD 234.40〜277.23（想定 246.14）、不完全: 1 行の単価が不明**

    平均月 730 時間、価格表 2025-07-01〜2026-10-13

    aws 141.22 · atlas 75.92 · sentry 29.00

    | リソース | 月額（USD） |
    | --- | ---: |
    | `docs` | 75.92 |
    | `nat` | 52.63 |
    | `api` | 40.95 |
    | `web` | 40.95 |
    | `errors` | 29.00 |
    | `logs` | 3.80 |
    | `cdn` | 2.40 |
    | `zone` | 0.50 |
    | **合計** | **USD 246.14** |

    各行は四捨五入のため、合算すると 246.15 になります。合計は正確な値です。

    無料枠による減額 USD 132.54: cloudfront 116.74、cloudfront-requests 12.00、cloudwatch-logs 3.80

    **単価なし: 合計に含まれません（1）**

    - `db` acu · 730 ACU-hours · 価格データに ap-northeast-1 の AmazonRDS/ACU がありません · AmazonRDS/ap-northeast-1/APN1-Aurora:ServerlessV2Usage

    **未計上: 利用量による（3）**

    - `cdn` functions 1 request あたり USD 0.0000001
    - `logs` storage 1 GB-month あたり USD 0.033
    - `nat` other\_zone 1 GB あたりの単価は不明

    **注意**

    - `price-estimated`: 他の単価から規則で推定した単価です。 · us-east-1 times the regional ratio of EC2 (docs)
    - `ladder-unconfirmed`: 無料枠が段階料金のどこに入るか、資料が一致していません。 · the free TB is taken as the first part of the first tier (cdn)
    - `note`: health checks of the zone are not priced (zone)

    **請求額**：1 USD = 155 円、2026-11-20、the reseller

    | 請求元 | USD | 割引 | 税抜 | 消費税 | 税込 |
    | --- | ---: | ---: | ---: | ---: | ---: |
    | aws | 302.67 | 5 % | 44,568 円 | 4,456 円 | 49,024 円 |
    | sentry | 29.00 | 0 % | 4,495 円 | 0 円 | 4,495 円 |
    | **合計** |  |  |  |  | **53,519 円** |
    "#);
}

#[test]
fn a_hostile_name_stays_where_it_is() {
    let (bill, book) = (hostile(), book());
    let text = estimate_markdown(&estimate(&bill, &book, None), &Style::default());
    let row = text.lines().find(|line| line.contains("x&#124;y")).unwrap_or("");
    assert_snapshot!(row, @"| <code>x&#124;y&#96;z&#60;&#47;details&#62;&#60;img src&#61;x&#62;  &#35; &#64;all �&#91;31m&#42;hi&#42;</code> | 0.50 |");
    assert!(!text.contains("<img") && !text.contains("\n# "), "{text}");
    assert_eq!(text.matches("</details>").count(), 1);
    assert!(!text.contains(HOSTILE));
}
