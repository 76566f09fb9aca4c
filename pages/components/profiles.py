"""One-page profiles: what the data says of a place or of a stage of life, chosen by its weight."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from config.overview import headlines
from loaders import plan_queries, profile_queries, queries, ward_queries
from loaders.store import Store
from models.measure_status import SIGNS, STATUSES, WORDS
from pages.components import coverage, ledger, official, strategy, views
from pages.components import profile_parts as parts
from pages.components.paper import Part, Profile
from pages.components.profile_parts import Cited
from pages.components.words import AREA_TYPES, Row, counted, given, number, records
from pages.components.words import STATUSES as DOCUMENT_STATUSES

DEPRIVED = 2  # the deciles that are the most deprived fifth
_MOST_NAMED = 10
# Areas of which only a part is here: what is known of it must not pass for the whole.
BEYOND = ("nation", "region")
FEW = 4  # figures of an area; with fewer, what is known of the areas round it is told


def place(build: Store, values: pd.DataFrame, area_id: str, *, link: str = "") -> Profile:
    """Return the profile of an area of the tree; ``values`` as of ``store.official``.

    Raises KeyError for an area that is not there.
    """
    areas = queries.areas(store=build)
    by_id = _by_id(areas, "area_id")
    area = by_id[area_id]
    name = str(area["name"])
    cited = Cited(queries.sources(store=build))
    figures = queries.figures(store=build)
    mine = figures[figures["area_id"] == area_id]
    residents = mine[mine["indicator_id"] == "resident_population"]
    wards = queries.wards_of(store=build, area_id=area_id)
    facts = _by_id(ward_queries.facts(store=build), "fact_id")
    lead = _residents(residents, wards, facts, cited) if area["area_type"] != "facility" else []
    cards, unshown = parts.cards(
        mine.drop(residents.index), cited, england=parts.of_england(figures)
    )
    stated = len(views.distinct(mine)) if len(mine) else 0
    found = [
        _official(values, areas, area, cited),
        None if area["area_type"] in BEYOND else _wards(build, area_id, wards, facts, cited),
        _programmes(build, area, cited),
        _differing(build, figures, areas, area),
        _around(build, values, by_id, area_id, cited) if stated < FEW else None,
    ]
    return Profile(
        kind="Place profile",
        title=name,
        build=build.fingerprint,
        under=_under(area),
        lead=lead,
        figures_title=f"What the documents state of {name}"
        if cards
        else f"The documents state no {'other ' if stated else ''}figure of {name} itself",
        figures=cards,
        unshown=unshown,
        parts=[one for one in found if one is not None],
        sources=cited.listed(),
        link=link,
    )


def _by_id(rows: pd.DataFrame, key: str) -> dict[str, Row]:
    return {str(row[key]): row for row in records(rows)}


def _under(area: Row) -> str:
    """Say what an area is, what it lies in, its code and its other names."""
    above = str(area["path"]).split(" > ")[:-1]
    inside = f" in {', '.join(reversed(above[-2:]))}" if above else ""
    said = [f"{AREA_TYPES[str(area['area_type'])].capitalize()}{inside}"]
    if given(area["area_code"]):
        said.append(f"code {area['area_code']}")
    if len(area["synonyms"]):
        said.append(f"also: {', '.join(area['synonyms'])}")
    return " · ".join(said)


def _residents(
    stated: pd.DataFrame, wards: pd.DataFrame, facts: Mapping[str, Row], cited: Cited
) -> list[str]:
    """Say how many people live there, as stated and as counted by ward."""
    said = []
    if len(stated):
        whole = stated[stated["age"].isna() & stated["population_group"].isna()]
        text = ledger.together(whole)
        undated = ", no date given" if whole["period"].isna().all() else ""
        said.append(f"Residents as stated: {text}{undated} {cited(whole['source'])}.")
    if len(wards) and wards["population"].notna().all():
        fact = facts["population"]
        those = "Its one ward has" if len(wards) == 1 else f"Its {len(wards)} wards have"
        said.append(
            f"{those} {number(wards['population'].sum())} residents ({fact['vintage']}) "
            f"{cited([fact['source']])}."
        )
    return [" ".join(said)] if said else ["The documents do not state how many people live there."]


def _official(values: pd.DataFrame, areas: pd.DataFrame, area: Row, cited: Cited) -> Part:
    """Return how an area, or the authorities in it, stand against England."""
    name, area_id = str(area["name"]), str(area["area_id"])
    inside = official.within(values, areas, area_id)
    if area["area_type"] in BEYOND:
        said = f"Official values here are for {values['area'].nunique()} Lancashire authorities, "
        said += "beside those of England and the North West. They do not stand for more."
        return Part("Official indicators", (said,))
    if name in inside:
        return parts.against_england(values, name, cited)
    if inside:
        return parts.side_by_side(values, name, inside, cited)
    return Part("Official indicators", tuple(official.missing(values, areas, (area_id,))))


def _wards(
    build: Store, area_id: str, wards: pd.DataFrame, facts: Mapping[str, Row], cited: Cited
) -> Part | None:
    named = profile_queries.named_wards(store=build, area_id=area_id)
    if wards.empty and named.empty:
        return None
    said = []
    if len(wards):
        decile = wards["imd2025_ward_decile_england"]
        known, deprived = int(decile.notna().sum()), int((decile <= DEPRIVED).sum())
        fact = facts["imd2025_ward_decile_england"]
        left_out = f" ({len(wards) - known} not known)" if known < len(wards) else ""
        said.append(
            f"{number(deprived)} of {counted(len(wards), 'ward')}{left_out} "
            f"{'is' if deprived == 1 else 'are'} among the most deprived fifth of England’s wards, "
            f"{fact['vintage']} {cited([fact['source']])}."
        )
    if named.empty:
        said.append("The documents name none of them.")
    several = named["district"].nunique() > 1
    told = []
    for words, rows in named.groupby("words", sort=False):
        once = rows.drop_duplicates("ward_code")
        names = [
            f"{row['ward_name']} ({row['district']})" if several else str(row["ward_name"])
            for row in records(once)
        ]
        told.append(
            {
                "Named for": f"{str(words)[:1].upper()}{str(words)[1:]}",
                "Wards": str(len(names)),
                "Which": f"{parts.names(names, _MOST_NAMED)} {cited(rows['source'])}",
            }
        )
    title = (
        f"{counted(named['ward_code'].nunique(), 'ward')} named in the documents"
        if len(named)
        else counted(len(wards), "ward")
    )
    return Part(
        title,
        said,
        pd.DataFrame(told),
        things="reasons",
        share=0.6,
        right=("Wards",),
    )


def _programmes(build: Store, area: Row, cited: Cited) -> Part:
    """Return the programmes of an area and of what lies in it."""
    here, says = coverage.of_area(plan_queries.programmes(store=build), area)
    figures = plan_queries.programme_figures(store=build)
    return parts.programmes(here, figures, cited, says=says, home=str(area["name"]))


def _differing(build: Store, figures: pd.DataFrame, areas: pd.DataFrame, area: Row) -> Part | None:
    """Return the checks of an area and of what lies in it, as the page Checks narrows by place."""
    own = areas["area_id"] == area["area_id"]
    # Of the nation and the region, what lies in them here is only a part.
    below = areas["path"].str.startswith(f"{area['path']} > ") & (area["area_type"] not in BEYOND)
    mine = figures[figures["area_id"].isin(areas[own | below]["area_id"])]
    within = bool((mine["area_id"] != area["area_id"]).any())
    return parts.differing(
        queries.checks(store=build, figure_ids=tuple(mine["figure_id"])),
        "figures of it and of what lies in it" if within else "these figures",
    )


def _around(
    build: Store, values: pd.DataFrame, by_id: Mapping[str, Row], area_id: str, cited: Cited
) -> Part | None:
    """Return what is known of the areas that an area lies in, the nearest first."""
    every = plan_queries.programmes(store=build)
    told: list[dict[str, str]] = []
    official_sources: list[str] = []
    at = by_id[area_id]["parent_id"]
    while given(at):
        row = by_id[str(at)]
        own = values[values["area"] == row["name"]]
        told.append(
            {
                "Area it lies in": str(row["name"]),
                "Type": AREA_TYPES[str(row["area_type"])],
                "Figures": number(row["figures"]),
                "Programmes": number((every["area_id"] == at).sum()),
                "Official indicators": parts.verdict_counts(own) if len(own) else "none of its own",
            }
        )
        official_sources += list(own["source"])
        at = row["parent_id"]
    if not told:
        return None
    table = pd.DataFrame(told)
    near = table[~table["Type"].isin([AREA_TYPES["nation"], AREA_TYPES["region"]])]
    return Part(
        "What is known of the areas round it",
        table=near if len(near) else table,
        after=[f"Official indicators against England: source {cited(official_sources)}."]
        if official_sources
        else [],
        things="areas",
        least=0,
        right=("Figures", "Programmes"),
    )


def domain(build: Store, values: pd.DataFrame, domain_id: str, *, link: str = "") -> Profile:
    """Return the profile of a stage of life; ``values`` as of ``store.official``.

    Raises KeyError for a domain that is not there.
    """
    name = str(_by_id(queries.domains(store=build), "domain_id")[domain_id]["name"])
    cited = Cited(queries.sources(store=build))
    figures = queries.figures(store=build)
    lead = _covers(build, domain_id, cited)
    first = headlines().get(domain_id, ())
    own = figures[figures["domain_id"] == domain_id]
    # A headline may be of a programme here and of an indicator of another stage of life.
    mine = figures[figures["figure_id"].isin([*own["figure_id"], *first])]
    cards, unshown = parts.cards(
        mine,
        cited,
        first=first,
        areas=True,
        england=parts.of_england(figures),
    )
    every = plan_queries.programmes(store=build)
    doing = every[every["domain_id"] == domain_id]
    found = [
        parts.authorities(values, domain_id, cited),
        _beside(build, domain_id, cited),
        _measures(build, domain_id, cited),
        parts.programmes(
            doing,
            plan_queries.programme_figures(store=build),
            cited,
            says=_by_place(doing),
        ),
        parts.differing(
            queries.checks(store=build, figure_ids=tuple(own["figure_id"])), "its figures"
        ),
    ]
    return Profile(
        kind="Domain profile",
        title=name,
        build=build.fingerprint,
        lead=lead,
        figures_title=f"What the documents state: {counted(len(views.distinct(mine)), 'figure')}",
        figures=cards,
        unshown=unshown,
        parts=[one for one in found if one is not None],
        sources=cited.listed(),
        link=link,
    )


def _covers(build: Store, domain_id: str, cited: Cited) -> list[str]:
    """Say what a stage of life is about, in the strategy's words, and its themes."""
    wordings = queries.wordings(store=build, thing_id=domain_id)
    said = []
    for row in records(wordings.head(1)):
        status = DOCUMENT_STATUSES[str(row["source_status"])].lower()
        said.append(f"“{row['text']}” ({status}) {cited([row['source']])}")
    themes = queries.themes(store=build, domain_id=domain_id)
    if len(themes):
        said.append(f"{counted(len(themes), 'theme')}: {'; '.join(themes['name'])}.")
    return said


