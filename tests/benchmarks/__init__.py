"""Speed, memory and size of the product, each against a named floor in the same run.

`python -m tests.benchmarks [--organizations N]` prints the table. Nothing here is part of the default test run but a
small sample that proves that the measuring works (test_benchmarks.py).
"""
