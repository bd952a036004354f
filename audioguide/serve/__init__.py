"""Finished sessions for the phones of a network: files that are only read, and a feed."""
