"""Texts that were not written for audioguide, understood as scripts."""
