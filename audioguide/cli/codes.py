"""Exit codes."""

OK = 0
PROBLEMS = 1
"""A script has problems or could not be built; the others were built all the same."""
USAGE = 2
"""Wrong usage or configuration."""
BUG = 3
"""The fault is ours."""
INTERRUPTED = 130
