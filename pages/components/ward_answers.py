"""The answer to what is asked of wards: tiles, the list, named and not, a budget, A beside B."""

from __future__ import annotations

from functools import lru_cache
from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from models.budget import Budget, spend
from models.conditions import Conditions, in_words, matches
from models.gap import FIT
from models.ground import Answer, Ground
from models.reconcile import NOT_AVAILABLE, show
from models.tally import Change, Summary, candidates, change, named_outside, percent_of
from pages.components import filters, frame, tables
from pages.components.ward_controls import ORDERS, Shown, scenario_a
from pages.components.words import given, plain

MOST_LISTED = 12
FIT_SAID = (
    "Fit of small areas: how far the small areas behind deprivation and health figures miss the "
    "ward’s own number of residents."
)


def in_plain_words(ground: Ground, now: Conditions) -> str:
    """Say what is asked in one line."""
    told = in_words(
        now,
        ground.facts,
        places=ground.places,
        designations=ground.designations,
        wards=ground.names,
    )
    return "; ".join(told) or "no condition: every ward"


def tiles(summary: Summary, ground: Ground) -> str:
    """Return wards, residents, residents 65 and over and households, each beside all, as HTML."""
    inside, whole = summary.matched, summary.baseline
    told = (
        _tile("Wards", inside.wards, whole.wards, 0),
        _tile(
            "Residents",
            inside.residents,
            whole.residents,
            inside.residents_missing,
            ground.facts["population"].vintage,
        ),
        _tile(
            "Residents 65 and over",
            inside.older_residents,
            whole.older_residents,
            inside.older_residents_missing,
            ground.facts["pop_65_plus"].vintage,
        ),
        _tile(
            "Households",
            inside.households,
            whole.households,
            inside.households_missing,
            ground.facts["households_census2021"].vintage,
        ),
    )
    return f'<div class="tiles" role="list">{"".join(told)}</div>'


def _tile(name: str, inside: int, whole: int, missing: int, when: str = "") -> str:
    percent = percent_of(inside, whole)
    share = "" if percent is None else f", {show(round(percent, 1), 'percent')}"
    blank = f"; {missing} of these wards have no number" if missing else ""
    year = f"<small>{escape(when)}</small>" if when else ""
    return (
        f'<div role="listitem"><strong>{inside:,}</strong> {escape(name)}'
        f"<small>of {whole:,}{share}{blank}</small>{year}</div>"
    )


def headline(ground: Ground, answer: Answer) -> str:
    """Return the answer in one sentence; of whole places and districts it names them."""
    inside, now = answer.summary.matched, answer.now.bounded()
    wards = "1 ward" if inside.wards == 1 else f"{inside.wards:,} wards"
    told = f"{wards} with {inside.residents:,} residents"
    if now == Conditions(places=now.places, districts=now.districts):
        where = [*(ground.places[one] for one in now.places), *now.districts]
        return f"{told} in {' and '.join(where) if where else 'the whole system'}"
    return f"{told} {'meets' if inside.wards == 1 else 'meet'} the conditions"


def unjudged(ground: Ground, answer: Answer) -> list[str]:
    """Say how many wards cannot be judged for want of a value, and where; nothing if all can."""
    blank = ground.wards[answer.unknown]
    if blank.empty:
        return []
    wards = "1 ward" if len(blank) == 1 else f"{len(blank)} wards"
    where = blank["place"].value_counts()
    places = ", ".join(f"{name} {count}" for name, count in where.items())
    return [f"{wards} cannot be judged, a value is not available: {places}."]


def listing(ground: Ground, now: Conditions, rows: pd.DataFrame, shade: str) -> pd.DataFrame:
    """Return wards as a table: names, residents, the facts asked for, why named, the fit."""
    return _listing(ground, _facts_told(now, shade), rows)


def _facts_told(now: Conditions, shade: str) -> tuple[str, ...]:
    """Return the facts that a list shows: the one that shades, and those asked for."""
    return tuple(dict.fromkeys((shade, *(one.fact_id for one in now.conditions))))


def _listing(ground: Ground, shown: tuple[str, ...], rows: pd.DataFrame) -> pd.DataFrame:
    table = {
        "Ward": rows["ward_name"].to_numpy(),
        "District": rows["district"].to_numpy(),
        "Place": rows["place"].to_numpy(),
        "Residents": [_number(n) for n in rows["population"]],
        **{
            ground.facts[one].name: [ground.shown(one, v) for v in rows[one]]
            for one in shown
            if one != "population"
        },
        "Named for": rows["named_for"].fillna("not named").to_numpy(),
        "Fit of small areas": [fit(v) for v in rows[FIT]],
    }
    return pd.DataFrame(table)