def _beside(build: Store, domain_id: str, cited: Cited) -> Part:
    """Return the figures of the documents place by place, those of most places first."""
    areas = queries.areas(store=build)
    shown = (*ledger.PLACES, ledger.WHOLE, "England")
    ids = tuple(areas[areas["name"].isin(shown)]["area_id"])
    rows = queries.area_figures(store=build, area_ids=ids)
    rows = rows[rows["domain_id"] == domain_id]
    table = ledger.side_by_side(rows, shown)
    places = [one for one in ledger.PLACES if one in table.columns]
    if len(table):
        table = table[(table[places] != "not stated").sum(axis=1) > 0]
    said = (
        ()
        if len(table)
        else ("The documents state no figure of this stage of life for any of the four places.",)
    )
    after = (
        (
            (
                f"No interval is published with these, so differences are not tested. "
                f"Sources {cited(rows['source'])}."
            ),
        )
        if len(table)
        else ()
    )
    return Part(
        "Place by place, in the documents",
        said,
        table.replace("not stated", "–"),
        after,
        things="indicators",
        least=2,
        share=0.8,
    )


def _by_place(rows: pd.DataFrame) -> list[str]:
    """Say how many programmes each place has, with all that lies in it."""
    count = rows["place"].value_counts()
    said = [f"{count[one]} in {one}" for one in ledger.PLACES if one in count.index]
    system = int(rows["place"].isna().sum())
    said += [f"{system} for the system or beyond"] if system else []
    return [f"{', '.join(said)}."] if said else []


def _measures(build: Store, domain_id: str, cited: Cited) -> Part | None:
    """Return the success measures with how far each is evidenced, the best evidenced first."""
    rows = strategy.of_domain(build, domain_id)
    if rows.empty:
        return None
    rows = rows.assign(order=rows["status"].map(STATUSES.index)).sort_values("order", kind="stable")
    count = rows["status"].value_counts()
    followed, none = count.get("evidenced", 0), count.get("no_figure", 0)
    sources = queries.sources(store=build).set_index("source_id")["title"]
    table = pd.DataFrame(
        {
            "Success measure": rows["text"].to_numpy(),
            "What is known": [f"{SIGNS[one]} {WORDS[one]}" for one in rows["status"]],
            "Figures": [number(one) if one else "none" for one in rows["figures"]],
            "Programmes": [number(one) if one else "none" for one in rows["programmes"]],
        }
    )
    return Part(
        f"{counted(len(rows), 'success measure')}: {followed or 'none'} can be followed over time, "
        f"{none or 'none'} without a figure",
        table=table,
        after=(f"Source {cited(sources[one] for one in rows['source_id'])}.",),
        things="success measures",
        least=2,
        right=("Figures", "Programmes"),
        share=0.8,
    )
