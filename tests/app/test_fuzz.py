"""Whatever a file holds, its author is told of problems, and nothing else ever happens."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.writing import mistakes

SHIPPED = Path(__file__).parents[2] / "scripts"
SCRIPTS = {
    path.relative_to(SHIPPED).as_posix(): path.read_bytes() for path in SHIPPED.rglob("*.yaml")
}
BUILT = sorted(
    name for name in SCRIPTS if not name.startswith("shared/") and name != "library.yaml"
)

SIGNS = [
    *("{", "}", "{{", "{side}", "[", "]", "[]", "{}", ":", ": ", "- ", "-", "\n", "\r\n", "\t"),
    *(" ", "  ", "'", '"', "\\", "&a ", "*a", "<<: *a", "!", "!!str ", "|", ">", "#", " #", "%"),
    *("?", "? ", ",", "@", "`", "~", "---\n", "...\n", "\0", "\x85", "\u2028", "\ufeff", "é", "🙂"),
    *("steps:", "say:", "hold: ", "0s", "-1s", "1:30", "30s-60s", "10800", "9" * 40, "1/3", "left"),
    *(
        "include: shared/close.yaml",
        "include: ../x",
        "repeat: 1000",
        "sides: [a, b]",
        "countdown: 9",
    ),
    *("bed: rain", "bed: { sound: a.wav, level: 9", "rise: 6", "stereo: true", "wake: no"),
    *("at: { halfway: x, 1s left: y }", "switch: ''", "chapter: {side}", "chime: bell"),
]


def _survives(script: bytes, **others: bytes) -> None:
    with TemporaryDirectory() as folder:
        mistakes(Path(folder), script, others)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes(script: bytes) -> None:
    _survives(script)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SIGNS), max_size=40).map("".join))
def test_any_mix_of_signs(steps: str) -> None:
    _survives(f"title: Hips\nsteps:\n- say: {steps}".encode())


@st.composite
def _mutated(draw: st.DrawFn) -> tuple[bytes, dict[str, bytes]]:
    """A shipped script with some of its bytes dropped, doubled, moved or replaced by signs; and
    the fragments it includes, one of them treated alike."""
    others = {name: SCRIPTS[name] for name in SCRIPTS if name.startswith("shared/")}
    fragment = draw(st.sampled_from(sorted(others)))
    others[fragment] = _mutate(draw, others[fragment], draw(st.integers(0, 1)))
    name = draw(st.sampled_from(BUILT))
    return _mutate(draw, SCRIPTS[name], draw(st.integers(1, 4))), others


def _mutate(draw: st.DrawFn, script: bytes, times: int) -> bytes:
    for _ in range(times):
        start = draw(st.integers(0, len(script)))
        end = min(len(script), start + draw(st.integers(0, 40)))
        sign = draw(st.sampled_from(SIGNS)).encode()
        put = draw(st.sampled_from([b"", sign, script[start:end] * 2, script[end : end + 30]]))
        script = script[:start] + put + script[end:]
    return script


@settings(max_examples=60, deadline=None)
@given(_mutated())
def test_a_shipped_script_with_some_of_it_changed(
    mutated: tuple[bytes, dict[str, bytes]],
) -> None:
    script, others = mutated
    _survives(script, **others)


def test_the_shipped_scripts_have_no_problems(tmp_path: Path) -> None:
    assert {name: mistakes(tmp_path, SCRIPTS[name], SCRIPTS) for name in BUILT} == {
        name: [] for name in BUILT
    }
