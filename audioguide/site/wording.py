"""What the page says around the sessions, in the languages it knows."""

from collections.abc import Mapping

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "programmes": "Programmes",
        "sessions": "Sessions",
        "session_count": "{n} session",
        "sessions_count": "{n} sessions",
        "found": "{n} of {total} sessions",
        "empty": "There are no sessions here yet.",
        "none_found": "No session fits all of these.",
        "show_all": "Show all",
        "not_here": "That session is not here.",
        "filters": "Find a session",
        "area": "Area",
        "tool": "Tool",
        "length": "Length",
        "any": "Any",
        "up_to_7": "Up to 7 min",
        "7_to_12": "7 to 12 min",
        "over_12": "Over 12 min",
        "areas": "Areas:",
        "tools": "You need:",
        "position": "Position:",
        "minutes": "{m} min",
        "hours": "{h} h {m} min",
        "megabytes": "{n} MB",
        "choose": "Choose a session, and it plays here.",
        "player": "Player",
        "all_sessions": "All sessions",
        "more": "Chapters, speed",
        "play": "Play",
        "pause": "Pause",
        "back_15": "Back 15 seconds",
        "forward_15": "Forward 15 seconds",
        "previous_chapter": "Previous chapter",
        "next_chapter": "Next chapter",
        "first_chapter": "This is the first chapter.",
        "last_chapter": "This is the last chapter.",
        "place": "Place in the session",
        "place_of": "{at} of {length}",
        "elapsed": "Elapsed",
        "remaining": "Remaining",
        "was_at": "You were at {at}.",
        "from_start": "From the start",
        "go_on_at": "Go on at {at}",
        "next": "Next",
        "next_in": "Next, in {time}",
        "finished": "The session is over.",
        "chapter": "Chapter",
        "chapters": "Chapters",
        "speed": "Speed",
        "at_end": "At the end",
        "end_stop": "Stop",
        "end_next": "Go on with the next session",
        "end_chapter": "Stop after this chapter",
        "downloads": "Downloads",
        "download_mp3": "MP3",
        "download_vtt": "Captions (VTT)",
        "download_lrc": "Lyrics (LRC)",
        "source": "Source",
        "author": "By {name}",
        "playlist": "Playlist",
        "all_playlist": "Playlist of all sessions",
        "feed": "Podcast feed",
        "now_playing": "Now playing",
        "missing": "This session cannot be played. Is its file {file} missing?",
        "press_play": "Your browser wants you to press Play.",
        "try_again": "Try again",
        "keys": "Keyboard",
        "keys_play": "Play or pause",
        "keys_seek": "15 seconds back or forward",
        "keys_chapter": "Previous or next chapter",
        "keys_close": "Back to all sessions",
        "key_space": "Space",
        "key_shift": "Shift",
        "key_escape": "Esc",
        "letters": "Use the letter keys",
    },
    "de": {
        "programmes": "Programme",
        "sessions": "Übungen",
        "session_count": "{n} Übung",
        "sessions_count": "{n} Übungen",
        "found": "{n} von {total} Übungen",
        "empty": "Hier gibt es noch keine Übungen.",
        "none_found": "Keine Übung passt zu alledem.",
        "show_all": "Alle zeigen",
        "not_here": "Diese Übung gibt es hier nicht.",
        "filters": "Eine Übung finden",
        "area": "Bereich",
        "tool": "Hilfsmittel",
        "length": "Länge",
        "any": "Alle",
        "up_to_7": "Bis 7 Min.",
        "7_to_12": "7 bis 12 Min.",
        "over_12": "Über 12 Min.",
        "areas": "Bereiche:",
        "tools": "Du brauchst:",
        "position": "Haltung:",
        "minutes": "{m} Min.",
        "hours": "{h} Std. {m} Min.",
        "megabytes": "{n} MB",
        "choose": "Wähle eine Übung, sie wird hier abgespielt.",
        "player": "Wiedergabe",
        "all_sessions": "Alle Übungen",
        "more": "Kapitel, Tempo",
        "play": "Abspielen",
        "pause": "Anhalten",
        "back_15": "15 Sekunden zurück",
        "forward_15": "15 Sekunden vor",
        "previous_chapter": "Voriges Kapitel",
        "next_chapter": "Nächstes Kapitel",
        "first_chapter": "Das ist das erste Kapitel.",
        "last_chapter": "Das ist das letzte Kapitel.",
        "place": "Stelle in der Übung",
        "place_of": "{at} von {length}",
        "elapsed": "Vergangen",
        "remaining": "Verbleibend",
        "was_at": "Du warst bei {at}.",
        "from_start": "Von vorn",
        "go_on_at": "Weiter bei {at}",
        "next": "Danach",
        "next_in": "Danach, in {time}",
        "finished": "Die Übung ist zu Ende.",
        "chapter": "Kapitel",
        "chapters": "Kapitel",
        "speed": "Tempo",
        "at_end": "Am Ende",
        "end_stop": "Aufhören",
        "end_next": "Weiter mit der nächsten Übung",
        "end_chapter": "Nach diesem Kapitel aufhören",
        "downloads": "Herunterladen",
        "download_mp3": "MP3",
        "download_vtt": "Untertitel (VTT)",
        "download_lrc": "Liedtext (LRC)",
        "source": "Quelle",
        "author": "Von {name}",
        "playlist": "Playlist",
        "all_playlist": "Playlist aller Übungen",
        "feed": "Podcast-Feed",
        "now_playing": "Läuft gerade",
        "missing": "Diese Übung kann nicht abgespielt werden. Fehlt die Datei {file}?",
        "press_play": "Dein Browser wartet darauf, dass du auf Abspielen drückst.",
        "try_again": "Noch einmal",
        "keys": "Tastatur",
        "keys_play": "Abspielen oder anhalten",
        "keys_seek": "15 Sekunden zurück oder vor",
        "keys_chapter": "Voriges oder nächstes Kapitel",
        "keys_close": "Zurück zu allen Übungen",
        "key_space": "Leertaste",
        "key_shift": "Umschalt",
        "key_escape": "Esc",
        "letters": "Buchstabentasten benutzen",
    },
}
"""By BCP 47 language; each has the same keys."""

FALLBACK = "en"


def spoken_here(language: str) -> str:
    """The language of the page's own words for a library in `language` (BCP 47): that one when
    there are words for it (`de-AT` has those of `de`), else English."""
    return language if _primary(language) in WORDS else FALLBACK


def words_of(language: str) -> Mapping[str, str]:
    """The page's words for a library in `language` (BCP 47)."""
    return WORDS[_primary(spoken_here(language))]


def whole_minutes(length: float) -> int:
    """Seconds as the nearest whole minute, halves up, at least 1."""
    return max(1, int(length / 60 + 0.5))


def length_text(length: float, words: Mapping[str, str]) -> str:
    """Seconds as a listener plans them: `9 min`, `1 h 5 min`."""
    hours, minutes = divmod(whole_minutes(length), 60)
    return words["hours" if hours else "minutes"].format(h=hours, m=minutes)


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()
