"""Thin Streamlit pages: pick, query, say so if empty, draw, cite."""