def _as_read(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of wards as it is read: where a ward is stands in one column.

    Files keep District and Place apart, to be filtered by.
    """
    where = [
        district if district == place else f"{district}, {place}"
        for district, place in zip(table["District"], table["Place"], strict=True)
    ]
    return (
        table.assign(District=where)
        .rename(columns={"District": "District and place"})
        .drop(columns="Place")
    )


def fit(value: object) -> str:
    """Write how far small areas miss a ward's residents; nothing when it is not known."""
    if not given(value):
        return ""
    return f"{float(value):+g}%".replace("-", "−") if value else "0%"  # type: ignore[arg-type]


def _number(value: object) -> str:
    return f"{float(value):,.0f}" if given(value) else NOT_AVAILABLE  # type: ignore[arg-type]


def ordered(ground: Ground, rows: pd.DataFrame, shade: str, order: str) -> pd.DataFrame:
    """Return wards in an order: worst (by the shade), residents, name or district."""
    if order == "worst":
        down = ground.facts[shade].polarity != "high_is_good"
        return rows.sort_values([shade, "ward_name"], ascending=[not down, True], kind="stable")
    columns = {"residents": ["population"], "name": ["ward_name"]}.get(
        order, ["district", "ward_name"]
    )
    return rows.sort_values(columns, ascending=order != "residents", kind="stable")


def the_list(ground: Ground, answer: Answer, how: Shown) -> None:
    """Show the wards that match."""
    every = _every_ward(ground, _facts_told(answer.now, how.shade), how.shade, how.order)
    found = np.flatnonzero(answer.inside.to_numpy()[every.index])
    if not len(found):
        st.info("No ward meets the conditions. Loosen one of them.")
        return
    shown = found if how.every else found[:MOST_LISTED]
    cut = (
        f"The first {len(shown)} of {len(found)} wards (order: {ORDERS[how.order].lower()}). "
        "“Show” has other orders and every ward, “Download” the files. "
        if len(shown) < len(found)
        else ""
    )
    table = tables.html(every.iloc[shown], "Wards that meet the conditions")
    st.html(f"{table}<p>{cut}{FIT_SAID}</p>")


@lru_cache(maxsize=64)
def _every_ward(ground: Ground, shown: tuple[str, ...], shade: str, order: str) -> pd.DataFrame:
    """Return all wards as a table, made once: a slider only asks which of its rows are shown.

    The index says which ward of ``ground.wards`` a row is.
    """
    rows = ordered(ground, ground.wards, shade, order)
    places = ground.wards.index.get_indexer(rows.index)
    # As objects: taking some of many typed columns costs more than they are.
    return _as_read(_listing(ground, shown, rows)).astype(object).set_axis(places)


def named_and_not(
    ground: Ground, now: Conditions, inside: pd.Series, shade: str, unmatched: pd.DataFrame
) -> None:
    """Show the named wards that fall outside, the candidates inside, and names that are no ward."""
    outside, new = named_outside(ground.wards, inside), candidates(ground.wards, inside)
    st.subheader(f"{len(outside)} named wards fall outside the conditions", anchor=False)
    _shortened(listing(ground, now, outside, shade), "Named wards outside")
    st.subheader(f"{len(new)} wards inside are not named in any document", anchor=False)
    _shortened(listing(ground, now, new, shade), "Wards inside that nobody names")
    if not unmatched.empty:
        st.subheader(f"{len(unmatched)} names in the documents are no ward", anchor=False)
        tables.show(
            pd.DataFrame(
                {
                    "Name": unmatched["name_as_written"].to_numpy(),
                    "Where": unmatched["area"].to_numpy(),
                    "Named as": unmatched["designation_words"].to_numpy(),
                    "Why it is no ward": unmatched["unmatched_reason"].to_numpy(),
                    "As stated": [f"“{one}”" for one in unmatched["as_stated"]],
                    "Document": unmatched["source"].to_numpy(),
                }
            ),
            "Names in the documents that are no ward",
        )


def budget(ground: Ground, inside: pd.Series) -> Budget:
    """Ask for a ranking and a budget; show the order, where it stops and why."""
    names = {fact.id: fact.name for fact in ground.facts.values() if fact.unit != "degrees"}
    first, second, third, fourth = st.columns(4)
    with first:
        fact_id = str(filters.pick("Rank by", _first("imd2025_score", names), key="rank_by"))
    with second:
        top = filters.number("At most so many wards", key="top", most=len(ground.wards))
    with third:
        residents = filters.number("Until so many residents", key="until", most=2_000_000)
    with fourth:
        each = filters.number("At least so many from every place", key="each", most=50)
    only = filters.switch("Only wards that meet the conditions", key="within")
    found = spend(
        ground.wards[inside] if only else ground.wards,
        fact_id,
        ground.facts,
        top=top,
        residents=residents,
        each_place=each,
        places=list(ground.places.values()),
        place_column="place",
    )
    if top is None and residents is None and each is None:
        st.info("Give a number of wards, of residents, or of wards from every place.")
        return found
    for sentence in found.impossible:
        st.warning(plain(sentence))
    st.subheader(plain(found.stopped.partition(". ")[0].removesuffix(".") + "."), anchor=False)
    rest = found.stopped.partition(". ")[2]
    if rest:
        st.text(rest)
    rows = found.ranked[found.ranked["taken"]]
    _shortened(
        pd.DataFrame(
            {
                "Rank": rows["rank"].to_numpy(),
                "Ward": rows["ward_name"].to_numpy(),
                "District": rows["district"].to_numpy(),
                "Place": rows["place"].to_numpy(),
                names[fact_id]: [ground.shown(fact_id, v) for v in rows["value"]],
                "Residents": [_number(n) for n in rows["residents"]],
                "Residents so far": [_number(n) for n in rows["running_residents"]],
                "Taken": rows["why"].to_numpy(),
            }
        ),
        "Wards that the budget reaches, in order",
    )
    return found


def _shortened(table: pd.DataFrame, alt: str) -> None:
    frame.shortened(_as_read(table), "wards", alt)


def _first(fact_id: str, names: dict[str, str]) -> dict[str, str]:
    return {fact_id: names[fact_id], **names}


def keep_as_a(text: str) -> None:
    """Offer to keep what is asked as scenario A."""

    def keep() -> None:
        st.session_state["a"] = text

    st.button("Keep these conditions as A", on_click=keep)


def kept(ground: Ground, now: Conditions) -> Conditions | None:
    """Offer to keep what is asked as scenario A, and show it as text; None while there is none."""
    keep_as_a(now.text())
    before = scenario_a(ground, st.container())
    return before if st.session_state.get("a") else None


def change_from(ground: Ground, before: Conditions | None, inside: pd.Series) -> Change | None:
    """Return what is gained and lost against scenario A; None when there is no A."""
    return None if before is None else change(ground.wards, matches(ground.wards, before), inside)


def compared(
    ground: Ground, now: Conditions, before: Conditions | None, found: Change | None
) -> None:
    """Show scenario A, kept earlier, beside what is asked now (B)."""
    if found is None or before is None:
        st.info("Keep the conditions as A, then change them: what is gained and lost shows here.")
        return
    st.text(f"A: {in_plain_words(ground, before)}\nB: {in_plain_words(ground, now)}")
    more = f"{found.residents_difference:+,}".replace("-", "−")
    st.subheader(
        f"B has {found.after.wards:,} wards, A {found.before.wards:,}: {len(found.gained)} gained, "
        f"{len(found.lost)} lost, {more} residents",
        anchor=False,
    )
    shade = next((one.fact_id for one in now.conditions), "imd2025_score")
    for rows, title in ((found.gained, "gained"), (found.lost, "lost")):
        st.subheader(f"{len(rows)} wards {title}", anchor=False)
        _shortened(listing(ground, now, rows, shade), f"Wards {title}")


def summary(ground: Ground, answer: Answer, below: str = "") -> None:
    """Show the answer in one sentence, the tiles beside all wards, what was asked.

    ``below`` is what stands below the map, out of sight of who looks at it.
    """
    told = [
        in_plain_words(ground, answer.now),
        *unjudged(ground, answer),
        *([below] if below else []),
    ]
    paragraphs = "".join(f"<p>{escape(one)}</p>" for one in told)
    head = f'<h3 class="answer">{escape(headline(ground, answer))}</h3>'
    # One element in place of two, and no Markdown: a slider waits for it.
    st.html(f"{head}{tiles(answer.summary, ground)}{paragraphs}")
