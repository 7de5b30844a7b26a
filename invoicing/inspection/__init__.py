"""Looking into files from outside, in a child process that may die of it. The parent's side; the child is child.py."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CHILD = Path(__file__).with_name("child.py")
WALL_SECONDS = 15  # the child's own limits (CPU, memory) end it earlier


class Unfit(Exception):
    """The file is refused; `code` says why: type, pixels, image_broken, encrypted, active, embedded, pages, pdf_broken,
    too_complex.
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Inspected:
    """What was found, and where the bytes to keep are: images re-encoded, PDFs as they came or mended."""

    path: Path
    content_type: str
    pages: int


def inspect_file(path: Path) -> Inspected:
    """Inspect the file at `path` in a child with limits of memory, time and output; raises Unfit."""
    kept = path.with_suffix(".kept")
    command = [sys.executable, "-I", str(CHILD), str(path), str(kept)]
    # The child needs nothing of ours: no settings, no secrets, no database.
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}
    try:
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, env=environment, cwd=path.parent, timeout=WALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Unfit("too_complex") from error
    if done.returncode != 0:
        raise Unfit("too_complex")
    answer = json.loads(done.stdout)
    if "unfit" in answer:
        raise Unfit(answer["unfit"])
    return Inspected(kept, answer["content_type"], answer["pages"])
