"""Contrast of every colour, computed: 3:1 for marks against their page, 4.5:1 for text."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from config.palette import COMPARISONS, DARK, LIGHT, Palette, Tone
from models.comparison import MARKS, OUTCOMES, SHAPES, WORDS

THEMES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tones(palette: Palette) -> dict[str, Tone]:
    found = {name: palette.comparison(name) for name in COMPARISONS}
    found |= {f"grade {at}": tone for at, tone in enumerate(palette.grades)}
    return found | {"span": palette.span, "half": palette.half}


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@THEMES
def test_marks_stand_out_from_their_page(palette: Palette) -> None:
    names = ("reported", "comparator", "target", "projection", "rule", "rest")
    marks = [getattr(palette, name) for name in names] + list(palette.categorical)
    for colour in marks:
        assert contrast(colour, palette.page) >= 3, colour


@THEMES
def test_judged_and_graded_marks_have_an_edge_that_stands_out(palette: Palette) -> None:
    for name, tone in tones(palette).items():
        assert contrast(tone.edge, palette.page) >= 3, name


@THEMES
def test_text_can_be_read_on_its_ground(palette: Palette) -> None:
    assert contrast(palette.text, palette.page) >= 4.5
    for name, tone in tones(palette).items():
        assert contrast(tone.ink, tone.fill) >= 4.5, name


@THEMES
def test_a_dot_stands_out_from_the_band_below_it(palette: Palette) -> None:
    # By its outline, which has the colour of text.
    for ground in (palette.page, palette.span.fill, palette.half.fill):
        assert contrast(palette.text, ground) >= 3


@THEMES
def test_the_middle_half_is_told_from_the_whole(palette: Palette) -> None:
    assert contrast(palette.half.fill, palette.span.fill) >= 1.5


@THEMES
def test_no_two_of_a_set_are_the_same(palette: Palette) -> None:
    assert len({tone.fill for tone in palette.comparisons}) == len(COMPARISONS)
    assert len({tone.fill for tone in palette.grades}) == 4
    assert len({*palette.categorical, palette.rest}) == 5


@THEMES
def test_every_colour_is_written_out(palette: Palette) -> None:
    text = repr([getattr(palette, field.name) for field in fields(palette)])
    assert all(re.fullmatch("[0-9A-F]{6}", found) for found in re.findall(r"#(\w+)", text))


def test_comparisons_are_those_of_the_models() -> None:
    assert set(COMPARISONS) == set(OUTCOMES) == set(WORDS) == set(SHAPES) == set(MARKS)
    with pytest.raises(ValueError, match="'wrose' is not one of better"):
        LIGHT.comparison("wrose")


def test_the_colours_are_those_of_the_house() -> None:
    fills = [LIGHT.comparison(name).fill for name in ("better", "similar", "worse")]
    assert fills == ["#00703C", "#FFDD00", "#D4351C"]
    assert [LIGHT.comparison(name).fill for name in ("lower", "higher")] == ["#5694CA", "#003078"]
    assert LIGHT.categorical == ("#12436D", "#28A197", "#801650", "#F46A25")
