"""Which part of the body a routine is for, and the colours that stand for it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the body. Colours are sRGB, as `#rrggbb`."""

    name: str
    ground: str
    """The background, quiet and dark."""
    tone: str
    """The lightest that the background becomes where something is drawn on it."""
    ink: str
    """For words. Its contrast to ground and tone is 7:1 or more (WCAG 2.1, 1.4.6)."""
    ball: str
    """For one small thing that is no word."""


HEAD = Region("head and neck", "#26333f", "#3d4e5e", "#eef1f2", "#d9c3a0")
ARMS = Region("shoulders and arms", "#392c39", "#55455a", "#f4eef1", "#dcb5a6")
BACK = Region("back", "#1b3638", "#335254", "#edf2ec", "#e0b98a")
CORE = Region("core and breath", "#3b3220", "#57492f", "#f6f0e2", "#dfb46c")
HIPS = Region("hips and buttocks", "#422a25", "#65443a", "#f9efe6", "#e6a885")
LEGS = Region("legs and feet", "#27352a", "#425342", "#f0f3e7", "#cdb77e")
BODY = Region("whole body", "#292a42", "#45466a", "#f0eff5", "#d8bda8")
OTHER = Region("other", "#33302d", "#4f4a45", "#f5f0ea", "#cbb8a1")

REGIONS = (HEAD, ARMS, BACK, CORE, HIPS, LEGS, BODY, OTHER)
"""All there are."""

STEMS = {
    HEAD: (
        "head face facial jaw tmj temple brow eye ears scalp neck throat occipit suboccipit "
        "cervical scalene sternocleid kopf gesicht kiefer schläfe stirn auge ohr nacken hals "
        "halswirbel"
    ),
    ARMS: (
        "shoulder arm elbow forearm wrist hand finger thumb chest pector biceps triceps deltoid "
        "rotator trapezius levator scapula armpit upper_body schulter ellenbogen ellbogen "
        "unterarm oberarm handgelenk däumen daumen brust bizeps trizeps achsel oberkörper"
    ),
    BACK: (
        "back spine spinal erector lumbar thoracic vertebra quadratus_lumborum ql lats latissimus "
        "rhomboid rücken wirbel lende lws brustwirbel bws kreuz unterrücken"
    ),
    CORE: (
        "core abs abdom belly stomach oblique transvers multifid diaphragm breath lung rib "
        "intercost pelvic_floor bauch rumpf zwerchfell atem atmung atmen rippe lunge beckenboden"
    ),
    HIPS: (
        "hip glut buttock bottom piriform pelvi sacr coccy tailbone si_joint iliac ilio psoas "
        "groin seat_bone sit_bone ischi hüft gesäß popo pobacke hintern becken kreuzbein steiß "
        "isg iliosakral leiste darmbein"
    ),
    LEGS: (
        "leg thigh hamstring quad adductor knee calf calves shin ankle foot feet toe sole heel "
        "plantar achill soleus gastrocnem tibial it_band iliotibial biceps_femoris "
        "back_of_the_leg back_of_the_thigh back_of_the_knee bein oberschenkel unterschenkel "
        "schenkel adduktor knie wade schienbein knöchel sprunggelenk fuß füß zeh ferse"
    ),
    BODY: ("whole full_body entire total_body all_over body ganz körper"),
}
"""Beginnings of the words that authors use, English and German; `_` is a space. The longest that
fits counts: `pelvic floor` is not the pelvis, `Kreuzbein` not the Kreuz."""


def region_of(areas: Iterable[str], tags: Iterable[str] = ()) -> Region:
    """The region that an author's words speak of: the first area that names one, else the first
    tag. OTHER when none does."""
    found = (_FIRST.search(_plain(words)) for words in (*areas, *tags))
    return next((_REGION[match[0]] for match in found if match), OTHER)


def _plain(words: str) -> str:
    return " ".join(normalize("NFC", words).casefold().split())


_REGION = {
    _plain(stem.replace("_", " ")): region
    for region, stems in STEMS.items()
    for stem in stems.split()
}

_FIRST = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _REGION), key=len, reverse=True))})")
