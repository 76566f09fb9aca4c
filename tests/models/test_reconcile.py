"""Verdicts worked out by hand, and conflicts that the program finds by itself."""

from dataclasses import replace

import pytest

from models.area import Area
from models.catalogue import Catalogue
from models.check import Check
from models.figure import Figure
from models.indicator import Indicator
from models.reconcile import conflicts, evaluate, reconcile, show, show_figure, undefined
from models.source import Source
from models.vocabulary import UNITS


def source(name):
    return Source(id=name, title=f"The {name}", publisher="a board", status="published")


def indicator(unit):
    return Indicator.model_validate(
        {
            "id": f"in_{unit}",
            "name": f"Measured in {unit}",
            "unit": unit,
            "polarity": "no_judgement",
            "domain": "living_well",
            "definition": "what is measured",
            "may_exceed_100": True,
        }
    )


def figure(name, value, unit, as_stated, qualifier="exact", **more):
    if isinstance(value, tuple):
        more |= {"low": value[0], "high": value[1]}
    else:
        more["value"] = value
    return Figure.model_validate(
        {
            "id": name,
            "indicator": f"in_{unit}",
            "area": "lancashire",
            "qualifier": qualifier,
            "kind": "outcome",
            "as_stated": as_stated,
            "where": "there",
            "source": "report",
            **more,
        }
    )


def catalogue(*figures, checks=()):
    return Catalogue(
        sources=(source("report"), source("strategy")),
        areas=tuple(
            Area.model_validate({"id": name, "name": name.title(), "area_type": "place"})
            for name in ("lancashire", "blackpool")
        ),
        indicators=tuple(indicator(unit) for unit in UNITS),
        figures=figures,
        checks=tuple(checks),
    )


def check(formula, stated, *figures, kind="sum", **constants):
    """Evaluate a formula over figures named a, b, c ... against the figure that is stated."""
    names = {letter: one.id for letter, one in zip("abcdef", figures, strict=False)}
    declared = Check.model_validate(
        {
            "id": "check",
            "kind": kind,
            "statement": "so they say",
            "inputs": names,
            "constants": constants,
            "formula": formula,
            "stated": stated.id,
            **({"constants_why": "counted"} if constants else {}),
        }
    )
    return evaluate(catalogue(*figures, stated, checks=[declared]), declared)


def test_an_increase_that_is_none_of_the_printed():
    # 292 is 42.4% more than 205. (205 is 29.8% less than 292.)
    verdict = check(
        "(a - b) / b * 100",
        figure("rise", 29.8, "percent", "an increase of 29.8%"),
        figure("now", 292, "count", "292 beds"),
        figure("then", 205, "count", "from 205"),
        kind="percentage_change",
    )
    assert verdict.verdict == "differs"
    assert verdict.working == "(292 − 205) ÷ 205 × 100 = 42.44%; printed as 29.8%."
    assert verdict.computed == pytest.approx(42.43902)
    assert verdict.difference == pytest.approx(12.63902)
    assert verdict.figure_ids == ("now", "then", "rise")
    assert verdict.declared


def test_a_rise_of_unpaid_carers():
    verdict = check(
        "(b - a) / a * 100",
        figure("rise", 31, "percent", "risen by 31%"),
        figure("then", 38396, "people", "38,396"),
        figure("later", 49219, "people", "49,219"),
    )
    assert verdict.verdict == "differs"
    assert verdict.working == "(49,219 − 38,396) ÷ 38,396 × 100 = 28.19%; printed as 31%."


def test_a_sum_of_money():
    verdict = check(
        "a + b",
        figure("total", 72213, "gbp", "£72,213 total cost savings"),
        figure("one", 59253, "gbp", "£59,253"),
        figure("two", 12960, "gbp", "£12,960"),
    )
    assert verdict.verdict == "holds"
    assert verdict.working == "£59,253 + £12,960 = £72,213; printed as £72,213."


