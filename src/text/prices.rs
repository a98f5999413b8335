//! What `kanjo prices diff` and `kanjo prices update` say.

use crate::text::phrase::words;

words! {
    /// Words of the price book's changes.
    PricesWord;
    SamePrices: "no price changed" / "単価の変更はありません";
    PricesChanged: "{0} prices changed, {1} came, {2} left" / "変更 {0} 件、追加 {1} 件、削除 {2} 件";
    Books: "{0} ({1}) → {2} ({3})" / "{0}（{1}）→ {2}（{3}）";
    OnFile: "{0}, {1}: {2} of {3} changed prices are in this bill" / "{0}、{1}: 変更された単価 {3} 件のうち {2} 件がこの請求に含まれます";
    Key: "price" / "単価";
    Before: "before" / "変更前";
    After: "after" / "変更後";
    Change: "change" / "増減率";
    Effect: "a month" / "月額への影響";
    NoPrice: "none" / "なし";
    Rest: "shared fees, free tiers and commitments" / "割合課金・無料枠・コミットメント";
    Unpriced: "lines without a price: {0} → {1}" / "単価のない行: {0} → {1}";
    More: "and {0} more; --format json has all" / "ほか {0} 件（--format json で全件）";
    Tier: "from {0}" / "{0} 以上";
    Taken: "{0} prices read: {1}, {2} confirmed, {3} not taken" / "単価 {0} 件を読み込み: {1}、変更なし {2} 件、不採用 {3} 件";
    Nothing: "nothing is new: every offer is the one that was read before" / "新しいものはありません（すべて読み込み済みの版です）";
    Kept: "not taken; the price that was known before stays" / "不採用（以前の単価のまま）";
    Offers: "{0} offers, {1} rows" / "オファー {0} 件、{1} 行";
    Written: "written to {0}" / "書き込み先: {0}";
    Dry: "dry run: nothing is written" / "試行のため書き込みません";
}
