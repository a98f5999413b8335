//! The words of the HTML report.

use crate::text::phrase::words;

words! {
    /// A word or phrase of the HTML report.
    SheetWord;
    // The head.
    Expected: "expected a month" / "想定月額";
    AYear: "a year" / "年額";
    TwelveMonths: "12 × the month" / "月額 × 12";
    LowToHigh: "low to high" / "下限〜上限";
    Invoiced: "invoiced, with tax" / "請求額（税込）";
    InvoicedPlain: "invoiced" / "請求額";
    NotCounted: "usages not counted" / "未計上の利用量";
    Unpriced: "lines without a price" / "単価のない行";
    AgainstList: "taken off by free tiers" / "無料枠による減額";
    Incomplete: "This total is incomplete. What has no price is listed below and is not in it." / "この合計は不完全です。単価のない行は下に一覧があり、合計に含まれていません。";
    SkipToLines: "Skip to all lines" / "明細へ移動";

    // Where the money goes.
    ByService: "Cost by service" / "サービス別の費用";
    ByResource: "Cost by resource" / "リソース別の費用";
    ByEnvironment: "Cost by environment" / "環境別の費用";
    Service: "service" / "サービス";
    Share: "share" / "割合";
    ShareOf: "{0}: {1}" / "{0}: {1}";
    OthersCount: "{0} others" / "その他 {0} 件";
    ShowsOnly: "Show only the lines of {0}" / "{0} の明細だけを表示";

    // The week.
    Week: "The week, on and off" / "一週間の稼働時間";
    OnCost: "runs only while it is on" / "稼働時間だけかかる費用";
    StayCost: "goes on while it is off" / "停止中も続く費用";
    Saved: "saved against always on" / "常時稼働より少ない額";
    HoursOn: "{0} of 168 hours a week, {1} of {2} hours a month" / "週 168 時間のうち {0} 時間、月 {2} 時間のうち {1} 時間";
    OnFromTo: "on {0}" / "稼働 {0}";
    OffAllDay: "off" / "停止";
    InScenario: "scenario {0}" / "シナリオ {0}";
    AsItIs: "as it is" / "現状";
    WeekNote: "A week without holidays and dated exceptions; the hours of a real month have them." / "祝日と日付指定を除いた一週間です（実在の月の時間数には反映）。";
    Monday: "Mon" / "月";
    Tuesday: "Tue" / "火";
    Wednesday: "Wed" / "水";
    Thursday: "Thu" / "木";
    Friday: "Fri" / "金";
    Saturday: "Sat" / "土";
    Sunday: "Sun" / "日";

    // Scenarios and curves.
    Scenarios: "Scenarios" / "シナリオの比較";
    ScenariosNote: "The thin line marks the bill as it is." / "細い縦線は現状の金額です。";
    Curves: "Cost against {0}" / "{0} と費用の関係";
    Now: "now {0}" / "現在 {0}";
    CurveAlt: "Monthly cost in USD of {0} designs over {1} from {2} to {3}. The numbers are in the table below." / "{1} を {2}〜{3} と変えたときの {0} 案の月額（USD）。数値は下の表にあります。";
    CurveFactors: "The steps are equal factors: the same distance is the same ratio." / "横軸は等比の目盛りです（同じ距離は同じ倍率）。";
    Numbers: "The numbers" / "数値";

    // What is not in the number.
    Assumptions: "What this rests on" / "前提と注意";
    Provenance: "Where the prices come from" / "単価の出典";
    Confidence: "confidence" / "確度";
    SourceId: "source" / "出典";
    OldestDate: "date" / "時点";
    LinesCount: "lines" / "行数";
    NoPriceBook: "stated in the file" / "ファイルに記載の金額";

    // All lines.
    AllLines: "All lines" / "全明細";
    Search: "Filter" / "絞り込み";
    AnyEnvironment: "all environments" / "すべての環境";
    AnyService: "all services" / "すべてのサービス";
    Shown: "{0} of {1} lines, {2}" / "{1} 行中 {0} 行、{2}";
    Previous: "Previous" / "前へ";
    Next: "Next" / "次へ";
    PageOf: "page {0} of {1}" / "{0} / {1} ページ";
    How: "How {0} comes about" / "{0} の算出根拠";
    NoScript: "The table of all lines needs JavaScript, which nothing here loads from the network; the same lines: kanjo estimate --format csv" / "全明細の表には JavaScript が必要です（外部からは何も読み込みません）。同じ明細は kanjo estimate --format csv で得られます。";
    PrintedPart: "The first {0} of {1} lines are printed; --format csv has all." / "{1} 行のうち先頭 {0} 行を印刷しています。全行は --format csv。";
    SortBy: "Sort by {0}" / "{0} で並べ替え";
}
