"""How reports arrange what was found: `rules/reports.yaml`. Titles, order and places on a page; no rule reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath

from pydantic import Field, PrivateAttr, ValidationError

from flagger.documents.document import Document
from flagger.errors import RulesFault
from flagger.rulebook.faults import worded
from flagger.rulebook.fields import Name, Strict, Text
from flagger.rulebook.model import Rule
from flagger.rulebook.prompts import unknown

REPORTS_FILE = "reports.yaml"
_FOLDER_OF_THEMES = "themes"


class Theme(Strict):
    """One theme of rules, and the heading of an audit panel under which it is talked about."""

    title: Text
    heading: Name


class Family(Strict):
    """Where the rules of one family stand, when not where their folder says."""

    theme: Name
    heading: Name


class Topic(Strict):
    """What one kind of mark on a timeline stands for: codes and families of codes."""

    title: Text
    codes: tuple[Name, ...] = ()


class Arrangement(Strict):
    """All of the file, in its order. `episodes` are those drawn as bars, with their titles."""

    headings: dict[Name, Text] = Field(default_factory=dict)
    themes: dict[Name, Theme] = Field(default_factory=dict)
    families: dict[Name, Family] = Field(default_factory=dict)
    topics: dict[Name, Topic] = Field(default_factory=dict)
    episodes: dict[Name, Text] = Field(default_factory=dict)

    _document: Document = PrivateAttr()

    @classmethod
    def read(
        cls,
        document: Document,
        rules: Mapping[str, Rule] | None,
        codes: Collection[str] | None,
        episodes: Collection[str],
    ) -> Arrangement:
        """Raises RulesFault with every fault, also for a name that is nowhere. With None, those names go unchecked."""
        try:
            arrangement = cls.model_validate(document.data)
        except ValidationError as error:
            raise RulesFault(worded(error, cls, document)) from None
        if faults := list(arrangement._unknown(document, rules, codes, episodes)):
            raise RulesFault(faults)
        arrangement._document = document
        return arrangement

    def place(self, rule: Rule) -> tuple[str, str]:
        """The theme and heading of a rule; "" where the file gives none."""
        if (family := self.families.get(rule.family)) is not None:
            return family.theme, family.heading
        theme = _folder(rule)
        return (theme, self.themes[theme].heading) if theme in self.themes else ("", "")

    def _unknown(
        self,
        document: Document,
        rules: Mapping[str, Rule] | None,
        codes: Collection[str] | None,
        episodes: Collection[str],
    ) -> Iterator[str]:
        headings, themes = "one of the headings above", "one of the themes above"
        for name, theme in self.themes.items():
            yield from unknown(document, ("themes", name), (theme.heading,), self.headings, "heading", headings)
        for name, family in self.families.items():
            place = ("families", name)
            yield from unknown(document, place, (family.heading,), self.headings, "heading", headings)
            yield from unknown(document, place, (family.theme,), self.themes, "theme", themes)
        if rules is not None:
            of_rules = {rule.family for rule in rules.values()}
            yield from unknown(document, ("families",), tuple(self.families), of_rules, "family", "one of the rules'")
            folders = {_folder(rule) for rule in rules.values() if self.place(rule) == ("", "")} - {""}
            for folder in sorted(folders):
                yield document.fault(("themes",), f"no theme for the folder `{folder}`; expected one; found none")
        if codes is not None:
            for name, topic in self.topics.items():
                expected = "a code or family of the codebook"
                yield from unknown(document, ("topics", name, "codes"), topic.codes, codes, "code", expected)
        yield from unknown(document, ("episodes",), tuple(self.episodes), episodes, "episode", "one of episodes.yaml")


def _folder(rule: Rule) -> str:
    parts = PurePosixPath(rule.document.file).parts
    return parts[1] if len(parts) > 2 and parts[0] == _FOLDER_OF_THEMES else ""
