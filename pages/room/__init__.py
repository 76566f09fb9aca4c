"""The page for the meeting room."""
