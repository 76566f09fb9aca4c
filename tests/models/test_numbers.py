"""Numbers as the documents print them; every expectation is written by hand."""

import pytest
from hypothesis import given
from hypothesis import settings as runs
from hypothesis import strategies as st

from models.numbers import gives, half_step, number_places, numbers_in

EXACT = [
    ("£4.1billion", [4_100_000_000]),
    ("£102m", [102_000_000]),
    ("£10m", [10_000_000]),
    ("£1.2bn", [1_200_000_000]),
    ("17.5k", [17_500]),
    ("c598", [598]),
    ("c337k", [337_000]),
    ("c. 1.2 million", [1_200_000]),
    ("1.2 million", [1_200_000]),
    ("2.3 million", [2_300_000]),
    ("3 hundred", [300]),
    ("half a million", [500_000]),
    ("half million", [500_000]),
    ("half of a million", [500_000]),
    ("three quarters of a million", [750_000]),
    ("one and a half million", [1_500_000]),
    ("two and a half", [2.5]),
    ("2–3-year", [2, 3]),
    ("14,000–17,000", [14_000, 17_000]),
    ("70% - 80%", [70, 80]),
    ("250-300", [250, 300]),
    ("12x", [12]),
    ("10x", [10]),
    ("(x2- shared role)", [2]),
    ("30th highest", [30]),
    ("3rd most", [3]),
    ("second worst quintile", [2]),
    ("twice", [2]),
    ("double", [2]),
    ("single", [1]),
    ("24/7", [24, 7]),
    ("3,000", [3_000]),
    ("1,2", [1, 2]),
    ("0-15’s", [0, 15]),
    ("50+", [50]),
    ("1,100+", [1_100]),
    ("55 and 74", [55, 74]),
    ("2,3,4,5,6,7,8 and 9", [2, 3, 4, 5, 6, 7, 8, 9]),
    ("2,3,4,100", [2, 3, 4, 100]),
    ("twenty five", [25]),
    ("Twenty-five", [25]),
    ("twenty-first", [21]),
    ("one hundred and fifty", [150]),
    ("a hundred and two", [102]),
    ("one hundred and twenty five", [125]),
    ("two thousand three hundred", [2_300]),
    ("two hundred thousand", [200_000]),
    ("twelve million", [12_000_000]),
    ("twenty, five", [20, 5]),
    ("five hundred and twenty", [520]),
    ("ten and five", [10, 5]),
    ("0-19yrs", [0, 19]),
    ("95%", [95]),
    ("5yrs", [5]),
    ("76.3yrs", [76.3]),
    ("Q3", [3]),
    ("£59,253", [59_253]),
    ("1,197", [1_197]),
    ("1,000,000.5", [1_000_000.5]),
    (".5", [0.5]),
    ("8am-6pm", [8, 6]),
    ("2018-20", [2018, 20]),
    ("25 km²", [25]),
    ("10 m²", [10]),
    ("5 months", [5]),
    ("zero", [0]),
    ("hundreds of dozens", []),
    ("someone is often behalf-hearted", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), EXACT)
def test_numbers_are_read_exactly(text, expected):
    assert [number.readings[0] for number in numbers_in(text)] == expected


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("two thirds", (2 / 3, 200 / 3)),
        ("Two-thirds", (2 / 3, 200 / 3)),
        ("two‑thirds", (2 / 3, 200 / 3)),
        ("three quarters", (0.75, 75)),
        ("half", (0.5, 50)),
        ("a quarter", (0.25, 25)),
        ("1/3 more", (1 / 3, 100 / 3)),
        ("3/10", (0.3, 30)),
    ],
)
def test_shares_mean_a_part_or_a_percentage(text, shares):
    (number,) = numbers_in(text)
    assert number.readings == ()
    assert number.shares == pytest.approx(shares)


