"""Assignment 3: normalisation and dropout. Complete the functions of these modules."""
