"""Hostile submissions: they succeed where a defence is missing, and fail in the strong tiers.

`python -m tests.hostile` shows all of them beside a naive grader and beside ours.
"""
