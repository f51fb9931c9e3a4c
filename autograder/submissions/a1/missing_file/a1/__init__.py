"""Assignment 1: linear classifiers."""
