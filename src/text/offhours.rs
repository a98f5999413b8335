//! The words of off-hours plans, explanations and timelines.

use crate::text::phrase::words;

words! {
    /// A heading or sentence about off-hours.
    OffHoursWord;
    Saves: "Saves {0} a month; {1} keeps running" / "月 {0} の削減。{1} は残ります";
    AtList: "At list price {0}; the difference is what commitments already cover" / "定価では {0}（差額はコミットメントで支払い済みの分）";
    NotPriced: "{0} to start, {1} to stop, {2} left as they are; not priced" / "起動 {0}・停止 {1}・変更なし {2}（価格なし）";
    Nothing: "No resource follows a schedule; next: `schedule: office` on an environment, or policies/offhours.yaml" / "スケジュールに従うリソースがありません。次: 環境に `schedule: office` と書くか、policies/offhours.yaml を用意";
    At: "At {0}" / "{0} 時点";
    Actions: "What follows a schedule" / "スケジュールに従うもの";
    Groups: "By group" / "グループ別";
    Group: "group" / "グループ";
    Keeps: "keeps USD" / "残り USD";
    Residual: "What keeps running" / "残る費用";
    BlockedHeading: "Blocked" / "保留";
    Notes: "Notes" / "注記";
    Resource: "resource" / "リソース";
    Now: "now" / "いま";
    Change: "next change" / "次の変化";
    SavesColumn: "saves USD" / "削減 USD";
    SnapshotCosts: "{0}: each snapshot before a stop holds at most {1} GB: up to {2} a month beyond the free part until it is deleted, and kanjo deletes none" / "{0}: 停止前のスナップショットは 1 個あたり最大 {1} GB。無料分を超えると削除するまで最大月 {2}（kanjo は削除しません）";
    SnapshotRate: "{0}: each snapshot before a stop costs {1} a GB and month beyond the free part until it is deleted, and kanjo deletes none" / "{0}: 停止前のスナップショットは、無料分を超えると削除するまで 1 GB 月あたり {1}（kanjo は削除しません）";
    PauseBeside: "{0}: as it is set a stop saves {1} a month; auto-pause with a minimum of 0 ACU saves as much while nobody asks it, and up to {2} more in on-hours" / "{0}: いまの設定では停止で月 {1} の削減。最小 0 ACU の自動休止なら、利用がなければ同額に加え、稼働時間中に最大 {2} を削減";
    Monthly: "USD a month" / "月額 USD";
    Why: "why" / "理由";
    Start: "start" / "起動";
    Stop: "stop" / "停止";
    Stay: "–" / "–";
    OnHours: "on-hours" / "稼働時間";
    Stays: "nothing stops it" / "停止不可";
    LeftAlone: "blocked" / "保留";
    Committed: "paid for nothing" / "遊休コミットメント";
    Total: "total" / "合計";
    On: "on" / "稼働";
    Off: "off" / "停止";
    Leave: "as it is" / "そのまま";
    Until: "until {0}, then {1}" / "{0} まで、以後 {1}";
    NoChange: "no change within 400 days" / "400 日以内に変化なし";
    Decides: "decides" / "決定";
    Week: "Week of {0}, {1}: one mark is {2}" / "{0} からの週（{1}）：1 マス {2}";
    HalfHour: "30 minutes" / "30 分";
    OnHoursOf: "{0} of 168 hours" / "168 時間中 {0} 時間";
    Mon: "Mon" / "月";
    Tue: "Tue" / "火";
    Wed: "Wed" / "水";
    Thu: "Thu" / "木";
    Fri: "Fri" / "金";
    Sat: "Sat" / "土";
    Sun: "Sun" / "日";
}
