"""Map functions: rows and a geometry in, a specification or a deck out; free of Streamlit."""
