"""What an author wrote: read, checked, and frozen. Knows nothing of audio."""
