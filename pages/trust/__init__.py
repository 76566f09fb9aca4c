"""Pages that show where figures come from."""
