"""Kokoro: one neural model that speaks in many voices, and where it is fetched from."""
