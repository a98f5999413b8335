//! The Japanese of sentences that are made in English: caveats, notes, reasons.
//!
//! These sentences are data. They travel with a number into JSON, into a baseline
//! that another run reads, and into records of off-hours, and there they are
//! English. So the English sentence is the key: `translated` finds the phrase that makes
//! it, takes the arguments out again and puts them into the Japanese. What it does
//! not know stays English, as a kind of the user's own catalogue does. Tests hold
//! that each phrase here still stands in the program, and that what the examples
//! and fixtures say is known.

use crate::text::Lang;
use crate::text::phrase::{filled, words};

words! {
    /// A sentence with its Japanese.
    Sentence;
    // Prices and quantities.
    Derived: "{0} is derived: {1}" / "{0} は推定した単価です（{1}）";
    IsOf: "{0} is of {1}" / "{0} は {1} 時点の単価です";
    Placeholder: "`{0}` is not stated; its placeholder is used" / "`{0}` が未記入のため、仮の値を使っています";
    NoPrice: "the price book has no {0} in {1}" / "価格データに {1} の {0} がありません";
    NoRegion: "the price book has no region `{0}`" / "価格データにリージョン `{0}` がありません";
    NoTier: "the price book does not know the tier of {0} that this reaches" / "価格データは、到達した {0} の段階の単価を知りません";
    CostTooLarge: "the cost does not fit 28 digits" / "金額が 28 桁に収まりません";
    QuantityTooLarge: "the quantity does not fit 28 digits" / "数量が 28 桁に収まりません";
    NumberTooLarge: "a number does not fit 28 digits" / "数が 28 桁に収まりません";
    QuantityIs: "the quantity is {0}" / "数量が {0} です";
    Later: "{0} is known after it exists" / "{0} は作成後に決まります";
    LadderFirst: "the free part is taken as the first part of the first tier" / "無料分は最初の段階の先頭として扱っています";
    FreeTierOff: "perpetual free tiers are not applied" / "恒久無料枠は適用していません";
    AtMinimum: "counted at its minimum of {0} ACU: what the load takes above it costs more" / "最小の {0} ACU で計算しています。負荷でそれを超えた分は増額になります";
    // The average month.
    Holidays: "holidays of `{0}` not counted" / "`{0}` の祝日は数えていません";
    NotCounted: "`{0}` not counted" / "`{0}` は数えていません";
    AlwaysOn: "`{0}` counted as always on: its days are not weekly" / "`{0}` は週単位でないため、常時稼働として数えています";
    // Commitments.
    CoverageMean: "coverage of `{0}` is averaged over the hours in which the same schedules run" / "`{0}` のカバー率は、同じスケジュールが動く時間ごとの平均です";
    NoRate: "`{0}` covers nothing: {1} a month is lost; the price book has no rate of `{2}` for what runs here" / "`{0}` は何もカバーしておらず、月 {1} が無駄になっています。ここで動くものに対する `{2}` の料金が価格表にありません";
    CoversNothing: "`{0}` covers nothing: {1} a month is lost" / "`{0}` は何もカバーしておらず、月 {1} が無駄になっています";
    CostsMoreBest: "`{0}` costs {1} a month more than on demand: {2} of it is used, and it breaks even at {3}; it covers {4} of what it could; the commitment that saves most here is {5} an hour: {6} a month" / "`{0}` はオンデマンドより月 {1} 高くつきます。使用率 {2}、損益分岐は {3}、対象の {4} をカバー。最も節約になるのは毎時 {5}（月 {6}）です";
    CostsMore: "`{0}` costs {1} a month more than on demand: {2} of it is used, and it breaks even at {3}; it covers {4} of what it could; no commitment pays here" / "`{0}` はオンデマンドより月 {1} 高くつきます。使用率 {2}、損益分岐は {3}、対象の {4} をカバー。ここで得になるコミットメントはありません";
    SavesBest: "`{0}` saves {1} a month against on demand: {2} of it is used, and it breaks even at {3}; it covers {4} of what it could; the commitment that saves most here is {5} an hour: {6} a month" / "`{0}` はオンデマンドより月 {1} の節約です。使用率 {2}、損益分岐は {3}、対象の {4} をカバー。最も節約になるのは毎時 {5}（月 {6}）です";
    Saves: "`{0}` saves {1} a month against on demand: {2} of it is used, and it breaks even at {3}; it covers {4} of what it could; no commitment pays here" / "`{0}` はオンデマンドより月 {1} の節約です。使用率 {2}、損益分岐は {3}、対象の {4} をカバー。ここで得になるコミットメントはありません";
    PaidWhileOff: "`{0}` is paid while schedule {1} switches off what it covers: {2}; a schedule saves nothing of what is committed" / "スケジュール {1} が対象を止めている間も `{0}` は支払われます（{2}）。コミット済みの分はスケジュールでは減りません";
    FewerRun: "fewer things run in the hours that it switches off" / "停止時間に動くものが減ります";
    NothingRuns: "in {0} of {1} hours nothing runs that it covers, and {2} is paid for nothing" / "{1} 時間中 {0} 時間は対象が動かず、{2} が無駄になります";
    // Terraform.
    ProviderRegion: "the provider states no region: --set region={0}" / "プロバイダーにリージョンの指定がありません（--set region={0}）";
    NoValue: "{0} has no value" / "{0} に値がありません";
    NotKnown: "{0} is not known" / "{0} が決まりません";
    NotKnownBecause: "{0} is not known: {1}" / "{0} が決まりません（{1}）";
    AccountNotLooked: "{0}: the account is not looked up; {1} stands for it" / "{0}: アカウントは照会せず、{1} で代用しています";
    ZonesNotLooked: "{0}: zones are not looked up; {1} stand for them" / "{0}: ゾーンは照会せず、{1} で代用しています";
    ModuleNotRead: "{0} is not read, and what it makes is not priced: {1}" / "{0} は読み込んでおらず、その中身は見積りに含まれていません（{1}）";
    ModuleFetch: "{0} is not in .terraform/modules; `terraform get` fetches it" / "{0} が .terraform/modules にありません。`terraform get` で取得できます";
    RemoteSource: "{0} is remote: what it makes is not priced" / "{0} はリモートのため、その中身は見積りに含まれていません";
    MockOutput: "{0}: its mock output stands for it" / "{0}: モックの出力で代用しています";
    OtherUnit: "{0} is another unit, which is not read" / "{0} は別のユニットのため、読み込んでいません";
    NotRead: "{0} is not read" / "{0} は読み込んでいません";
    NotRun: "`{0}` is not run" / "`{0}` は実行しません";
    SelfUnknown: "`self` is not known before it runs" / "`self` は実行前には決まりません";
    NotStated: "`{0}` is not stated" / "`{0}` が未記入です";
    NotAChoice: "`{0}` is not a choice of `{1}`" / "`{0}` は `{1}` の選択肢ではありません";
    CannotBe: "`{0}` cannot be {1}" / "`{0}` に {1} は使えません";
    CountedWith: "counted with its {0}, which is not in this configuration" / "{0} と一緒に数えるものですが、この構成にありません";
    NotInConfiguration: "{0} is not in this configuration" / "{0} はこの構成にありません";
    MayBeEither: "`{0}` may be {1} or {2}: which is not known" / "`{0}` は {1} と {2} のどちらを指すか決まりません";
    NotCountedHere: "{0} names what several here are called: it is not counted" / "{0} は同じ名前の複数のリソースのどれを指すか決まらないため、数えていません";
    NotAResource: "`{0}` is not a resource of this configuration" / "`{0}` はこの構成のリソースではありません";
    TerraformSilent: "Terraform does not say: {0}" / "Terraform からは決まりません（{0}）";
    BelowScaling: "{0} is below the {1} that scaling keeps: {2} it is" / "{0} はスケーリングの下限 {1} 未満のため、{2} とします";
    NestedDeep: "it is nested deeper than {0}" / "入れ子が {0} を超えています";
    ActionNotWeekly: "a scheduled action at `{0}` is not counted: it is not weekly" / "スケジュール `{0}` は週単位でないため数えていません";
    ActionUnknown: "a scheduled action is not known" / "スケジュールされたアクションが決まりません";
    ActionZones: "its scheduled actions are in several time zones" / "スケジュールされたアクションのタイムゾーンが複数あります";
    // Catalogue.
    TransferRate: "priced at the region's general rate between regions; AWS bills by the pair of regions, and some pairs differ" / "リージョン間転送の一般単価で計算しています（AWS はリージョンの組ごとに請求し、単価が異なる組もあります）";
    FlatPlan: "the traffic is above what the flat-rate plan holds ({0}): AWS slows delivery and asks for a larger plan; nothing is billed" / "トラフィックが定額プランの枠を超えています（{0}）。AWS は配信を遅くし上位プランを求めますが、追加の請求はありません";
    PricedByNode: "{0} nodes are priced by the node: alone a shard has 3, 5 or 7 electable ones" / "{0} ノードをノード単価で計算しています（シャード単独の選出ノードは 3・5・7）";
    ScalesUp: "auto-scaling may take it up to {0}; it is priced at {1}" / "自動スケーリングで {0} まで上がることがあります（{1} で計算）";
    SentryDrops: "the developer plan takes 5,000 errors a month and has no pay-as-you-go: Sentry drops the rest" / "Developer プランは月 5,000 エラーまでで従量課金がなく、超えた分は Sentry が破棄します";
    SentryReserved: "Sentry sells reserved errors at its own price points, up to 3.5 % above the ladder used here for small volumes; yearly payment takes 10 % off" / "Sentry の予約エラーは独自の価格帯で、少量ではここで使う段階単価より最大 3.5 % 高くなります（年払いは 10 % 引き）";
    // Bills.
    SplitRows: "{0} rows of split cost allocation, which repeat others" / "分割コスト配分の {0} 行（他の行の繰り返し）";
    OlderFile: "{0} file of an older run of the same export" / "同じエクスポートの古い実行のファイル {0} 件";
    OlderFiles: "{0} files of an older run of the same export" / "同じエクスポートの古い実行のファイル {0} 件";
    UnlistedFile: "{0} file that no manifest lists" / "マニフェストにないファイル {0} 件";
    UnlistedFiles: "{0} files that no manifest lists" / "マニフェストにないファイル {0} 件";
    ParquetFile: "{0} file of Parquet, which this build does not read" / "このビルドでは読めない Parquet ファイル {0} 件";
    ParquetFiles: "{0} files of Parquet, which this build does not read" / "このビルドでは読めない Parquet ファイル {0} 件";
    MonthOpen: "the last month is not closed" / "最後の月はまだ締まっていません";
    // Off-hours.
    Outside: "outside {0}" / "{0} の時間外";
    Within: "within {0}" / "{0} の時間内";
    AlwaysOnHours: "always on" / "常時稼働";
    NeverOn: "never on" / "常時停止";
    CronFired: "cron `{0}` {1} was the last to fire" / "最後に動いたのは cron `{0}`（{1}）";
    CronQuiet: "{0} have not fired for a year" / "{0} は一年間動いていません";
    Holiday: "{0} is a holiday" / "{0} は祝日";
    HolidayNamed: "{0} is a holiday ({1})" / "{0} は祝日（{1}）";
    Excepted: "exception {0}: {1}" / "例外 {0}: {1}";
    NoPolicy: "no policy matches" / "該当するポリシーなし";
    Early: "starts {0} min early, for {1}" / "{1} に間に合うよう {0} 分早く起動";
    MatchesMore: "the policy `{0}` matches more than it may" / "ポリシー `{0}` の対象が上限を超えています";
    MatchesNothing: "the policy `{0}` matches nothing" / "ポリシー `{0}` の対象がありません";
    MatchesAll: "the policy `{0}` matches everything: {1} resources" / "ポリシー `{0}` は全 {1} リソースが対象です";
    MatchesOver: "the policy `{0}` matches {1} resources, over its {2}" / "ポリシー `{0}` の対象は {1} リソースで、上限 {2} を超えています";
    OverCap: "{0} actions at once, over the cap of {1}" / "一度に {0} 件の操作は上限 {1} を超えます";
    OverShare: "{0} of {1} resources at once, over the cap of {2} %" / "{1} リソース中 {0} 件を一度に操作するのは上限 {2} % を超えます";
    Priorities: "{0} match and none has the higher priority" / "{0} が該当し、優先順位が同じです";
    Busy: "busy ({0}): left for the next run" / "処理中（{0}）のため次回に回します";
    BusyPlain: "busy: left for the next run" / "処理中のため次回に回します";
    Snapshot: "a snapshot before each stop: {0}" / "停止前に毎回スナップショット: {0}";
    WindowMoved: "the window is moved to {0} UTC: {1}" / "ウィンドウを {0} UTC へ移動: {1}";
    Accepted: "accepted: {0}" / "承知のうえ: {0}";
    BackupUnknown: "its backup window is not known" / "バックアップウィンドウが分かりません";
    BackupOff: "its backup window {0} UTC lies in off-hours" / "バックアップウィンドウ {0} UTC が停止時間に入ります";
    MaintenanceOff: "its maintenance window {0} UTC lies in off-hours" / "メンテナンスウィンドウ {0} UTC が停止時間に入ります";
    NoneHolds: "none holds it" / "該当なし";
    Nothing: "none" / "なし";
    Frozen: "frozen {0}..{1}: {2}" / "変更凍結 {0}〜{1}: {2}";
    UpUntilBy: "up until {0} ({1}: {2})" / "{0} まで稼働（{1}: {2}）";
    UpUntil: "up until {0}" / "{0} まで稼働";
    WaitsFor: "waits for {0}" / "{0} を待っています";
    NobodyStops: "nobody stops it; its use falls with what it serves" / "止める対象ではありません（利用量は利用元とともに減ります）";
    UnpricedResources: "{0} resources have no price and are in no sum" / "{0} リソースに単価がなく、どの合計にも含まれていません";
    NoCommitments: "commitments of the accounts are not known: savings are at list" / "アカウントのコミットメントが分からないため、削減額は定価です";
    NotSwitched: "{0} carry a schedule and are of a type that is not switched: {1}" / "{0} 件はスケジュールの指定がありますが、切り替えられない種類です: {1}";
    Managed: "its tag {0} says that Terraform manages it: an apply while it is off brings it back, unless there is {1}" / "タグ {0} によると Terraform の管理下です。停止中に apply すると元へ戻ります。防ぐには: {1}";
    AtlasPaused: "paused, its storage is billed, it has no backups and takes no change of its configuration; Search nodes are built anew when it is resumed" / "一時停止中もストレージは課金されます。バックアップは取られず、設定も変更できません。Search ノードは再開時に作り直されます";
    CannotPauseSmall: "{0} cannot be paused: clusters of M10 and larger can" / "{0} は一時停止できません（M10 以上のみ可能です）";
    CannotPauseNvme: "{0} cannot be paused: its storage is NVMe" / "{0} は NVMe ストレージのため一時停止できません";
    PausesItself: "it pauses by itself when nobody asks it: a stop saves no more than that" / "利用がなければ自動で休止するため、停止してもそれ以上は減りません";
    CannotPause: "Serverless v2 that cannot pause by itself, so only a stop saves: {0}" / "Serverless v2 ですが自動では休止できず、削減できるのは停止だけです（{0}）";
    OfGlobal: "it is of a global database" / "グローバルデータベースの一部です";
    Replicates: "it replicates" / "レプリケーション中です";
    OldEngine: "its engine version does not know it" / "エンジンのバージョンが対応していません";
    LeftToPause: "it pauses by itself and is left alone" / "自動で休止するため、停止しません";
    AwakeUnseen: "what keeps it awake is not in what RDS describes: ServerlessDatabaseCapacity above 0 in CloudWatch says so" / "起こしているものは RDS の情報では分かりません。CloudWatch の ServerlessDatabaseCapacity が 0 より大きければ起きています";
    PausesAtZero: "Serverless v2 with at least {0} ACU: a minimum of 0 pauses it whenever nobody asks it, in on-hours too, and is up again in seconds" / "Serverless v2 の最小が {0} ACU です。最小を 0 にすると、稼働時間中も利用がなければ休止し、数秒で復帰します";
    UnpricedLine: "{0} line has no price and is in no sum" / "{0} 行に単価がなく、どの合計にも含まれていません";
    UnpricedLines: "{0} lines have no price and are in no sum" / "{0} 行に単価がなく、どの合計にも含まれていません";
    PageShown: "visitors see the page while the others are off" / "ほかが停止している間は案内ページを表示します";
    PageAway: "visitors reach {0}" / "{0} が稼働しているため、案内ページは表示しません";
    PageIdle: "nothing goes off that it stands for" / "停止する対象がないため、案内ページは表示しません";
    AccountNotListed: "the account {0} is not on the list of the guards" / "アカウント {0} はガードの一覧にありません";
    AliasUnknown: "the alias of its account is not known" / "アカウントのエイリアスが分かりません";
    AliasContains: "the alias of its account, {0}, contains `{1}`" / "アカウントのエイリアス {0} に `{1}` が含まれます";
    NameDenied: "its name fits `{0}`, which the guards deny" / "名前がガードの拒否 `{0}` に当たります";
    TagDenied: "its tag {0} is denied by the guards" / "タグ {0} はガードで拒否されています";
    TagRequired: "it has no tag `{0}`, which the guards require" / "ガードが求めるタグ `{0}` がありません";
    TagSays: "the tag {0}: {1}" / "タグ {0}: {1}";
    OptedOut: "opted out" / "対象外の指定";
    OffHour: "it is the off hour" / "停止の時刻";
    OnHour: "it is the on hour" / "起動の時刻";
    NeitherHour: "it is neither hour" / "どちらの時刻でもない";
    OverrideLong: "the override until {0} is longer than the {1} min of the guards" / "{0} までの延長はガードの {1} 分を超えます";
    HasSchedule: "schedule {0}" / "スケジュール {0}";
}

