"""Promised, done, known: actions, measures, programmes and figures as tables people read."""

from __future__ import annotations

import pandas as pd

from pages.components.views import marked
from pages.components.words import given, when, who

HORIZONS = {
    "short_term": "short term",
    "medium_term": "medium term",
    "to_be_confirmed": "to be confirmed",
    "not_stated": "no horizon stated",
}
PLACES = ("Blackburn with Darwen", "Blackpool", "Lancashire", "South Cumbria")
WHOLE = "Lancashire and South Cumbria"
BESIDE = ("North West", "England")


def actions(rows: pd.DataFrame) -> pd.DataFrame:
    """Return key actions with the published wording beside the draft's where they differ."""
    return pd.DataFrame(
        {
            "Key action": [_first(row["published"], row["draft"]) for _, row in rows.iterrows()],
            "Wording of the draft": [
                _draft(row["published"], row["draft"]) for _, row in rows.iterrows()
            ],
        }
    )


def _first(published: object, draft: object) -> str:
    return str(published) if given(published) else f"{draft} (draft only)"


def _draft(published: object, draft: object) -> str:
    if not given(draft):
        return "not in the draft"
    if not given(published) or str(draft) == str(published):
        return "the same" if given(published) else ""
    return str(draft)


def measures(rows: pd.DataFrame) -> pd.DataFrame:
    """Return success measures with their horizon and what speaks to them."""
    return pd.DataFrame(
        {
            "Success measure": rows["text"].to_numpy(),
            "Horizon": [HORIZONS[str(h)] for h in rows["horizon"]],
            "What is known": [_known(row) for _, row in rows.iterrows()],
        }
    )


def _known(row: pd.Series) -> str:
    if row["horizon"] == "to_be_confirmed":
        return "… the measure itself is to be confirmed"
    if row["figures"] == 0 and row["programmes"] == 0:
        return "○ nothing in the documents"
    if row["figures"] == 0:
        return f"◔ no figure; {row['programmes']} programmes"
    direct = f", {row['direct']} of them direct" if row["direct"] else ", none of them direct"
    sign = "●" if row["direct"] else "◑"
    programmes = f"; {row['programmes']} programmes" if row["programmes"] else ""
    return f"{sign} {row['figures']} figures{direct}{programmes}"


def programmes(rows: pd.DataFrame) -> pd.DataFrame:
    """Return programmes: name, where, status, what they do, how many figures they report."""
    return pd.DataFrame(
        {
            "Programme": rows["name"].to_numpy(),
            "Where": rows["area"].to_numpy(),
            "Status": rows["status"].to_numpy(),
            "What it does": rows["summary"].to_numpy(),
            "Figures": [str(n) if n else "none" for n in rows["figures"]],
            "Document": rows["source"].to_numpy(),
        }
    )


def of_theme(rows: pd.DataFrame, theme: str | None) -> pd.DataFrame:
    """Return what belongs to a theme, and what spans the domain."""
    return rows[(rows["theme_id"] == theme) | rows["theme_id"].isna()]


def columns(names: list[str]) -> tuple[str, ...]:
    """Return the areas asked for, then the system and the comparators."""
    return tuple(dict.fromkeys((*names, WHOLE, *BESIDE)))


def side_by_side(
    rows: pd.DataFrame, names: tuple[str, ...], *, first: list[str] | None = None
) -> pd.DataFrame:
    """Return one row per indicator and group, one column per area, every statement in its cell.

    Rows that none of the areas ``first`` has are left out; those most areas have come first.
    """
    rows = rows[rows["area"].isin(names) & (rows["kind"] != "target")]
    columns = [name for name in names if (rows["area"] == name).any()]
    if rows.empty:
        return pd.DataFrame()
    about = [_about(row) for _, row in rows.iterrows()]
    table = (
        rows.assign(about=about, said=[_said(row) for _, row in rows.iterrows()])
        .groupby(["about", "area"], sort=False)["said"]
        .agg(lambda said: " or ".join(dict.fromkeys(said)))
        .unstack("area")
        .reindex(columns=columns)
    )
    if first is not None:
        table = table[table.reindex(columns=first).notna().any(axis=1)]
    order = table.notna().sum(axis=1).sort_values(ascending=False, kind="stable").index
    return table.loc[order].fillna("not stated").rename_axis("Indicator").reset_index()


def _about(row: pd.Series) -> str:
    rest = who(row, area=False)
    return f"{row['indicator']}{', ' + rest.lstrip(', ') if rest.strip(', ') else ''}"


def _said(row: pd.Series) -> str:
    dated = f" ({when(row)})" if given(row["period"]) else ""
    return f"{marked(row)}{dated}"
