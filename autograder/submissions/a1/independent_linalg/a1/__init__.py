"""Assignment 1: linear classifiers. Complete the functions of these modules."""
