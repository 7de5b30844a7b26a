"""The guide as one reads it: every chapter with its number, in the order of the tree, and what stands around it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from home.blocks import HeadingValue

MOST_PARTS = 3  # « 4.2.1 »: deeper than that nothing has a number


@dataclass(eq=False)
class Chapter:
    page: object
    parts: tuple[int, ...]  # (4, 2, 1)
    children: list["Chapter"] = field(default_factory=list)
    level: int = 1  # of its heading on paper

    @property
    def number(self) -> str:
        return ".".join(map(str, self.parts))

    @property
    def depth(self) -> int:
        return len(self.parts)


def number_chapters(pages: Iterable, *, root_depth: int) -> list[Chapter]:
    """`pages` in the order of the tree, below a page of `root_depth`. A page whose parent is missing is left out."""
    found: dict[str, Chapter] = {}
    tops: list[Chapter] = []
    for page in pages:
        parent = found.get(page.path[: -page.steplen])
        if parent is None and page.depth > root_depth + 1:
            continue
        siblings = parent.children if parent else tops
        above = parent.parts if parent else ()
        siblings.append(Chapter(page, (*above, len(siblings) + 1)))
        found[page.path] = siblings[-1]
    return list(found.values())


def around(chapters: list[Chapter], page) -> tuple[Chapter | None, Chapter | None, Chapter | None]:
    """The chapter before `page`, its own, and the one after it; nothing for a page that is not among them."""
    place = next((place for place, chapter in enumerate(chapters) if chapter.page.pk == page.pk), None)
    if place is None:
        return None, None, None
    padded = [None, *chapters, None]
    return padded[place], padded[place + 1], padded[place + 2]


def headings(body, chapter: Chapter | None = None) -> list[HeadingValue]:
    """The sections of a body; in a chapter that has no chapters below it they carry on its number (« 4.1.2 »)."""
    found = [block.value for block in body if block.block_type == "heading" and block.value["level"] == "h2"]
    if chapter and not chapter.children and chapter.depth < MOST_PARTS:
        for count, heading in enumerate(found, start=1):
            heading.number = f"{chapter.number}.{count}"
    return found
