//! The words of advice.

use crate::text::phrase::words;

words! {
    /// A word or phrase about savings.
    AdviceWord;
    CouldBeSaved: "{0} of {1} a month could be saved; {2} would remain" / "月額 {1} のうち {0} を削減可能（残り {2}）";
    NothingToSave: "No advice: nothing that the file states would save on {0} a month" / "提案なし: 月額 {0}、記載内容から削減できるものはありません";
    Advice: "advice" / "提案";
    Of: "of" / "対象";
    Saves: "saves" / "削減額";
    WholeBill: "the bill" / "請求全体";
    LowHighSaving: "between {0} and {1}" / "{0}〜{1}";
    Configuration: "configured so" / "設定から";
    Usage: "by its stated usage" / "記載の利用量から";
    Billed: "by the bill" / "明細から";
    InPlace: "applies in place" / "そのまま変更可";
    Restart: "needs a restart" / "再起動が必要";
    Replacement: "needs a replacement" / "作り直しが必要";
    RiskLow: "risk low" / "リスク低";
    RiskMedium: "risk medium" / "リスク中";
    RiskHigh: "risk high" / "リスク高";
    Watch: "look at: {0}" / "確認: {0}";
    How: "how: {0}" / "方法: {0}";
    AloneSaves: "alone it saves {0}" / "単独では {0}";
    AfterOthers: "counted after all others" / "他の提案をすべて適用した後";
    Keeps: "keeps billing {0}: {1}" / "継続する費用 {0}: {1}";
    KeepsAll: "Keeps billing in {0}: {1}" / "{0} で継続する費用: {1}";
    BreakEven: "break-even: {0} {1}; the file has {2}" / "損益分岐: {0} {1}（現在 {2}）";
    Scenarios: "Scenarios of the file" / "ファイルのシナリオ";
    ScenarioLoses: "{0} costs {1} more" / "{0} は {1} 高くなります";
    ScenarioSaves: "{0} saves {1}" / "{0} は {1} の削減";
    ScenarioNothing: "{0} changes nothing" / "{0} は変化なし";
    WithoutIt: "{0}: {1} would save {2}" / "{0}: {1} で {2} の削減";
    Declined: "Declined" / "見送り";
    DeclinedUntil: "{0} of {1} ({2}), until {3}: {4}" / "{1} の {0}（{2}）、{3} まで: {4}";
    WaiverOver: "the waiver of {0} ended on {1}: {2}" / "{0} の見送りは {1} で終了: {2}";
    Silent: "Silent, and what they would need" / "提案しなかったルールと不足情報";
    NeedsUsage: "{0} is not stated" / "{0} が未記入";
    NeedsStage: "nobody says whether it is production: name the environment so, or tag it Env" / "本番かどうか不明（環境名または Env タグで示してください）";
    NeedsOther: "open: {0}" / "不明: {0}";
    CostsMore: "it would cost {0} more" / "{0} 高くなります";
    SavesNothing: "it would save nothing" / "削減になりません";
    LosesSometimes: "it saves {0} in one month and loses {1} in another" / "{0} の削減になる月と {1} の増加になる月があります";
    NothingLeft: "nothing is left to save after the advice above" / "上の提案の適用後は削減になりません";
    PriceUnknown: "{0} would have no price" / "{0} の単価が不明";
    FileRefuses: "the file does not allow it: {0}" / "適用できません: {0}";
    TooMany: "not looked at: the file is large, and dearer resources go first" / "ファイルが大きいため未確認（費用の大きいリソースを優先）";
    AndMore: "… and {0} more: kanjo advise" / "…ほか {0} 件（kanjo advise）";
    NoneTouched: "No advice on what changed" / "変更箇所への提案はありません";
    Adds: "All of it together: kanjo advise --apply-all" / "すべて適用した明細: kanjo advise --apply-all";
}
