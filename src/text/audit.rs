//! The words of an audit.

use crate::text::phrase::words;

words! {
    /// A heading or sentence of an audit.
    AuditWord;
    Answer: "{0} of {1} a month ({2}) is outside production; in a window {3} it would be {4}" / "月 {1} のうち {0}（{2}）が本番以外。稼働時間を {3} にすれば {4} になります";
    Nothing: "Nothing in the inventory has a price" / "価格の分かるリソースがありません";
    Saves: "The window saves {0} a month: the policies do {1}, and {2} runs outside hours under no schedule" / "時間帯の運用で月 {0} の削減：うちポリシー済み {1}、スケジュールなしの時間外稼働 {2}";
    Keeps: "{0} keeps billing: {1} in on-hours, {2} that nothing stops" / "{0} は残ります：稼働時間 {1}、停止できないもの {2}";
    Untagged: "{0} ({1}) lacks a tag: {2}" / "{0}（{1}）にタグがありません：{2}";
    Unknown: "Of {0} ({1}) nobody says whether it is production" / "{0}（{1}）は本番かどうか不明です";
    Priced: "{0} of {1} resources have a price" / "リソース {1} 件中 {0} 件に価格があります";
    Accounts: "By account" / "アカウント別";
    ByTag: "By tag {0}" / "タグ {0} 別";
    Account: "account" / "アカウント";
    Tag: "tag" / "タグ";
    Monthly: "USD a month" / "月額 USD";
    Outside: "outside" / "本番以外";
    NoTag: "untagged" / "タグなし";
    OutsideHours: "off-hours" / "時間外";
    OutsideHoursHeading: "Runs outside hours under no schedule" / "スケジュールなしで時間外も稼働";
    Keeping: "Outside production, and nothing stops it" / "本番以外で停止できないもの";
    UntaggedHeading: "Lacks a tag" / "タグのないもの";
    FindingsHeading: "Stands out" / "目立つもの";
    AdviceHeading: "What else would save" / "そのほかの削減案";
    Unpriced: "No price: in no sum" / "価格なし（合計に含まず）";
    Notes: "Notes" / "注記";
    Resource: "resource" / "リソース";
    What: "what" / "内容";
    SavesColumn: "saves USD" / "削減 USD";
    More: "{0} more" / "ほか {0} 件";
    NoTargets: "a load balancer without a target" / "ターゲットのないロードバランサー";
    NoTraffic: "nothing went through it" / "通信なし";
    NoTrafficFor: "nothing went through it in {0} days" / "{0} 日間通信なし";
    Unattached: "attached to nothing" / "未接続";
    SecondZone: "two zones outside production" / "本番以外でマルチ AZ";
    Zones: "instances are not shared evenly: {0}" / "インスタンスの偏り：{0}";
    FarDatabase: "in {0}, what uses it is {1}: traffic between zones is billed both ways" / "{0} にあり利用側は {1}（ゾーン間通信は双方向に課金）";
    InZone: "{0} in {1}" / "{1} に {0}";
    Held: "held: {0}" / "保留：{0}";
}
