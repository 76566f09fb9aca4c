"""Chart functions: DataFrame in, Vega-Lite specification out; pure, and free of Streamlit."""
