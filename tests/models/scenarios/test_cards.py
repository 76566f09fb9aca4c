"""What must hold of every card: values from figures, words that are whole, nothing unused."""

import re
from collections import Counter

import pytest

from models.scenarios import CARDS
from models.scenarios import card as card_of
from models.scenarios.answer import answer
from models.scenarios.core import CONSTANTS, Assumed, Facts, Read, Stated, figures_of, value_of

EACH = pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
# What a card may say in digits: conversions, nought, one and all, and dates.
PLAIN = {"0", "1", "365", "52.14", "95", "100"}
DATE = re.compile(r"20\d\d")
# Ages and hours by which the census groups people; compared with their figures below.
GROUPS = {"carers_over_65": {"65"}, "care_hours": {"20", "49", "50"}}


def texts(card):
    """All that a card says that is not filled in."""
    said = [card.title, card.question, card.formula, *card.does_not_say]
    said += [spec.label for spec in card.inputs]
    for output in card.outputs:
        said += [output.label, re.sub(r"\{\w+\}", "", output.words + output.working)]
    return said


def test_every_scenario_of_the_plan_is_there():
    assert len(CARDS) >= 12
    assert max(Counter(card.id for card in CARDS).values()) == 1
    assert max(Counter(card.title for card in CARDS).values()) == 1


@EACH
def test_stated_inputs_are_the_figures_and_assumptions_say_why(card, held):
    facts = Facts(held)
    for spec in card.inputs:
        value = value_of(spec, facts)
        if isinstance(spec, Stated):
            figure = held.figure(spec.figure)
            if figure.value is None:
                assert value == (figure.low + figure.high) / 2
                assert facts.printed(spec.figure) == (figure.low, figure.high)
            else:
                assert value == figure.value
        elif isinstance(spec, Read):
            assert spec.figures
            assert value == spec.take(facts)
        else:
            assert len(spec.why.split()) >= 5
            assert figures_of(spec) == ()
        assert value is None or spec.lowest <= value <= spec.highest
        assert spec.lowest < spec.highest
        assert spec.step > 0


@EACH
def test_no_number_that_a_document_states_is_written_into_a_card(card):
    for output in card.outputs:
        written = re.findall(r"(?<![\w.])\d+(?:\.\d+)?", output.formula)
        assert set(written) <= {"1"}, output.formula
    for text in texts(card):
        numbers = {n for n in re.findall(r"\d+(?:\.\d+)?", text) if not DATE.fullmatch(n)}
        assert numbers <= PLAIN | GROUPS.get(card.id, set()), text


def test_groups_of_the_census_are_those_of_the_figures(held):
    assert held.figure("bcf-unpaid-care-hours-threshold-20").value == 20
    assert held.figure("bcf-unpaid-care-hours-threshold-50").value == 50
    assert held.figure("bcf-unpaid-carers-65-and-over-2021").age == "over 65"


@EACH
def test_every_input_and_output_has_a_name_of_its_own_and_is_used(card):
    names = [spec.id for spec in card.inputs] + [output.id for output in card.outputs]
    assert max(Counter([*names, *CONSTANTS]).values()) == 1
    used = set()
    for output in card.outputs:
        if output.function is None:
            used |= set(output.arithmetic.names)
            assert not output.working
        else:
            used |= set(re.findall(r"\{(\w+)\}", output.working)) - {output.id}
            assert not output.formula
    used |= {spec.among for spec in card.inputs if isinstance(spec, Stated)}
    used |= {spec.each for spec in card.inputs if isinstance(spec, Stated)}
    unused = {spec.id for spec in card.inputs} - used
    assert not unused
    assert card.headline in [output.id for output in card.outputs]


@EACH
def test_a_result_moves_with_what_is_behind_it_and_with_nothing_else(card, held):
    """Every input that has a value is moved a step; the results that follow are compared."""
    now = answer(card, held).baseline
    moved = {output.id: set() for output in card.outputs}
    for spec, one in zip(card.inputs, answer(card, held).inputs, strict=True):
        if one.value is None:
            continue
        up = one.value + one.step if one.value + one.step <= one.highest else one.value - one.step
        then = answer(card, held, {spec.id: up}).scenario
        for output in card.outputs:
            if then.output(output.id).point != now.output(output.id).point:
                moved[output.id].add(spec.id)
    for output in card.outputs:
        assert moved[output.id] <= set(card.behind(output.id)), output.id


def test_what_is_behind_results_of_results_is_found():
    faces = card_of("familiar_faces")
    assert faces.behind("avoided") == ("people", "fewer", "due")
    assert faces.behind("net") == ("people", "saved", "due", "cost")


@EACH
def test_programmes_and_figures_are_known(card, held):
    assert card.programmes
    for programme in card.programmes:
        assert programme in held.by_kind["programme"]
    for figure_id in card.figure_ids:
        assert figure_id in held.by_kind["figure"]
    tied = {held.figure(figure_id).programme for figure_id in card.figure_ids} - {None}
    assert not tied or tied & set(card.programmes)


@EACH
def test_a_card_needs_no_figures_but_its_own(card, held):
    own = [held.figure(figure_id) for figure_id in card.figure_ids]
    alone = type(held)(
        figures=tuple(own),
        indicators=tuple({held.indicator_of(f).id: held.indicator_of(f) for f in own}.values()),
    )
    assert answer(card, alone) == answer(card, held)
    found = answer(card, held).findings
    assert {figure_id for one in found for figure_id in one.figure_ids} <= set(card.figure_ids)
    named = {figure_id for one in found for figure_id in one.figure_ids}
    assert set(card.also) <= named


@EACH
def test_what_is_said_is_whole(card, held):
    found = answer(card, held)
    assert len(card.does_not_say) >= 3
    results = [found.baseline.headline, *found.baseline.others]
    assert [one.id for one in results[1:]] == [
        output.id for output in card.outputs if output.id != card.headline
    ]
    said = [one.words for one in results] + [one.working for one in results]
    said += [one.sure for one in found.inputs] + [one.words for one in found.findings]
    said += [*card.does_not_say, card.question, card.formula, found.baseline.covers]
    for text in said:
        assert text.strip() == text
        assert not re.search(r"[{}]|nan|inf\b|None|\s\s", text), text
    for text in [one.words for one in results] + list(card.does_not_say):
        assert text.endswith("."), text


@EACH
def test_the_working_is_what_was_computed(card, held):
    """The last number of each working is the point, to the digits that are printed."""
    baseline = answer(card, held).baseline
    for one in (baseline.headline, *baseline.others):
        result = one.working.rpartition(" = ")[2]
        number = re.match(r"[(−]*£?([\d,.]*\d)", result)
        assert number, one.working
        assert float(number[1].replace(",", "")) == pytest.approx(abs(one.point), abs=0.0051)


@EACH
def test_inputs_open_their_figures_and_tell_how_sure_they_are(card, held):
    for one, spec in zip(answer(card, held).inputs, card.inputs, strict=True):
        assert one.id == spec.id
        assert bool(one.figure_ids) != isinstance(spec, Assumed)
        assert bool(one.why) == isinstance(spec, Assumed)
        assert one.sure.endswith(".")
        if one.value is not None:
            assert one.low <= one.value <= one.high
        assert (one.low == one.high) == (
            one.kind == "exact" or (one.kind == "assumed" and one.base is None)
        )
        if one.kind == "chance":
            assert 0 <= one.count <= one.denominator