@pytest.mark.parametrize(("text", "ordinal", "part"), [("almost a third", 3, 3), ("a fifth", 5, 5)])
def test_a_third_may_be_an_ordinal(text, ordinal, part):
    (number,) = numbers_in(text)
    assert number.readings == (ordinal,)
    assert number.shares == pytest.approx((1 / part, 100 / part))


def test_one_third_may_be_meant_as_two_words():
    joined, one, third = numbers_in("one third sector partner")
    assert joined.text == "one third"
    assert joined.shares[1] == pytest.approx(33.3333, abs=1e-3)
    assert (one.readings, third.readings) == ((1,), (3,))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("£4.1billion", 4_100_000_000),
        ("c337k", 337_000),
        ("c598", 598),
        ("(x2- shared role)", 2),
        ("two thirds of all deaths", 66.7),
        ("two thirds of all deaths", 66.67),
        ("two thirds of all deaths", 67),
        ("two thirds of all deaths", 0.67),
        ("Nearly a third", 33.3),
        ("by their third birthday", 3),
        ("a fifth of adults", 20),
        ("1/3 more people in Q3 than Q2", 33.3),
        ("half a million", 500_000),
        ("2,3,4 in the country", 3),
        ("a change of -3.2%", -3.2),
        ("a change of −3.2%", -3.2),
        ("COVID-19", 19),
        ("7 day, 24/7", 24),
        ("2HUCR", 2),
    ],
)
def test_gives(text, value):
    assert gives(text, value) is not None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("£59,253", (59, 253, 59.253)),
        ("12.3", (12, 3, 0.3)),
        ("1,197", (1, 197, 1.197)),
        ("2,3,4", (2.3, 234, 34)),
        ("1.2 million", (1.2, 1, 2)),
        ("c337k", (337, 37)),
        ("twenty five", (20, 5)),
        ("half a million", (0.5, 50, 1_000_000)),
        ("two thirds", (2, 1, 3, 0.7, 60, 33.3)),
        ("a third", (0, 30, 0.3)),
        ("half", (0, 1)),
        ("1/3", (1, 3, 0)),
        ("Q3 and NMC2R and D2A and SO1", (1, 2, 3)),
        ("70%-80%", (-80,)),
        ("2018-20", (-20,)),
        ("20,500", (20, 500)),
        (".5", (5,)),
        ("no number", (0,)),
    ],
)
def test_gives_is_strict(text, values):
    for value in values:
        assert gives(text, value) is None, value


@pytest.mark.parametrize(
    ("text", "value", "discrete", "rounded", "expected"),
    [
        ("148 people", 148, True, False, 0),
        ("148 people", 148, True, True, 0.5),
        ("186,000", 186_000, True, False, 500),
        ("about 17,000", 17_000, True, True, 500),
        ("1,200,000", 1_200_000, True, False, 50_000),
        ("c 2,000,000", 2_000_000, True, True, 50_000),
        ("1.2 million", 1_200_000, True, False, 50_000),
        ("17.5k", 17_500, True, False, 50),
        ("about 1,700", 1_700, True, True, 50),
        ("1,700", 1_700, True, False, 0),
        ("31%", 31, False, False, 0.5),
        ("13.9%", 13.9, False, False, 0.05),
        ("7.59%", 7.59, False, False, 0.005),
        ("about 40%", 40, False, True, 0.5),
        ("100%", 100, False, True, 5),
        ("about 65%", 65, False, True, 0.5),
        ("5.0 weeks", 5, False, False, 0.05),
        ("£4.1billion", 4.1e9, False, False, 5e7),
        ("£102m", 102e6, False, False, 5e5),
        ("£59,253", 59_253, False, False, 0.5),
        ("£37,000", 37_000, False, False, 500),
        ("half a million", 500_000, True, False, 50_000),
        ("a third", 33.3, False, True, 0.666),
        ("their third birthday", 3, False, False, 0.5),
        ("their third birthday", 3, True, False, 0),
        ("zero", 0, True, True, 0.5),
        ("not in there", 7, False, True, 0),
    ],
)
def test_half_step(text, value, discrete, rounded, expected):
    assert half_step(text, value, discrete=discrete, rounded=rounded) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "zeros", "coarse"),
    [
        ("400", 100, 10),
        ("1,800,000", 100_000, 100_000),
        ("2,000,000", 1_000_000, 100_000),
        ("95", 1, 1),
        ("13.9", 0.1, 0.1),
        ("0", 1, 1),
    ],
)
def test_trailing_zeros(text, zeros, coarse):
    (number,) = numbers_in(text)
    assert number.zeros_step == pytest.approx(zeros)
    assert number.coarse_step == pytest.approx(coarse)


