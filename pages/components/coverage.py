"""Who does what: domains by places, partners, and what a place's programmes do not touch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from pages.components import views
from pages.components.charts.status_matrix import GRADED, status_matrix
from pages.components.strategy import WHOLE
from pages.components.words import Row, records

# How many programmes: the least of each grade, from most to least.
GRADES = {10: "ten or more", 3: "three to nine", 1: "one or two", 0: "none"}
FEW = 5


def of_area(every: pd.DataFrame, area: Row) -> tuple[pd.DataFrame, list[str]]:
    """Return the programmes of an area and of what lies in it, its own first, and their counts.

    ``every`` as of ``plan_queries.programmes``; the sentences tell own, within and wider apart.
    """
    name, area_id = str(area["name"]), area["area_id"]
    here = every[[area_id in inside for inside in every["inside"]]]
    of_it = here["area_id"] == area_id
    own, within = int(of_it.sum()), int((~of_it).sum())
    wider = int(every["area"].isin(set(str(area["path"]).split(" > ")[:-1])).sum())
    says = []
    if within:
        says.append(f"{own:,} of {name} as a whole, {within:,} within it.")
    if wider:
        more = "more programmes" if len(here) else "programmes"
        says.append(f"{wider:,} {more} are for areas that it lies in.")
    return pd.concat([here[of_it], here[~of_it]]), says


def domains_by_area(rows: pd.DataFrame, areas: Mapping[str, str], domains: list[str]) -> views.View:
    """Return how many programmes each area has of each domain.

    ``areas`` are ids and names: WHOLE counts what lies in none of the four places, any other
    area counts what lies in it.
    """
    counted = pd.DataFrame(
        [
            {"area": name, "domain": domain, "programmes": number}
            for area, name in areas.items()
            for domain, number in _of(rows, area, domains).items()
        ]
    )
    empty = counted[counted["programmes"] == 0]
    down, across = ("domain", "area") if len(areas) <= FEW else ("area", "domain")
    cells = pd.DataFrame(
        {
            "row": counted[down],
            "column": counted[across],
            "status": [_grade(number) for number in counted["programmes"]],
            "shown": [_words(number) for number in counted["programmes"]],
        }
    )
    headline = _headline(empty, list(areas.values()), domains)
    table = counted.pivot_table(
        index="area", columns="domain", values="programmes", sort=False, aggfunc="sum"
    )
    untouched = empty.groupby("area")["domain"].agg(", ".join)
    table["Not touched"] = [untouched.get(name, "every domain is touched") for name in table.index]
    return views.View(
        lambda colours: status_matrix(
            cells,
            palette=colours,
            titles=(down.capitalize(), across.capitalize()),
            statuses=tuple(GRADES.values()),
            signs=GRADED,
        ),
        headline,
        "Programmes that the documents name, by area (with all that lies in it) and domain",
        views.short(f"Status matrix. {headline}"),
        table.rename_axis(columns=None).rename_axis("Area").reset_index(),
        None,
        tuple(rows["source"].unique()),
    )


def _headline(empty: pd.DataFrame, areas: list[str], domains: list[str]) -> str:
    """Say in which areas no programme is named for some of the domains."""
    lacking = empty["area"].nunique()
    if not lacking:
        whose = areas[0] if len(areas) == 1 else "Every area"
        return f"{whose} has programmes of all {len(domains)} domains"
    if len(areas) == 1:
        return f"{areas[0]}: no programme is named for {', '.join(empty['domain'])}"
    have = "has" if lacking == 1 else "have"
    return f"{lacking} of {len(areas)} areas {have} no programme named for one or more domains"


def _of(rows: pd.DataFrame, area: str, domains: list[str]) -> dict[str, int]:
    here = rows["place"].isna() if area == WHOLE else [area in inside for inside in rows["inside"]]
    count = rows[here]["domain"].value_counts()
    return {domain: int(count.get(domain, 0)) for domain in domains}


def _grade(number: int) -> str:
    return next(word for least, word in GRADES.items() if number >= least)


def _words(number: int) -> str:
    return "none" if number == 0 else f"{number}: {_grade(number)}"


def areas_below(areas: pd.DataFrame, rows: pd.DataFrame, place: str | None) -> dict[str, str]:
    """Return the areas to tell apart: the four places, or what lies in the one that is chosen."""
    called = dict(zip(areas["area_id"], areas["name"], strict=True))
    if place is None or place == WHOLE:
        places = areas[areas["area_type"] == "place"]
        ids = [] if place == WHOLE else list(places["area_id"])
        return {WHOLE: WHOLE, **{one: called[one] for one in ids}}
    reached = {one for inside in rows["inside"] if place in inside for one in inside}
    below = areas[[f" > {called[place]}" in path for path in areas["path"]]]
    below = below[(below["area_type"] != "facility") | (below["area_id"] == place)]
    return {one: called[one] for one in below["area_id"] if one in reached}


def by_partner(rows: pd.DataFrame, alike: Mapping[str, str]) -> views.View:
    """Return who is named as a partner: in how many programmes, where, in which domains.

    ``alike`` says which name stands for each way in which a partner is named.
    """
    held: dict[str, list[dict[str, object]]] = {}
    for row in records(rows):
        for name in dict.fromkeys(alike[one] for one in row["partners"]):
            held.setdefault(name, []).append(row)
    order = sorted(held, key=lambda name: (-len(held[name]), name))
    table = pd.DataFrame(
        {
            "Partner": order,
            "Programmes": [len(held[name]) for name in order],
            "Where": [_each(held[name], "area") for name in order],
            "Domains": [_each(held[name], "domain") for name in order],
            "Which": [_each(held[name], "name") for name in order],
        }
    )
    without = int((rows["partners"].str.len() == 0).sum())
    return views.View(
        lambda colours: None,  # noqa: ARG005  (nothing to draw)
        f"{len(table)} partners are named; {without} of {len(rows)} programmes name none",
        "Who is named as taking part in programmes",
        "",
        table,
        None,
        tuple(rows["source"].unique()),
    )


def _each(rows: list[dict[str, object]], key: str, most: int = 4) -> str:
    """Name what differs among rows, the most frequent first, and how many are left out."""
    count = Counter(str(row[key]) for row in rows)
    named = [one for one, _ in count.most_common(most)]
    more = len(count) - len(named)
    return "; ".join(named) + (f"; and {more} more" if more else "")
