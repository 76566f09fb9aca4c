"""Chart functions: DataFrame in, Altair chart out; pure, and free of Streamlit."""
