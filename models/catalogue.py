"""The whole curated set, and the rules that hold between its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from rapidfuzz import fuzz, process

from models.area import Area
from models.base import Model, Path, references, shorten
from models.boundary import WardCrosswalk
from models.check import Check
from models.domain import Action, Domain, MeasureEvidence, SuccessMeasure, Theme
from models.figure import Figure, NotFigure
from models.indicator import Indicator
from models.observation import Observation
from models.partnership import Board, Milestone, NextStep, Priority, Risk
from models.programme import Programme
from models.source import Source
from models.ward import Ward, WardDesignation, WardFact, WardHexagon, WardNeighbours

# How alike two ids must be, of 100, for one to be suggested for the other.
_NEAR = 60
# How a ward is told that the map of hexagons leaves out.
NO_HEXAGON = "has no hexagon"
# How far a percentage of one decimal may be from what it was rounded from.
_ROUNDED = 0.05 + 1e-6


@dataclass(frozen=True)
class Fault:
    """A rule broken between things: which item, which key, what is wrong and expected."""

    item: Model
    path: Path
    wrong: str
    expected: str
    mend: str | None = None


@dataclass(frozen=True)
class Catalogue:
    """Everything curated, in the order of its files.

    The field names are the names of the files and folders of ``data/``.
    """

    sources: tuple[Source, ...] = ()
    areas: tuple[Area, ...] = ()
    domains: tuple[Domain, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    figures: tuple[Figure, ...] = ()
    not_figures: tuple[NotFigure, ...] = ()
    programmes: tuple[Programme, ...] = ()
    ward_facts: tuple[WardFact, ...] = ()
    wards: tuple[Ward, ...] = ()
    ward_designations: tuple[WardDesignation, ...] = ()
    measure_evidence: tuple[MeasureEvidence, ...] = ()
    boards: tuple[Board, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    risks: tuple[Risk, ...] = ()
    priorities: tuple[Priority, ...] = ()
    checks: tuple[Check, ...] = ()
    observations: tuple[Observation, ...] = field(default=(), repr=False)
    ward_crosswalk: tuple[WardCrosswalk, ...] = field(default=(), repr=False)
    ward_neighbours: tuple[WardNeighbours, ...] = field(default=(), repr=False)
    ward_hexagons: tuple[WardHexagon, ...] = field(default=(), repr=False)

    # Which type the items of each YAML file of data/ have; TABLES are CSV.
    FILES: ClassVar[dict[str, type[Model]]] = {
        "sources": Source,
        "areas": Area,
        "domains": Domain,
        "indicators": Indicator,
        "figures": Figure,
        "not_figures": NotFigure,
        "programmes": Programme,
        "ward_facts": WardFact,
        "ward_designations": WardDesignation,
        "measure_evidence": MeasureEvidence,
        "boards": Board,
        "milestones": Milestone,
        "next_steps": NextStep,
        "risks": Risk,
        "priorities": Priority,
        "checks": Check,
    }
    TABLES: ClassVar[tuple[str, ...]] = (
        "wards",
        "ward_crosswalk",
        "ward_neighbours",
        "ward_hexagons",
        "observations",
    )

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """Every theme of every domain."""
        return tuple(theme for domain in self.domains for theme in domain.themes)

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """Every key action of every domain."""
        return tuple(action for domain in self.domains for action in domain.actions)

    @cached_property
    def success_measures(self) -> tuple[SuccessMeasure, ...]:
        """Every success measure of every domain."""
        return tuple(measure for domain in self.domains for measure in domain.success_measures)

    @cached_property
    def by_kind(self) -> dict[str, dict[str, Model]]:
        """Things by their id, per kind of reference."""
        kinds: dict[str, tuple[Model, ...]] = {
            "source": self.sources,
            "area": self.areas,
            "domain": self.domains,
            "theme": self.themes,
            "success_measure": self.success_measures,
            "indicator": self.indicators,
            "figure": self.figures,
            "programme": self.programmes,
            "ward_fact": self.ward_facts,
        }
        return {
            kind: {getattr(item, "id"): item for item in items} for kind, items in kinds.items()
        }

    def indicator_of(self, figure: Figure) -> Indicator:
        """Return the indicator a figure measures. Raises KeyError."""
        indicator = self.by_kind["indicator"][figure.indicator]
        assert isinstance(indicator, Indicator)  # noqa: S101  (by_kind is built that way)
        return indicator

    def figure(self, figure_id: str) -> Figure:
        """Return a figure by its id. Raises KeyError."""
        figure = self.by_kind["figure"][figure_id]
        assert isinstance(figure, Figure)  # noqa: S101
        return figure

    def faults(self) -> Iterator[Fault]:
        """Yield every rule broken between things: dangling references, impossible values, loops."""
        for name in self.FILES:
            for item in getattr(self, name):
                yield from self._dangling(item)
        for name in self.TABLES:
            for row in getattr(self, name):
                yield from self._dangling(row)
        yield from self._impossible_values()
        yield from self._unknown_wards()
        yield from self._without_hexagon()
        yield from self._shares()
        yield from self._loops()
        yield from self._befores()
        yield from self._amounts()
        yield from self._ranges_in_checks()

    def _dangling(self, item: Model) -> Iterator[Fault]:
        for path, kind, target in references(item):
            if target in self.by_kind[kind]:
                continue
            words = kind.replace("_", " ")
            article = "an" if words[0] in "aeiou" else "a"
            yield Fault(
                item,
                path,
                f"{words} '{shorten(target)}' is not known",
                f"the id of {article} {words} that data/ holds",
                self._nearest(kind, target),
            )

    def _nearest(self, kind: str, target: str) -> str | None:
        near = process.extractOne(
            target, self.by_kind[kind].keys(), scorer=fuzz.ratio, score_cutoff=_NEAR
        )
        return str(near[0]) if near else None

    def _impossible_values(self) -> Iterator[Fault]:
        indicators = self.by_kind["indicator"]
        valued: tuple[tuple[Sequence[Figure | Observation], tuple[str, ...]], ...] = (
            (self.figures, ("value", "low", "high")),
            (self.observations, ("value",)),
        )
        for items, keys in valued:
            for item in items:
                indicator = indicators.get(item.indicator)
                if not isinstance(indicator, Indicator):
                    continue
                for key in keys:
                    value = getattr(item, key)
                    why = None if value is None else indicator.refuses(value)
                    if why:
                        yield Fault(
                            item,
                            (key,),
                            f"{why} of '{indicator.id}'",
                            "0 to 100, or may_exceed_100: true at the indicator"
                            if indicator.unit == "percent"
                            else "0 or more",
                        )

    def _unknown_wards(self) -> Iterator[Fault]:
        known = {ward.ward_code for ward in self.wards}
        if not known:
            return
        named: list[tuple[Model, Path, str]] = []
        named += [(f, ("ward",), f.ward) for f in self.figures if f.ward]
        named += [(d, ("ward_code",), d.ward_code) for d in self.ward_designations if d.ward_code]
        named += [(p, ("wards", i), w) for p in self.programmes for i, w in enumerate(p.wards)]
        named += [(c, ("ward_code",), c.ward_code) for c in self.ward_crosswalk]
        named += [(h, ("ward_code",), h.ward_code) for h in self.ward_hexagons]
        named += [(n, ("ward_code",), n.ward_code) for n in self.ward_neighbours]
        named += [(n, ("neighbour_code",), n.neighbour_code) for n in self.ward_neighbours]
        for item, path, code in named:
            if code not in known:
                yield Fault(item, path, f"ward '{code}' is not known", "a code of data/wards.csv")

    def _without_hexagon(self) -> Iterator[Fault]:
        """Yield the wards that a map of hexagons leaves out; no map at all is no fault."""
        placed = {hexagon.ward_code for hexagon in self.ward_hexagons}
        for ward in self.wards if placed else ():
            if ward.ward_code not in placed:
                yield Fault(
                    ward,
                    ("ward_code",),
                    f"{ward.ward_code} ({ward.ward_name}) {NO_HEXAGON}",
                    "a row for it in data/ward_hexagons.csv",
                )

    def _shares(self) -> Iterator[Fault]:
        """Yield the shares of a ward that its residents do not give."""
        total: dict[tuple[str, str], float] = {}
        for row in self.ward_crosswalk:
            key = (row.ward_code, row.other_vintage)
            total[key] = total.get(key, 0) + row.residents
        for row in self.ward_crosswalk:
            everybody = total[row.ward_code, row.other_vintage]
            share = 100 * row.residents / everybody if everybody else 0
            if abs(share - row.share_percent) > _ROUNDED:
                wrong = f"{row.share_percent:g}% is not what {row.residents:g} residents are of "
                yield Fault(
                    row,
                    ("share_percent",),
                    wrong + f"the {everybody:g} of all rows of {row.ward_code}",
                    "their share in percent, to one decimal",
                    f"{share:.1f}",
                )

    def _loops(self) -> Iterator[Fault]:
        parents = {area.id: area.parent for area in self.areas}
        first = {figure.id: figure.same_as for figure in self.figures}
        for items, links, key in (
            (self.areas, parents, "parent"),
            (self.figures, first, "same_as"),
            (self.figures, {figure.id: figure.before for figure in self.figures}, "before"),
        ):
            for item in items:
                seen, at = {item.id}, links[item.id]
                while at is not None and at in links:
                    if at in seen:
                        if at == item.id:
                            wrong = f"'{key}' leads round in a circle"
                            yield Fault(item, (key,), wrong, "an end to the chain")
                        break
                    seen.add(at)
                    at = links[at]

    def _befores(self) -> Iterator[Fault]:
        """Yield the figures that are not of the same thing as the one they name as before."""
        known = self.by_kind["figure"]
        for figure in self.figures:
            before = known.get(figure.before or "")
            if not isinstance(before, Figure):
                continue
            # The group may say which of the two it is.
            for key in ("indicator", "area", "sex", "age"):
                if getattr(before, key) != getattr(figure, key):
                    yield Fault(
                        figure,
                        ("before",),
                        f"'{before.id}' has another {key}",
                        f"a figure with the same {key}",
                    )
            if before.period and figure.period and figure.period < before.period:
                yield Fault(
                    figure,
                    ("before",),
                    f"'{before.id}' is of {before.period}, which is later",
                    f"a figure from before {figure.period}",
                )

    def _amounts(self) -> Iterator[Fault]:
        """Yield the amounts that may not be divided by what they name."""
        figures, indicators = self.by_kind["figure"], self.by_kind["indicator"]
        for figure in self.figures:
            own, per = indicators.get(figure.indicator), figures.get(figure.per or "")
            if not (isinstance(own, Indicator) and isinstance(per, Figure)):
                continue
            counted = indicators.get(per.indicator)
            if own.unit != "gbp":
                yield Fault(
                    figure, ("per",), f"'{own.id}' is no amount of money", "an amount in gbp"
                )
            if figure.value is None or not per.value:
                yield Fault(figure, ("per",), "a range or a zero divides nothing", "two values")
            if per.programme != figure.programme:
                yield Fault(
                    figure,
                    ("per",),
                    f"'{per.id}' is of another programme",
                    "a figure of the same programme",
                )
            if isinstance(counted, Indicator) and counted.one is None:
                yield Fault(
                    figure,
                    ("per",),
                    f"what one of '{counted.id}' is called is not known",
                    'the key one at that indicator, such as one: "admission avoided"',
                )

    def _ranges_in_checks(self) -> Iterator[Fault]:
        figures = self.by_kind["figure"]
        for check in self.checks:
            named: list[tuple[Path, str]] = [
                (("inputs", n), end) for n, end in check.inputs.items()
            ]
            for path, text in [*named, (("stated",), check.stated)]:
                figure_id, _, end = text.partition(".")
                figure = figures.get(figure_id)
                if not isinstance(figure, Figure):
                    continue
                if (figure.value is None) != (end in ("low", "high")) or end not in (
                    "",
                    "low",
                    "high",
                ):
                    yield Fault(
                        check,
                        path,
                        f"'{text}' does not name one number",
                        f"{figure_id}.low or {figure_id}.high"
                        if figure.value is None
                        else figure_id,
                    )
