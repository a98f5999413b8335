//! What `kanjo comment` says, and what only the comment on a pull request says.

use crate::text::phrase::words;

words! {
    /// Words of the comment and of the command that posts it.
    CommentWord;
    Created: "created {0}" / "投稿しました: {0}";
    Updated: "updated {0}" / "更新しました: {0}";
    Replaced: "posted anew {0}" / "新しく投稿し直しました: {0}";
    Unchanged: "unchanged {0}" / "変更なし: {0}";
    Newer: "left alone: the run of {0} is newer than this one of {1}: {2}" / "更新しません: {0} の実行が今回（{1}）より新しいため: {2}";
    NothingChanged: "not posted: the month does not change" / "投稿しません: 月額は変わりません";
    BelowThreshold: "not posted: the change is below the threshold" / "投稿しません: 増減がしきい値未満です";
    Schedules: "switching off saves {0} a month (before: {1})" / "停止による節約 月額 {0}（変更前 {1}）";
    AllGroups: "All {0} sums" / "全 {0} 件の合計";
    AllFindings: "All {0} findings" / "全 {0} 件の指摘";
    Advice: "Advice on what changed: {0}" / "変更箇所への提案 {0} 件";
    Input: "{0} {1} → {2}" / "{0} {1} → {2}";
    Unstated: "not stated" / "未記入";
    NotCounted: "not counted: {0}" / "未計上: {0}";
    NotCountedBefore: "not counted before: {0}" / "変更前は未計上: {0}";
    NotCountedAfter: "not counted after: {0}" / "変更後は未計上: {0}";
    Hours: "other hours of schedule {0}" / "スケジュール {0} の時間帯変更";
}
