"""The boundary between the grader and a submission: frames, values, and the processes behind it.

The trusted process imports this package as `autograder.boundary`; the zygote and its children have
a copy of their own named `boundary`, so nothing here imports the rest of the engine.
"""
