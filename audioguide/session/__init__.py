"""From a script to its MP3: the parts that are kept, one session, a library of them."""
