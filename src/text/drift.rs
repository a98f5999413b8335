//! The words of what came back, or was deployed, while it was off.

use crate::text::phrase::words;

words! {
    /// A sentence about something that another hand changed.
    DriftWord;
    CameBack: "came back while it was off: {0}" / "停止中に元へ戻りました: {0}";
    Stays: "it stays up until the next change of its schedule" / "次のスケジュールの切り替えまで稼働のままにします";
    StopsAgain: "it is switched off again, as its policy enforces" / "ポリシーの enforce に従い、もう一度停止します";
    Unknown: "no tick did it: a person, or a tool that manages these. In Terraform:" / "kanjo による変更ではありません。手作業か、これらの値を管理するツールです。Terraform の場合:";
    Deployed: "deployed while it was off: {0} -> {1}" / "停止中にデプロイされました: {0} -> {1}";
}
