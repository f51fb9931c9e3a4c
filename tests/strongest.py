"""The sandbox tier in which the tests grade where they do not ask for one by name."""

from autograder import tiers

TIER = tiers.choose()
