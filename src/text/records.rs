//! The words of records: what is off, what is on its way, what is held.

use crate::text::phrase::words;

words! {
    /// A word or phrase of `kanjo offhours status` and its like.
    RecordWord;
    Ticked: "{0}: {1} resources, {2} calls, {3} waiting, {4} failed" / "{0}: リソース {1} 件、実行 {2}、待機 {3}、失敗 {4}";
    Records: "{0} resources: {1}" / "リソース {0} 件: {1}";
    OneRecord: "1 resource: {0}" / "リソース 1 件: {0}";
    Since: "since {0}" / "{0} から";
    Saved: "comes back as {0}" / "復帰時の数: {0}";
    WindowMoved: "backup window moved from {0} to {1} UTC" / "バックアップウィンドウを {0} から {1} UTC へ移動済み";
    HeldBy: "kept up by {0} until {1}: {2}" / "{0} が {1} まで稼働を維持: {2}";
    HeldUntil: "{0} stays up until {1}" / "{0} は {1} まで停止しません";
}
