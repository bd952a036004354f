"""What stands beside the MP3s. Knows nothing of speech."""
