"""What shows all sessions of an output folder: page, feed, playlists, pictures."""
