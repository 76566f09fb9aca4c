"""A specification as an image has it: on a page the container gives the width."""

from __future__ import annotations

from pages.components.charts.spec import Spec


def at_width(spec: Spec, width: int, background: str | None = None) -> Spec:
    """Return a specification for an image: this many pixels wide, on this background."""
    image = {**spec, "width": width}
    return {**image, "background": background} if background else image
