"""The drawing as a picture, for papers that cannot hold a drawing. The same look as on the page."""

from __future__ import annotations

from importlib.resources import files


def as_png(svg: str, pixels: int) -> bytes:
    """What `draw` gave as a PNG so many pixels wide, on white. On a machine without any font the words are left out."""
    import resvg_py  # late: only papers need it

    return resvg_py.svg_to_bytes(svg_string=svg, style_sheet=look(), width=pixels, background="#ffffff")


def look() -> str:
    """How the drawing looks, as CSS: one look for the page, for print and for pictures."""
    return files("flagger.report.timeline").joinpath("timeline.css").read_text(encoding="utf-8")
