"""What some wards come to: wards, residents, households; beside all wards, and A beside B."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from models.shares import values

# The facts that are added up.
RESIDENTS = "population"
OLDER_RESIDENTS = "pop_65_plus"
HOUSEHOLDS = "households_census2021"


@dataclass(frozen=True)
class Tally:
    """What some wards come to. Each ``..._missing`` counts the wards that hold no number."""

    wards: int
    residents: int
    residents_missing: int
    older_residents: int
    older_residents_missing: int
    households: int
    households_missing: int


@dataclass(frozen=True)
class Summary:
    """The matched wards beside the baseline: all wards."""

    matched: Tally
    baseline: Tally


def percent_of(part: float, whole: float) -> float | None:
    """Return part as a percentage of whole; None when there is no whole."""
    return 100 * part / whole if whole else None


def tally(wards: pd.DataFrame, inside: pd.Series | None = None) -> Tally:
    """Return what wards come to: those ``inside`` (what ``matches`` gives), or all of them.

    Columns needed: RESIDENTS, OLDER_RESIDENTS, HOUSEHOLDS; a blank adds nothing and is counted
    as missing. Raises ValueError for a missing column.
    """
    chosen = np.ones(len(wards), dtype=bool) if inside is None else inside.to_numpy(dtype=bool)
    numbers = []
    for column in (RESIDENTS, OLDER_RESIDENTS, HOUSEHOLDS):
        held = values(wards, column).to_numpy()[chosen]
        numbers += [round(float(np.nansum(held))), int(np.isnan(held).sum())]
    return Tally(int(chosen.sum()), *numbers)


def summarise(wards: pd.DataFrame, inside: pd.Series, whole: Tally | None = None) -> Summary:
    """Return the matched wards beside all of them; ``inside`` is what ``matches`` gives.

    ``whole`` is what all wards come to, where that is known already.
    """
    return Summary(tally(wards, inside), whole or tally(wards))


def named_outside(wards: pd.DataFrame, inside: pd.Series) -> pd.DataFrame:
    """Return the wards that a document names and that do not match, by district and name."""
    return _in_order(wards[wards["named"].astype(bool) & ~inside])


def candidates(wards: pd.DataFrame, inside: pd.Series) -> pd.DataFrame:
    """Return the wards that match and that no document names, by district and name."""
    return _in_order(wards[inside & ~wards["named"].astype(bool)])


def _in_order(wards: pd.DataFrame) -> pd.DataFrame:
    return wards.sort_values(["district", "ward_name", "ward_code"])


@dataclass(frozen=True)
class Change:
    """Scenario B against scenario A.

    ``state`` says of each ward, in the order of the wards, whether it is kept (in both), gained
    (in B only), lost (in A only) or in neither. The three tables hold the wards by district and
    name.
    """

    before: Tally
    after: Tally
    state: pd.Series = field(repr=False)
    gained: pd.DataFrame = field(repr=False)
    lost: pd.DataFrame = field(repr=False)
    kept: pd.DataFrame = field(repr=False)

    @property
    def residents_difference(self) -> int:
        """Return how many more residents B has than A."""
        return self.after.residents - self.before.residents


def change(wards: pd.DataFrame, a: pd.Series, b: pd.Series) -> Change:
    """Return how the matches of scenario B differ from those of A (what ``matches`` gives)."""
    words = np.select([a & b, b & ~a, a & ~b], ["kept", "gained", "lost"], "neither")
    state = pd.Series(words, index=wards.index, dtype="str")
    return Change(
        tally(wards, a),
        tally(wards, b),
        state,
        *(_in_order(wards[state == name]) for name in ("gained", "lost", "kept")),
    )
