"""The verbs of pricing-cache/repairs.csv, used by scripts/import-prices.

One function per verb. It gets the book, the keys that the table row matches (never none)
and the row's value, and returns how many rows it changed; a repair that changes nothing
stops the run.
"""

from collections import Counter, defaultdict
from decimal import Decimal
from fnmatch import fnmatchcase

from import_prices_book import TABLES, read, stop


def drop_free(book, rows, _):
    for key in rows:
        if book.rows[key]["usd"] != 0:
            stop([f"{' '.join(key[1:5])}: drop_free on a price that is not 0"])
        del book.rows[key]
        book.count["dropped"] += 1
    return len(rows)


def drop_equal_blank(book, rows, _):
    """A blank-operation series goes where the series by operation all have its ladder."""
    def steps(ladder):
        return [(row["begin"], row["end"], row["usd"]) for row in ladder]
    ladders, changed = book.series("aws", rows[0][1]), 0
    by_type = defaultdict(list)
    for key in ladders:
        by_type[key[:4]].append(key)
    for key in {row[:5] for row in rows if row[4] == ""}:
        others = [k for k in by_type[key[:4]] if k[4] != ""]
        if others and all(steps(ladders[k]) == steps(ladders[key]) for k in others):
            for row in ladders[key]:
                del book.rows[key + (row["begin"],)]
                changed += 1
    book.count["dropped"] += changed
    return changed


def join_operation(book, rows, value):
    for key in rows:
        book.move(key, operation=value)
    return len(rows)


def rename(book, rows, value):
    old, new = value.split(">")
    for key in rows:
        if not key[3].endswith(old):
            stop([f"{key[3]}: rename {value}: does not end so"])
        book.move(key, usage_type=key[3].removesuffix(old) + new)
    return len(rows)


def set_end(book, rows, value):
    begin, end = map(Decimal, value.split("="))
    rows = [key for key in rows if key[5] == begin and book.rows[key]["end"] is None]
    for key in rows:
        book.rows[key]["end"] = end
    return len(rows)


def set_unit(book, rows, value):
    rows = [key for key in rows if book.rows[key]["unit"] == ""]
    for key in rows:
        book.rows[key]["unit"] = value
    return len(rows)


def first_rows(rows):
    first = {}
    for key in rows:
        first.setdefault(key[:5], key)
    return list(first.values())


def start_at_zero(book, rows, _):
    """The free part is a pool: leave out free first tiers, start the paid price at 0."""
    changed, ladders = 0, defaultdict(list)
    for key in rows:
        ladders[key[:5]].append(key)
    for keys in ladders.values():
        while len(keys) > 1 and book.rows[keys[0]]["usd"] == 0:
            del book.rows[keys.pop(0)]
            book.count["dropped"] += 1
        if keys[0][5] > 0:
            book.move(keys[0], begin=Decimal(0))
            changed += 1
    return changed


def unknown_first_tier(book, rows, _):
    missing = [key for key in first_rows(rows) if key[5] > 0]
    for key in missing:
        row = dict(book.rows[key], begin=Decimal(0), end=key[5], usd=None, source="no-source")
        book.put(key[:5] + (Decimal(0),), row)
        book.count["unknown tiers added"] += 1
    return len(missing)


VERBS = {verb.__name__: verb for verb in (drop_free, drop_equal_blank, join_operation, rename,
                                          set_end, set_unit, start_at_zero, unknown_first_tier)}


def repair(book):
    done = Counter()
    for repair_row in read(TABLES / "repairs.csv"):
        action, service, region, usage_type, operation, value, reason = repair_row.values()
        name = f"repairs.csv: {action},{service},{region},{usage_type},{operation}"
        if action not in VERBS or not reason:
            stop([f"{name}: unknown action or no reason"])
        rows = [key for key in sorted(book.rows)
                if key[1] == service and fnmatchcase(key[2], region)
                and fnmatchcase(key[3], usage_type) and fnmatchcase(key[4], operation)]
        changed = VERBS[action](book, rows, value) if rows else 0
        if not changed:
            stop([f"{name}: matches nothing"])
        done[action] += changed
    return done
