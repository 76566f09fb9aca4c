"""What if the matched wards came to a comparator, or a programme reached them; one ward's card."""

from __future__ import annotations

from collections.abc import Hashable

import pandas as pd
import streamlit as st

from config.ward_examples import yields
from loaders import queries, ward_queries
from loaders.store import Store
from models.budget import rank
from models.distribution import standing
from models.gap import AIMS, FIT, POOR_FIT_PERCENT, Aim, Direction, Gap, comparator, gap
from models.ground import Ground
from models.inequality import DEPRIVATION, Gradient, gradient
from models.programme_yield import apply_yield, found_of
from models.reconcile import NOT_AVAILABLE, show
from models.shares import Overall, Refused
from models.statistics import Estimate
from pages.components import filters, frame, provenance, tables, views, ward_answers
from pages.components.charts.gradient import End
from pages.components.charts.gradient import gradient as gradient_chart
from pages.components.charts.spec import cells, split
from pages.components.charts.standings import standings
from pages.components.words import UNITS, given, plain, records

AIM_WORDS: dict[Aim, str] = {
    "median": "the median of all wards",
    "best_quarter": "what the best quarter of wards reach",
    "system": "the share of the whole system",
    "value": "a chosen share",
}
# Wards that are named in the gradient: those furthest from the line.
MOST_NAMED = 6
# Names nearer to one another than these shares of the width and the height would overlap.
_ASIDE, _ABOVE = 0.25, 0.06
FIRST_GRADIENT = "pct_bad_very_bad_health"
# Facts of a ward that its card shows.
ON_CARD = (
    "population", "pct_65_plus", "imd2025_score", "income_deprived_pct_2025",
    "fuel_poverty_pct_2020", "pct_bad_very_bad_health", "pct_disabled", "pct_unpaid_carers",
    "pct_hh_one_person_66plus", "pct_hh_no_car", "acute_morbidity_ratio_2025",
    "pct_pop_rural_2021",
)  # fmt: skip


def to_a_comparator(ground: Ground, inside: pd.Series) -> None:
    """Ask for a fact and a comparator; show how many fewer or more people that would be."""
    shares = {
        fact.id: fact.name
        for fact in ground.facts.values()
        if fact.share_of is not None and fact.basis != "by_area"
    }
    left, middle, right = st.columns(3)
    with left:
        first = "fuel_poverty_pct_2020"
        fact_id = str(filters.pick("Bring", {first: shares[first], **shares}, key="bring"))
    with middle:
        words: dict[str, str] = {one: AIM_WORDS[one] for one in AIMS}
        aim: Aim = filters.pick("To", words, key="to") or "median"  # type: ignore[assignment]
    percent = None
    with right:
        if aim == "value":
            percent = filters.number("Percent", key="percent", most=100)
    if aim == "value" and percent is None:
        st.info("Give the share to bring the wards to, from 0 to 100.")
        return
    aimed = comparator(ground.wards, fact_id, ground.facts, aim, percent=percent)
    if isinstance(aimed, Refused):
        st.info(plain(f"{aimed.reason.capitalize()}."))
        return
    direction: Direction | None = None
    if ground.facts[fact_id].polarity == "no_judgement":
        direction = "fewer"
        st.text("Neither high nor low is better here; what is counted is how many fewer.")
    found = gap(ground.wards[inside], fact_id, ground.facts, aimed, direction=direction)
    if isinstance(found, Refused):
        st.info(plain(f"{found.reason.capitalize()}."))
        return
    _gap(found)


def _gap(found: Gap) -> None:
    of = found.fact.share_of or "people"
    st.subheader(
        f"{_whole(found.change)} {found.direction} {plain(of)} if {found.wards:,} wards came to "
        f"{show(round(found.comparator.percent, 1), 'percent')}",
        anchor=False,
    )
    now, then = found.percent_now, found.percent_then
    if now is not None and then is not None:
        st.text(
            f"{found.fact.name}: {show(round(now, 1), 'percent')} now, "
            f"{show(round(then, 1), 'percent')} then, of {found.people:,.0f} {of}. "
            f"The comparator is {found.comparator.words}. {found.at_or_beyond:,} wards are there "
            f"already or beyond it, {found.missing:,} have no value."
        )
    st.text(f"95% interval. {found.means}")
    _not_said(found.does_not_say)
    rows = found.by_ward
    frame.shortened(
        pd.DataFrame(
            {
                "Ward": rows["ward_name"].to_numpy(),
                "District": rows["district"].to_numpy(),
                found.fact.name: [show(float(v), "percent") for v in rows["percent"]],
                found.direction.capitalize(): [f"{v:,.0f}" for v in rows["change"]],
                "95% interval": [
                    f"{low:,.0f} to {high:,.0f}"
                    for low, high in zip(rows["lower"], rows["upper"], strict=True)
                ],
            }
        ),
        "wards",
        "Wards by how far they are from the comparator",
    )


