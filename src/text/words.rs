//! The words of bills, differences, scenarios and checks.

use crate::text::phrase::words;

words! {
    /// A word or phrase of the reports.
    Word;
    // Columns and totals.
    Total: "Total" / "合計";
    Subtotal: "subtotal" / "小計";
    Resource: "resource" / "リソース";
    Line: "line" / "明細";
    Quantity: "quantity" / "数量";
    ListPrice: "list price" / "単価";
    AMonth: "{0} a month" / "月額 {0}";
    ColumnAMonth: "{0} a month" / "月額（{0}）";
    Monthly: "a month" / "月額";
    InUsd: "{0} (USD a month)" / "{0}（月額、USD）";
    Before: "before" / "変更前";
    After: "after" / "変更後";
    Change: "change" / "増減";
    Why: "why" / "理由";
    Seller: "seller" / "請求元";
    Other: "other" / "その他";
    Untagged: "(untagged)" / "（タグなし）";

    // The answer.
    RangeAMonth: "{0} a month, expected {1}" / "月額 {0}（想定 {1}）";
    IncompleteOne: "incomplete: 1 line has no price" / "不完全: 1 行の単価が不明";
    IncompleteMany: "incomplete: {0} lines have no price" / "不完全: {0} 行の単価が不明";
    AverageMonth: "average month, {0} h" / "平均月 {0} 時間";
    RealMonth: "{0}, {1} h" / "{0}、{1} 時間";
    ListPrices: "list prices {0} to {1}" / "価格表 {0}〜{1}";
    ListPricesOf: "list prices of {0}" / "価格表 {0}";
    Band: "{0} – {1}" / "{0}〜{1}";
    LowHigh: "low {0}, high {1}" / "下限 {0}、上限 {1}";
    LowHighOf: "{0} – {1} for {2} – {3} {4}" / "{2}〜{3} {4} で {0}〜{1}";
    LowHighAt: "{0} – {1} at {2} – {3} per {4}" / "1 {4} あたり {2}〜{3} で {0}〜{1}";
    PriceBook: "price book {0} {1}" / "価格データ {0} {1}";
    Folded: "… and {0} cheaper resources, counted in the totals; --format csv has every line" / "…ほか {0} リソース（合計に含む）。全行は --format csv";
    MoreInJson: "… and {0} more; --format json has all" / "…ほか {0} 件。全件は --format json";
    NoCrossing: "No design overtakes another over this range of {0}" / "この {0} の範囲では逆転は起きません";
    CrossesAt: "{0} is cheaper below {2}, {1} above (both USD {3} there)" / "{2} 未満では {0}、超えると {1} が安い（その点で USD {3}）";
    CheapestMarked: "USD a month; * marks the cheapest" / "USD／月。* が最安";

    // Free tiers and rounding.
    Free: "free: {0}, list {1}" / "無料枠: {0}（定価 {1}）";
    PartlyFree: "partly free: {0}, list {1}" / "一部無料: {0}（定価 {1}）";
    FreeTiers: "Free tiers take off {0}: {1}" / "無料枠による減額 {0}: {1}";
    FreeTiersAdd: "Turning free tiers off adds {0}." / "無料枠を適用しない場合は {0} 増えます。";
    FreeTiersAreOff: "Free tiers are off: that adds {0}." / "無料枠を適用していません（影響額 {0}）。";
    Rounded: "Rows are rounded and add up to {0}; the total is exact." / "各行は四捨五入のため、合算すると {0} になります。合計は正確な値です。";

    // What the number leaves out, and what makes it less certain.
    NotCounted: "Not counted: depends on usage" / "未計上: 利用量による";
    UsageStated: "Usage is stated in kanjo.yaml, which `kanjo init` writes" / "利用量は kanjo.yaml に記入します（kanjo init で作成）";
    PerUnit: "{0} per {1}" / "1 {1} あたり {0}";
    NoUnitPrice: "price per {0} unknown" / "1 {0} あたりの単価は不明";
    NoPrice: "No price: not in the total" / "単価なし: 合計に含まれません";
    QuantityUnknown: "quantity unknown" / "数量不明";
    Caveats: "Caveats" / "注意";
    AndMore: "and {0} more" / "ほか {0} 件";

    // Invoices.
    Invoices: "Invoices" / "請求額";
    Discount: "discount" / "割引";
    Net: "net" / "税抜";
    Tax: "tax" / "消費税";
    WithTax: "with tax" / "税込";
    Rate: "1 USD = {0}" / "1 USD = {0}";

    // Explanations.
    Tiered: "tiers: {0}" / "段階料金: {0}";
    TierTo: "{0} to {1}" / "{1} まで {0}";
    TierRest: "then {0}" / "以降 {0}";
    AsOf: "as of {0}" / "{0} 時点";
    Confidence: "confidence {0}" / "確度 {0}";
    Source: "source {0}" / "出典 {0}";
    StopsOffHours: "stops off hours" / "停止時間帯は課金なし";
    StaysOffHours: "stays off hours" / "停止時間帯も課金あり";
    Schedule: "schedule {0}" / "スケジュール {0}";
    Unknown: "unknown" / "不明";

    // Differences.
    DeltaAMonth: "{0} a month" / "月額 {0}";
    NoChange: "No change: {0} a month." / "変更なし: 月額 {0}";
    New: "new" / "新規";
    Removed: "removed" / "削除";
    LineNew: "new: {0}" / "追加: {0}";
    LineGone: "gone: {0}" / "廃止: {0}";
    OtherPrice: "other price: {0}" / "単価の変更: {0}";
    Tags: "tags" / "タグ";
    Pool: "pool: {0}" / "無料枠・段階料金の配分: {0}";
    RenamedFrom: "renamed from {0}" / "{0} から改名";
    OtherBook: "other prices" / "単価の違い";
    BooksDiffer: "Priced from two books, {0} before and {1} after: part of the change is prices, not design." / "価格データが異なります（変更前 {0}、変更後 {1}）。増減には設計でなく単価の変化が含まれます。";
    Environment: "environment" / "環境";
    CountNew: "{0} new" / "新規 {0}";
    CountRemoved: "{0} removed" / "削除 {0}";
    CountRenamed: "{0} renamed" / "改名 {0}";
    CountChanged: "{0} changed" / "変更 {0}";
    CountUnset: "usage not stated and not counted: {0}" / "利用量が未記入で未計上: {0} 件";
    CountUnpriced: "incomplete, lines without a price: {0} before, {1} after" / "不完全: 単価のない行が変更前 {0} 行、変更後 {1} 行";
    AllChanges: "All {0} changes" / "全 {0} 件の変更";
    MoreRows: "… and {0} more rows" / "…ほか {0} 行";
    OtherChanges: "{0} other changes" / "その他の変更 {0} 件";
    AllLines: "All {0} lines" / "全 {0} 行の明細";
    OtherResources: "{0} other resources" / "その他 {0} リソース";

    // A hand-made table laid on the estimate.
    Item: "item" / "項目";
    Document: "document" / "資料";
    Estimate: "estimate" / "見積";
    Difference: "difference" / "差額";
    DocumentNote: "document says: {0}" / "資料の記載: {0}";
    Unset: "not counted, depends on usage: {0}" / "未計上（利用量による）: {0}";
    ListAndFree: "list {0}, free: {1}" / "定価 {0}、無料枠: {1}";
    MissingInDocument: "Missing in the document" / "資料にないもの";
    Unmatched: "Matches nothing in the estimate" / "見積に対応がないもの";
    InDocumentAndEstimate: "In both" / "両方にあるもの";

    // Scenarios.
    Plain: "plain" / "現状";
    PlainAnswer: "{0} a month as it is" / "現状 月額 {0}";
    Cheapest: "cheapest scenario {0} {1} ({2})" / "最安は {0} {1}（{2}）";
    NoneCheaper: "no scenario is cheaper" / "これより安いシナリオはありません";
    Scenario: "scenario" / "シナリオ";

    // Checks.
    ErrorOne: "1 error" / "エラー 1 件";
    ErrorMany: "{0} errors" / "エラー {0} 件";
    WarningOne: "1 warning" / "警告 1 件";
    WarningMany: "{0} warnings" / "警告 {0} 件";
    WaivedCount: "{0} waived" / "免除 {0} 件";
    RuleHolds: "No findings: the rule holds" / "指摘なし: ルールを満たしています";
    RulesHold: "No findings: all {0} rules hold" / "指摘なし: ルール {0} 件をすべて満たしています";
    NoRules: "No findings: there is no rule" / "指摘なし: ルールがありません";
    Severity: "severity" / "重大度";
    Rule: "rule" / "ルール";
    Finding: "finding" / "指摘";
    IsError: "error" / "エラー";
    IsWarning: "warning" / "警告";
    IsWaived: "waived" / "免除";
    OverBudget: "{0} a month, {1} above the budget of {2}" / "月額 {0}、予算 {2} を {1} 超過";
    HighOverBudget: "{0} a month is within the budget of {1}; the high case, {2}, is not" / "月額 {0} は予算 {1} 以内ですが、上限 {2} では超過します";
    IncreaseAbove: "{0}: {1}; more than {2}" / "{0}: {1}（許容 {2} を超過）";
    MissingTags: "missing tags: {0}" / "タグがありません: {0}";
    ForbiddenWhere: "forbidden here: {0}" / "ここでは禁止: {0}";
    ForbiddenKind: "{0} is forbidden here" / "{0} はここでは禁止";
    NoScheduleStops: "no schedule; {0} a month is for what could stop" / "スケジュールなし（停止できる分: 月額 {0}）";
    WaiverOver: "the waiver for {0} expired on {1}: {2}" / "{0} の免除は {1} で終了: {2}";
    WaivedUntil: "waived until {0}: {1}" / "{0} まで免除: {1}";
    CheckNotes: "Notes" / "補足";
    InputNotKnown: "not known: {0}" / "不明: {0}";
    NeedsBase: "not checked; it needs --base" / "未確認（--base が必要）";
    MatchesNoLine: "no line of the bill is meant" / "該当する明細がありません";
    SumIncomplete: "not in its sum: lines without a price ({0}), usages not stated ({1})" / "合計に含まれないもの: 単価のない行（{0}）、未記入の利用量（{1}）";
    WaiverUnused: "its waiver covers nothing" / "免除の対象がありません";
}
