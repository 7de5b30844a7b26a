"""Weeks as bars in an SVG: drawn by the server, with attributes alone, so that no style is inline."""

from dataclasses import dataclass

from .numbers import Week

HEIGHT, STEP, BAR = 120, 24, 9


@dataclass(frozen=True)
class Bar:
    x: int
    y: int
    height: int
    kind: str


@dataclass(frozen=True)
class Chart:
    title: str
    width: int
    height: int
    most: int
    bars: list[Bar]
    open_points: str  # "x,y x,y …" of the line


def chart_of(weeks: list[Week], title: str) -> Chart:
    """Two bars a week, received and decided, and a line of what is open at its end, on one scale."""
    most = max([1, *(max(week.received, week.decided, week.open) for week in weeks)])
    bars = []
    for number, week in enumerate(weeks):
        for place, kind in enumerate(("received", "decided")):
            height = round(getattr(week, kind) / most * HEIGHT)
            bars.append(Bar(number * STEP + place * (BAR + 1), HEIGHT - height, height, kind))
    points = " ".join(
        f"{number * STEP + BAR},{HEIGHT - round(week.open / most * HEIGHT)}" for number, week in enumerate(weeks)
    )
    return Chart(title, len(weeks) * STEP, HEIGHT, most, bars, points)
