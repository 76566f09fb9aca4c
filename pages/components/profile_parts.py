"""The parts of a one-page profile: cards of figures, official indicators, programmes, checks.

Pure: rows of queries in, parts of ``paper.Profile`` out, the weightiest first; how many of them
fit on the page is decided where it is set.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from models.evidence_kind import EVIDENCE_KINDS, WORDS
from models.vocabulary import UNITS
from pages.components import official, outcomes, verdicts, views
from pages.components.ledger import together
from pages.components.paper import Figure, Part, Strip
from pages.components.programme_filters import PROGRESS
from pages.components.snapshots import day_words
from pages.components.words import (
    STATUSES,
    Row,
    across,
    claim,
    counted,
    dated,
    given,
    marked,
    number,
    period_words,
    records,
    who,
)

# What says most of an area or a stage of life, first; what is measured of people before what is
# done, before what there is. The rest follows.
_KINDS = (
    ("outcome", "population"),
    ("projection", "target", "finance"),
    ("activity",),
    ("capacity",),
)
_RATES = ("percent", "years", "per_100k", "per_1000", "percentage_points")
_AREA_TYPES = ("system", "place", "nation", "locality", "district")
_WORST_FIRST = ("worse", "lower", "higher", "similar", "better", "not compared")
MOST_CARDS, FEW_CARDS, MOST_VALUES, MOST_ROWS = 8, 4, 3, 24
_FEW = 6  # authorities whose values fit beside their signs
LONGEST_SUMMARY = 170  # letters
OUTCOME = "What came of it, its funding, or what it does"


England = Mapping[tuple[str, ...], str]
"""What the documents give for England, by what it is of; made by ``of_england``."""


class Cited:
    """Hands out the numbers by which a page refers to its sources, in the order of their use."""

    def __init__(self, sources: pd.DataFrame) -> None:
        """Take the rows of ``queries.sources``."""
        self._known = {row["title"]: row for row in records(sources)}
        self._used: dict[str, int] = {}

    def __call__(self, titles: Iterable[str]) -> str:
        """Return the references to documents, such as "[1] [3]"."""
        numbers = {self._used.setdefault(one, len(self._used) + 1) for one in titles}
        return " ".join(f"[{one}]" for one in sorted(numbers))

    def listed(self) -> list[str]:
        """Return the documents that were referred to, with status and date, in their order."""
        return [self._line(title) for title in self._used]

    def _line(self, title: str) -> str:
        row = self._known[title]
        said = [STATUSES[str(row["status"])].lower()]
        if given(row["published"]):
            said.append(day_words(pd.Timestamp(row["published"]).date()))
        elif given(row["published_note"]):
            said.append(str(row["published_note"]).rstrip("."))
        return f"{title} ({', '.join(said)})"


def cards(
    rows: pd.DataFrame,
    cited: Cited,
    *,
    first: Sequence[str] = (),
    areas: bool = False,
    england: England,
) -> tuple[list[Figure], int]:
    """Return figures as cards, the weightiest first, and how many statements are on none.

    ``rows`` as of ``queries.figures``. Those of one indicator, group and programme (with
    ``areas``: and area, which is then named) are on one card; ``first`` are ids of figures whose
    cards come first. England's value of the same years, of ``england``, stands beside them.
    """
    told = views.distinct(rows) if len(rows) else rows
    shown = told[~told["kind"].isin(["comparator"]) & (told["evidence"] != "one_case")]
    keys = ["indicator_id", "age", "population_group", "programme_id", *(["area_id"] * areas)]
    groups = [mine for _, mine in shown.groupby(keys, dropna=False, sort=False)]
    ranked = sorted(groups, key=lambda mine: _rank(mine, first, england))
    # What only lists things (rooms, teams, steps) has a card only where little else is stated.
    telling = [mine for mine in ranked if _tells(mine, first)]
    kept = (telling if len(telling) >= FEW_CARDS else ranked)[:MOST_CARDS]
    figures = [_card(mine, cited, areas=areas, england=england) for mine in kept]
    return figures, len(told) - sum(map(len, kept))


def _tells(mine: pd.DataFrame, first: Sequence[str]) -> bool:
    ours = mine["figure_id"].isin(first).any()
    return bool(ours or ((mine["kind"] != "other") & mine["comparable"].astype(bool)).any())


def _rank(mine: pd.DataFrame, first: Sequence[str], england: England) -> tuple[Any, ...]:
    row = mine.iloc[0]
    ids = set(mine["figure_id"])
    kinds = [at for at, kinds in enumerate(_KINDS) if mine["kind"].isin(kinds).any()]
    types = [at for at, one in enumerate(_AREA_TYPES) if one == row["area_type"]]
    return (
        min((at for at, one in enumerate(first) if one in ids), default=len(first)),
        not _tells(mine, first),
        min(kinds, default=len(_KINDS)),
        given(row["programme_id"]),
        row["unit"] not in _RATES,
        not any(map(england.get, _keys(mine))),
        min(types, default=len(_AREA_TYPES)),
        -len(mine),
        str(row["indicator"]),
    )


def _card(mine: pd.DataFrame, cited: Cited, *, areas: bool, england: England) -> Figure:
    ordered = mine.sort_values(["baseline", "period_start"], ascending=[False, True], kind="stable")
    dates = list(dict.fromkeys(dated(row) or "no date given" for row in records(ordered)))
    values: dict[tuple[str, str], None] = {}
    for row in records(ordered):
        when = "" if len(dates) == 1 else dated(row) or "no date given"
        parts = [_whom(row), when, across(row), claim(row)]
        values[marked(row), ", ".join(part for part in parts if part)] = None
    first, drafts = mine.iloc[0], mine["source_status"] == "draft"
    group = [
        f"{before}{first[key]}"
        for key, before in (("age", "aged "), ("population_group", ""))
        if given(first[key])
    ]
    label = [str(first["indicator"]), *([str(first["area"])] if areas else []), *group]
    # A fragment that begins in another column of its table would name the wrong country.
    own = [one for one in dict.fromkeys(ordered["as_stated"]) if "England" not in one]
    stated = "; ".join(f"“{one}”" for one in own) + "." * bool(own)
    beside = dict.fromkeys(england[one] for one in _keys(ordered) if one in england)
    said = [
        f"{dates[0][:1].upper()}{dates[0][1:]}." if len(dates) == 1 else "",
        f"England {', '.join(beside)}, not tested." if beside else "",
        "From a draft." if drafts.all() else "Partly from a draft." if drafts.any() else "",
        f"{counted(len(values) - MOST_VALUES, 'more value')}." if len(values) > MOST_VALUES else "",
        stated,  # last: what is too long is cut
    ]
    return Figure(
        ", ".join(label),
        list(values)[:MOST_VALUES],
        " ".join(part for part in said if part),
        cited(mine["source"]),
        len(mine),
    )


def _whom(row: Row) -> str:
    return {"male": "men", "female": "women"}.get(str(row["sex"]), "")


_ALIKE = ("indicator_id", "sex", "age", "population_group", "period", "source_id")


def _keys(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    told = rows[list(_ALIKE)].astype(object)
    return [tuple(map(str, cells)) for cells in told.itertuples(index=False, name=None)]


def of_england(rows: pd.DataFrame) -> England:
    """Return what documents give for England beside others; ``rows`` as of ``queries.figures``.

    The keys say of which indicator, group and years, and in which document.
    """
    theirs = rows[(rows["kind"] == "comparator") & (rows["area"] == "England")]
    return dict(zip(_keys(theirs), map(marked, records(theirs)), strict=True))


# Official indicators


def verdict_counts(rows: pd.DataFrame) -> str:
    """Say how many official values are better, similar, worse: "7 worse, 3 similar, 2 better"."""
    count = rows["word"].value_counts()
    return ", ".join(f"{count[one]} {one}" for one in _WORST_FIRST if one in count.index)


def against_england(values: pd.DataFrame, name: str, cited: Cited) -> Part:
    """Return the official indicators of one authority as a part, the worse ones first."""
    digits = official.decimals(values)
    mine = values[values["area"] == name]
    rows = mine.assign(order=mine["word"].map(_WORST_FIRST.index)).sort_values(
        ["order", "position"], kind="stable"
    )
    told = records(rows)
    table = pd.DataFrame(
        {
            "Indicator": [_with_unit(row) for row in told],
            "Years": [period_words(str(row["period"])) for row in told],
            name: [_shown(row["value"], row, digits) for row in told],
            "95% interval": [
                f"{_shown(row['lower_ci'], row, digits)} to {_shown(row['upper_ci'], row, digits)}"
                if given(row["lower_ci"])
                else "none"
                for row in told
            ],
            "England": [_shown(row["benchmark"], row, digits) for row in told],
            "Against England": [f"{row['shape']} {row['word']}" for row in told],
        }
    )
    return Part(
        f"{len(rows)} official indicators against England: {verdict_counts(rows)}",
        table=table,
        after=(
            (
                "Judged by the 95% interval against England’s value of the same years. On each "
                f"line: the {values['area'].nunique()} Lancashire authorities from worst to best, "
                f"the middle half darker, England in the centre. Source {cited(rows['source'])}."
            ),
        ),
        things="indicators",
        least=max(int((rows["word"] == "worse").sum()), 4),
        share=3,
        strips=[_strip([row]) for row in told],
        strip_heading=("← worse", "better →"),
        right=(name, "95% interval", "England"),
        judged=True,
    )


def side_by_side(values: pd.DataFrame, name: str, inside: Sequence[str], cited: Cited) -> Part:
    """Return the authorities within an area as a part: indicators down, authorities across."""
    digits = official.decimals(values)
    rows = values[values["area"].isin(inside)]
    few = len(inside) < _FEW
    cells: dict[str, dict[str, str]] = {}
    for indicator, mine in rows.groupby("indicator", sort=False):
        first = records(mine)[0]
        cells[str(indicator)] = {
            "Indicator": _with_unit(first),
            "Years": period_words(str(first["benchmark_period"])),
            "England": _shown(first["benchmark"], first, digits),
            **{
                str(row["area"]): f"{_shown(row['value'], row, digits)} {row['shape']}"
                if few
                else str(row["shape"])
                for row in records(mine)
            },
            "Worse": str(int((mine["word"] == "worse").sum())),
        }
    most = sorted(cells.values(), key=lambda row: -int(row["Worse"]))
    table = pd.DataFrame(most, columns=["Indicator", "Years", "England", *inside, "Worse"])
    tested = int((rows["word"] != "not compared").sum())
    worse = int((rows["word"] == "worse").sum())
    by_area = rows[rows["word"] == "worse"]["area"].value_counts()
    furthest = ", ".join(f"{area} ({count})" for area, count in by_area.head(3).items())
    return Part(
        f"{worse} of {tested} comparisons of {len(inside)} authorities with England are worse",
        (
            f"{name} has no official values of its own here; the authorities in it have."
            + (f" Most of the worse are in {furthest}." if furthest else ""),
        ),
        table.fillna("not published"),
        (
            (
                "▲ better, ● similar, ▼ worse, ◇ not compared: by the authority’s 95% interval "
                "against England’s value of the same years. Values and intervals are on the "
                "dashboard. "
                f"Source {cited(rows['source'])}."
            ),
        ),
        things="indicators",
        least=4,
        share=2,
        right=("England", *(inside if few else ())),
        narrow=() if few else (*inside, "Worse"),
        judged=True,
    )


def authorities(values: pd.DataFrame, domain_id: str, cited: Cited) -> Part | None:
    """Return the official indicators of a domain as a part, every authority a dot on its line."""
    digits = official.decimals(values)
    mine = values[values["domain_id"] == domain_id]
    if mine.empty:
        return None
    lines = []
    for _, rows in mine.groupby("indicator", sort=False):
        placed = records(rows[rows["position"].notna()].sort_values("position", kind="stable"))
        count = rows["word"].value_counts()
        first = placed[0] if placed else records(rows)[0]
        ends = (
            [
                f"{row['area']} {_shown(row['value'], row, digits)}"
                for row in (placed[0], placed[-1])
            ]
            if placed
            else ["none", "none"]
        )
        cells = [
            _with_unit(first),
            period_words(str(first["benchmark_period"])),
            _shown(first["benchmark"], first, digits),
            *ends,
            f"{count.get('worse', 0)} ▼ {count.get('similar', 0)} ● {count.get('better', 0)} ▲",
        ]
        lines.append((int(count.get("worse", 0)), cells, _strip(placed)))
    lines.sort(key=lambda line: -line[0])
    names = ["Indicator", "Years", "England", "Worst", "Best", "Against England"]
    worse = int((mine["word"] == "worse").sum())
    tested = int((mine["word"] != "not compared").sum())
    return Part(
        f"Official indicators: {worse} of {tested} comparisons with England are worse",
        table=pd.DataFrame([cells for _, cells, _ in lines], columns=names),
        after=(
            (
                "▼ worse, ● similar, ▲ better by the authority’s 95% interval against England’s "
                f"value of the same years; each of the {mine['area'].nunique()} Lancashire "
                "authorities is a mark, England in the centre. South Cumbria has no values here. "
                f"Source {cited(mine['source'])}."
            ),
        ),
        things="indicators",
        least=3,
        share=2,
        strips=[strip for _, _, strip in lines],
        strip_heading=("← worse", "better →"),
        right=("England",),
        judged=True,
    )


def _strip(rows: Sequence[Mapping[str, Any]]) -> Strip | None:
    if not rows or not given(rows[0]["left"]):
        return None
    first = rows[0]
    return Strip(
        [(row["position"], row["comparison"]) for row in rows if given(row["position"])],
        (first["left"], first["right"]),
        (first["band_left"], first["band_right"]),
    )


def _with_unit(row: Mapping[str, Any]) -> str:
    unit = UNITS[str(row["unit"])].after.strip()
    return str(row["indicator"]) if unit == "%" else f"{row['indicator']} ({unit})"


def _shown(value: Any, row: Mapping[str, Any], digits: Mapping[str, int]) -> str:
    if not given(value):
        return "not published"
    sign = "%" if row["unit"] == "percent" else ""
    return f"{float(value):,.{digits[row['indicator']]}f}{sign}"


# Programmes


def programmes(
    rows: pd.DataFrame,
    figures: pd.DataFrame,
    cited: Cited,
    *,
    says: Sequence[str],
    home: str | None = None,
) -> Part:
    """Return programmes as a part: those that state what came of them, with funding, the others.

    ``rows`` as of ``plan_queries.programmes``, ``figures`` as of its ``programme_figures``;
    ``home`` is the area that need not be named beside its programmes.
    """
    mine = figures[figures["programme_id"].isin(rows["programme_id"])]
    evidence = outcomes.evidence(mine)
    evidence = evidence[evidence["evidence_kind"] != "expected"]
    funding = views.distinct(mine[mine["money"] == "funding"]) if len(mine) else mine
    kinds = evidence.groupby("programme_id")["evidence_kind"].agg(list).to_dict()
    paying = set(funding["programme_id"])

    def rank(row: Row) -> tuple[int, bool, int]:
        one = row["programme_id"]
        best = _evidence_rank(kinds.get(one, []), paid=one in paying)
        return best, row["area"] != home, -int(row["figures"])

    told = [
        _told(row, evidence, funding, cited) for row in sorted(records(rows), key=rank)[:MOST_ROWS]
    ]
    table = pd.DataFrame(told)
    if len(table) and (table["Where"] == home).all():
        table = table.drop(columns="Where")
    seen, paid_for = evidence["programme_id"].nunique(), funding["programme_id"].nunique()
    came_of = f"{seen or 'none'} {'states' if seen < 2 else 'state'} what came of "
    title = f"{counted(len(rows), 'programme')}: {came_of}{'it' if seen < 2 else 'them'}"
    stated = counted(paid_for, "programme") if paid_for else "no programme"
    return Part(
        title if len(rows) else "No programme is named here",
        [" ".join((*says, *([f"Funding is stated of {stated}."] if len(rows) else [])))],
        table,
        things="programmes",
        least=2,
        share=0.8,
        beyond=max(len(rows) - MOST_ROWS, 0),
    )


def _told(row: Row, evidence: pd.DataFrame, funding: pd.DataFrame, cited: Cited) -> dict[str, str]:
    """Return the cells of a programme: what it is, and the best that is known of it."""
    came = evidence[evidence["programme_id"] == row["programme_id"]]
    paid = funding[funding["programme_id"] == row["programme_id"]]
    known = _came(came, paid, str(row["area"]))
    titles = [*came["source"], *paid["source"]] or [row["source"]]
    return {
        "Programme": f"{row['name']} {cited(titles)}",
        "Where": str(row["area"]),
        "Status": PROGRESS[str(row["status"])],
        OUTCOME: known or _brief(f"No outcome stated. {row['summary']}"),
    }


def _brief(text: str) -> str:
    return text if len(text) <= LONGEST_SUMMARY else f"{text[: LONGEST_SUMMARY - 1].rstrip()}…"


def _evidence_rank(kinds: Sequence[str], *, paid: bool) -> int:
    """Put funding after all evidence but one person's case, and what has neither last."""
    ranks = [EVIDENCE_KINDS.index(one) for one in kinds if one != "one_case"]
    none = len(EVIDENCE_KINDS)
    return min(ranks, default=none if paid else none + 1 if kinds else none + 2)