def test_a_shorter_stay():
    # (9.5 - 5.0) / 9.5 is 47.37%, printed as 47%. But 9.55 and 4.95 are printed alike, and
    # 4.60 / 9.55 is 48.17%, printed as 48%.
    verdict = check(
        "(a - b) / a * 100",
        figure("less", 48, "percent", "a 48% reduction"),
        figure("then", 9.5, "weeks", "from 9.5 weeks to 5.0 weeks"),
        figure("now", 5, "weeks", "from 9.5 weeks to 5.0 weeks"),
    )
    assert verdict.verdict == "within_rounding"
    assert verdict.working == "(9.5 − 5.0) ÷ 9.5 × 100 = 47.37%; printed as 48%."
    # Printed with another digit, at most (9.505 - 4.995) / 9.505 = 47.45%.
    exact = check(
        "(a - b) / a * 100",
        figure("less", 48, "percent", "a 48% reduction"),
        figure("then", 9.5, "weeks", "from 9.50 weeks to 5.00 weeks"),
        figure("now", 5, "weeks", "from 9.50 weeks to 5.00 weeks"),
    )
    assert exact.verdict == "differs"


def places(lancashire=1_200_000):
    return (
        figure("bwd", 150_000, "people", "Blackburn with Darwen - 150,000"),
        figure("blackpool", 138_000, "people", "Blackpool - 138,000"),
        figure("cumbria", 186_000, "people", "South Cumbria - 186,000"),
        figure("lancashire", lancashire, "people", f"Lancashire - {lancashire:,}"),
    )


def test_the_places_are_not_two_million():
    # 1,674,000; at most 1,674,000 + 3 x 500 + 50,000 = 1,725,500; two million from 1,950,000.
    total = figure("total", 2_000_000, "people", "a population of c 2,000,000", "approx")
    verdict = check("a + b + c + d", total, *places())
    assert verdict.verdict == "differs"
    assert verdict.working == (
        "150,000 + 138,000 + 186,000 + 1,200,000 = 1,674,000; printed as about 2,000,000 people."
    )


@pytest.mark.parametrize(
    ("lancashire", "expected"),
    [
        (1_300_000, "holds"),  # 1,774,000
        (1_200_000, "differs"),  # 1,674,000, at most 1,725,500: that is 1.7 million
        (1_100_000, "differs"),  # 1,574,000, at most 1,625,500
        (1_400_000, "differs"),  # 1,874,000, at least 1,822,500
    ],
)
def test_almost_1_800_000(lancashire, expected):
    # Almost 1.8 million is 1,750,000 to 1,800,000; less would have been 1.7 million.
    total = figure("total", 1_800_000, "people", "almost 1.8 million people", "almost")
    assert check("a + b + c + d", total, *places(lancashire)).verdict == expected


@pytest.mark.parametrize(
    ("qualifier", "as_stated", "stated", "computed", "expected"),
    [
        ("more_than", "over 500", 500, 512, "holds"),
        ("more_than", "over 500", 500, 550, "holds"),
        ("more_than", "over 500", 500, 5600, "holds"),
        ("more_than", "over 500", 500, 498, "differs"),
        ("at_least", "at least 8", 8, 9, "holds"),
        ("at_least", "at least 8", 8, 8, "holds"),
        ("at_least", "at least 8", 8, 7, "differs"),
        ("almost", "almost 400 BP tests", 400, 390, "holds"),
        ("almost", "almost 400 BP tests", 400, 359, "differs"),
        ("almost", "almost 400 BP tests", 400, 402, "differs"),
        ("almost", "almost 95", 95, 94, "holds"),
        ("almost", "almost 95", 95, 93, "differs"),
        ("less_than", "fewer than 70", 70, 65, "holds"),
        ("less_than", "fewer than 70", 70, 71, "differs"),
        ("less_than", "fewer than 70", 70, 3, "holds"),
        ("up_to", "up to 12", 12, 11, "holds"),
        ("up_to", "up to 12", 12, 13, "differs"),
        ("approx", "about 40", 40, 41, "holds"),
        ("approx", "about 40", 40, 42, "differs"),
        ("approx", "about 65", 65, 66, "differs"),
        ("approx", "some 38,396", 38_396, 38_400, "differs"),
        ("approx", "around 21,000", 21_000, 20_500, "holds"),
        ("approx", "around 21,000", 21_000, 20_400, "differs"),
        ("exact", "512", 512, 512, "holds"),
        ("exact", "512", 512, 513, "differs"),
        ("exact", "1.2 million", 1_200_000, 1_249_000, "holds"),
        ("exact", "1.2 million", 1_200_000, 1_251_000, "differs"),
        ("exact", "13,000", 13_000, 13_400, "holds"),
        ("exact", "13,000", 13_000, 13_600, "differs"),
    ],
)
def test_the_words_before_a_number(qualifier, as_stated, stated, computed, expected):
    printed = figure("printed", stated, "count", as_stated, qualifier)
    # The input stands for itself alone: its fragment carries every one of its digits.
    counted = figure("counted", computed - 1, "count", f"{computed - 1:,}")
    assert check("a + one", printed, counted, one=1).verdict == expected


