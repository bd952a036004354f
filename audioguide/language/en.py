"""English."""

from audioguide.language.covers import CoverWords
from audioguide.language.importing import ImportWords
from audioguide.language.page import PageWords
from audioguide.language.safety import SafetyWords
from audioguide.language.spoken import SpokenWords
from audioguide.language.table import Language

_TO_NINETEEN = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _tens() -> tuple[str, ...]:
    units = ("", *(f"-{unit}" for unit in _TO_NINETEEN[1:10]))
    return tuple(ten + unit for ten in _TENS for unit in units)


_PARTS = (
    "side|buttock|glute|hip|leg|thigh|hamstring|quad|knee|shin|calf|ankle|foot|heel|toes?|"
    "piriformis|psoas|shoulder|arm|neck|ear|rib"
)


def _side(name: str) -> str:
    """A hand is a tool more often than a place; "right now" and "ten seconds left" are no sides."""
    hand = r"(?![ -](?:hand|palm|fist|fingers?|thumb)\b)"
    return rf"\byour {name}\b{hand}|\b{name} (?:{_PARTS})\b|\bthe {name}\b(?=\s*(?:[.,;:!?]|$))"


ENGLISH = Language(
    code="en",
    marc="eng",
    espeak="gmw/en",
    calibration=(
        "As the tone rises, chest forward. As it falls, round. Smaller, if your back likes that.",
        "Slide back on each number. Your hips stay still.",
        "And lower, slowly.",
        "With your eyes open, and a hand on a chair or a wall, come down to the floor.",
        "Let your breath come down.",
        "one",
        "Wrap both hands round your right thigh, with the fingers at the back.",
        "Sit with your back against the wall, knees bent, feet flat.",
        "If the backs of your thighs are full of sore knots, only hold the leg, and leave out the "
        "stretch.",
        "Let the knee rest.",
        "Now the left hip.",
        "Bend both knees, with your feet flat on the floor.",
    ),
    spoken=SpokenWords(
        left="left",
        right="right",
        switch="Now change to the {side} side.",
        numbers=(*_TO_NINETEEN, *_tens(), "one hundred"),
        breathe_in="Breathe in.",
        breathe_hold="Hold.",
        breathe_out="Breathe out.",
        breathe_rest="Rest.",
    ),
    safety=SafetyWords(
        ease_off=(
            *("ease off", "ease up", "back off", "let up", "less pressure", "less weight"),
            *("too much", "too strong", "too intense", "too hard", "lighter", "more gently"),
        ),
        ice=("ice", "icing", "cold[ -]packs?"),
        left=_side("left"),
        right=_side("right"),
        other=rf"\bother (?:{_PARTS})\b|\b(?:change|switch|swap) (?:sides|legs)\b",
        neither=(
            r"\b(?:both|each|either|middle|cent(?:re|er)|sit|sitting|stand|standing|all fours)\b"
            r"|\bon your (?:back|front|belly|stomach)\b"
        ),
    ),
    page=PageWords(
        programmes="Programmes",
        sessions="Sessions",
        session_count="{n} session",
        sessions_count="{n} sessions",
        found="{n} of {total} sessions",
        empty="There are no sessions here yet.",
        none_found="No session fits all of these.",
        show_all="Show all",
        not_here="That session is not here.",
        filters="Find a session",
        area="Area",
        tool="Tool",
        length="Length",
        any="Any",
        up_to_7="Up to 7 min",
        from_7_to_12="7 to 12 min",
        over_12="Over 12 min",
        areas="Areas:",
        tools="You need:",
        position="Position:",
        minutes="{m} min",
        hours="{h} h {m} min",
        megabytes="{n} MB",
        choose="Choose a session, and it plays here.",
        player="Player",
        all_sessions="All sessions",
        more="Chapters, speed",
        play="Play",
        pause="Pause",
        back_15="Back 15 seconds",
        forward_15="Forward 15 seconds",
        previous_chapter="Previous chapter",
        next_chapter="Next chapter",
        first_chapter="This is the first chapter.",
        last_chapter="This is the last chapter.",
        place="Place in the session",
        place_of="{at} of {length}",
        elapsed="Elapsed",
        remaining="Remaining",
        was_at="You were at {at}.",
        from_start="From the start",
        go_on_at="Go on at {at}",
        next="Next",
        next_in="Next, in {time}",
        finished="The session is over.",
        chapter="Chapter",
        chapters="Chapters",
        speed="Speed",
        at_end="At the end",
        end_stop="Stop",
        end_next="Go on with the next session",
        end_chapter="Stop after this chapter",
        downloads="Downloads",
        download_mp3="MP3",
        download_vtt="Captions (VTT)",
        download_lrc="Lyrics (LRC)",
        source="Source",
        author="By {name}",
        playlist="Playlist",
        all_playlist="Playlist of all sessions",
        feed="Podcast feed",
        now_playing="Now playing",
        missing="This session cannot be played. Is its file {file} missing?",
        press_play="Your browser wants you to press Play.",
        try_again="Try again",
        keys="Keyboard",
        keys_play="Play or pause",
        keys_seek="15 seconds back or forward",
        keys_chapter="Previous or next chapter",
        keys_close="Back to all sessions",
        key_space="Space",
        key_shift="Shift",
        key_escape="Esc",
        letters="Use the letter keys",
    ),
    importing=ImportWords(
        common=("the", "and", "your", "you", "to", "of", "is", "in", "it", "with", "on", "for"),
        pause=("pause", "silence"),
        wait=("wait",),
        beat=("beat",),
        hold=("hold",),
        rest=("rest",),
        short=("short", "brief", "little"),
        long=("long", "longer"),
        for_a_while=(
            *("briefly", "here", "for an? (?:moment|breath|beat)", "a (?:moment|beat)"),
            "for (?:a )?few (?:seconds|breaths|moments)",
        ),
        before_time=("for", "of", "about", "approx", "approx."),
        after_time=("of", "long"),
        milliseconds=("msec", "millisecond", "milliseconds"),
        seconds=("sec", "secs", "second", "seconds"),
        minutes=("mins", "minute", "minutes"),
        hours=("hr", "hour", "hours"),
        after_hyphen=("second",),
        after_clock=("minutes",),
        one=("a", "an"),
        half_a_minute=(
            *("half minute", "a half minute", "half a minute", "a half a minute"),
            *("half min", "a half min", "half a min", "a half a min"),
        ),
        to=("to",),
        bell=("bell", "bells", "chime", "chimes", "ding"),
        bowl=("bowl", "bowls"),
        gong=("gong", "gongs"),
        wood=("wood", "woodblock"),
        tick=("tick",),
        about_chimes=(
            *("a", "an", "the", "of", "once", "tibetan", "temple", "singing", "meditation"),
            *("ring", "rings", "ringing", "sound", "sounds", "play", "plays", "strike", "strikes"),
            *("soft", "softly", "gentle", "gently", "time", "times", "x"),
        ),
        twice=("twice",),
        thrice=("thrice",),
        stage=(
            *("music", "sound", "sounds", "sfx", "fade", "fades", "fading", "applause"),
            *("whisper", "whispers", "whispered", "whispering"),
            *("narrator", "voiceover", "voice-over"),
        ),
    ),
    covers=CoverWords(
        head=(
            "head face facial jaw tmj temple brow eye ears scalp neck throat occipit suboccipit "
            "cervical scalene sternocleid"
        ),
        arms=(
            "shoulder arm elbow forearm wrist hand finger thumb chest pector biceps triceps "
            "deltoid rotator trapezius levator scapula armpit upper_body"
        ),
        back=(
            "back spine spinal erector lumbar thoracic vertebra quadratus_lumborum ql lats "
            "latissimus rhomboid"
        ),
        core=(
            "core abs abdom belly stomach oblique transvers multifid diaphragm breath lung rib "
            "intercost pelvic_floor"
        ),
        hips=(
            "hip glut buttock bottom piriform pelvi sacr coccy tailbone si_joint iliac ilio psoas "
            "groin seat_bone sit_bone ischi"
        ),
        legs=(
            "leg thigh hamstring quad adductor knee calf calves shin ankle foot feet toe sole heel "
            "plantar achill soleus gastrocnem tibial it_band iliotibial biceps_femoris "
            "back_of_the_leg back_of_the_thigh back_of_the_knee"
        ),
        body="whole full_body entire total_body all_over body",
    ),
)
