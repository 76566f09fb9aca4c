"""Views of the real data of every kind that a pack can hold."""

from __future__ import annotations

from functools import cache

from config import settings
from loaders import build, plan_queries, queries
from loaders.store import Store
from models.comparison import compare_rows, spine_positions
from pages.components import official, outcomes, strategy, views
from pages.components.slides import Slide
from pages.components.views import View

LINK = "http://localhost:8501/indicators?indicator=Smoking+at+time+of+delivery"


@cache
def store() -> Store:
    return Store(build.build(settings().data, settings().build))


def _of(indicator: str) -> View:
    found = views.area_view(queries.figures(store=store(), indicator_id=indicator))
    assert found is not None
    return found


@cache
def all_of_them() -> dict[str, View]:
    """Return a view of each kind by a name for it."""
    held = store()
    values = spine_positions(compare_rows(queries.official(store=held)))
    trend = views.trend_view(
        queries.figures(store=held, indicator_id="smoking_at_time_of_delivery")
    )
    assert trend is not None
    ledger = strategy.with_status(
        plan_queries.measures(store=held),
        plan_queries.measure_figures(store=held),
        plan_queries.measure_programmes(store=held),
    )
    came = outcomes.before_after(plan_queries.programme_figures(store=held))
    return {
        "bars": _of("resident_population"),
        "targets": _of("urgent_community_response_within_two_hours"),
        "ranges": _of("virtual_wards_impact_on_acute_beds"),
        "lines": trend,
        "slopes": came["percent"],
        "dots": official.by_area(values, "adult_smoking_prevalence")[0],
        "spine": official.spines(values, ["Blackpool"])[0],
        "matrix": strategy.known(plan_queries.known(store=held)),
        "table": strategy.summary(ledger),
    }


def slide(name: str, **words: str) -> Slide:
    """Return a view as a slide."""
    shown = views.snapshot(all_of_them()[name], store=store(), filters="Domain: Starting Well")
    return Slide(shown, **{"link": LINK, **words})


def pack() -> list[Slide]:
    """Return all of them, in two parts of an agenda."""
    heading = {"bars": "What the documents say", "dots": "What is published"}
    return [slide(name, heading=heading.get(name, ""), note=name) for name in all_of_them()]
