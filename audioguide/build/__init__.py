"""Where all stages meet: the store, one session, a library in parallel. Knows no terminal."""