def _whole(found: Estimate) -> str:
    return f"{found.value:,.0f} ({found.lower:,.0f} to {found.upper:,.0f})"


def _not_said(sentences: tuple[str, ...]) -> None:
    told = " ".join(sentences)
    st.markdown(f"**What this does not say.** {plain(told)}")


def programme(build: Store, inside: pd.Series) -> None:
    """Apply a programme's stated yield to the matched wards."""
    known = {one.name: one for one in yields()}
    left, middle, right = st.columns([2, 1, 1])
    with left:
        name = str(filters.pick("Applied", {one: one for one in known}, key="yield"))
    stated = known[name]
    rows = queries.figures(store=build, figure_ids=stated.figures)
    by_id = {row["figure_id"]: row for row in records(rows)}
    tested, found, wards = (by_id[one] for one in stated.figures)
    usual = round(tested["value"] / wards["value"])
    with middle:
        asked = filters.number("Tests in each ward", key="tests", most=2_000)
    with right:
        held = filters.number("Tests it rests on", key="rests_on", most=100_000, least=1)
    each = usual if asked is None else asked
    base = round(tested["value"]) if held is None else held
    value = float(found["value"])
    count = found_of(value, base) if found["unit"] == "percent" else value
    if count > base:
        st.warning(f"{found['shown']} were found, more than {base:,} tests.")
        return
    answer = apply_yield(wards=int(inside.sum()), tests_per_ward=each, found=count, tested=base)
    st.subheader(
        f"{_whole(answer.expected)} to expect of {answer.tests:,} tests in {answer.wards:,} wards",
        anchor=False,
    )
    st.text(
        f"{name}: {answer.share.value:.1f}% of those tested "
        f"({answer.share.lower:.1f} to {answer.share.upper:.1f}%). The interval above is of the "
        f"share itself; one such round of tests would find {answer.found.lower:,.0f} to "
        f"{answer.found.upper:,.0f}. 95% intervals. Stated: {tested['shown']} tests in "
        f"{wards['shown']} wards, which is about {usual} in each."
    )
    _not_said(answer.does_not_say)
    with st.popover("In their own words"):
        for row in records(rows):
            same = queries.restatements(store=build, figure_ids=(str(row["figure_id"]),))
            checks = queries.checks(store=build, figure_ids=(str(row["figure_id"]),))
            provenance.statement(row, same, checks)


def the_gradient(build: Store, ground: Ground, inside: pd.Series, fact_id: str) -> Gradient | None:
    """Show a fact against deprivation, over all wards or those that match."""
    only = filters.switch("Only wards that meet the conditions", key="gradient_within")
    if fact_id == DEPRIVATION:
        fact_id = FIRST_GRADIENT
        st.text(
            "Deprivation puts the wards in order. “Shade by”, above, sets another fact against it."
        )
    found = gradient(ground.wards[inside] if only else ground.wards, fact_id, ground.facts)
    if isinstance(found, Refused):
        st.info(plain(f"{found.reason.capitalize()}."))
        return None
    fact = ground.facts[fact_id]
    slope = found.slope
    more = "more" if slope.value >= 0 else "less"
    low, high = sorted((abs(slope.lower), abs(slope.upper)))
    # Between two shares lie points, not percent.
    points = f"{abs(slope.value):,.1f} percentage points"
    size = points if fact.unit == "percent" else ground.shown(fact_id, abs(slope.value), decimals=1)
    sure = f"{low:,.1f} to {high:,.1f}" if slope.lower * slope.upper > 0 else "not sure which"
    headline = f"{fact.name}: {size} {more} at the most deprived end ({sure})"
    view = _drawn(ground, found, inside, headline)
    views.show(view, key="gradient", store=build)
    frame.folded(view.table, "The same as a table")
    ratio = (
        f"Relative index {found.ratio.value:.2f} ({found.ratio.lower:.2f} to "
        f"{found.ratio.upper:.2f})."
        if found.ratio is not None
        else f"No relative index: {found.no_ratio}."
    )
    st.text(
        f"Slope index of inequality over {found.wards:,} wards, by "
        f"{ground.facts[DEPRIVATION].name}, weighted by residents, 95% interval. {ratio} "
        f"{found.missing:,} wards are left out for want of a value."
    )
    for note in found.notes:
        st.text(note)
    st.text("An association across wards, not an effect, and not one between persons.")
    return found


