"""`docs/codes.md`: the codes and families of rules: `python -m flagger.report.library.codes_page` writes it."""

from __future__ import annotations

from pathlib import Path

from flagger.codebook import Codebook, load_codebook
from flagger.report.library.audits_page import cell
from flagger.rulebook.where import rules_root

CODES_PAGE = Path("docs") / "codes.md"
_HEAD = """\
# Codes

What a row can be about. A rule asks for codes, or for a family and so for every code in it. The words that mean a code
are in `rules/codebook/`. This page is generated from there; do not edit it."""


def codes_page(book: Codebook) -> str:
    """The page as Markdown: the families with their codes, then every code with its definition."""
    families = [
        f"| `{name}` | {cell(about)} | {', '.join(f'`{code}`' for code in sorted(book.expand([name])))} |"
        for name, about in sorted(book.families.items())
    ]
    codes = [
        f"| `{name}` | {cell(code.definition)} | {code.service.replace('_', ' ')} |"
        for name, code in sorted(book.codes.items())
    ]
    parts = [
        _HEAD,
        "## Families",
        "\n".join(["| family | about | codes |", "|---|---|---|", *families]),
        "## Every code",
        "\n".join(["| code | the row says that | a service of |", "|---|---|---|", *codes]),
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    CODES_PAGE.write_text(codes_page(load_codebook(rules_root() / "codebook")), encoding="utf-8", newline="\n")
