"""Problems of curated data, told to the person who must mend them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from config import settings


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where it is, what is wrong, what was expected, what to write.

    Problems sort by place; the mend is no part of what makes two of them the same.
    """

    path: str
    line: int
    column: int
    key: str
    wrong: str
    expected: str
    mend: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}"
        text = f"{place}: {self.key}: {self.wrong}; expected {self.expected}"
        return f"{text} (write: {self.mend})" if self.mend else text


class DataError(Exception):
    """Curated data that cannot be used; carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__(report(self.problems))


def report(problems: list[Problem]) -> str:
    """Return the first problems, one a line, and how many there are in all."""
    shown = settings().problems_shown
    lines = [str(problem) for problem in problems[:shown]]
    if len(problems) > shown:
        lines.append(f"... and {len(problems) - shown} more: {len(problems)} problems in all")
    else:
        lines.append(f"{len(problems)} problem{'s' if len(problems) != 1 else ''}")
    return "\n".join(lines)