/// The sentence in a language; as it is where its phrase is not known.
pub fn translated(sentence: &str, lang: Lang) -> String {
    match lang {
        Lang::En => sentence.to_owned(),
        Lang::Ja => japanese(sentence, DEPTH).unwrap_or_else(|| sentence.to_owned()),
    }
}

/// How deep a sentence stands in a sentence: `x is not known: y has no value`.
const DEPTH: usize = 4;

fn japanese(sentence: &str, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    // Of several phrases the one that says most: its arguments are the shortest.
    let found = Sentence::ALL
        .iter()
        .filter_map(|known| Some((*known, arguments(known.in_lang(Lang::En), sentence)?)))
        .min_by_key(|(_, arguments)| arguments.iter().map(|a| a.len()).sum::<usize>());
    if let Some((known, arguments)) = found {
        let inner: Vec<String> = arguments
            .iter()
            .map(|part| japanese(part, depth).unwrap_or_else(|| (*part).to_owned()))
            .collect();
        let inner: Vec<&str> = inner.iter().map(String::as_str).collect();
        return Some(filled(known.in_lang(Lang::Ja), &inner));
    }
    // `office: outside Mon-Fri …`: a name before the sentence.
    let (name, rest) = sentence.split_once(": ")?;
    Some(format!("{name}: {}", japanese(rest, depth)?))
}

