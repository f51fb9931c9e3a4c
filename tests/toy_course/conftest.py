"""A small course that the tests of grading copy; nothing here is a test of ours."""

collect_ignore_glob = ["*"]
