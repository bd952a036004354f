"""What comtypes makes of type libraries."""
