"""What changed between two builds: figures and all else that the public views hold.

A thing is followed by its id. Fields that both builds know are compared as they are printed here;
what only follows from others (the position in a list, the name of an indicator) is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pandas as pd

from loaders import build
from loaders.store import Store, StoreError
from models.base import Wrong
from models.period import Period

COLUMNS = ("thing", "id", "name", "change", "field", "old", "new")
ADDED, REMOVED, CHANGED = "added", "removed", "changed"
NOT_STATED = "not stated"
# What a reader who was sent a figure wants to be told.
READERS_FIELDS = (
    *("value", "qualifier", "unit", "indicator", "place", "ward", "period", "sex", "age", "group"),
    *("kind", "wording", "document"),
)


class Field(NamedTuple):
    """A field in words, the columns that decide whether it changed, the column that shows it."""

    word: str
    decided_by: tuple[str, ...]
    shown_by: str


@dataclass(frozen=True)
class Thing:
    """What one public view holds: a word for it, its key, what names it, what is left out."""

    word: str
    view: str
    key: tuple[str, ...]
    named_by: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()


def _alike(**words: str) -> tuple[Field, ...]:
    return tuple(Field(word.replace("_", " "), (column,), column) for word, column in words.items())


FIGURE = Thing(
    "figure",
    "figures",
    ("figure_id",),
    ("indicator", "area", "period"),
    fields=(
        Field("value", ("value", "value_low", "value_high"), "shown"),
        Field("indicator", ("indicator_id",), "indicator"),
        Field("place", ("area_id",), "area"),
        *_alike(
            qualifier="qualifier",
            unit="unit",
            ward="ward_code",
            period="period",
            year_inferred="period_inferred",
            sex="sex",
            age="age",
            group="population_group",
            kind="kind",
            count="count",
            denominator="denominator",
            lower_end_of_the_interval="lower_ci",
            upper_end_of_the_interval="upper_ci",
            document="source_id",
            wording="as_stated",
            occurrence="occurrence",
            where_it_stands="locator",
            programme="programme_id",
            first_stated_as="same_as",
            note="note",
            in_question="in_question",
        ),
    ),
)
_OBSERVED = ("indicator_id", "area_code", "period", "sex", "age", "category_type", "category")
THINGS = (
    FIGURE,
    Thing("programme", "programmes", ("programme_id",), ("name",)),
    Thing("indicator", "indicators", ("indicator_id",), ("name",)),
    Thing(
        *("check", "checks", ("check_id",), ("statement",)),
        fields=_alike(verdict="verdict", severity="severity", stated="stated", computed="computed"),
    ),
    Thing("document", "sources", ("source_id",), ("title",)),
    Thing("official value", "observations", _OBSERVED, ("indicator_id", "area_name", "period")),
    Thing("area", "areas", ("area_id",), ("name",)),
    Thing("domain", "domains", ("domain_id",), ("name",)),
    Thing("theme", "themes", ("theme_id",), ("name",)),
    Thing("key action", "actions", ("action_id",), ("text",)),
    Thing("success measure", "success_measures", ("measure_id",), ("text",)),
    Thing(
        *("evidence", "measure_evidence", ("measure_id", "figure_id", "programme_id")),
        ("measure_id",),
    ),
    Thing("board", "boards", ("board_id",), ("name",)),
    Thing("milestone", "milestones", ("milestone_id",), ("text",)),
    Thing("next step", "next_steps", ("next_step_id",), ("text",)),
    Thing("risk", "risks", ("risk_id",), ("text",)),
    Thing("priority", "priorities", ("priority_id",), ("text",)),
    Thing("ward", "wards", ("ward_code",), ("ward_name",)),
    Thing("ward fact", "ward_facts", ("fact_id",), ("name",)),
    Thing("named ward", "ward_designations", ("designation_id",), ("name_as_written",)),
    Thing("mention", "programme_mentions", ("programme_id", "source_id", "locator"), ()),
    Thing("wording", "wordings", ("thing_id", "source_id", "locator"), ()),
)
# They follow from the views above, or say when a build was made.
NOT_COMPARED = ("build_info", "check_figures", "first_wordings")

Row = dict[str, Any]


def changes(old: Store, new: Store) -> pd.DataFrame:
    """Return every difference, one row per field that changed and per thing added or removed.

    Columns: thing, id, name, change (``added``, ``removed``, ``changed``), field (None unless
    changed), old, new (as text; None: not stated, or not there). Figures first, then as in
    THINGS, then views that both have and that are not named there.
    """
    both = [view for view in new.views() if view in old.views()]
    named = [thing for thing in THINGS if thing.view in both]
    known = {*NOT_COMPARED, *(thing.view for thing in THINGS)}
    rest = [Thing(view.replace("_", " "), view, (), ()) for view in both if view not in known]
    rows: list[Row] = []
    for thing in (*named, *rest):
        query = f'SELECT * FROM "{thing.view}"'  # noqa: S608  (a view of this build)
        rows += _compared(thing, old.query(query), new.query(query))
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def revised(figure_ids: Sequence[str], old: Store, new: Store) -> pd.DataFrame:
    """Return what has changed since an earlier build in figures that were shown from it.

    Columns: those of ``changes``, for these ids and the fields that matter to readers. A figure
    that has got another id is followed. Ids that the earlier build does not have are left out.
    """
    query = "SELECT * FROM figures"
    rows = [
        row
        for row in _compared(FIGURE, old.query(query), new.query(query), wanted=set(figure_ids))
        if row["change"] != CHANGED or row["field"] in READERS_FIELDS
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


@dataclass(frozen=True)
class Revision:
    """A figure that has been revised: its id today, what names it, its fields with old and new.

    An old or new of None is not stated.
    """

    figure_id: str
    name: str
    fields: tuple[tuple[str, str | None, str | None], ...]

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """Return fields with old and new in words.

        That other words were quoted is only told where nothing else changed.
        """
        told = [field for field in self.fields if field[0] != _WORDING]
        return [
            (word, old or NOT_STATED, new or NOT_STATED) for word, old, new in told or self.fields
        ]

    @property
    def words(self) -> str:
        """Return what was and what is: ``13.9% → 12.1%; period: 2022 → 2023``."""
        return "; ".join(
            f"{'' if word == _VALUE else f'{word}: '}{old} → {new}" for word, old, new in self.told
        )

    def stands_in(self, text: str) -> bool:
        """Say whether its value today stands in a text."""
        return any(word == _VALUE and new and new in text for word, _, new in self.fields)


_VALUE, _WORDING = "value", "wording"


def revisions(found: pd.DataFrame) -> dict[str, Revision]:
    """Return the figures of ``changes`` that readers are to be told of, by their id today.

    What was added or removed is none of them; nor is a figure that only got another id.
    """
    rows = found[(found["thing"] == FIGURE.word) & (found["change"] == CHANGED)]
    moved = rows[rows["field"] == "id"]
    today = dict(zip(moved["id"], moved["new"], strict=True))
    told: dict[str, tuple[str, list[tuple[str, str | None, str | None]]]] = {}
    for row in rows[rows["field"].isin(READERS_FIELDS)].to_dict("records"):
        key = today.get(row["id"], row["id"])
        _, fields = told.setdefault(key, (_dated_in_words(row["name"]), []))
        old, new = row["old"], row["new"]
        if row["field"] == "period":
            old, new = (_dated_in_words(one) if one else None for one in (old, new))
        fields.append((row["field"], old, new))
    return {key: Revision(key, name, tuple(fields)) for key, (name, fields) in told.items()}


def _dated_in_words(name: str) -> str:
    """Write the period at the end of a name in words: 2022-03 as March 2022."""
    head, comma, last = name.rpartition(", ")
    with suppress(Wrong):
        return f"{head}{comma}{Period.parse(last).in_words()}"
    return name


def _compared(
    thing: Thing, old: pd.DataFrame, new: pd.DataFrame, wanted: set[str] | None = None
) -> list[Row]:
    before, after = _by_key(thing, old), _by_key(thing, new)
    followed = _followed(before, after) if thing is FIGURE else {}
    fields = thing.fields or _alike_in_both(thing, old, new)
    rows: list[Row] = []
    for key, was in before.items():
        if wanted is not None and key not in wanted:
            continue
        now = after.get(followed.get(key, key))
        if now is None:
            rows.append(_row(thing, key, was, REMOVED, old=_summary(thing, was)))
            continue
        if key in followed:
            rows.append(_row(thing, key, now, CHANGED, "id", key, followed[key]))
        for word, decided_by, shown_by in fields:
            both_know = all(column in was and column in now for column in (*decided_by, shown_by))
            if both_know and any(was[column] != now[column] for column in decided_by):
                rows.append(_row(thing, key, now, CHANGED, word, was[shown_by], now[shown_by]))
    if wanted is None:
        there = {followed.get(key, key) for key in before}
        rows += [
            _row(thing, key, now, ADDED, new=_summary(thing, now))
            for key, now in after.items()
            if key not in there
        ]
    return rows


def _by_key(thing: Thing, frame: pd.DataFrame) -> dict[str, dict[str, str | None]]:
    """Return the rows of a view as text, by their key; without one, the whole row is the key."""
    found: dict[str, dict[str, str | None]] = {}
    for record in frame.to_dict("records"):
        row = {str(name): _said(value) for name, value in record.items()}
        parts = [row[name] for name in thing.key or row if row.get(name)]
        key = own = " | ".join(str(part) for part in parts)
        again = 1
        while own in found:  # rows that are alike are counted
            again += 1
            own = f"{key} ({again})"
        found[own] = row
    return found


def _alike_in_both(thing: Thing, old: pd.DataFrame, new: pd.DataFrame) -> tuple[Field, ...]:
    left_out = {"position", *thing.key}
    columns = [str(name) for name in new.columns if name in old.columns and name not in left_out]
    return _alike(**{column: column for column in columns})


def _followed(
    before: dict[str, dict[str, str | None]], after: dict[str, dict[str, str | None]]
) -> dict[str, str]:
    """Return old id -> new id of figures that only got another id: same words, same value."""
    gone = _by_words(key for key in before.items() if key[0] not in after)
    come = _by_words(key for key in after.items() if key[0] not in before)
    return {
        was[0]: come[words][0]
        for words, was in gone.items()
        if len(was) == 1 and len(come.get(words, ())) == 1
    }


def _by_words(
    figures: Iterable[tuple[str, dict[str, str | None]]],
) -> dict[tuple[str | None, ...], list[str]]:
    told_by = ("source_id", "as_stated", "occurrence", "value", "value_low", "value_high")
    found: dict[tuple[str | None, ...], list[str]] = {}
    for key, row in figures:
        found.setdefault(tuple(row.get(column) for column in told_by), []).append(key)
    return found


def _row(
    thing: Thing,
    key: str,
    held: dict[str, str | None],
    change: str,
    field: str | None = None,
    old: str | None = None,
    new: str | None = None,
) -> Row:
    name = ", ".join(text for column in thing.named_by if (text := held.get(column)))
    return dict(zip(COLUMNS, (thing.word, key, name, change, field, old, new), strict=True))


def _summary(thing: Thing, held: dict[str, str | None]) -> str | None:
    return held.get("shown") if thing is FIGURE else held.get("verdict") or held.get("value")


def _said(value: Any) -> str | None:
    """Return a value as text; None for what is not stated."""
    if pd.api.types.is_list_like(value):
        return "; ".join(str(part) for part in value) or None
    if pd.isna(value):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, pd.Timestamp | datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return str(value)


# Which builds there are


@dataclass(frozen=True)
class Build:
    """A build on the disk, as it says of itself; ``built`` is in UTC."""

    path: Path
    fingerprint: str
    built: datetime | None
    git_commit: str | None
    git_changed: bool | None


def builds(out: Path) -> list[Build]:
    """Return the builds of a folder that can be read, of any version, the newest first."""
    found = []
    for path in out.glob("lifecourse-*.duckdb"):
        with suppress(StoreError), _open(path) as held:
            found.append(
                Build(path, held.fingerprint, held.built, held.git_commit, held.git_changed)
            )
    oldest = datetime.min  # noqa: DTZ901  (as the database has it: UTC, without saying so)
    return sorted(found, key=lambda one: (one.built or oldest, one.fingerprint), reverse=True)


@contextmanager
def opened(what: str, out: Path) -> Iterator[Store]:
    """Open what somebody calls a build: a database, a fingerprint or its beginning, a folder.

    A folder of builds stands for its current one. A data folder that is not among the builds of
    ``out`` is built, in a place that is gone afterwards. Raises StoreError when there is no such
    build, DataError and BuildError as ``build`` does.
    """
    path = Path(what)
    with TemporaryDirectory() as passing:
        if what and path.is_dir():
            mark = build.fingerprint(path)
            made = build.current(path) or out / f"lifecourse-{mark}.duckdb"
            path = made if made.is_file() else build.build(path, Path(passing))
        elif not path.is_file():
            path = _named(what, out)
        with _open(path) as held:
            yield held


def _named(fingerprint: str, out: Path) -> Path:
    known = sorted(out.glob("lifecourse-*.duckdb"))
    names = [path.stem.removeprefix("lifecourse-") for path in known]
    fitting = [
        path
        for path, name in zip(known, names, strict=True)
        if fingerprint and name.startswith(fingerprint.lower())
    ]
    if len(fitting) == 1:
        return fitting[0]
    told = ", ".join(names) or "none"
    many = "more than one build" if fitting else "no file, folder or build"
    raise StoreError(f"there is {many} {fingerprint}; builds in {out}: {told}")


@contextmanager
def _open(path: Path) -> Iterator[Store]:
    held = Store(path, of_any_version=True)
    try:
        yield held
    finally:
        held.close()


def stamped(store: Store) -> str:
    """Return what a build says of itself, in one line."""
    built = f", built {store.built:%Y-%m-%d %H:%M} UTC" if store.built else ""
    commit = f", commit {store.git_commit[:12]}" if store.git_commit else ""
    return f"{store.fingerprint}{built}{commit}{' with changes' if store.git_changed else ''}"


def report(found: pd.DataFrame) -> Iterator[str]:
    """Yield the differences as lines: a count for each kind of thing, then one by one."""
    if found.empty:
        yield "no difference"
    for thing, rows in found.groupby("thing", sort=False):
        counts = rows.drop_duplicates(["id", "change"])["change"].value_counts()
        told = ", ".join(f"{counts.get(word, 0)} {word}" for word in (ADDED, REMOVED, CHANGED))
        yield f"{thing}: {told}"
        for (change, key, name), fields in rows.groupby(["change", "id", "name"], sort=False):
            sign = {ADDED: "+", REMOVED: "-"}.get(str(change), "~")
            first = fields.iloc[0]
            summary = first["new"] if change == ADDED else first["old"]
            tail = f": {summary}" if change != CHANGED and isinstance(summary, str) else ""
            yield f"  {sign} {key}" + (f"  {name}" if name and name != key else "") + tail
            if change == CHANGED:
                for field in fields.itertuples(index=False):
                    yield f"      {field.field}: {_or_none(field.old)} -> {_or_none(field.new)}"


def _or_none(text: Any) -> str:
    return text if isinstance(text, str) else "(none)"
