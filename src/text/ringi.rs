//! The words of the sheet that goes with a request for approval (稟議).

use crate::text::phrase::words;

words! {
    /// A word or phrase of the approval sheet.
    RingiWord;
    Title: "Request for approval: running cost" / "稟議書（運用費用の見積）";
    Subject: "subject" / "件名";
    SubjectOf: "Running cost of {0}" / "{0} の運用費用";
    SubjectPlain: "Running cost of the cloud system" / "クラウドシステムの運用費用";
    Number: "number" / "稟議番号";
    Date: "date" / "起案日";
    Department: "department" / "起案部署";
    Applicant: "applicant" / "起案者";
    Drafted: "drafted" / "起案";
    Examined: "examined" / "審査";
    Approved: "approved" / "決裁";
    Amounts: "Amounts" / "金額";
    Low: "low" / "下限";
    Expected: "expected" / "想定";
    High: "high" / "上限";
    MonthNet: "a month, without tax" / "月額（税抜）";
    MonthTax: "tax on the month" / "月額の消費税";
    MonthTotal: "a month, with tax" / "月額（税込）";
    YearNet: "a year, without tax" / "年額（税抜）";
    YearTax: "tax on the year" / "年額の消費税";
    YearTotal: "a year, with tax" / "年額（税込）";
    MonthUsd: "a month in USD, before discount and tax" / "月額（USD、割引・税の適用前）";
    YearUsd: "a year in USD, before discount and tax" / "年額（USD、割引・税の適用前）";
    YearIs: "A year is twelve times the month." / "年額は月額の 12 倍です。";
    Rate: "exchange rate" / "為替レート";
    RateUnstated: "not stated; amounts are in USD (billing.fx in kanjo.yaml)" / "未記載のため USD で表示（kanjo.yaml の billing.fx）";
    TaxUnstated: "not stated; no tax line is shown (billing.tax in kanjo.yaml)" / "未記載のため税額なし（kanjo.yaml の billing.tax）";
    TaxRate: "tax" / "消費税";
    Sellers: "By seller" / "請求元別の内訳";
    Basis: "basis" / "算出根拠";
    Environments: "By environment" / "環境別の内訳";
    Assumptions: "Assumptions and what is not in the amounts" / "前提条件と金額に含まれないもの";
    Alternatives: "Alternatives" / "代替案";
    Adopted: "this request" / "本案";
    None: "none" / "なし";
    Section: "section" / "区分";
    Item: "item" / "項目";
    Currency: "currency" / "通貨";
    Note: "note" / "備考";
}