def _drawn(ground: Ground, found: Gradient, inside: pd.Series, headline: str) -> views.View:
    """Return the gradient as a view: a dot for each ward, and the line."""
    fact, order = ground.facts[found.fact_id], ground.facts[found.deprivation_id]
    wards = ground.wards.set_index("ward_code")
    of = wards.loc[found.points["ward_code"]]
    held = pd.Series(inside.to_numpy(), index=wards.index)[of.index]
    off = (found.points["value"] - found.points["fitted"]).abs()
    named = _apart(found.points, off)
    rows = pd.DataFrame(
        {
            "ward": of["ward_name"].to_numpy(),
            "district": of["district"].to_numpy(),
            "x": 100 * found.points["ridit"].to_numpy(),
            "value": found.points["value"].to_numpy(),
            "shown": [ground.shown(fact.id, value) for value in found.points["value"]],
            "residents": of["population"].to_numpy(),
            "inside": held.to_numpy(),
            "label": cells(
                (
                    name if at in named else None
                    for at, name in zip(found.points.index, of["ward_name"], strict=True)
                ),
                of,
            ).to_numpy(),
        }
    )
    ends = tuple(
        End(at, value, ground.shown(fact.id, value, decimals=1))
        for at, value in ((0.0, found.least_deprived), (100.0, found.most_deprived))
    )
    unit = UNITS.get(fact.unit, fact.unit)
    table = pd.DataFrame(
        {
            "Ward": rows["ward"],
            "District": rows["district"],
            "Place in the order of deprivation": [f"{at:.1f}%" for at in rows["x"]],
            fact.name: rows["shown"],
            "Residents": [f"{number:,.0f}" for number in rows["residents"]],
        }
    )
    return views.View(
        lambda colours: gradient_chart(
            rows,
            unit=unit,
            palette=colours,
            x_title="Residents by deprivation of their ward, % from the least to the most deprived",
            line=(ends[0], ends[1]),
        ),
        headline,
        f"{fact.name} ({unit}), by {order.name}; filled: wards that meet the conditions",
        views.short(f"Dots and a fitted line. {headline}"),
        table,
        None,
        ground.titles,
    )


def _apart(points: pd.DataFrame, off: pd.Series) -> list[Hashable]:
    """Return the wards furthest from the line that can be named without names overlapping."""
    tall = float(points["value"].max() - points["value"].min()) or 1.0
    across, up = points["ridit"].astype(float).to_dict(), (points["value"] / tall).to_dict()
    named: list[Hashable] = []
    for at in off.sort_values(ascending=False, kind="stable").index:
        if all(
            abs(across[other] - across[at]) > _ASIDE or abs(up[other] - up[at]) > _ABOVE
            for other in named
        ):
            named.append(at)
        if len(named) == MOST_NAMED:
            break
    return named


