"""How reports arrange what was found: `rules/reports.yaml`. Titles, order and places on a page; no rule reads it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import PurePosixPath

from pydantic import Field, PrivateAttr, ValidationError

from flagger.documents.document import Document
from flagger.errors import RulesFault
from flagger.rulebook.faults import did_you_mean, worded
from flagger.rulebook.fields import Name, Strict, Text
from flagger.rulebook.model import Rule

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
        def unless(known: Collection[str], name: str, kind: str, expected: str, *place: str | int) -> Iterator[str]:
            if name not in known:
                said = f"no {kind} `{name}`; expected {expected}{did_you_mean(name, known)}; found `{name}`"
                yield document.fault(place, said)

        heading, theme = ("heading", "one of the headings above"), ("theme", "one of the themes above")
        for name, of in self.themes.items():
            yield from unless(self.headings, of.heading, *heading, "themes", name, "heading")
        for name, family in self.families.items():
            yield from unless(self.headings, family.heading, *heading, "families", name, "heading")
            yield from unless(self.themes, family.theme, *theme, "families", name, "theme")
        for name in self.episodes:
            yield from unless(episodes, name, "episode", "one of episodes.yaml", "episodes", name)
        if codes is not None:
            for name, topic in self.topics.items():
                for i, code in enumerate(topic.codes):
                    yield from unless(
                        codes, code, "code", "a code or family of the codebook", "topics", name, "codes", i
                    )
        if rules is not None:
            yield from self._of_rules(document, rules, unless)

    def _of_rules(
        self, document: Document, rules: Mapping[str, Rule], unless: Callable[..., Iterator[str]]
    ) -> Iterator[str]:
        """Families that no rule is of, and folders of rules without a theme."""
        of_rules = {rule.family for rule in rules.values()}
        for name in self.families:
            yield from unless(of_rules, name, "family", "one of the rules'", "families", name)
        for folder in sorted({_folder(rule) for rule in rules.values() if self.place(rule) == ("", "")} - {""}):
            yield document.fault(("themes",), f"no theme for the folder `{folder}`; expected one; found none")


def _folder(rule: Rule) -> str:
    parts = PurePosixPath(rule.document.file).parts
    return parts[1] if len(parts) > 2 and parts[0] == _FOLDER_OF_THEMES else ""
