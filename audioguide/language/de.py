"""German. {side} is a stem that takes an ending: `das {side}e Knie`, `auf der {side}en Seite`,
`dein {side}er Fuß`, `nach {side}s`."""

from audioguide.language.covers import CoverWords
from audioguide.language.importing import ImportWords
from audioguide.language.page import PageWords
from audioguide.language.safety import SafetyWords
from audioguide.language.spoken import SpokenWords
from audioguide.language.table import Language

_TO_NINETEEN = (
    *("null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"),
    *("zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn"),
    *("siebzehn", "achtzehn", "neunzehn"),
)
_TENS = ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")


def _tens() -> tuple[str, ...]:
    units = ("", "einund", *(f"{unit}und" for unit in _TO_NINETEEN[2:10]))
    return tuple(unit + ten for ten in _TENS for unit in units)


_PARTS = "seite|gesäßhälfte|pobacke|hüfte|bein|oberschenkel|knie|wade|fuß|ferse|schulter|arm|leiste"


def _side(stem: str) -> str:
    """A bare `recht` means rather, a `rechter Winkel` is no side, and a hand is a tool."""
    return rf"\b{stem}(?:e[nmrs]?|s)\b(?! (?:hand|hände|faust|finger|daumen|winkel)\b)"


GERMAN = Language(
    code="de",
    marc="deu",
    espeak="gmw/de",
    calibration=(
        "Deine Mitte, das sind Bauchmuskeln und Beckenboden. Sie stützen die Wirbelsäule.",
        "Atme ein, und bleib aufrecht.",
        "Ruhiger Atem. Nichts Scharfes.",
        "Geh behutsam weiter.",
        "Atme aus, und zieh den Unterbauch sanft nach innen.",
        "Komm zurück an den Tisch.",
        "Leg wieder eine Hand auf den Tisch, Augen offen, die Füße so breit wie die Hüften.",
        "Sonst komm an, und sei gut zu dir. Nächstes Mal kannst du das überspringen.",
        "Zieh die Füße etwas zurück. Neig dich mit langem Rücken nach vorn, und steh auf.",
        "Warte, bis du sicher stehst.",
    ),
    spoken=SpokenWords(
        left="link",
        right="recht",
        switch="Wechsle jetzt auf die {side}e Seite.",
        numbers=(*_TO_NINETEEN, *_tens(), "einhundert"),
        breathe_in="Einatmen.",
        breathe_hold="Halten.",
        breathe_out="Ausatmen.",
        breathe_rest="Ruhen.",
    ),
    safety=SafetyWords(
        ease_off=(
            *("weniger druck", "weniger gewicht", "weniger fest", "druck weg", "lass nach"),
            *("zu viel", "zu stark", "zu fest", "zu intensiv", "leichter", "sanfter", "nachlassen"),
        ),
        ice=("eis(?:beutel|pack|würfel)?", "kühl(?:pack|akku)s?"),
        left=_side("link"),
        right=_side("recht"),
        other=(
            rf"\bandere[nmrs]? (?:{_PARTS})\b|\bwechs(?:el|le)\w* (?:\w+ )?(?:seiten?|beine?)\b"
        ),
        neither=(
            r"\b(?:beide\w*|jede\w*|mitte|setz\w*|sitz\w*|steh\w*|aufsteh\w*|vierfüßler\w*)\b"
            r"|\bauf (?:dem|den) (?:rücken|bauch)\b"
        ),
    ),
    page=PageWords(
        programmes="Programme",
        sessions="Übungen",
        session_count="{n} Übung",
        sessions_count="{n} Übungen",
        found="{n} von {total} Übungen",
        empty="Hier gibt es noch keine Übungen.",
        none_found="Keine Übung passt zu alledem.",
        show_all="Alle zeigen",
        not_here="Diese Übung gibt es hier nicht.",
        filters="Eine Übung finden",
        area="Bereich",
        tool="Hilfsmittel",
        length="Länge",
        any="Alle",
        up_to_7="Bis 7 Min.",
        from_7_to_12="7 bis 12 Min.",
        over_12="Über 12 Min.",
        areas="Bereiche:",
        tools="Du brauchst:",
        position="Haltung:",
        minutes="{m} Min.",
        hours="{h} Std. {m} Min.",
        megabytes="{n} MB",
        choose="Wähle eine Übung, sie wird hier abgespielt.",
        player="Wiedergabe",
        all_sessions="Alle Übungen",
        more="Kapitel, Tempo",
        play="Abspielen",
        pause="Anhalten",
        back_15="15 Sekunden zurück",
        forward_15="15 Sekunden vor",
        previous_chapter="Voriges Kapitel",
        next_chapter="Nächstes Kapitel",
        first_chapter="Das ist das erste Kapitel.",
        last_chapter="Das ist das letzte Kapitel.",
        place="Stelle in der Übung",
        place_of="{at} von {length}",
        elapsed="Vergangen",
        remaining="Verbleibend",
        was_at="Du warst bei {at}.",
        from_start="Von vorn",
        go_on_at="Weiter bei {at}",
        next="Danach",
        next_in="Danach, in {time}",
        finished="Die Übung ist zu Ende.",
        chapter="Kapitel",
        chapters="Kapitel",
        speed="Tempo",
        at_end="Am Ende",
        end_stop="Aufhören",
        end_next="Weiter mit der nächsten Übung",
        end_chapter="Nach diesem Kapitel aufhören",
        downloads="Herunterladen",
        download_mp3="MP3",
        download_vtt="Untertitel (VTT)",
        download_lrc="Liedtext (LRC)",
        source="Quelle",
        author="Von {name}",
        playlist="Playlist",
        all_playlist="Playlist aller Übungen",
        feed="Podcast-Feed",
        now_playing="Läuft gerade",
        missing="Diese Übung kann nicht abgespielt werden. Fehlt die Datei {file}?",
        press_play="Dein Browser wartet darauf, dass du auf Abspielen drückst.",
        try_again="Noch einmal",
        keys="Tastatur",
        keys_play="Abspielen oder anhalten",
        keys_seek="15 Sekunden zurück oder vor",
        keys_chapter="Voriges oder nächstes Kapitel",
        keys_close="Zurück zu allen Übungen",
        key_space="Leertaste",
        key_shift="Umschalt",
        key_escape="Esc",
        letters="Buchstabentasten benutzen",
    ),
    importing=ImportWords(
        common=(
            *("und", "der", "die", "das", "den", "dein", "deine", "dich", "ist", "auf", "zu"),
            "mit",
        ),
        pause=("pause", "stille"),
        wait=("warten",),
        beat=(),
        hold=("halten",),
        rest=("ruhe",),
        short=("kurz", "kurze"),
        long=("lange",),
        for_a_while=("einen moment", "kurz"),
        before_time=("für", "von", "ca", "ca."),
        after_time=(),
        milliseconds=(),
        seconds=("sek", "sekunde", "sekunden"),
        minutes=("minute", "minuten"),
        hours=("stunde", "stunden"),
        after_hyphen=(),
        after_clock=(),
        one=("eine", "einer"),
        half_a_minute=("halbe minute", "eine halbe minute", "halbe min", "eine halbe min"),
        to=("bis",),
        bell=("glocke",),
        bowl=("klangschale",),
        gong=("gong", "gongs"),
        wood=(),
        tick=(),
        about_chimes=("die", "der", "eine"),
        twice=("zweimal",),
        thrice=("dreimal",),
        stage=("musik", "leise", "geräusch", "geräusche"),
    ),
    covers=CoverWords(
        head="kopf gesicht kiefer schläfe stirn auge ohr nacken hals halswirbel",
        arms=(
            "schulter arm ellenbogen ellbogen unterarm oberarm handgelenk hand finger däumen "
            "daumen brust bizeps trizeps achsel oberkörper"
        ),
        back="rücken wirbel lende lws brustwirbel bws kreuz unterrücken",
        core="bauch rumpf zwerchfell atem atmung atmen rippe lunge beckenboden",
        hips=(
            "hüft gesäß popo pobacke hintern becken kreuzbein steiß isg iliosakral leiste darmbein"
        ),
        legs=(
            "bein oberschenkel unterschenkel schenkel adduktor knie wade schienbein knöchel "
            "sprunggelenk fuß füß zeh ferse"
        ),
        body="ganz körper",
    ),
)
