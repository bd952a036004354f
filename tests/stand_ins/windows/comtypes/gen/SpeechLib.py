"""Stands in for SAPI's constants."""

# ruff: noqa: N999
SSFMCreateForWrite = 3
