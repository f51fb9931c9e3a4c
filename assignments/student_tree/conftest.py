"""Makes pytest answer with the course's table."""

pytest_plugins = ["given.testing"]
