"""Verdicts on finished sessions as a table, as sentences and as JSON."""

import json
import math
from collections.abc import Iterable
from dataclasses import asdict

from audioguide.app.words import shown
from audioguide.verify import tolerances
from audioguide.verify.measurements import Measurements, chapters_off
from audioguide.verify.read import Contents
from audioguide.verify.tolerances import unchecked
from audioguide.verify.verdict import Verdict

_ROW = "{:<28} {:>6} {:>4} {:>5} {:>8} {:>6} {:>12} {:>5} {:>4} {:>5} {:>4}"

HEAD = "\n".join(
    [
        _ROW.format(
            *("session", "length", "cues", "worst", "chapters", "speech", "lines"),
            *("peak", "bed", "joins", ""),
        ).rstrip(),
        _ROW.format("", "ms", "", "ms", "ms", "LUFS", "LUFS", "dBTP", "LU", "", "").rstrip(),
    ]
)


def verdict_text(verdict: Verdict) -> str:
    """One row for a session, and a sentence for each tolerance it misses."""
    name, found = verdict.finished.name, verdict.figures
    if found is None:
        return f"{name:<28} FAIL\n  {name}: {verdict.error}."
    lines = "-" if found.softest is None else f"{found.softest:.1f}..{found.loudest:.1f}"
    row = _ROW.format(
        name,
        _ms(found.length_off),
        found.cues,
        _ms(found.cue_off),
        _ms(found.chapter_off),
        _tenths(found.speech),
        lines,
        _tenths(found.peak),
        _tenths(found.bed_off),
        "ok" if verdict.joined else "FAIL",
        "ok" if verdict.good else "FAIL",
    )
    told = [f"  {name}: {miss.text}." for miss in verdict.misses]
    if verdict.measurements is not None:
        told += [f"  {name}: {what}." for what in unchecked(verdict.measurements)]
    return "\n".join([row, *told])


def verdicts_json(verdicts: Iterable[Verdict]) -> str:
    """Everything that was measured, and the tolerances; times in seconds."""
    told = {
        "bars": {
            "time": tolerances.TIME,
            "speech": [tolerances.SPEECH, tolerances.SPEECH_OFF],
            "line": [tolerances.SPEECH, tolerances.LINE_OFF],
            "short_line": [tolerances.SPEECH, tolerances.SHORT_LINE_OFF],
            "short": tolerances.SHORT,
            "gain": [tolerances.SOFTER, tolerances.LOUDER],
            "peak": tolerances.PEAK,
            "bed": tolerances.BED_OFF,
        },
        "sessions": [_verdict_json(verdict) for verdict in verdicts],
    }
    return json.dumps(_finite(told), ensure_ascii=False, indent=1)


def _verdict_json(verdict: Verdict) -> dict[str, object]:
    finished = verdict.finished
    return {
        "name": finished.name,
        "mp3": shown(finished.mp3),
        "plan": finished.plan and shown(finished.plan),
        "good": verdict.good,
        "error": verdict.error,
        "misses": [asdict(miss) for miss in verdict.misses],
        "figures": verdict.figures and asdict(verdict.figures),
        **({} if verdict.measurements is None else _measurements_json(verdict.measurements)),
    }


def _measurements_json(measurements: Measurements) -> dict[str, object]:
    plan, analysis, alone = measurements.plan, measurements.analysis, measurements.built.stretches
    return {
        "contents": _contents_json(measurements.contents),
        "cues": [
            {"kind": cue.kind, "start": cue.start, "text": cue.text, **asdict(found)}
            for cue, found in zip(plan.cues, analysis.cues, strict=True)
        ],
        "chapters": [
            {**asdict(mark), "late": off}
            for mark, off in zip(
                measurements.shown.chapters, chapters_off(measurements), strict=False
            )
        ],
        "peaks": analysis.peaks,
        "bed": [
            {**asdict(stretch), "heard": found}
            for stretch, found in zip(alone, analysis.alone, strict=True)
        ],
    }


def _contents_json(contents: Contents) -> dict[str, object]:
    """By the names that programs know, whatever ours are."""
    return {
        "channels": contents.channels,
        "kbits": contents.kbits,
        "frames": contents.frames,
        "told": contents.counted,
        "digest": contents.digest,
        "faults": contents.faults,
    }


def _finite(told: object) -> object:
    """JSON has no infinity: the level of silence is null."""
    match told:
        case dict():
            return {key: _finite(value) for key, value in told.items()}
        case list() | tuple():
            return [_finite(value) for value in told]
        case float():
            return round(told, 6) if math.isfinite(told) else None
        case _:
            return told


def _ms(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds * 1000:.1f}"


def _tenths(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"
