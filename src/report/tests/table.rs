//! The estimate in the terminal.

use super::fixture::{bill, book, environments, estimate, hostile, incomplete};
use super::fixture_beside::statement;
use crate::report::{GroupBy, Style, estimate_table};
use crate::text::Lang;
use insta::assert_snapshot;

#[test]
fn english() {
    let (bill, book, statement) = (bill(), book(), statement());
    let table = estimate_table(&estimate(&bill, &book, Some(&statement)), &Style::default());
    assert_snapshot!(table, @r#"
    bookmark-manager  USD 234.40 – 277.23 a month, expected 246.14
    average month, 730 h; list prices 2025-07-01 to 2026-10-13

    resource  line              quantity             list price  a month  subtotal
    ──────────────────────────────────────────────────────────────────────────────
    api       memory                 730 GB-hours       0.00553     4.04
              vcpu                   730 vCPU-hours     0.05056    36.91     40.95
    cdn       https_requests  12,000,000 requests     0.0000012     2.40
                partly free: cloudfront-requests, list 14.40
                0.00 – 24.00 for 3,000,000 – 30,000,000 requests
              transfer_out         1,024 GB               0.114     0.00      2.40
                free: cloudfront, list 116.74
    docs      hours                  730 hours            0.104    75.92
                66.58 – 85.41 at 0.0912 – 0.117 per hour
    errors    plan                     1 plan                29    29.00
    logs      ingest                  10 GB                0.76     3.80
                partly free: cloudwatch-logs, list 7.60
    nat       data                    60 GB               0.062     3.72
              hours                  730 hours            0.062    45.26
              ipv4                   730 hours            0.005     3.65     52.63
    web       memory                 730 GB-hours       0.00553     4.04
              vcpu                   730 vCPU-hours     0.05056    36.91     40.95
    zone      queries              1,000 queries      0.0000004   0.0004
              zone                     1 zone               0.5     0.50      0.50
    ──────────────────────────────────────────────────────────────────────────────
    aws                                                           141.22
    atlas                                                          75.92
    sentry                                                         29.00
    ──────────────────────────────────────────────────────────────────────────────
    Total                                                         246.14
      low 234.40, high 277.23
    Rows are rounded and add up to 246.15; the total is exact.

    Free tiers take off USD 132.54: cloudfront 116.74, cloudfront-requests 12.00,
      cloudwatch-logs 3.80

    Not counted: depends on usage (3)
      cdn   functions   USD 0.0000001 per request
      logs  storage     USD 0.033 per GB-month
      nat   other_zone  price per GB unknown

    Caveats
      price-estimated
        us-east-1 times the regional ratio of EC2 (docs)
      ladder-unconfirmed
        the free TB is taken as the first part of the first tier (cdn)
      note
        health checks of the zone are not priced (zone)

    Invoices (1 USD = 155 円, 2026-11-20, the reseller)
      seller     USD  discount        net       tax   with tax
      ────────────────────────────────────────────────────────
      aws     302.67       5 %  44,568 円  4,456 円  49,024 円
      sentry   29.00         –   4,495 円         –   4,495 円
      ────────────────────────────────────────────────────────
      Total                                          53,519 円

    kanjo 0.1.0 · price book embedded 3f2a91c04d21
    "#);
}

#[test]
fn japanese() {
    let (bill, book, statement) = (incomplete(), book(), statement());
    let style = Style { lang: Lang::Ja, ..Style::default() };
    let table = estimate_table(&estimate(&bill, &book, Some(&statement)), &style);
    assert_snapshot!(table, @r#"
    bookmark-mana…  月額 USD 234.40〜277.23（想定 246.14）、不完全: 1 行の単価が不明
    平均月 730 時間、価格表 2025-07-01〜2026-10-13

    リソース  明細                  数量                  単価    月額   小計
    ─────────────────────────────────────────────────────────────────────────
    api       memory                 730 GB-hours      0.00553    4.04
              vcpu                   730 vCPU-hours    0.05056   36.91  40.95
    cdn       https_requests  12,000,000 requests    0.0000012    2.40
                一部無料: cloudfront-requests（定価 14.40）
                3,000,000〜30,000,000 requests で 0.00〜24.00
              transfer_out         1,024 GB              0.114    0.00   2.40
                無料枠: cloudfront（定価 116.74）
    docs      hours                  730 hours           0.104   75.92
                1 hour あたり 0.0912〜0.117 で 66.58〜85.41
    errors    plan                     1 plan               29   29.00
    logs      ingest                  10 GB               0.76    3.80
                一部無料: cloudwatch-logs（定価 7.60）
    nat       data                    60 GB              0.062    3.72
              hours                  730 hours           0.062   45.26
              ipv4                   730 hours           0.005    3.65  52.63
    web       memory                 730 GB-hours      0.00553    4.04
              vcpu                   730 vCPU-hours    0.05056   36.91  40.95
    zone      queries              1,000 queries     0.0000004  0.0004
              zone                     1 zone              0.5    0.50   0.50
    ─────────────────────────────────────────────────────────────────────────
    aws                                                         141.22
    atlas                                                        75.92
    sentry                                                       29.00
    ─────────────────────────────────────────────────────────────────────────
    合計                                                        246.14
      下限 234.40、上限 277.23
    各行は四捨五入のため、合算すると 246.15 になります。合計は正確な値です。

    無料枠による減額 USD 132.54: cloudfront 116.74、cloudfront-requests 12.00、
      cloudwatch-logs 3.80

    単価なし: 合計に含まれません（1）
      db  acu  730 ACU-hours
            価格データに ap-northeast-1 の AmazonRDS/ACU がありません · AmazonRDS/
              ap-northeast-1/APN1-Aurora:ServerlessV2Usage

    未計上: 利用量による（3）
      cdn   functions   1 request あたり USD 0.0000001
      logs  storage     1 GB-month あたり USD 0.033
      nat   other_zone  1 GB あたりの単価は不明

    注意
      price-estimated
        他の単価から規則で推定した単価です。
        us-east-1 times the regional ratio of EC2 (docs)
      ladder-unconfirmed
        無料枠が段階料金のどこに入るか、資料が一致していません。
        the free TB is taken as the first part of the first tier (cdn)
      note
        health checks of the zone are not priced (zone)

    請求額（1 USD = 155 円、2026-11-20、the reseller）
      請求元     USD  割引       税抜    消費税       税込
      ────────────────────────────────────────────────────
      aws     302.67   5 %  44,568 円  4,456 円  49,024 円
      sentry   29.00     –   4,495 円         –   4,495 円
      ────────────────────────────────────────────────────
      合計                                       53,519 円

    kanjo 0.1.0 · 価格データ embedded 3f2a91c04d21
    "#);
}

#[test]
fn environments_with_explanations() {
    let (bill, book) = (environments(), book());
    let style = Style { explain: true, ..Style::default() };
    let table = estimate_table(&estimate(&bill, &book, None), &style);
    assert_snapshot!(table, @r#"
    bookmark-manager  USD 100.89 a month
    average month, 730 h; list prices 2025-07-01 to 2026-10-13

    resource    line    quantity             list price  a month  subtotal
    ──────────────────────────────────────────────────────────────────────
    production                                                       93.58
    nat         data          60 GB               0.062     3.72
                  60 GB × 0.062 = 3.72
                  AmazonEC2/ap-northeast-1/APN1-NatGateway-Bytes, as of 2026-09-24,
                    confidence C, source aws-offer
                  stays off hours, kanjo.yaml:12
                hours        730 hours            0.062    45.26
                  1 × 730 h = 730 hours, × 0.062 = 45.26
                  AmazonEC2/ap-northeast-1/APN1-NatGateway-Hours, as of 2026-09-24,
                    confidence C, source aws-offer
                  stays off hours, kanjo.yaml:12
                ipv4         730 hours            0.005     3.65     52.63
                  1 × 730 h = 730 hours, × 0.005 = 3.65
                  AmazonEC2/ap-northeast-1/APN1-PublicIPv4:InUseAddress, as of
                    2026-09-24, confidence C, source aws-offer
                  stays off hours, kanjo.yaml:12
    web         memory       730 GB-hours       0.00553     4.04
                  2 × 0.5 × 730 h = 730 GB-hours, × 0.00553 = 4.0369
                  AmazonECS/ap-northeast-1/APN1-Fargate-GB-Hours, as of 2026-09-24,
                    confidence C, source aws-offer
                  stops off hours, kanjo.yaml:12
                vcpu         730 vCPU-hours     0.05056    36.91     40.95
                  2 × 0.5 × 730 h = 730 vCPU-hours, × 0.05056 = 36.9088
                  AmazonECS/ap-northeast-1/APN1-Fargate-vCPU-Hours:perCPU, as of
                    2026-09-24, confidence C, source aws-offer
                  stops off hours, kanjo.yaml:12

    staging                                                           7.31
    web         memory    130.36 GB-hours       0.00553     0.72
                  0.5 × 260.714285714286 h = 130.357143 GB-hours, × 0.00553 =
                    0.720875
                  AmazonECS/ap-northeast-1/APN1-Fargate-GB-Hours, as of 2026-09-24,
                    confidence C, source aws-offer
                  stops off hours, schedule office, kanjo.yaml:12
                vcpu      130.36 vCPU-hours     0.05056     6.59      7.31
                  0.5 × 260.714285714286 h = 130.357143 vCPU-hours, × 0.05056 =
                    6.59085714
                  AmazonECS/ap-northeast-1/APN1-Fargate-vCPU-Hours:perCPU, as of
                    2026-09-24, confidence C, source aws-offer
                  stops off hours, schedule office, kanjo.yaml:12
    ──────────────────────────────────────────────────────────────────────
    Total                                                 100.89

    Turning free tiers off adds USD 132.54.

    kanjo 0.1.0 · price book embedded 3f2a91c04d21
    "#);
}

#[test]
fn grouped_by_tag() {
    let (bill, book) = (bill(), book());
    let style = Style { group_by: GroupBy::Tag("Team".into()), ..Style::default() };
    let table = estimate_table(&estimate(&bill, &book, None), &style);
    let heads: Vec<&str> = table.lines().filter(|line| line.starts_with(['(', 'a'])).collect();
    assert_snapshot!(heads.join("\n"), @r#"
    average month, 730 h; list prices 2025-07-01 to 2026-10-13
    (untagged)                                                                164.25
    app                                                                        81.89
    api         memory                 730 GB-hours       0.00553     4.04
    aws                                                             141.22
    atlas                                                            75.92
    "#);
}

#[test]
fn incomplete_says_so_first() {
    let (bill, book) = (incomplete(), book());
    let table = estimate_table(&estimate(&bill, &book, None), &Style::default());
    assert_snapshot!(table.lines().next().unwrap_or(""), @"bookmar…  USD 234.40 – 277.23 a month, expected 246.14, incomplete: 1 line has");
    assert!(table.contains("No price: not in the total (1)"), "{table}");
}

#[test]
fn a_name_cannot_write_escapes_or_lines() {
    let (bill, book) = (hostile(), book());
    let table = estimate_table(&estimate(&bill, &book, None), &Style::default());
    assert!(!table.contains('\u{1b}'), "{table}");
    assert!(!table.lines().any(|line| line.starts_with("# @all")), "{table}");
}

#[test]
fn colour_changes_nothing_but_escapes() {
    let (bill, book) = (bill(), book());
    let e = estimate(&bill, &book, None);
    let plain = estimate_table(&e, &Style::default());
    let coloured = estimate_table(&e, &Style { colour: true, ..Style::default() });
    assert_ne!(plain, coloured);
    let stripped =
        coloured.replace("\u{1b}[1m", "").replace("\u{1b}[2m", "").replace("\u{1b}[0m", "");
    assert_eq!(plain, stripped);
}
