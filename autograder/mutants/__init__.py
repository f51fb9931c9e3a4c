"""Tests the tests: variants of the solved package that the suites must reject."""
