"""The rows of pricing-cache/stated.csv, used by scripts/import-prices.

Prices that come from a page or a note and stand in no source file. Such a row is second
best: as soon as a source file has its usage type in its region, the run stops and the row
has to go.
"""

from import_prices_book import INF, TABLES, date, number, read, stop

CONFIDENCE = ("page", "high", "medium", "low")  # what a page or a note can be worth


def load_stated(book, vendors):
    found, problems = {}, []
    known = {}
    for key in book.rows:
        known.setdefault(key[:4], set()).add(key[4])
    for index, line in enumerate(read(TABLES / "stated.csv")):
        book.count["stated"] += 1
        series = (line["vendor"], line["service_code"], line["region"], line["usage_type"],
                  line["operation"])
        label = f"stated.csv: line {index + 2}: {' '.join(filter(None, series))}"
        begin, end, usd = (number(line[field]) for field in ("begin", "end", "usd"))
        operations = known.get(series[:4], set())
        # A blank operation stands for any, on either side.
        if operations and (series[4] == "" or {"", series[4]} & operations):
            problems.append(f"{label}: stated row is no longer needed, a source file has it")
        if line["vendor"] not in vendors:
            problems.append(f"{label}: unknown vendor")
        if not all(line[field] for field in ("service_code", "region", "usage_type", "reason")):
            problems.append(f"{label}: no service, region, usage type or reason")
        if None in (begin, end, usd) or INF in (begin, usd):
            problems.append(f"{label}: no begin, end or price")
        if line["confidence"] not in CONFIDENCE:
            problems.append(f"{label}: confidence is not one of {', '.join(CONFIDENCE)}")
        key = series + (begin,)
        if key in found:
            problems.append(f"{label}: two rows")
        found[key] = {"begin": begin, "end": end, "unit": line["unit"], "usd": usd, "low": None,
                      "high": None, "as_of": date(line["as_of"]),
                      "confidence": line["confidence"], "source": line["source"]}
    if problems:
        stop(problems)
    book.rows.update(found)