@pytest.mark.parametrize(
    ("text", "decimals", "words"),
    [
        ("82.0 years", 1, None),
        ("54.29", 2, None),
        ("1.2 million", 0, None),
        ("£17.5k", 0, None),
        ("nine and a half years", 1, None),
        ("almost a third", 0, "a third"),
        ("two thirds", 0, "two thirds"),
        ("half of all", 0, "half"),
        ("1/3 more", 0, "1/3"),
        ("Twice", 0, "twice"),
    ],
)
def test_as_printed(text, decimals, words):
    number = numbers_in(text)[0]
    assert number.decimals == decimals
    assert number.in_words == words


WHOLE = st.integers(min_value=1, max_value=10**9)


@runs(deadline=None)
@given(WHOLE)
def test_gives_finds_what_commas_write(value):
    text = f"some {value:,} people"
    (number,) = numbers_in(text)
    assert number.text == f"{value:,}"
    assert gives(text, value) == number
    assert gives(text, value * 2) is None
    assert gives(text, value + 1) is None
    assert gives(text, -value) is None


@runs(deadline=None)
@given(
    st.integers(min_value=1, max_value=99_999),
    st.integers(min_value=0, max_value=2),
    st.sampled_from(
        [("k", 3), (" thousand", 3), ("m", 6), (" million", 6), ("million", 6), ("bn", 9)]
    ),
)
def test_gives_finds_what_words_scale(digits, decimals, word):
    name, zeros = word
    printed = f"{digits / 10**decimals:,.{decimals}f}"
    value = digits * 10 ** (zeros - decimals)
    number = gives(f"about £{printed}{name}.", value)
    assert number is not None
    assert number.step == pytest.approx(10.0 ** (zeros - decimals))
    assert gives(f"about £{printed}{name}.", digits / 10**decimals) is None
    assert gives(f"about £{printed}{name}.", value * 1.5) is None


@runs(deadline=None)
@given(st.floats(min_value=0.01, max_value=999_999).map(lambda x: round(x, 2)))
def test_gives_is_blind_to_the_parts_of_a_decimal(value):
    text = f"{value:,.2f}%"
    assert gives(text, value) is not None
    whole, _, fraction = f"{value:.2f}".partition(".")
    for part in (float(whole), float(fraction)):
        if part != value:
            assert gives(text, part) is None


@runs(deadline=None)
@given(st.text(alphabet="0123456789,./ -+%£kmQcx−–'thirdandhalfofmillion", max_size=60))
def test_nothing_makes_it_stumble(text):
    found = numbers_in(text)
    assert all(text[n.start : n.end] == n.text for n in found)
    places = number_places(text)
    assert places == sorted(places)
    assert {n.start for n in found} <= {start for start, _ in places}
    # Every digit but that of a code belongs to some number, so that none goes uncovered.
    covered = {at for start, end in places for at in range(start, end)}
    assert {at for at, letter in enumerate(text) if letter.isdigit()} <= covered


def test_places_are_single_words_and_groups():
    text = "In Q3, half a million of 1,197"
    assert [text[a:b] for a, b in number_places(text)] == ["3", "half", "million", "1,197"]
