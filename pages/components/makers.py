"""The views of every page, made from what an address asks for, without its controls.

A page shows its views between controls; a meeting shows them alone, a slide has them on paper.
All make them by the same functions. Keys are those under which the page shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, cast

import pandas as pd

from config.palette import Palette
from loaders import plan_queries, queries, scenario_queries, trust_queries
from loaders.store import Store
from models import conditions
from models.evidence_kind import EvidenceKind
from models.pack import Item
from models.scenarios import CARDS
from models.scenarios.address import parse
from models.scenarios.answer import answer
from pages.components import (
    coverage,
    ledger,
    official,
    once,
    outcomes,
    programme_filters,
    programmes,
    scenario_card,
    strategy,
    tiles,
    verdicts,
    views,
    ward_maps,
)
from pages.components.store import ground as held
from pages.components.store import official as official_values
from pages.components.views import View

Views = dict[str, View]


def views_of(build: Store, item: Item) -> Views:
    """Return the views that an address shows, by key, in their order; none for a page without."""
    make = MAKERS.get(item.page)
    return {} if make is None else make(build, item)


def one_of(build: Store, item: Item) -> Views:
    """Return the view that an item names; all of its page when it names none.

    A key that is no longer there (data has changed since) gives all of them.
    """
    found = views_of(build, item)
    return {item.view: found[item.view]} if item.view in found else found


def _table(headline: str, subtitle: str, table: pd.DataFrame, sources: tuple[str, ...]) -> View:
    def nothing(_: Palette) -> dict[str, Any] | None:
        return None

    return View(nothing, headline, subtitle, "", table, None, sources)


def _named(asked: str | None, names: Mapping[str, str]) -> str | None:
    """Return the id of a thing asked for by name or id, in any case; None when it is not there."""
    if asked is None:
        return None
    wanted = asked.strip().casefold()
    return next((one for one, name in names.items() if wanted in (one, name.casefold())), None)


def _overview(build: Store, _: Item) -> Views:
    rows = queries.places(store=build)
    return {
        "places": _table(
            "The system and its four places, as stated",
            "Residents and life expectancy; ⚠ a check puts the figure in question",
            tiles.places(rows),
            tuple(rows["source"].unique()),
        )
    }


def _domains(build: Store, item: Item) -> Views:
    stages = queries.domains(store=build)
    names = dict(zip(stages["domain_id"], stages["name"], strict=True))
    domain = _named(item.get("domain"), names) or next(iter(names))
    areas = queries.areas(store=build)
    shown = (ledger.WHOLE, *ledger.PLACES, *ledger.BESIDE)
    ids = tuple(areas[areas["name"].isin(shown)]["area_id"])
    rows = queries.area_figures(store=build, area_ids=ids)
    rows = rows[rows["domain_id"] == domain]
    measures = strategy.of_domain(build, domain)
    return {
        "beside": _table(
            f"{names[domain]}, place by place",
            "Figures of the documents; no interval is published, so differences are not tested",
            ledger.side_by_side(rows, shown),
            tuple(rows["source"].unique()),
        ),
        "measures": _table(
            f"{names[domain]}: what success would be, and what is known of it",
            "Success measures of the Integrated Care Strategy",
            ledger.measures(measures),
            tuple(queries.sources(store=build).query("figures > 0")["title"]),
        ),
    }


def _places(build: Store, item: Item) -> Views:
    areas = queries.areas(store=build)
    names = official.in_order(dict(zip(areas["area_id"], areas["name"], strict=True)))
    area = _named(item.get("area"), names) or next(iter(names))
    others = [_named(one, names) for one in item.all_of("beside")]
    chosen = [names[one] for one in (area, *others) if one is not None]
    values = official_values(build)
    rows = queries.area_figures(store=build, area_ids=tuple(areas["area_id"]))
    mine = rows[rows["indicator_id"].isin(rows[rows["area"].isin(chosen)]["indicator_id"])]
    found = {f"spine_{one.headline}": one for one in official.spines(values, chosen)}
    table = ledger.side_by_side(mine, ledger.columns(chosen), first=chosen)
    found["beside"] = _table(
        f"{names[area]} beside others, in the documents",
        "No interval is published with these figures, so differences are not tested",
        table,
        tuple(mine["source"].unique()),
    )
    inside = official.within(values, areas, area)
    if len(inside) > 1:
        found["rug"] = official.rug(values, names[area], inside, everywhere=False)
    return found


def _indicators(build: Store, item: Item) -> Views:
    catalogue = queries.indicators(store=build)
    names = dict(zip(catalogue["indicator_id"], catalogue["name"], strict=True))
    indicator = _named(item.get("indicator"), names) or next(iter(names))
    rows = queries.figures(store=build, indicator_id=indicator)
    found: Views = {}
    trend = once.trend(build, indicator, rows) if len(rows) else None
    if trend is not None:
        found["trend"] = trend
    beside = once.by_area(build, indicator, rows) if len(rows) else None
    if beside is not None and not views.covered(rows, trend):
        found["by_area"] = beside
    for one in official.by_area(official_values(build), indicator):
        found[f"official_{one.headline}"] = one
    return found


def _wards(build: Store, item: Item) -> Views:
    ground = held(build)
    now, _ = conditions.read(item.get("where") or "", ground.known)
    names = {fact.id: fact.name for fact in ground.facts.values()}
    shade = _named(item.get("shade"), names) or "imd2025_score"
    return {"map": ward_maps.whole(ground, ground.answer(now), shade)}


def _strategy(build: Store, item: Item) -> Views:
    figures = plan_queries.measure_figures(store=build)
    doing = plan_queries.measure_programmes(store=build)
    rows = strategy.with_status(plan_queries.measures(store=build), figures, doing)
    names = dict(zip(rows["domain_id"], rows["domain"], strict=True))
    domain = _named(item.get("domain"), names)
    mine = rows if domain is None else rows[rows["domain_id"] == domain]
    found = {
        "measures": strategy.summary(mine),
        "known": replace(
            strategy.known(plan_queries.known(store=build)),
            sources=tuple(queries.sources(store=build).query("figures > 0")["title"]),
        ),
    }
    return dict(reversed(found.items())) if item.get("view") == "How much is known" else found


def _programmes(build: Store, item: Item) -> Views:
    every = plan_queries.programmes(store=build)
    offered = programme_filters.choices(build, every)
    asked: dict[str, str | None] = {
        key: _named(item.get(key), names) for key, names in offered.items()
    }
    asked[programme_filters.WORDS] = item.get(programme_filters.WORDS)
    rows = programme_filters.narrowed(build, every, asked)
    about = "; ".join(
        f"{key.removeprefix('for_')}: {offered[key][one]}"
        for key, one in asked.items()
        if one is not None and key in offered
    )
    figures = plan_queries.programme_figures(store=build)
    names = dict(zip(every["programme_id"], every["name"], strict=True))
    one = _named(item.get(programme_filters.ONE), names)
    if one is not None:
        return _programme(figures[figures["programme_id"] == one], names[one])
    mine = figures[figures["programme_id"].isin(rows["programme_id"])]
    listed = programmes.listed(rows, outcomes.by_programme(mine), of=len(every), about=about)
    areas = plan_queries.programme_areas(store=build)
    domains = list(dict.fromkeys(every.sort_values("domain_position")["domain"]))
    found: Views = {"list": listed}
    came: Views = {}
    if len(mine):
        evidence = outcomes.evidence(mine)
        came["outcomes"] = outcomes.summary(evidence, programmes=len(rows))
        slopes = outcomes.before_after(evidence)
        came |= {f"slope_{unit}": view for unit, view in slopes.items()}
    who: Views = {}
    if len(rows):
        within = coverage.areas_below(areas, rows, asked["place"])
        who["matrix"] = coverage.domains_by_area(rows, within, domains)
    tab = item.get("view")
    if tab == "Outcomes" and len(mine):
        kinds = outcomes.present(evidence)
        kind = _named(item.get("evidence"), kinds) or next(iter(kinds), None)
        if kind is not None:
            came["of_kind"] = outcomes.of_kind(evidence, cast("EvidenceKind", kind))
        return came
    if tab == "Savings and costs":
        return dict(outcomes.amounts(outcomes.money(mine))) or found
    if tab == "Who does what" and who:
        partners = coverage.by_partner(rows, programme_filters.spellings(every))
        return {**who, "partners": partners}
    return {**found, **came, **who}


def _programme(mine: pd.DataFrame, name: str) -> Views:
    """Return what one programme's page shows: before and after, then every figure."""
    if mine.empty:
        return {}
    slopes = {f"one_{unit}": view for unit, view in outcomes.before_after(mine).items()}
    return {**slopes, "one_figures": programmes.figures_of(mine, name)}


