"""Zip containers opened with care: sizes and damage checked before anything is read, XML without entities or network.

Must not know what the parts mean; `word` and `marks` do.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO

from lxml import etree

from flagger.chronology.containers.grid import Unreadable

MOST_BYTES = 2 * 1024**3
# Sheets of repeated rows pack to about a hundredth; deflate can do no more than about a thousandth.
LARGE_PART, MOST_RATIO = 16 * 1024**2, 250
_CHUNK = 1024**2
_FAULTS = (ValueError, RuntimeError, NotImplementedError, EOFError, OSError, zipfile.BadZipFile, zlib.error)
DAMAGED = "This {what} is damaged or was cut short. Ask for it again, or open it in its own program and save it anew."


def parser() -> etree.XMLParser:
    """A parser that expands no entity, loads no other file and keeps libxml2's own limits."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )


class Archive:
    """The parts of one Office file, by name. `what` is the word for it in sentences ("Word file")."""

    def __init__(self, data: bytes, what: str) -> None:
        self._what = what
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as fault:
            raise self.damaged() from fault
        self.names = frozenset(self._zip.namelist())
        self._refuse_bombs(len(data))

    def damaged(self) -> Unreadable:
        return Unreadable(DAMAGED.format(what=self._what))

    def _refuse_bombs(self, size: int) -> None:
        parts = self._zip.infolist()
        packed = sum(part.compress_size for part in parts)
        bomb = packed > size or sum(part.file_size for part in parts) > MOST_BYTES
        for part in parts:
            bomb |= part.file_size > max(LARGE_PART, MOST_RATIO * part.compress_size)
        if bomb:
            raise Unreadable(
                f"This {self._what} unpacks to far more than its size, as no chronology does; it was not opened. "
                "Ask who sent it to save it anew."
            )

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises Unreadable when it is missing or damaged."""
        try:
            return self._zip.read(name)
        except (KeyError, *_FAULTS) as fault:
            raise self.damaged() from fault

    def check(self) -> None:
        """Read every XML part once, so that damage and declared entities are found before other libraries open it."""
        for name in sorted(self.names):
            if not name.endswith((".xml", ".rels", ".bin")):
                continue
            try:
                with self._zip.open(name) as part:
                    head = part.read(_CHUNK)
                    if b"<!DOCTYPE" in head[:4096] or b"<!ENTITY" in head[:4096]:
                        raise Unreadable(
                            f"This {self._what} declares entities of its own, which no Office program does; it was not "
                            "opened. Open it in its own program and save it anew."
                        )
                    while part.read(_CHUNK):
                        pass
            except _FAULTS as fault:
                raise self.damaged() from fault

    def xml(self, name: str) -> etree._Element:
        """The root element of a part. Raises Unreadable when it is missing or is not well-formed XML."""
        try:
            return etree.fromstring(self.read(name), parser())
        except etree.XMLSyntaxError as fault:
            raise self.damaged() from fault

    def related(self, part: str) -> list[tuple[str, str, str]]:
        """The (id, last word of the type, target part) of each relationship of `part` ("" for the package)."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self.names:
            return []
        found = []
        for relation in self.xml(rels):
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
                kind = relation.get("Type", "").rpartition("/")[2]
                found.append((relation.get("Id", ""), kind, target))
        return found


def local(element: etree._Element) -> str:
    """The element's name without its namespace, so that transitional and strict files read alike."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """The attribute of the element's own namespace, or of none."""
    space = element.tag.rpartition("}")[0]
    value = element.get(f"{space}}}{name}") if space else None
    return value if value is not None else element.get(name)


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as <strike/> is there and not switched off by its value."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off", "none")
