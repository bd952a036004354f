"""Words into samples, by one engine or another. Knows nothing of MP3 and scripts."""
