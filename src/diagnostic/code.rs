//! The codes: stable names for every error and caveat.
//!
//! `docs/reference/codes.md` is generated from [`Code::ALL`] and tested. A code
//! keeps its name for ever; scripts and `--strict` use it.

use crate::diagnostic::Severity;
use crate::text::Lang;
use std::fmt;

macro_rules! codes {
    ($($variant:ident, $severity:ident, $name:literal, $en:literal, $ja:literal;)+) => {
        /// What a diagnostic is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($variant),+ }

        impl Code {
            pub const ALL: &'static [Code] = &[$(Code::$variant),+];

            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name),+ }
            }

            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity),+ }
            }

            /// One sentence that says what the code means.
            pub fn summary(self, lang: Lang) -> &'static str {
                match self { $(Code::$variant => lang.of($en, $ja)),+ }
            }
        }
    };
}

codes! {
    FileMissing, Error, "file-missing", "A file or folder is not there, or cannot be read.", "ファイルまたはフォルダがない、または読めません。";
    FileExists, Error, "file-exists", "A file is there already and would be written over.", "ファイルが既に存在するため、上書きしません。";
    FileNotUtf8, Error, "file-not-utf8", "A file is not UTF-8 text.", "ファイルが UTF-8 のテキストではありません。";
    FileTooLarge, Error, "file-too-large", "A file is larger than kanjo reads.", "ファイルが大きすぎます。";
    YamlSyntax, Error, "yaml-syntax", "The YAML cannot be parsed.", "YAML として読めません。";
    YamlLimit, Error, "yaml-limit", "The YAML is nested too deep or has too many nodes, aliases counted in full.", "YAML の入れ子が深すぎる、または要素が多すぎます（エイリアスは展開して数えます）。";
    DuplicateKey, Error, "duplicate-key", "A key is given twice.", "同じキーが二度あります。";
    UnknownKey, Error, "unknown-key", "A key is not known here.", "ここでは使えないキーです。";
    MissingKey, Error, "missing-key", "A required key is not given.", "必須のキーがありません。";
    WrongType, Error, "wrong-type", "A value has the wrong form: a map where a number is wanted, and so on.", "値の形が違います（数値の場所にマップなど）。";
    UnknownKind, Error, "unknown-kind", "No kind of that name is in the catalogue.", "その名前の種類はカタログにありません。";
    UnknownRegion, Error, "unknown-region", "No such region is in the price book.", "そのリージョンは価格表にありません。";
    UnknownChoice, Error, "unknown-choice", "A text is not one of the choices of its input.", "選択肢にない値です。";
    BadQuantity, Error, "bad-quantity", "A quantity cannot be read, or is in the wrong unit.", "数量が読めない、または単位が違います。";
    BadFormula, Error, "bad-formula", "A formula cannot be parsed or evaluated.", "式を解釈または計算できません。";
    UnknownName, Error, "unknown-name", "A formula uses a name that is not known there.", "式の中の名前が見つかりません。";
    CyclicFormula, Error, "cyclic-formula", "Drivers depend on each other in a circle.", "ドライバーの式が循環しています。";
    CyclicDependency, Error, "cyclic-dependency", "Resources depend on each other in a circle.", "リソースの依存関係が循環しています。";
    BadRange, Error, "bad-range", "A range has no expected value or runs backwards.", "範囲に expected がない、または逆順です。";
    OutOfRange, Error, "out-of-range", "A value is outside what the kind allows, or a pair is impossible.", "値が範囲外、またはありえない組み合わせです。";
    BadSchedule, Error, "bad-schedule", "A window, schedule, zone or period cannot be read.", "時間帯・スケジュール・タイムゾーン・期間を読めません。";
    UnknownSchedule, Error, "unknown-schedule", "No schedule has that name.", "その名前のスケジュールはありません。";
    OverlayTarget, Error, "overlay-target", "An overlay or --set removes or sets what does not exist.", "上書きまたは --set の対象が存在しません。";
    BadSet, Error, "bad-set", "--set cannot be read.", "--set を解釈できません。";
    UnknownEnvironment, Error, "unknown-environment", "No environment or scenario has that name.", "その名前の環境またはシナリオはありません。";
    BadBilling, Error, "bad-billing", "A discount, rate or tax cannot be used.", "割引・為替・税の指定が使えません。";
    CatalogSyntax, Error, "catalog-syntax", "A catalogue file is not valid HCL.", "カタログのファイルが HCL として読めません。";
    CatalogSchema, Error, "catalog-schema", "A catalogue file breaks the catalogue's schema.", "カタログのファイルが書式に合いません。";
    CatalogExample, Error, "catalog-example", "An example of a kind does not cost what it says.", "カタログの例の金額が一致しません。";
    PriceBook, Error, "price-book", "The price book is broken: a duplicate, a gap, an unknown unit.", "価格表が壊れています（重複・欠け・不明な単位）。";
    PriceUnit, Error, "price-unit", "A meter's unit is not the unit of its price.", "メーターの単位が価格の単位と違います。";
    PriceHole, Error, "price-hole", "A price is missing and the hole is not listed, or is listed and not missing.", "価格の欠けが一覧にない、または一覧にあるのに価格があります。";
    BillTwice, Error, "bill-twice", "The same charges would be counted twice.", "同じ請求を二重に数えることになります。";
    BillColumns, Error, "bill-columns", "A billing export lacks a column that is needed.", "請求データに必要な列がありません。";
    BadOffer, Error, "bad-offer", "An offer file of the AWS Price List is cut off, malformed or of another kind.", "AWS 価格表のオファーファイルが途中で切れている、壊れている、または別の種類です。";
    BadCsv, Error, "bad-csv", "A bill or price CSV cannot be read.", "CSV を読めません。";
    BadParquet, Error, "bad-parquet", "A Parquet export cannot be read, or a value in it cannot be used.", "Parquet の請求データを読めない、または使えない値があります。";
    BadPolicy, Error, "bad-policy", "A rule, budget or waiver cannot be used.", "ルール・予算・免除の指定が使えません。";
    BadJson, Error, "bad-json", "A JSON baseline cannot be read: it is not the output of `kanjo estimate --format json`.", "JSON の基準を読めません（`kanjo estimate --format json` の出力ではありません）。";
    BadAccounts, Error, "bad-accounts", "A list of accounts cannot be read.", "アカウントの一覧を読めません。";
    TerraformSyntax, Error, "terraform-syntax", "A Terraform file cannot be read as HCL or JSON, or declares something twice.", "Terraform のファイルを HCL または JSON として読めない、または二重に宣言されています。";
    TerraformCycle, Error, "terraform-cycle", "Values of a Terraform directory need each other.", "Terraform の値が互いに依存しています。";
    TerraformLimit, Error, "terraform-limit", "A Terraform directory makes more instances, is nested deeper, or takes more steps than kanjo evaluates.", "Terraform の評価が上限（インスタンス数・深さ・手数）を超えました。";
    TerraformModule, Error, "terraform-module", "A local module is not there.", "ローカルモジュールが見つかりません。";
    TerraformVariable, Error, "terraform-variable", "The value of a Terraform variable cannot be used.", "Terraform の変数の値が使えません。";
    BadQuestion, Error, "bad-question", "Lines of `kanjo offhours eval` could not be answered; each has its own error.", "`kanjo offhours eval` に答えられない行があります（各行にエラーを示します）。";
    BadPlan, Error, "bad-plan", "A plan or state of Terraform cannot be read: it is truncated, or not the output of `terraform show -json`.", "Terraform のプランまたは状態を読めません（途中で切れている、または `terraform show -json` の出力ではありません）。";
    BadUsage, Error, "bad-usage", "A usage file of Infracost cannot be read.", "Infracost の利用量ファイルを読めません。";
    Git, Error, "git", "git cannot give a file: it is not installed, there is no repository, or no such ref.", "git からファイルを読めません（git がない、リポジトリでない、ref がない）。";
    Overflow, Error, "overflow", "A number does not fit 28 digits.", "数が 28 桁に収まりません。";
    NotInBuild, Error, "not-in-build", "This build of kanjo leaves the command out; the help names the line that builds it.", "このビルドには含まれないコマンドです（ビルド方法はヘルプに表示します）。";
    Credentials, Error, "credentials", "A token or credential is not given, or the remote service does not accept it.", "トークンまたは認証情報がない、または拒否されました。";
    CommentPlace, Error, "comment-place", "The repository, the pull request, the base or the key of a comment is not given, or cannot be used.", "コメント先（リポジトリ・プルリクエスト・比較元・キー）の指定がない、または使えません。";
    Remote, Error, "remote", "A remote service refused, failed, or did not answer.", "リモートのサービスが拒否・失敗した、または応答しません。";
    FetchLimit, Error, "fetch-limit", "Reading a bill where it lies would cost more than `--max-cost` allows.", "請求データの取得費用が `--max-cost` の上限を超えます。";
    UsageUnset, Caveat, "usage-unset", "A usage is not stated, so its cost is not counted.", "利用量が未記入のため、金額に含まれていません。";
    ValueUnknown, Caveat, "value-unknown", "A value is not known before the system runs.", "実行前には分からない値です。";
    PriceMissing, Caveat, "price-missing", "The price book has no price for a line; the total is incomplete.", "価格表に単価がない行があります。合計は不完全です。";
    PriceOld, Caveat, "price-old", "A price is over 400 days older than the newest of the book.", "価格表の最新より 400 日以上古い単価です。";
    PriceEstimated, Caveat, "price-estimated", "A price is derived from another by a stated rule.", "他の単価から規則で推定した単価です。";
    PriceForeign, Caveat, "price-foreign", "A price in another currency is converted at the rate that the file states.", "他通貨の単価を、指定されたレートで換算しています。";
    ReferenceUnresolved, Caveat, "reference-unresolved", "A reference does not lead to a resource.", "参照先のリソースが見つかりません。";
    ModuleUnresolved, Caveat, "module-unresolved", "A remote module is not in the directory: what it makes is not priced.", "リモートモジュールがないため、その中身は見積りに含まれていません。";
    KindUnsupported, Caveat, "kind-unsupported", "A resource is of a kind that kanjo does not price.", "対応していない種類のリソースです。";
    PlaceholderUsed, Caveat, "placeholder-used", "A stated placeholder stands for an unknown value.", "不明な値の代わりに仮の値を使っています。";
    CalendarAverage, Caveat, "calendar-average", "The average month has no dates: holidays and dated entries are not counted.", "平均月に日付はないため、祝日と日付指定は数えていません。";
    TagInactive, Caveat, "tag-inactive", "No usage carries a tag: it is not activated for cost allocation, or nothing is tagged.", "タグの付いた利用がありません（コスト配分タグが未有効、またはタグ未設定）。";
    BillOpen, Caveat, "bill-open", "The month is not closed: its bill still grows.", "その月はまだ締まっておらず、請求額は増えます。";
    BillPart, Caveat, "bill-part", "Part of what was found was left out of the bill, and why.", "見つかったものの一部は請求に含めていません（理由付き）。";
    LadderUnconfirmed, Caveat, "ladder-unconfirmed", "Sources disagree on where the free part sits in the tiers.", "無料枠が段階料金のどこに入るか、資料が一致していません。";
    PlanLimit, Caveat, "plan-limit", "A flat-rate plan's limit is passed: it throttles and does not bill.", "定額プランの上限を超えています（課金ではなく制限されます）。";
    FreeTierOff, Caveat, "free-tier-off", "Free tiers are not applied: this payer's may be used elsewhere.", "無料枠は適用していません（支払アカウントの他の利用で消費されている可能性）。";
    CommitmentIdle, Caveat, "commitment-idle", "A commitment is paid in hours in which nothing uses it.", "使われていない時間にも支払うコミットメントがあります。";
    Note, Caveat, "note", "Something of a kind that a reader should know.", "読み手が知っておくべき注意です。";
}

impl Code {
    /// The exit status of a command that ends with it: 3 where a remote
    /// service is the cause, else 2.
    pub fn status(self) -> u8 {
        if self == Code::Remote { 3 } else { 2 }
    }

    pub fn named(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
