"""The style and the script of the page, each as one text, and the policy by which a browser runs no other.

Comments, indentation and long names stay behind, so that a page is no larger than what it says.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from importlib.resources import files

from flagger.report.say import LIMITS
from flagger.report.timeline.picture import look

_SCRIPTS = ("timeline.js", "page.js")
SQUEEZED = "squeezed.js"


@lru_cache(maxsize=2)
def style(fictional: bool) -> str:
    """With what stands in the margin of every printed page."""
    texts = [_read("page.css"), look(), _read("print.css"), *([_read("fictional.css")] if fictional else [])]
    text = "\n".join(texts)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text += f'@page {{ @bottom-left {{ content: "{LIMITS}"; font: 8pt sans-serif; }} }}'
    return "".join(part if part.startswith('"') else _squeezed(part) for part in re.split(r'("[^"]*")', text))


def _squeezed(style: str) -> str:
    """Without the spaces that only a reader of the source needs."""
    return re.sub(r"\s*([{};,>])\s*|(?<=:)\s+", r"\1", re.sub(r"\s+", " ", style)).replace(";}", "}")


@lru_cache(maxsize=1)
def script() -> str:
    """Both scripts as `make script` squeezes them into one; its first line only says from what."""
    return _read(SQUEEZED).split("\n", 1)[1]


def made_from() -> str:
    """The first line of the squeezed script: the hash of what people read and change."""
    return f"// {hashlib.sha256(sources().encode()).hexdigest()}"


def sources() -> str:
    """The scripts as people read and change them, one after the other."""
    return "".join(map(_read, _SCRIPTS))


def policy(fictional: bool) -> str:
    """What the page allows itself: its own style and script, known by their hashes, and nothing else."""
    own = f"style-src {_hash(style(fictional))};script-src {_hash(script())}"
    return f"default-src 'none';{own};base-uri 'none';form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _read(name: str) -> str:
    return files("flagger.report.page").joinpath("templates", name).read_text(encoding="utf-8")
