"""Fuzzing of what receives a worker's replies: `make fuzz`, and in short tests/test_fuzz.py.

recording.py   real exchanges: those of the solved a1 under its suites
generation.py  invented ones: valid replies of all kinds, and messages that only look like them
extremes.py    frames as large as the limits allow
mutation.py    what is wrong with a reply that was valid
inputs.py      input number n of a seed: what the grader asks, what the worker sends
receiver.py    the session under test, on a wire that sends what an input says
guards.py      time and memory of one input; findings
reach.py       the branches that were taken
campaign.py    many inputs in several processes
replay.py      a saved input again
"""