/// The arguments that make `sentence` of `phrase`, which names them in order.
fn arguments<'a>(phrase: &str, sentence: &'a str) -> Option<Vec<&'a str>> {
    let mut literals = phrase.split('{');
    let mut rest = sentence.strip_prefix(literals.next()?)?;
    let mut found = Vec::new();
    let literals: Vec<&str> =
        literals.map(|part| part.split_once('}').map_or("", |(_, literal)| literal)).collect();
    let (last, inner) = match literals.split_last() {
        None => return rest.is_empty().then_some(found),
        Some(split) => split,
    };
    for literal in inner {
        let (argument, tail) = rest.split_once(literal)?;
        found.push(argument);
        rest = tail;
    }
    found.push(rest.strip_suffix(last)?);
    found.iter().all(|argument| !argument.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_found_by_its_phrase() {
        let ja = |text| translated(text, Lang::Ja);
        assert_eq!(ja("holidays of `office` not counted"), "`office` の祝日は数えていません");
        // Both phrases fit; the one that says more is meant.
        assert_eq!(ja("`2026-12-05` not counted"), "`2026-12-05` は数えていません");
        assert_eq!(
            ja("aws_eip.a: count is not known: var.x has no value"),
            "aws_eip.a: count が決まりません（var.x に値がありません）"
        );
        assert_eq!(
            ja("office: outside Mon-Fri 08:00-20:00 Asia/Tokyo"),
            "office: Mon-Fri 08:00-20:00 Asia/Tokyo の時間外"
        );
    }

    #[test]
    fn what_is_not_known_stays_as_it_is() {
        for text in ["a kind of my own says this", "", "{0}", "aws_eip", ": ", "a: b: c: d: e: f"] {
            assert_eq!(translated(text, Lang::Ja), text);
            assert_eq!(translated(text, Lang::En), text);
        }
    }
}
