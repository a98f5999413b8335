"""What real exports sum to, by SQL of DuckDB's own readers and decimals.

    python3 tests/sums.py FOCUS.csv COST_EXPLORER.json…

Prints {file: {"month|name": billed}}, where the name is the account in a CSV of
FOCUS and the last key of its group in an answer of Cost Explorer. `tests/it/sums.rs`
holds kanjo's sums against them; nothing here knows how kanjo reads.
"""

import json
import sys

import duckdb

FOCUS = """
SELECT left(BillingPeriodStart, 7) || '|' || SubAccountId,
  sum(CAST(BilledCost AS DECIMAL(38, 18)))
FROM read_csv($file, all_varchar = true, header = true, nullstr = 'NULL')
GROUP BY ALL ORDER BY ALL
"""

# A period has groups, or else a total; its amount is the first metric that was asked for.
COST_EXPLORER = """
WITH period AS (
  SELECT unnest(json_extract(json, '$.ResultsByTime[*]')) AS period FROM read_json_objects($file)
), part AS (
  SELECT left(period ->> '$.TimePeriod.Start', 7) AS month, unnest(
    CASE WHEN json_array_length(period, '$.Groups') > 0 THEN json_extract(period, '$.Groups[*]')
    ELSE [json_object('Keys', [], 'Metrics', period -> '$.Total')] END) AS part
  FROM period
)
SELECT month || '|' || coalesce(list_last(CAST(part -> '$.Keys' AS VARCHAR[])), ''),
  sum(CAST(coalesce(part ->> '$.Metrics.UnblendedCost.Amount',
    part ->> '$.Metrics.NetUnblendedCost.Amount', part ->> '$.Metrics.BlendedCost.Amount',
    part ->> '$.Metrics.AmortizedCost.Amount') AS DECIMAL(38, 18)))
FROM part GROUP BY ALL ORDER BY ALL
"""


def sums(file):
    query = COST_EXPLORER if file.endswith(".json") else FOCUS
    rows = duckdb.execute(query, {"file": file}).fetchall()
    return {key: format(billed, "f") for key, billed in rows}


print(json.dumps({file: sums(file) for file in sys.argv[1:]}, indent=1))
