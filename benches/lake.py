"""A month of a bill as Parquet: kanjo beside DuckDB, as ratios within one run.

    python3 benches/lake.py KANJO [ROWS]

DuckDB is asked the query that kanjo asks (`kanjo actuals sql`), in its own words
and with as many threads. Runs alternate, and the best of each counts: the one
that was disturbed least. CPU time is what the limit is on, because the clock
also counts what other programs do.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time

LIMIT = 1.2
MEMORY_MB = 1536
PAIRS = 3
THREADS = 2

# A row an hour for each of 26,000 resources, as an hourly export has them: every
# seventh resource without tags, a tenth of the rows covered by a plan.
ROWS = """
WITH item AS (
  SELECT i, hash(i * 7 + 3) % 1000000 AS h, (i % 26000)::INT AS res, i // 26000 AS hour
  FROM range(0, {rows}) t(i)
), line AS (
  SELECT *, TIMESTAMP '2026-08-01' + INTERVAL 1 HOUR * hour AS start,
    CASE WHEN res % 7 = 0 THEN NULL ELSE (['prod', 'stg', 'dev'])[1 + res % 3] END AS env,
    CASE WHEN res % 7 = 0 THEN NULL ELSE 'comp' || (res % 40) END AS component
  FROM item
)
SELECT
  md5(i::VARCHAR) AS identity_line_item_id, '' AS bill_invoice_id,
  '111111111111' AS bill_payer_account_id,
  TIMESTAMP '2026-08-01' AS bill_billing_period_start_date,
  (222222222000 + res % 60)::VARCHAR AS line_item_usage_account_id,
  CASE WHEN h % 20 < 2 THEN 'SavingsPlanCoveredUsage' ELSE 'Usage' END AS line_item_line_item_type,
  start AS line_item_usage_start_date, start + INTERVAL 1 HOUR AS line_item_usage_end_date,
  (['AmazonEC2', 'AmazonECS', 'AmazonRDS', 'AWSELB', 'AmazonS3'])[1 + res % 5] AS line_item_product_code,
  'APN1-' || (['BoxUsage:m5.large', 'Fargate-vCPU-Hours:perCPU', 'Aurora:ServerlessV2Usage',
    'LCUUsage', 'Requests-Tier1'])[1 + res % 5] AS line_item_usage_type,
  (['RunInstances', 'FargateTask', 'CreateDBInstance:0021', 'LoadBalancing:Application',
    'PutObject'])[1 + res % 5] AS line_item_operation,
  'arn:aws:svc:ap-northeast-1:222222222222:thing/' || md5(res::VARCHAR) AS line_item_resource_id,
  (h / 50000.0)::DOUBLE AS line_item_usage_amount, 'USD' AS line_item_currency_code,
  (h / 1000000.0)::DOUBLE AS line_item_unblended_cost,
  '$0.05056 per Hrs ' || (res % 10) AS line_item_line_item_description,
  'Amazon Web Services, Inc.' AS line_item_legal_entity, 'Hrs' AS pricing_unit,
  (h / 800000.0)::DOUBLE AS pricing_public_on_demand_cost,
  (h / 1600000.0)::DOUBLE AS savings_plan_savings_plan_effective_cost,
  0.0::DOUBLE AS reservation_effective_cost,
  {tags}
FROM line
"""

FORMS = {
    "flat": {
        "tags": "env AS resource_tags_user_env, component AS resource_tags_user_component",
        "env": "resource_tags_user_env",
        "component": "resource_tags_user_component",
    },
    "map": {
        "tags": "CASE WHEN env IS NULL THEN MAP {} ELSE MAP {'user_component': component,"
        " 'user_env': env, 'user_owner': 'team' || (res % 12)} END AS resource_tags",
        "env": "coalesce(resource_tags['user_env'], resource_tags['user:env'], resource_tags['env'])",
        "component": "coalesce(resource_tags['user_component'], resource_tags['user:component'],"
        " resource_tags['component'])",
    },
}

# The logical query of kanjo.
QUERY = """
CREATE OR REPLACE TEMP TABLE answer AS
SELECT bill_billing_period_start_date, line_item_usage_start_date, line_item_usage_end_date,
  line_item_line_item_type, line_item_product_code, line_item_usage_type, line_item_operation,
  line_item_usage_account_id, bill_payer_account_id, line_item_legal_entity,
  bill_invoice_id <> '' AS invoice, line_item_currency_code, pricing_unit,
  CASE WHEN {billed} = 0 AND {list} = 0 AND {quantity} > 0
    AND lower(line_item_line_item_description) LIKE '%free%' THEN 'free' ELSE '' END AS free,
  {env} AS env, {component} AS component,
  sum({quantity}) AS quantity, sum({billed}) AS billed, sum({list}) AS list,
  sum({plan}) AS plan, sum({reserved}) AS reserved, count(*) AS n