def test_a_share_of_people_is_rounded_to_whole_people():
    # 19.3% of 601 is 115.99, and 116 people are printed.
    verdict = check(
        "a * b / 100",
        figure("people", 116, "people", "19.3% (116 people)"),
        figure("share", 19.3, "percent", "19.3% (116 people)"),
        figure("beds", 601, "people", "601"),
    )
    assert verdict.verdict == "holds"
    assert verdict.working == "19.3% × 601 ÷ 100 = 115.99; printed as 116 people."


def test_whole_people_are_not_rounded():
    one, two = (figure(f"f{n}", n, "people", str(n)) for n in (148, 116))
    assert check("a + b", figure("t", 264, "people", "264"), one, two).verdict == "holds"
    assert check("a + b", figure("t", 265, "people", "265"), one, two).verdict == "differs"


def test_averages_of_people_are():
    # 31.5 people cannot be counted; 147.75 and 116.25 are printed as 148 and 116.
    verdict = check(
        "a - b",
        figure("less", 31.5, "people", "31.5"),
        figure("then", 148, "people", "148"),
        figure("now", 116, "people", "116"),
    )
    assert verdict.verdict == "within_rounding"


def test_a_percentage_printed_whole():
    whole = figure("share", 33, "percent", "33%")
    of = [figure("part", 1, "count", "1"), figure("all", 3, "count", "3")]
    assert check("a / b * 100", whole, *of).verdict == "holds"
    third = figure("share", 33.3, "percent", "a third of all")
    assert check("a / b * 100", third, *of).verdict == "holds"
    assert check("a / b * 100", figure("share", 34, "percent", "34%"), *of).verdict == "differs"


def test_a_denominator_that_rounding_may_make_zero_says_nothing():
    # 4.95 may be printed as 5.0 and as 4.9, and nothing is left between them.
    verdict = check(
        "a / (b - c)",
        figure("ratio", 3, "ratio", "3 times"),
        figure("one", 1.0, "years", "1.0"),
        figure("two", 5.0, "years", "5.0"),
        figure("three", 4.9, "years", "4.9"),
    )
    assert verdict.verdict == "within_rounding"


def test_dividing_by_zero_is_a_fault_of_the_data():
    one, nothing = figure("one", 1, "count", "1"), figure("nothing", 0, "count", "0")
    stated = figure("stated", 1, "count", "1")
    with pytest.raises(ZeroDivisionError):
        check("a / b", stated, one, nothing)
    declared = Check.model_validate(
        {
            "id": "check",
            "kind": "ratio",
            "statement": "so they say",
            "inputs": {"a": "one", "b": "nothing"},
            "formula": "a / b",
            "stated": "stated",
        }
    )
    held = catalogue(one, nothing, stated, checks=[declared])
    (fault,) = undefined(held)
    assert (fault.item, fault.path) == (declared, ("formula",))
    assert "divides by zero" in fault.wrong
    assert list(undefined(replace(held, checks=()))) == []


