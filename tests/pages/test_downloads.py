from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page(with_chart: bool) -> None:
    from datetime import date

    import pandas as pd
    import streamlit as st

    from pages.components.downloads import download_row
    from pages.components.exports import Snapshot

    def refuse() -> dict[str, object]:
        raise AssertionError("drawn before anybody asked")

    st.title("A page")
    download_row(
        Snapshot(
            title="Fewer *smoke*",
            subtitle="Smoking (%)",
            filters="",
            source="The plan",
            build="0123",
            table=pd.DataFrame({"Value": ["1%"]}),
            chart=refuse if with_chart else None,
            taken=date(2025, 11, 14),
        ),
        key="smoking",
        label="Download the chart",
    )
    st.text("The end")


def run(*, with_chart: bool) -> AppTest:
    app = AppTest.from_function(page, kwargs={"with_chart": with_chart}).run()
    assert not app.exception
    assert app.text[-1].value == "The end"
    return app


def test_every_format_is_offered_and_nothing_is_made_before_the_click() -> None:
    buttons = run(with_chart=True).get("download_button")
    assert [button.proto.label for button in buttons] == [
        "Table as CSV, for analysis",
        "Table as XLSX, for Excel",
        "Chart as PNG, for slides",
        "Chart as PNG, for print (300 dpi)",
        "Chart as SVG, for editing",
    ]
    assert all(button.proto.ignore_rerun for button in buttons)
    assert all(button.proto.url == "" for button in buttons)


def test_a_view_without_a_chart_offers_tables() -> None:
    assert len(run(with_chart=False).get("download_button")) == 2


def test_two_rows_live_on_one_page() -> None:
    def two() -> None:
        import pandas as pd

        from pages.components.downloads import download_row
        from pages.components.exports import Snapshot

        made = Snapshot("Same", "Same", "", "The plan", "0123", pd.DataFrame({"A": [1]}))
        download_row(made, key="one")
        download_row(made, key="two")

    app = AppTest.from_function(two).run()
    assert not app.exception
    assert len(app.get("download_button")) == 4
