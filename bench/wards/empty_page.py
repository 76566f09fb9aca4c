"""A slider in the address and a line of text: the round trip that nothing can undercut."""

from __future__ import annotations

import streamlit as st


@st.fragment
def page() -> None:
    """Say what the slider says."""
    least = st.slider("Fuel poverty from", 5.0, 30.0, 12.0, 0.1, key="least", bind="query-params")
    st.text(f"from {least:.1f}%")


st.set_page_config(layout="wide")
st.title("Empty", anchor=False)
page()