def _came(came: pd.DataFrame, paid: pd.DataFrame, home: str) -> str:
    """Write what came of a programme by the best evidence that there is, and its funding."""
    said = []
    if len(came):
        best = came[came["evidence_kind"] == came["evidence_kind"].iloc[0]]
        groups = [mine for _, mine in best.groupby(["indicator", "area"], sort=False)]
        each = [f"{_of(mine.iloc[0], home)} {together(mine)}" for mine in groups[:2]]
        more = f"; {len(groups) - 2} more" if len(groups) > 2 else ""
        kind = best["evidence_kind"].iloc[0]
        sort = "" if kind == "one_case" else f" ({WORDS[kind]})"
        said.append(f"{'; '.join(each)}{more}{sort}")
    if len(paid):
        said.append("; ".join(f"{_of(row, home)} {marked(row)}" for row in records(paid)))
    return ". ".join(said)


def _of(row: Row, home: str) -> str:
    whom = who(row, area=str(row["area"]) != home)
    return f"{row['indicator']}, {whom}:" if whom else f"{row['indicator']}:"


# Checks


def differing(checks: pd.DataFrame, about: str) -> Part | None:
    """Return the checks that do not agree as a part, the larger differences first; or None.

    ``checks`` as of ``queries.checks``, ``about`` whose figures they are of.
    """
    rows = checks[checks["verdict"] == "differs"]
    if checks.empty:
        return None
    if rows.empty:
        agree = "agrees" if len(checks) == 1 else "agree"
        return Part(
            "What does not agree",
            (f"Nothing: {counted(len(checks), 'check')} of {about} {agree}.",),
        )
    agree = "does" if len(rows) == 1 else "do"
    table = pd.DataFrame(
        {
            "What is compared": rows["statement"].to_numpy(),
            "Working": rows["working"].to_numpy(),
            "Difference": [verdicts.SEVERITIES[str(one)].split()[0] for one in rows["severity"]],
        }
    )
    return Part(
        f"{len(rows)} of {counted(len(checks), 'check')} of {about} {agree} not agree",
        table=table,
        things="checks",
        share=0.5,
    )


def names(values: Sequence[str], most: int) -> str:
    """Join names, and say how many are left out."""
    more = f" and {number(len(values) - most)} more" if len(values) > most else ""
    return ", ".join(values[:most]) + more
