//! The words of the first five minutes: `init`, `doctor`, and what stands under mistakes.

use crate::text::phrase::words;

words! {
    /// A word or phrase of `kanjo doctor`.
    StartWord;
    AllWell: "Nothing is in the way: {0} checks passed" / "問題ありません（確認 {0} 件）";
    SomeToDo: "{0} of {1} checks need something" / "{1} 件の確認のうち {0} 件に対応が必要です";
    Fine: "ok" / "OK";
    ToDo: "do" / "要対応";
    Optional: "–" / "–";
    Model: "model" / "モデル";
    ModelReads: "{0}: reads; resources: {1}, environments: {2}" / "{0}: 読み込み可、{2} 環境 {1} リソース";
    ModelMissing: "no kanjo.yaml in {0}; next: kanjo init" / "{0} に kanjo.yaml がありません。次: kanjo init";
    ModelBroken: "{0} has {1} mistakes; next: kanjo estimate {0}" / "{0} に誤りが {1} 件あります。次: kanjo estimate {0}";
    Prices: "prices" / "単価";
    PricesAge: "book {0}: newest of {1}, {2} days old" / "価格データ {0}: 最新 {1}（{2} 日前）";
    PricesOld: "book {0}: newest of {1}, {2} days old; next: kanjo prices update, or a newer kanjo" / "価格データ {0}: 最新 {1}（{2} 日前）。次: kanjo prices update、または新しい kanjo";
    Policies: "policies" / "ポリシー";
    PoliciesRead: "{0} rules and {1} waivers, all readable" / "ルール {0} 件、免除 {1} 件、すべて有効";
    PoliciesNone: "none; kanjo check needs policies/ beside the model" / "なし（kanjo check にはモデルと同じ場所に policies/ が必要）";
    PoliciesBroken: "{0} mistakes; next: kanjo check" / "誤り {0} 件。次: kanjo check";
    OffHoursBroken: "{0} mistakes; next: kanjo offhours plan" / "誤り {0} 件。次: kanjo offhours plan";
    Tags: "tags" / "タグ";
    TagsActive: "a bill is matched by the tags {0} and {1}; next: aws ce list-cost-allocation-tags --status Active shows whether they are active" / "請求はタグ {0} と {1} で照合します。次: aws ce list-cost-allocation-tags --status Active で有効か確認";
    TagsLive: "the bill can be matched: {0} and {1} are active" / "請求を照合できます。{0} と {1} は有効";
    TagsInactive: "not active: {0}; next: activate in the payer's billing console, cost allocation tags; AWS counts from that day on" / "無効: {0}。次: 管理アカウントの請求コンソール「コスト配分タグ」で有効化（有効化した日以降のみ集計されます）";
    TagsUnasked: "Cost Explorer does not say whether {0} and {1} are active: {2}" / "{0} と {1} が有効か Cost Explorer から得られません: {2}";
    Git: "git" / "git";
    GitFound: "found: kanjo diff --base origin/main works" / "あり（kanjo diff --base origin/main を利用可）";
    GitMissing: "not found on PATH; only kanjo diff --base needs it" / "PATH にありません（必要なのは kanjo diff --base のみ）";
    Aws: "AWS" / "AWS";
    AwsSet: "credentials are named by {0}; the values were not looked at" / "認証情報の指定あり: {0}（値は見ていません）";
    AwsUnset: "no credentials in the environment; only commands that ask AWS need them" / "環境変数に認証情報なし（AWS に問い合わせるコマンドでのみ必要）";
    AwsLive: "the credentials are of account {0}" / "認証情報のアカウント: {0}";
    Forge: "forge" / "フォージ";
    ForgeSet: "a token is named by {0}; the value was not looked at" / "トークンの指定あり: {0}（値は見ていません）";
    Errors: "{0} errors" / "エラー {0} 件";
    MoreErrors: "{0} errors ({1} more not shown)" / "エラー {0} 件（うち {1} 件は省略）";
    ForgeUnset: "no token in the environment; only the pull-request comment needs one" / "環境変数にトークンなし（プルリクエストへのコメントでのみ必要）";
}
