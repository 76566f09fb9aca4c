"""What-if scenarios: one file each, with its card; a new one is added to ``CARDS`` below."""

from __future__ import annotations

from models.base import Wrong, shorten
from models.scenarios import (
    care_homes,
    care_hours,
    carers_over_65,
    criteria_to_reside,
    dolphinlee,
    falls_prevention,
    familiar_faces,
    heartbeat,
    income_gained,
    respiratory_hubs,
    smoking_at_delivery,
    urgent_response,
    virtual_wards,
    wellness_centre,
)
from models.scenarios.core import Card

CARDS: tuple[Card, ...] = (
    heartbeat.CARD,
    virtual_wards.CARD,
    dolphinlee.CARD,
    familiar_faces.CARD,
    respiratory_hubs.CARD,
    urgent_response.CARD,
    falls_prevention.CARD,
    criteria_to_reside.CARD,
    smoking_at_delivery.CARD,
    carers_over_65.CARD,
    income_gained.CARD,
    care_homes.CARD,
    wellness_centre.CARD,
    care_hours.CARD,
)


def card(card_id: str) -> Card:
    """Return a card by its id. Raises Wrong."""
    for one in CARDS:
        if one.id == card_id:
            return one
    known = ", ".join(one.id for one in CARDS)
    raise Wrong(f"'{shorten(card_id)}' is no scenario", f"one of {known}")
