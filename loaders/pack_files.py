"""A meeting pack as a YAML file, to keep, to share and to bring back."""

from __future__ import annotations

import yaml

from loaders.problems import DataError
from loaders.yaml_reader import read
from models.base import Scalar, Wrong
from models.pack import FIRST, Item, Pack

MOST_BYTES = 100_000
_KEYS = ("page", "asked", "view", "title", "note", "heading")


def to_yaml(pack: Pack) -> bytes:
    """Return a pack as YAML; ``from_yaml`` gives it back."""
    views = [
        {
            "page": item.page or FIRST,
            **({"asked": [f"{name}={value}" for name, value in item.asked]} if item.asked else {}),
            **{
                name: getattr(item, name)
                for name in ("view", "title", "note", "heading")
                if getattr(item, name)
            },
        }
        for item in pack.items
    ]
    # Every text in quotes: 010 and no stay what they are.
    text = yaml.dump(
        {"pack": pack.title, "views": views},
        allow_unicode=True,
        sort_keys=False,
        default_style='"',
        width=100,
    )
    return text.encode("utf-8")


def from_yaml(data: bytes, name: str) -> Pack:
    """Return the pack of a file.

    Raises DataError with line and key where the YAML is wrong, Wrong where the pack is.
    """
    if len(data) > MOST_BYTES:
        raise Wrong(f"{name} has {len(data):,} bytes", f"a pack of at most {MOST_BYTES:,}")
    document = read(data, name)
    if document.problems:
        raise DataError(document.problems)
    held = _plain(document.tree)
    if not isinstance(held, dict) or not isinstance(held.get("views"), list):
        raise Wrong(f"{name} is no pack", "the keys pack and views")
    items = tuple(_item(one, at) for at, one in enumerate(held["views"], start=1))
    return Pack(items, str(held.get("pack") or ""))


def _plain(tree: object) -> object:
    if isinstance(tree, Scalar):
        return str.__str__(tree)
    if isinstance(tree, dict):
        return {str(key): _plain(value) for key, value in tree.items()}
    return [_plain(one) for one in tree] if isinstance(tree, list) else None


def _item(one: object, at: int) -> Item:
    if not isinstance(one, dict) or not isinstance(one.get("page"), str):
        raise Wrong(f"view {at} has no page", "a page such as places")
    for key in one:
        if key not in _KEYS:
            raise Wrong(f"view {at}: '{key}' is not known", f"one of {', '.join(_KEYS)}")
    asked = one.get("asked") or []
    if not isinstance(asked, list):
        raise Wrong(f"view {at}: asked is no list", "a list such as - area=Blackpool")
    pairs = tuple(tuple(str(pair).split("=", 1)) for pair in asked)
    if any(len(pair) != 2 for pair in pairs):
        raise Wrong(f"view {at}: something asked has no =", "such as area=Blackpool")
    words = {name: str(one.get(name) or "") for name in _KEYS[2:]}
    page = one["page"]
    return Item("" if page == FIRST else page, pairs, **words)  # type: ignore[arg-type]
