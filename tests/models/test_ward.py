"""A ward fact that is a share says of whom; one that is none cannot."""

import pytest
from pydantic import ValidationError

from models.base import Wrong
from models.ward import WardFact

FACT = {"id": "a", "name": "A", "polarity": "low_is_good", "source": "s", "vintage": "2021"}


def test_a_share() -> None:
    made = WardFact(unit="percent", share_of="residents", basis="counted", **FACT)
    assert (made.share_of, made.denominator, made.numerator) == ("residents", None, None)


@pytest.mark.parametrize(
    ("keys", "key", "expected"),
    [
        ({"unit": "score", "share_of": "residents", "basis": "counted"}, "share_of", "percent"),
        ({"unit": "percent", "share_of": "residents"}, "share_of", "basis"),
        ({"unit": "percent", "basis": "counted"}, "basis", "share_of"),
        ({"unit": "percent", "denominator": "population"}, "denominator", "share_of"),
        ({"unit": "count", "numerator": "population"}, "numerator", "share_of"),
    ],
)
def test_half_a_share_is_named(keys: dict[str, str], key: str, expected: str) -> None:
    with pytest.raises(ValidationError) as raised:
        WardFact(**keys, **FACT)
    error = raised.value.errors()[0]["ctx"]["error"]
    assert isinstance(error, Wrong)
    assert error.key == key
    assert expected in error.expected
