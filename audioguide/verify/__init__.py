"""Finished sessions decoded and held against their plans."""
