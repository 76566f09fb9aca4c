"""Pages about what was promised, what is done, and what if."""
