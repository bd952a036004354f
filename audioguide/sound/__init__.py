"""Sound as PCM at 48 kHz: speech made ready, chimes, levels, the mix. Knows nothing of MP3."""
