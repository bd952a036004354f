"""MP3 as frames: segments encoded, files linked and tagged. Knows nothing of scripts."""
