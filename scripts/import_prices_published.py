"""The rows of pricing-cache/published.csv, used by scripts/import-prices.

Unit prices that a peer published with the figures of its own tests, under the usage type that
AWS bills them by. They are second best: one that a source file has stops the run and has to go.
A tier whose price no source knows is filled. Confidence is medium; it is low where the usage type is
ours because no source at hand has AWS's, or where the figure has fewer digits than the price.
"""

from import_prices_book import INF, TABLES, date, number, read, stop

SOURCE = "infracost-tests"
CONFIDENCE = ("medium", "low")


def load_published(book):
    found, problems = {}, []
    known = {}
    for key, row in book.rows.items():
        known.setdefault(key[:4], set()).add(key[4])
    for index, line in enumerate(read(TABLES / "published.csv")):
        book.count["published"] += 1
        series = ("aws", line["service_code"], line["region"], line["usage_type"],
                  line["operation"])
        label = f"published.csv: line {index + 2}: {' '.join(filter(None, series))}"
        begin, end, usd = (number(line[field]) for field in ("begin", "end", "usd"))
        key = series + (begin,)
        if not all(line[field] for field in ("service_code", "region", "usage_type", "component")):
            problems.append(f"{label}: no service, region, usage type or component")
        if None in (begin, end, usd) or INF in (begin, usd):
            problems.append(f"{label}: no begin, end or price")
        if line["confidence"] not in CONFIDENCE:
            problems.append(f"{label}: confidence is not one of {', '.join(CONFIDENCE)}")
        if key in found:
            problems.append(f"{label}: two rows")
        operations = known.get(series[:4], set())
        # A blank operation stands for any, on either side.
        taken = operations and (series[4] == "" or {"", series[4]} & operations)
        if taken and (key not in book.rows or book.rows[key]["usd"] is not None):
            problems.append(f"{label}: published row is no longer needed, a source file has it")
        book.count["merged"] += key in book.rows
        found[key] = {"begin": begin, "end": end, "unit": line["unit"], "usd": usd, "low": None,
                      "high": None, "as_of": date(line["as_of"]), "confidence": line["confidence"],
                      "source": SOURCE}
    if problems:
        stop(problems)
    book.rows.update(found)
