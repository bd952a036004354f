"""Parts of plans for tests."""

from audioguide.publish.plan_file import PlanCue, Source


def said(start: float, end: float, text: str) -> PlanCue:
    """Words of a plan, times in seconds."""
    return PlanCue("say", start, end, text, Source("script.yaml", 1))
