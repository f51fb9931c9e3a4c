"""A long run: nothing grows, and whatever is killed and resumed ends as if it had not been.

`make soak` grades thousands of small submissions; tests/test_soak.py does it in short.
"""
