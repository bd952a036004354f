"""Piper: neural voices, each a model in a folder, and where they are fetched from."""
