"""The page about wards."""
