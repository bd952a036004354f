"""The ground floor: time, voices, beds, names, problems, errors, ffmpeg. Imports no other room."""