def test_a_result_beyond_all_numbers_is_a_fault_of_the_data():
    pounds = figure("pounds", 1e18, "gbp", "£1000000000000000000")
    declared = Check.model_validate(
        {
            "id": "check",
            "kind": "product",
            "statement": "so they say",
            "inputs": {"a": "pounds"},
            "formula": "*".join("a" * 30),
            "stated": "pounds",
        }
    )
    (fault,) = undefined(catalogue(pounds, checks=[declared]))
    assert "is too large" in fault.wrong


def test_a_check_doubts_only_what_it_rests_on():
    with pytest.raises(ValueError, match="does not rest on 'another'; expected one of one, stated"):
        Check.model_validate(
            {
                "id": "check",
                "kind": "restatement",
                "statement": "so they say",
                "inputs": {"a": "one.low"},
                "formula": "a",
                "stated": "stated",
                "doubts": ["one", "another"],
            }
        )


def test_the_ends_of_a_range():
    beds = figure("beds", (87, 277), "count", "in the range of 87 to 277 beds", "range")
    width = figure("width", 190, "count", "190 beds")
    declared = Check.model_validate(
        {
            "id": "check",
            "kind": "difference",
            "statement": "so they say",
            "inputs": {"most": "beds.high", "least": "beds.low"},
            "formula": "most - least",
            "stated": "width",
        }
    )
    verdict = evaluate(catalogue(beds, width), declared)
    assert verdict.verdict == "holds"
    assert verdict.working == "277 − 87 = 190; printed as 190."
    assert verdict.figure_ids == ("beds", "width")


def test_a_restatement():
    verdict = check(
        "a",
        figure("late", 95, "percent", "typically over 95%", "more_than"),
        figure("early", 94, "percent", "94% of referrals"),
        kind="restatement",
    )
    assert verdict.verdict == "differs"
    assert verdict.working == "94% in one statement, more than 95% in the other."


def test_a_number_above_its_lower_bound_agrees():
    verdict = check(
        "a",
        figure("over", 70, "people", "over 70 registrations", "more_than"),
        figure("all", 83, "people", "83 newly registered patients"),
        kind="restatement",
    )
    assert verdict.verdict == "holds"


def test_a_lower_bound_in_a_sum_does_not_make_every_sum_agree():
    # Over 500 is 500 to 550 there, so the sum is 600 to 650.
    part = figure("part", 500, "count", "over 500", "more_than")
    rest = figure("rest", 100, "count", "100")
    assert check("a + b", figure("t", 640, "count", "640"), part, rest).verdict != "differs"
    assert check("a + b", figure("t", 700, "count", "700"), part, rest).verdict == "differs"


def test_a_restatement_in_another_unit():
    verdict = check(
        "a",
        figure("share", 27, "percent", "the baseline was 27%"),
        figure("people", 27, "people", "from 27 people per day"),
        kind="restatement",
    )
    assert verdict.verdict == "differs"
    assert verdict.working == "27 people in one statement, 27% in the other."
    alike = check(
        "a",
        figure("count", 12, "count", "12 of them"),
        figure("people", 12, "people", "12 people"),
        kind="restatement",
    )
    assert alike.verdict == "holds"


def test_a_counted_list():
    verdict = check("listed", figure("four", 4, "count", "four places"), listed=4, kind="count")
    assert verdict.verdict == "holds"
    assert verdict.working == "4 counted; printed as 4."


def test_years_between_dates():
    verdict = check("to - since", figure("plan", 2, "years", "2 year plan"), to=2025, since=2023)
    assert verdict.working == "2025 − 2023 = 2; printed as 2 years."


