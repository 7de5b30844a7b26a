"""Weeks as bars in an SVG: drawn by the server, with attributes alone, so that no style is inline."""

from dataclasses import dataclass

from .numbers import Week

HEIGHT, STEP, BAR = 120, 24, 9
STEPS = (2, 4, 6, 8)  # of each power of ten: their half is a whole number too


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
    most: int  # at the top of the scale
    bars: list[Bar]
    open_points: str  # "x,y x,y …" of the line

    @property
    def half(self) -> int:
        return self.most // 2

    @property
    def middle(self) -> int:
        return self.height // 2


def chart_of(weeks: list[Week], title: str) -> Chart:
    """Two bars a week, received and decided, and a line of what is open at its end, on one scale."""
    most = round_up(max(max(week.received, week.decided, week.open) for week in weeks))
    bars = []
    for number, week in enumerate(weeks):
        for place, kind in enumerate(("received", "decided")):
            height = round(getattr(week, kind) / most * HEIGHT)
            bars.append(Bar(number * STEP + place * (BAR + 1), HEIGHT - height, height, kind))
    points = " ".join(
        f"{number * STEP + BAR},{HEIGHT - round(week.open / most * HEIGHT)}" for number, week in enumerate(weeks)
    )
    return Chart(title, len(weeks) * STEP, HEIGHT, most, bars, points)


def round_up(number: int) -> int:
    """The end of a scale that holds `number`: 3 → 4, 46 → 60, 103 → 200."""
    power = 1
    while power * 10 < number:
        power *= 10
    return next(power * step for step in (*STEPS, 10) if power * step >= number)
