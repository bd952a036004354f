"""One function for each command: what the command line asks for, without a terminal."""
