"""Assignment 2: backpropagation. Complete the functions of these modules."""