def card(build: Store, ground: Ground, ward_code: str) -> None:
    """Show one ward: why it is named, its facts among others, its neighbours, its fit."""
    row = ground.wards[ground.wards["ward_code"] == ward_code].iloc[0]
    st.subheader(plain(f"{row['ward_name']}, {row['district']}"), anchor=False)
    missed = row[FIT]
    st.text(
        f"{row['place']} · code {ward_code} · wards of {row['boundary_vintage']} · "
        f"{row['population']:,.0f} residents"
    )
    if given(missed) and abs(float(missed)) > POOR_FIT_PERCENT:
        st.warning(
            f"The small areas behind its deprivation and health figures miss its residents by "
            f"{ward_answers.fit(missed)}: read these with care."
        )
    told = ward_queries.designations(store=build, ward_code=ward_code)
    if told.empty:
        st.text("No document names this ward.")
    else:
        tables.show(
            pd.DataFrame(
                {
                    "Named as": told["designation_words"].to_numpy(),
                    "Cohort or theme": told["cohort"].fillna(told["theme"]).fillna("").to_numpy(),
                    "As stated": [f"“{one}”" for one in told["as_stated"]],
                    "Document and place": [provenance.document_line(one) for one in records(told)],
                }
            ),
            f"Why documents name {row['ward_name']}",
        )
    stands = _standings(ground, ward_code)
    spec = standings(stands, palette=views.palette(), ward=str(row["ward_name"]))
    if spec is not None:
        values, spec = split(spec)
        alt = f"Where {row['ward_name']} stands among all wards; the table below says the same"
        st.vega_lite_chart(
            values, spec, key="standings", alt=views.short(alt), width="stretch", theme=None
        )
    tables.show(_facts(ground, ward_code), f"Facts of {row['ward_name']} among others")
    _programmes(build, ward_code)
    beside = ward_queries.neighbours(store=build, ward_code=ward_code)
    names = [
        f"{one}{'' if district == row['district'] else f' ({district})'}{' ★' if named else ''}"
        for one, district, named in zip(
            beside["ward_name"], beside["district"], beside["named"], strict=True
        )
    ]
    st.text(f"Neighbours (★ named in a document): {', '.join(names)}.")
    st.page_link(
        "pages/explore/places.py",
        label=f"All of {plain(row['district'])}",
        query_params={"area": str(row["district"])},
    )


def _programmes(build: Store, ward_code: str) -> None:
    """Link to the programmes for this ward, and to those of the areas it lies in."""
    found = ward_queries.programmes(store=build, ward_code=ward_code)
    around = ward_queries.programme_areas(store=build, ward_code=ward_code)
    links = [(one, {"programme": one}) for one in found["name"]] + [
        (f"{count} {'programme' if count == 1 else 'programmes'} in {area}", {"place": area})
        for area, count in zip(around["area"], around["programmes"], strict=True)
        if count
    ]
    first = {0: "No programme is said to be for this ward", 1: "1 programme is for this ward"}
    mine = first.get(len(found), f"{len(found)} programmes are for this ward")
    st.text(f"{mine}. Links with a number lead to all programmes of an area it lies in.")
    with st.container(horizontal=True):
        for label, asked in links:
            st.page_link("pages/plan/programmes.py", label=plain(label), query_params=asked)


def _standings(ground: Ground, ward_code: str) -> pd.DataFrame:
    """Return where a ward stands in the facts of its card, as the chart wants it."""
    rows = []
    for fact_id in ON_CARD:
        found = standing(ground.wards, fact_id, ground.facts, ward_code)
        spread = ground.spread(fact_id)
        rows.append(
            {
                "label": ground.facts[fact_id].name,
                "shown": ground.shown(fact_id, found.value),
                "value": found.value,
                "low": spread.minimum,
                "high": spread.maximum,
                "q25": spread.lower_quartile,
                "q75": spread.upper_quartile,
                "district": found.district.value,
                "place": found.place.value,
                "system": found.system.value,
            }
        )
    return pd.DataFrame(rows)


def _facts(ground: Ground, ward_code: str) -> pd.DataFrame:
    rows = []
    for fact_id in ON_CARD:
        fact = ground.facts[fact_id]
        found = standing(ground.wards, fact_id, ground.facts, ward_code)
        order = rank(ground.wards, fact_id, ground.facts)
        mine = order[order["ward_code"] == ward_code]["rank"].iloc[0]
        worst = "" if fact.polarity == "no_judgement" else "worst "
        rows.append(
            {
                "Fact": fact.name,
                "This ward": ground.shown(fact_id, found.value),
                "Place in the order": f"{mine} of {found.of} ({worst or 'highest '}first)"
                if pd.notna(mine)
                else "",
                "District": _overall(found.district, fact.unit),
                "Its place": _overall(found.place, fact.unit),
                "System": _overall(found.system, fact.unit),
                "Year": fact.vintage,
            }
        )
    return pd.DataFrame(rows)


def _overall(found: Overall, unit: object) -> str:
    if found.value is None:
        return NOT_AVAILABLE
    told = show(round(found.value, 1), unit)  # type: ignore[arg-type]
    return told if found.how == "share" else f"{told} (median)"
