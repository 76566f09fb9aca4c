"""Little's law, by hand: beds filled = admissions a day x days of a stay."""

import pytest


def test_as_stated(points):
    found = points("virtual_wards")
    # 373 x 75% = 279.75 beds filled; x 365 = 102,108.75 bed days; / 4.5 days = 22,690.8
    assert found["admissions"] == pytest.approx(22_690.8, abs=0.05)
    assert found["gap"] == pytest.approx(5_690.8, abs=0.05)
    assert found["filled"] == pytest.approx(209.6, abs=0.05)  # 17,000 x 4.5 / 365
    assert found["filled_share"] == pytest.approx(56.2, abs=0.05)  # 209.6 / 373
    assert found["fitting_stay"] == pytest.approx(6.006, abs=5e-4)  # 102,108.75 / 17,000
    assert found["acute"] == pytest.approx(91)  # (87 + 277) / 2 = 182; x 373 / 746
    assert found["for_one"] == pytest.approx(4.099, abs=5e-4)  # 746 / 182


def test_at_either_end_of_the_occupancy(points):
    # 373 x 70% x 365 / 4.5 and 373 x 80% x 365 / 4.5
    assert points("virtual_wards", occupancy=70)["admissions"] == pytest.approx(21_178.1, abs=0.05)
    assert points("virtual_wards", occupancy=80)["admissions"] == pytest.approx(24_203.6, abs=0.05)


def test_with_all_the_beds_that_were_planned(ask):
    found = ask("virtual_wards", beds=746).scenario
    assert found.headline.point == pytest.approx(45_381.7, abs=0.05)  # twice as many
    acute = found.output("acute")
    assert acute.point == pytest.approx(182)
    # The whole range stated for 746 beds, 87 to 277, less 2.5% of its width at each end.
    assert (acute.low, acute.high) == pytest.approx((91.75, 272.25), abs=0.01)


def test_they_do_not_agree(ask):
    """Even 373 x 70% x 365 / 4.55 = 20,945 is more than the 17,500 that c. 17,000 may be."""
    numbers, filled = ask("virtual_wards").findings
    assert numbers.verdict == "differs"
    assert "20,945 to 24,476" in numbers.words  # 373 x 80% x 365 / 4.45 = 24,476
    assert "210 beds (56.2% of them)" in numbers.words
    assert "6.01 days" in numbers.words
    assert "1.33 times each" in numbers.words  # 22,691 / 17,000
    # 292 / 373 = 78.3%; 205 x 365 / 4.5 = 16,628; 292 x 365 / 4.5 = 23,684
    for words in ("78.3%, within 70 to 80%", "16,628", "23,684"):
        assert words in filled.words


def test_the_interval_is_inside_what_the_ranges_allow(ask):
    found = ask("virtual_wards").baseline.headline
    assert 20_945 < found.low < 21_400
    assert 24_000 < found.high < 24_476
    assert [bar.input_ids for bar in ask("virtual_wards").baseline.tornado] == [
        ("occupancy",),
        ("stay",),
    ]
