"""The pages, in the order of the menu."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """A page: its script, its title, its address (the first page has none).

    ``views`` says that its views can be presented (pages/components/makers.py makes them).
    """

    script: str
    title: str
    address: str
    views: bool = True


PAGES: tuple[Entry, ...] = (
    Entry("pages/explore/overview.py", "Overview", ""),
    Entry("pages/explore/domains.py", "Domains", "domains"),
    Entry("pages/explore/places.py", "Places", "places"),
    Entry("pages/explore/indicators.py", "Indicators", "indicators"),
    Entry("pages/wards/ward_map.py", "Ward map", "wards"),
    Entry("pages/plan/strategy.py", "Strategy", "strategy"),
    Entry("pages/plan/programmes.py", "Programmes", "programmes"),
    Entry("pages/plan/scenarios.py", "Scenarios", "scenarios"),
    Entry("pages/room/present.py", "Present", "present", views=False),
    Entry("pages/trust/checks.py", "Checks", "checks"),
    Entry("pages/trust/sources.py", "Sources", "sources", views=False),
    Entry("pages/trust/data.py", "Data", "data", views=False),
)