def test_large_constants_and_negative_numbers_read_well():
    verdict = check(
        "a - b + all",
        figure("stated", 1_234_570, "count", "1,234,570"),
        figure("one", -3, "percent", "-3%"),
        figure("two", 0.004, "percent", "0.004%"),
        all=1234567,
    )
    assert verdict.working.startswith("(−3%) − 0.004% + 1,234,567 = 1,234,564; printed as")


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (7.59, "percent", "7.59%"),
        (42.43902, "percent", "42.44%"),
        (50, "percent", "50%"),
        (0.004, "percent", "0.004%"),
        (0, "percent", "0%"),
        (-3, "percent", "−3%"),
        (-0.001, "percent", "−0.001%"),
        (5.3, "percentage_points", "5.3 percentage points"),
        (1, "percentage_points", "1 percentage point"),
        (1197, "count", "1,197"),
        (1, "people", "1 person"),
        (2_000_000, "people", "2,000,000 people"),
        (4056, "gbp", "£4,056"),
        (4_100_000_000, "gbp", "£4,100,000,000"),
        (12.5, "gbp", "£12.50"),
        (-12.5, "gbp", "−£12.50"),
        (-3, "gbp", "−£3"),
        (1, "years", "1 year"),
        (2, "years", "2 years"),
        (1.5, "weeks", "1.5 weeks"),
        (19.2, "per_100k", "19.2 per 100,000"),
        (1, "per_100k", "1 per 100,000"),
        (2, "ratio", "2 to 1"),
        (1, "ratio", "1 to 1"),
        (1, "rank", "1st"),
        (2, "rank", "2nd"),
        (3, "rank", "3rd"),
        (11, "rank", "11th"),
        (30, "rank", "30th"),
        (112, "rank", "112th"),
        (123, "rank", "123rd"),
        (2.5, "rank", "2.5"),
        (2040, "calendar_year", "2040"),
        (8, "clock_hour", "8 o’clock"),
        (10, "minutes", "10 minutes"),
        (3, "degrees", "3°"),
    ],
)
def test_show(value, unit, expected):
    assert show(value, unit) == expected


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (figure("f", 500, "people", "over 500", "more_than"), "more than 500 people"),
        (figure("f", 17_000, "people", "c 17,000", "approx"), "about 17,000 people"),
        (figure("f", (250, 300), "people", "250-300", "range"), "250 to 300 people"),
        (figure("f", (5, 9), "gbp", "£5 to £9", "range"), "£5 to £9"),
        (figure("f", (12, 38), "percent", "12% - 38%", "range"), "12 to 38%"),
        (figure("f", 82, "years", "was 82.0 years"), "82.0 years"),
        (figure("f", 54.29, "years", "54.29 between"), "54.29 years"),
        (figure("f", (1.5, 2), "years", "1.50 to 2.00", "range"), "1.50 to 2.00 years"),
        (figure("f", 1_200_000, "people", "1.2 million"), "1,200,000 people"),
        (figure("f", 17_500, "gbp", "£17.5k"), "£17,500"),
        (figure("f", 33.3, "percent", "Almost a third", "almost"), "almost a third (33.3%)"),
        (figure("f", 33.3, "percent", "1/3 more"), "1/3 (33.3%)"),
        (figure("f", 66.7, "percent", "two thirds of all"), "two thirds (66.7%)"),
        (figure("f", 50, "percent", "half of them"), "half (50%)"),
        (figure("f", 20, "percent", "around a fifth", "approx"), "about a fifth (20%)"),
        (figure("f", 2, "ratio", "twice the average"), "twice (2 to 1)"),
        (figure("f", 2, "count", "twice"), "2"),
        (figure("f", 30, "rank", "30th highest"), "30th"),
        (figure("f", (2, 9), "rank", "2 to 9", "range"), "2nd to 9th"),
        (figure("f", 50, "rank", "the top 50", "up_to"), "among the first 50"),
    ],
)
def test_show_figure(one, expected):
    assert show_figure(one, indicator(one.indicator.removeprefix("in_"))) == expected


# Conflicts: found, not declared.


def test_a_million_and_a_bit_more_differ():
    one = figure("one", 1_200_000, "people", "1.2 million", source="strategy")
    two = figure("two", 1_300_000, "people", "1.3 million")
    (found,) = conflicts(catalogue(one, two))
    assert found.verdict == "differs"
    assert found.kind == "conflict"
    assert not found.declared
    assert (found.stated, found.computed, found.difference) == (1_200_000, 1_300_000, 100_000)
    assert found.figure_ids == ("one", "two")
    assert found.working == "1,200,000 people (The strategy); 1,300,000 people (The report)."
    assert "different times" in found.possible_explanation


