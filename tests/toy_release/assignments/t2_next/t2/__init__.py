"""The second toy package."""
