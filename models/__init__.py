"""Frozen types of what is curated, and the pure reasoning over them; knows no file and no page."""
