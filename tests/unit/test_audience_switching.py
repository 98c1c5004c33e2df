"""Files of a copy that cannot be read are said to be so, in one sentence and without what they hold."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from flagger.audience.glossary import new_glossary
from flagger.audience.switching import restored_file
from flagger.errors import UsageFault

GLOSSARY = new_glossary(b"0" * 16, 5)
PART = "word/document.xml"


def with_a_broken_part() -> bytes:
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as parts:
        parts.writestr(PART, "<a>Tansy was seen</a>" * 100)
    broken = bytearray(held.getvalue())
    broken[broken.index(PART.encode()) + len(PART)] ^= 0xFF
    return bytes(broken)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.docx", with_a_broken_part()),
        ("text.xlsx", b"Tansy was seen"),
        ("latin.csv", b"Tansy was seen caf\xe9"),
        ("endless.csv", b'"' + b"Tansy was seen " * 20_000),
    ],
)
def test_a_damaged_file_of_a_copy_is_said_to_be_damaged_and_not_quoted(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageFault, match="expected a file of a copy") as said:
        restored_file(tmp_path / name, GLOSSARY)
    assert "Tansy" not in str(said.value)
