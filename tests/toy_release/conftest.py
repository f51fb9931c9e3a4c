"""A small course that the tests of the release copy; nothing here is a test of ours."""

collect_ignore_glob = ["*"]
