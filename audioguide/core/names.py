"""What the files of an output folder are called that show its sessions."""

PAGE, FEED, TOLD = "index.html", "feed.xml", "data/shelf.json"
ART, LARGE_ART = "data/shelf.jpg", "data/shelf-3000.jpg"
COVER, LARGE_COVER = ".cover.jpg", ".cover-3000.jpg"
"""How the names of sessions' pictures end, in `data/`; a feed has large ones."""

NOWHERE = "none"
"""The address of a folder that is published no more."""
