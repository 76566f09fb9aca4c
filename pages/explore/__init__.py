"""Pages to explore the figures."""