def test_a_rounded_number_agrees_with_its_exact_one():
    one = figure("one", 186_000, "people", "186,000")
    two = figure("two", 186_478, "people", "186,478")
    assert [v.verdict for v in conflicts(catalogue(one, two))] == ["within_rounding"]
    far = figure("two", 186_600, "people", "186,600")
    assert [v.verdict for v in conflicts(catalogue(one, far))] == ["differs"]


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ((148, "148", "exact"), (149, "149", "exact"), "differs"),
        ((500, "over 500", "more_than"), (512, "512", "exact"), "within_rounding"),
        ((500, "over 500", "more_than"), (490, "490", "exact"), "differs"),
        ((500, "over 500", "more_than"), (510, "almost 510", "almost"), "within_rounding"),
        ((400, "almost 400", "almost"), (390, "390", "exact"), "within_rounding"),
        ((400, "almost 400", "almost"), (410, "over 410", "more_than"), "differs"),
        (((250, 300), "250-300", "range"), (275, "275", "exact"), "within_rounding"),
        (((250, 300), "250-300", "range"), (320, "320", "exact"), "differs"),
        (((250, 300), "250-300", "range"), ((290, 350), "290 - 350", "range"), "within_rounding"),
    ],
)
def test_conflicts_respect_the_words_before_a_number(one, two, expected):
    figures = [
        figure(name, value, "people", text, qualifier)
        for name, (value, text, qualifier) in (("one", one), ("two", two))
    ]
    assert [v.verdict for v in conflicts(catalogue(*figures))] == [expected]
    assert [v.verdict for v in conflicts(catalogue(*reversed(figures)))] == [expected]


def test_percentages_that_round_alike_agree():
    def verdict(one, two):
        figures = (
            figure("one", one, "percent", f"{one}%"),
            figure("two", two, "percent", f"{two}%"),
        )
        return [v.verdict for v in conflicts(catalogue(*figures))]

    assert verdict(31, 31.4) == ["within_rounding"]
    assert verdict(31, 31.6) == ["differs"]
    assert verdict(31, 32) == ["differs"]


def test_three_values_agree_only_when_every_two_do():
    figures = [
        figure("one", 1_200_000, "people", "1.2 million"),
        figure("two", 1_240_000, "people", "1.24 million"),
        figure("three", 1_300_000, "people", "1.3 million"),
    ]
    (found,) = conflicts(catalogue(*figures))
    assert found.verdict == "differs"
    assert found.statement.endswith("3 different values")
    assert (found.stated, found.computed) == (1_200_000, 1_300_000)


def test_a_restatement_is_no_conflict():
    one = figure("one", 24, "percent", "24%")
    again = figure("again", 24, "percent", "24 per cent", same_as="one")
    assert list(conflicts(catalogue(one, again))) == []


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "target"},
        {"kind": "projection"},
        {"period": "2024"},
        {"area": "blackpool"},
        {"sex": "male"},
        {"age": "65+"},
        {"group": "carers"},
        {"ward": "E05012241"},
        {"programme": "falls"},
    ],
)
def test_what_is_not_the_same_thing_does_not_conflict(more):
    one = figure("one", 24, "percent", "24%")
    assert len(list(conflicts(catalogue(one, figure("two", 30, "percent", "30%"))))) == 1
    assert list(conflicts(catalogue(one, figure("two", 30, "percent", "30%", **more)))) == []


def test_targets_conflict_among_themselves():
    two = [figure(f"t{n}", n, "percent", f"{n}%", kind="target") for n in (70, 80)]
    assert len(list(conflicts(catalogue(*two)))) == 1


def test_ids_stay_distinct():
    figures = [
        figure(f"{prefix}{value}", value, "percent", f"{value}%", age=age)
        for prefix, age in (("a", "65"), ("b", "65+"))
        for value in (10, 20)
    ]
    ids = [verdict.check_id for verdict in reconcile(catalogue(*figures))]
    assert ids == ["conflict-in-percent-lancashire-65", "conflict-in-percent-lancashire-65-2"]


