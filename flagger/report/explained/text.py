"""An explanation as text for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flagger.report.console import para
from flagger.report.explained.tree import Node, RowSaid, Tree
from flagger.report.say import day

_WIDTH = 80
_ROWS = 30
_TRUTH = {"true": " [true]", "maybe": " [maybe]", "false": " [false]"}


def explain_text(tree: Tree) -> str:
    """The whole text."""
    lines = para(f"{tree.rule} {tree.title}", width=_WIDTH)
    lines += para(f"Case {tree.case}, as at {day(tree.as_at)}: {tree.outcome}", width=_WIDTH)
    for node in tree.tree:
        lines += ["", *_node(node, 0)]
    return "\n".join(lines) + "\n"


def _node(node: Node, depth: int) -> Iterator[str]:
    dash = "- " if depth else ""
    yield from para(f"{dash}{node.says}{_TRUTH.get(node.truth or '', '')}", 2 * depth, 2, _WIDTH)
    yield from _rows(node.rows, depth + 1)
    for inner in node.nodes:
        yield from _node(inner, depth + 1)


def _rows(rows: Sequence[RowSaid], depth: int) -> Iterator[str]:
    """Rows that count one by one; those that do not, together by the reason."""
    counted = [row for row in rows if row.counts != "no"]
    for row in counted[:_ROWS]:
        perhaps = "perhaps: " if row.counts == "perhaps" else ""
        why = f" ({perhaps}{'; '.join(row.why)})" if row.why or perhaps else ""
        yield from para(f"{_place(row)}{why}{_says(row)}", 2 * depth, 2, _WIDTH)
    yield from _more(counted, depth)
    aside: dict[tuple[str, ...], list[RowSaid]] = {}
    for row in rows:
        if row.counts == "no":
            aside.setdefault(row.why, []).append(row)
    for reasons, those in aside.items():
        yield from para(f"Not counted, since {'; and '.join(reasons)}:", 2 * depth, 2, _WIDTH)
        for row in those[:_ROWS]:
            yield from para(f"{_place(row)}{_says(row)}", 2 * depth + 2, 2, _WIDTH)
        yield from _more(those, depth + 1)


def _more(rows: Sequence[RowSaid], depth: int) -> Iterator[str]:
    if len(rows) > _ROWS:
        yield from para(f"and {len(rows) - _ROWS} more, in --format json", 2 * depth, 2, _WIDTH)


def _place(row: RowSaid) -> str:
    return f"{row.place}, {row.date or 'no date'}, {row.agency}"


def _says(row: RowSaid) -> str:
    return "" if row.text is None else f": {row.text}"
