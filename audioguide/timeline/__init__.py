"""From a script to places in time. Pure: no disk, no clock, no engine."""
