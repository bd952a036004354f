"""Processes that speak, used for nothing else, and that can be killed."""
