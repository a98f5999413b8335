//! The words of notices: what goes off, what it costs to stay up, what failed.

use crate::text::phrase::words;

words! {
    /// A sentence of a notice to people.
    NoticeWord;
    GoesOff: "{0} resources go off at {1}" / "{1} にリソース {0} 件を停止します";
    OneGoesOff: "1 resource goes off at {0}" / "{0} にリソース 1 件を停止します";
    WentOff: "{0} resources are off" / "リソース {0} 件を停止しました";
    OneWentOff: "1 resource is off" / "リソース 1 件を停止しました";
    BackUp: "{0} resources are up again" / "リソース {0} 件が復帰しました";
    OneBackUp: "1 resource is up again" / "リソース 1 件が復帰しました";
    Changed: "{0} resources were changed while they were off" / "停止中に変更されたリソースが {0} 件あります";
    OneChanged: "1 resource was changed while it was off" / "停止中に変更されたリソースが 1 件あります";
    Failed: "{0} problems: what should happen did not" / "問題 {0} 件: 予定どおりに進んでいません";
    OneFailed: "1 problem: what should happen did not" / "問題 1 件: 予定どおりに進んでいません";
    Until: "Until {0}." / "{0} まで停止します。";
    StayingUp: "Staying up costs {0} ({1} an hour)." / "停止しない場合の費用は {0}（1 時間あたり {1}）です。";
    Hourly: "Staying up costs {0} an hour." / "停止しない場合の費用は 1 時間あたり {0} です。";
    Saves: "It saves {0} an hour." / "1 時間あたり {0} の削減です。";
    PartlyPriced: "{0} of them have no known price and are not in it." / "うち {0} 件は価格が不明のため含みません。";
    OnePartlyPriced: "1 of them has no known price and is not in it." / "うち 1 件は価格が不明のため含みません。";
    NotPriced: "What it costs is not known: nothing here has a price." / "費用は不明です（価格のわかるものがありません）。";
    KeepUp: "To keep one up: {0}" / "停止させない場合: {0}";
    More: "and {0} more" / "ほか {0} 件";
    NotToldOn: "{0}: not told: {1}" / "{0}: 通知できません: {1}";
    ToldOn: "{0}: told about {1}" / "{0}: {1} 件を通知";
}
