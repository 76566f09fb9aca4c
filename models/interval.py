"""What a value, the counts behind it and its confidence interval must be to each other."""

from __future__ import annotations

from models.base import Wrong


def refuse_impossible(
    value: float | None,
    *,
    lower_ci: float | None,
    upper_ci: float | None,
    count: float | None,
    denominator: float | None,
) -> None:
    """Raise Wrong for an interval of one end, out of order or beside its value, or a count below 0.

    None is *not given*. Each fault names its key.
    """
    if (lower_ci is None) != (upper_ci is None):
        key = "lower_ci" if lower_ci is not None else "upper_ci"
        raise Wrong("an interval has one end only", "lower_ci and upper_ci", key=key)
    if lower_ci is not None and upper_ci is not None:
        if lower_ci > upper_ci:
            raise Wrong(
                f"lower_ci {lower_ci:g} is above upper_ci {upper_ci:g}",
                "lower_ci at most upper_ci",
                key="lower_ci",
            )
        if value is not None and not lower_ci <= value <= upper_ci:
            raise Wrong(
                f"value {value:g} is outside its interval {lower_ci:g} to {upper_ci:g}",
                "a value between lower_ci and upper_ci",
                key="value",
            )
    if count is not None and count < 0:
        raise Wrong(f"count {count:g} is below 0", "0 or more", key="count")
    if denominator is not None and denominator <= 0:
        raise Wrong(f"denominator {denominator:g}", "a number above 0", key="denominator")