def _scenarios(build: Store, item: Item) -> Views:
    names = {card.id: card.title for card in CARDS}
    chosen = _named(item.get("scenario"), names) or CARDS[0].id
    card = next(card for card in CARDS if card.id == chosen)
    rows = scenario_queries.figures(store=build, cards=(card,))
    catalogue = scenario_queries.catalogue(rows)
    changes = parse(card, catalogue, item.get(scenario_card.KEY) or "").changes
    found = answer(card, catalogue, changes)
    sources = tuple(rows["source"].unique())
    head = found.scenario.headline
    made: Views = {
        "result": _table(
            f"{head.label}: {head.shown} ({head.shown_interval})",
            card.question,
            scenario_card.beside(found).drop(columns="Working"),
            sources,
        )
    }
    tornado = scenario_card.what_matters(found)
    if tornado is not None:
        made["tornado"] = replace(tornado, sources=sources)
    return made


def _checks(build: Store, item: Item) -> Views:
    rows = trust_queries.checks(store=build)
    found = verdicts.narrowed(
        rows,
        source=item.get("document"),
        place=item.get("place"),
        domain=item.get("domain"),
        words=item.get("q") or "",
    )
    sources = list(dict.fromkeys(one for one in found["sources"].explode().dropna()))
    return {"checks": verdicts.taken(found, sources)}


MAKERS: Mapping[str, Callable[[Store, Item], Views]] = {
    "": _overview,
    "domains": _domains,
    "places": _places,
    "indicators": _indicators,
    "wards": _wards,
    "strategy": _strategy,
    "programmes": _programmes,
    "scenarios": _scenarios,
    "checks": _checks,
}
"""What makes the views of a page, by its address; pages that are not here have none."""
