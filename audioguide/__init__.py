"""audioguide: YAML scripts for self-massage and stretching become narrated MP3 sessions."""

__version__ = "0.2.0"