def test_declared_checks_come_first():
    one, two = figure("one", 10, "count", "10"), figure("two", 20, "count", "20")
    declared = Check.model_validate(
        {
            "id": "twice",
            "kind": "product",
            "statement": "twice as many",
            "inputs": {"a": "one"},
            "constants": {"times": 2},
            "constants_why": "twice",
            "formula": "a * times",
            "stated": "two",
        }
    )
    found = reconcile(catalogue(one, two, checks=[declared]))
    assert [(v.check_id, v.verdict) for v in found] == [
        ("twice", "holds"),
        ("conflict-in-count-lancashire", "differs"),
    ]


def test_a_restatement_that_dates_the_same_thing_differently():
    early, late = (
        figure(f"rise-{y}", 24, "percent", f"24% since April {y}", period=f"{y}-04..")
        for y in (2020, 2024)
    )
    verdict = check("a", late, early, kind="restatement")
    assert verdict.verdict == "differs"
    assert "24%, since April 2020, in one statement" in verdict.working
    assert "24%, since April 2024, in the other" in verdict.working
    assert verdict.doubted_ids == ("rise-2020", "rise-2024")


def test_a_sum_puts_only_what_it_should_give_in_question():
    one, two = figure("one", 1, "count", "1 hub"), figure("two", 2, "count", "2 hubs")
    verdict = check("a + b", figure("total", 4, "count", "4 hubs"), one, two)
    assert verdict.verdict == "differs"
    assert verdict.doubted_ids == ("total",)


def restatement(name, first, stated):
    return Check.model_validate(
        {
            "id": name,
            "kind": "restatement",
            "statement": "the same twice",
            "inputs": {"first": first},
            "formula": "first",
            "stated": stated,
        }
    )


def test_a_conflict_that_a_declared_check_tells_of_is_told_once():
    one = figure("one", 1_200_000, "people", "1.2 million")
    again = figure("again", 1_200_000, "people", "1,200,000", same_as="one")
    two = figure("two", 1_300_000, "people", "1.3 million")
    declared = restatement("told", "one", "two")
    (found,) = reconcile(catalogue(one, again, two, checks=[declared]))
    assert (found.check_id, found.verdict) == ("told", "differs")
    # What the conflict would have put in question is in question all the same.
    assert set(found.figure_ids) == set(found.doubted_ids) == {"one", "again", "two"}


def test_a_conflict_of_three_values_needs_all_its_pairs_told():
    figures = [
        figure(name, value, "people", f"{value}")
        for name, value in (("one", 10), ("two", 20), ("three", 30))
    ]
    pairs = [("one", "two"), ("two", "three"), ("one", "three")]
    checks = [restatement(f"told-{first}-{stated}", first, stated) for first, stated in pairs]
    some = reconcile(catalogue(*figures, checks=checks[:2]))
    assert [v.kind for v in some] == ["restatement", "restatement", "conflict"]
    every = reconcile(catalogue(*figures, checks=checks))
    assert [v.kind for v in every] == ["restatement"] * 3
    assert [len(v.figure_ids) for v in every] == [2, 2, 2]


def test_a_restatement_of_something_else_does_not_tell_of_a_conflict():
    one, two = figure("one", 10, "people", "10"), figure("two", 20, "people", "20")
    elsewhere = figure("elsewhere", 20, "people", "20", area="blackpool")
    found = reconcile(
        catalogue(one, two, elsewhere, checks=[restatement("told", "one", "elsewhere")])
    )
    assert [v.kind for v in found] == ["restatement", "conflict"]


def test_a_value_before_a_change_does_not_contradict_the_one_after():
    after = figure("after", 20, "people", "20")
    assert len(list(conflicts(catalogue(after, figure("b", 27, "people", "27"))))) == 1
    before = figure("b", 27, "people", "27", baseline="true")
    assert list(conflicts(catalogue(after, before))) == []
