//! The words of the pages beside the report: reconciliation, sweep, scenarios,
//! timeline.

use crate::text::phrase::words;

words! {
    /// A word or phrase of a page that is not the estimate's.
    PageWord;
    Waterfall: "From the estimate to the bill" / "見積から請求額まで";
    WaterfallNote: "Each bar begins where the one above it ends." / "各帯は、一つ上の帯の終わりから始まります。";
    BarsBegin: "The bars begin at {0}, not at 0." / "帯は 0 ではなく {0} から始まります。";
    OfEstimate: "of the estimate" / "見積比";
    BothSides: "Both sides by {0}" / "{0}別の見積と請求額";
    MarkIsEstimate: "The bar is what was billed; the thin line marks the estimate." / "帯は請求額、細い縦線は見積です。";
    Details: "More about this bill" / "この請求について";
    Forecast: "forecast for the month" / "月末までの予測";
    Untagged: "untagged" / "タグなし";
    Usage: "usage" / "利用";
    Free: "free" / "無料枠";
    Covered: "covered" / "コミットメント対象";
    Commitment: "commitment" / "コミットメント";
    Discount: "discount" / "割引";
    ResellerDiscount: "reseller's discount" / "請求代行による割引";
    Tax: "tax" / "税";
    Credit: "credit" / "クレジット";
    Refund: "refund" / "返金";
    Support: "support" / "サポート";
    Fee: "fee" / "手数料";
    Adjustment: "adjustment" / "調整";
    CrossingsAll: "All crossings" / "すべての交点";
    ChangesOf: "What {0} changes" / "{0} で変わるもの";
    TimelineOne: "{0}: {1}" / "{0}: {1}";
    TimelineAnswer: "{0} schedules, week of {1}" / "{1} からの週、スケジュール {0} 件";
    TimelineTitle: "On and off" / "稼働と停止";
    Undecided: "left as it is" / "変更しない時間";
    SavedAll: "{0} a month less than always on" / "常時稼働より月 {0} 少ない額";
    PerMonth: "Money is of the month; the week is the one named, with its holidays and dated entries." / "金額は一か月分です。週は表示の週で、祝日と日付指定を含みます。";
    NoMoney: "No resource of the model follows it, so it moves no money." / "従うリソースがないため、金額への影響はありません。";
}
