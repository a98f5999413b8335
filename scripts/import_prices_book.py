"""The rows of the price snapshot while scripts/import-prices works on them."""

import csv
import gzip
import re
import sys
from collections import Counter, defaultdict
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path

TABLES = Path(__file__).resolve().parent.parent / "pricing-cache"
INF = Decimal("Infinity")


def stop(problems):
    """Refuse: say why and write nothing."""
    for problem in problems[:50]:
        print(f"import-prices: {problem}", file=sys.stderr)
    sys.exit(1)


def read(path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def number(text):
    """A bound or a price of the source; None = blank."""
    return None if text == "" else INF if text == "Inf" else Decimal(text)


def plain(value):
    """Plain decimal: no exponent, no trailing zeros. None = blank."""
    if value is None:
        return ""
    if value == INF:
        return "Inf"
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def date(text):
    """The date at the start of a text; a bare year, half-year or month means its first day."""
    if not text:
        return ""  # loses against every dated row; check() refuses it if it stays
    found = re.match(r"(\d{4})(?:-(\d\d)(?!\d)(?:-(\d\d))?)?", text)
    if not found:
        stop([f"no date in {text!r}"])
    year, month, day = found.groups()
    if month and int(month) > 12:  # "2025-26" is a span of years
        month = day = None
    if text.startswith(f"{year}-H2"):
        month = "07"
    return f"{year}-{month or '01'}-{day or '01'}"


class Names:
    """Patterns to short names, first match wins; every pattern must be used."""

    def __init__(self, rows):
        self.rows = rows
        self.used = Counter()

    def find(self, text):
        for index, row in enumerate(self.rows):
            if fnmatchcase(text, row["written_as"]):
                self.used[index] += 1
                return row["id"]
        return stop([f"source without an id in source_ids.csv: {text!r}"])

    def unused(self):
        return [f"source_ids.csv: {row['written_as']!r} matches nothing"
                for index, row in enumerate(self.rows) if not self.used[index]]


class Book:
    """Rows by (vendor, service, region, usage type, operation, begin)."""

    def __init__(self):
        self.rows = {}
        self.count = Counter()

    def put(self, key, row):
        """Add a row; of two rows with one key the newer wins, a page loses to anything."""
        old = self.rows.get(key)
        if old:
            self.count["merged"] += 1
            rank, old_rank = ((r["confidence"] != "page", r["as_of"]) for r in (row, old))
            if rank == old_rank and row["usd"] != old["usd"]:
                stop([f"{' '.join(map(str, key))}: two prices of {row['as_of']}: "
                      f"{old['usd']} and {row['usd']}"])
            if rank <= old_rank:
                return
        self.rows[key] = row

    def series(self, vendor=None, service=None):
        """Ladders: (vendor, service, region, usage type, operation) to rows by begin."""
        ladders = defaultdict(list)
        for key in sorted(self.rows):
            if vendor in (None, key[0]) and service in (None, key[1]):
                ladders[key[:5]].append(self.rows[key])
        return ladders

    def move(self, key, **change):
        """Give one row another usage type, operation or begin."""
        row = self.rows.pop(key)
        fields = dict(zip(("usage_type", "operation", "begin"), key[3:]), **change)
        row["begin"] = fields["begin"]
        self.put(key[:3] + tuple(fields.values()), row)
