"""Stands in for PyObjC's tools."""

# ruff: noqa: N999
