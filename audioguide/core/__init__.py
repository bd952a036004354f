"""The ground floor: time, voices, beds, what is built in by name, problems, errors, ffmpeg, log.
Imports no other room."""
