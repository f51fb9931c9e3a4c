"""Runs submissions: the grader's side of the processes in autograder.boundary."""