FROM '{file}' GROUP BY ALL
"""
AMOUNTS = {
    "quantity": "line_item_usage_amount",
    "billed": "line_item_unblended_cost",
    "list": "pricing_public_on_demand_cost",
    "plan": "savings_plan_savings_plan_effective_cost",
    "reserved": "reservation_effective_cost",
}


def cpu(who):
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def timed(who, work):
    wall, used = time.monotonic(), cpu(who)
    found = work()
    return found, time.monotonic() - wall, cpu(who) - used


def duck(connection, query):
    connection.execute(query)
    return connection.execute("SELECT sum(billed)::VARCHAR FROM answer").fetchone()[0]


def kanjo(program, file, *rest, cache="/nonexistent"):
    args = [program, "actuals", "import", file, "--format", "json", *rest]
    env = {"PATH": os.environ["PATH"], "XDG_CACHE_HOME": cache, "TOKIO_WORKER_THREADS": str(THREADS)}
    out = subprocess.run(args, env=env, check=True, stdout=subprocess.PIPE).stdout
    return json.loads(out, parse_float=str)["billed"]


def compare(connection, program, form, rows, folder):
    words = FORMS[form]
    file = os.path.join(folder, form + ".parquet")
    made = ROWS.replace("{rows}", str(rows)).replace("{tags}", words["tags"])
    connection.execute(f"COPY ({made}) TO '{file}' (FORMAT parquet, ROW_GROUP_SIZE 262144)")
    query = QUERY.replace("{file}", file)
    for name in ("env", "component"):
        query = query.replace("{" + name + "}", words[name])
    for name, column in AMOUNTS.items():
        query = query.replace("{" + name + "}", f"CAST({column} AS decimal(38, 18))")
    ours, theirs = [], []
    for _ in range(PAIRS):
        own, *spent = timed(resource.RUSAGE_CHILDREN, lambda: kanjo(program, file, "--no-cache"))
        ours.append(spent)
        other, *spent = timed(resource.RUSAGE_SELF, lambda: duck(connection, query))
        theirs.append(spent)
        assert abs(float(own) - float(other)) < 1e-6, f"{form}: {own} is not {other}"
    wall, used = (min(run[i] for run in ours) / min(run[i] for run in theirs) for i in (0, 1))
    best = [min(run[1] for run in runs) for runs in (ours, theirs)]
    print(f"{form}: {rows:,} rows, {os.path.getsize(file) >> 20} MB: CPU {best[0]:.2f} s,"
          f" DuckDB {best[1]:.2f} s: {used:.2f} times; by the clock {wall:.2f} times", flush=True)
    return file, used


def main():
    try:
        import duckdb
    except ImportError:
        print("DuckDB is not installed for this Python: nothing is compared (pip install duckdb)")
        return 0
    program = sys.argv[1]
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 5_000_000
    connection = duckdb.connect()
    connection.execute(f"SET threads = {THREADS}")
    with tempfile.TemporaryDirectory() as folder:
        wrong = []
        for form in FORMS:
            file, ratio = compare(connection, program, form, rows, folder)
            if ratio > LIMIT:
                wrong.append(f"{form}: {ratio:.2f} times DuckDB's CPU time, over {LIMIT}")
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
        cache = os.path.join(folder, "cache")
        kanjo(program, file, cache=cache)
        _, wall, used = timed(resource.RUSAGE_CHILDREN, lambda: kanjo(program, file, cache=cache))
        print(f"memory at most {memory} MB; again, from what was kept: {wall * 1000:.0f} ms"
              f" ({used * 1000:.0f} ms of CPU)")
        if memory > MEMORY_MB:
            wrong.append(f"{memory} MB, over {MEMORY_MB}")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
