"""Stands in for comtypes."""
