"""The codebook: what its notation means, and that every fault of every file is told at once with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from flagger.codebook import Codebook, UnknownCode, load_codebook
from flagger.codebook.phrases import Gap, Lexicon, PhraseFault, inflect, read_phrase
from flagger.errors import RulesFault
from flagger.report.library.codes_page import codes_page
from flagger.rulebook.where import rules_root

RULES = Path(__file__).parents[2] / "rules" / "codebook"
CODES_PAGE = Path(__file__).parents[2] / "docs" / "codes.md"

WORDS = "irregular: {bring: [brings, brought, bringing]}\nlists:\n  appt: |\n    appointment|clinic\n"
CONTEXT = """chain: 4
unskipped: |
  not
triggers:
  - status: negated
    side: before
    reach: 5
    phrases: |
      no
pseudo: |
  no doubt
stops: |
  but
child: |
  child
adult: |
  mother
"""
CODES = """families: {missed: Missed.}
codes:
  was_not_brought:
    definition: A child was not brought.
    families: [missed]
    phrases: |
      not bring to {appt}
    types: |
      WNB
"""


@pytest.fixture(scope="module")
def book() -> Codebook:
    return load_codebook(RULES)


def write(folder: Path, **files: str) -> Path:
    for name, text in {"words": WORDS, "context": CONTEXT, "codes": CODES, **files}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def words_of(text: str, lexicon: Lexicon | None = None) -> list[list[str | int]]:
    """The sequences of a phrase, each element as its shortest word, or the width of a gap."""
    return [
        [part.most if isinstance(part, Gap) else min(part, key=lambda word: (len(word), word)) for part in sequence]
        for sequence in read_phrase(text, lexicon or Lexicon())
    ]


def test_a_word_matches_its_inflections() -> None:
    assert {"attend", "attends", "attended", "attending"} <= inflect("attend", {})
    assert {"refer", "refers", "referred", "referring"} <= inflect("refer", {})
    assert {"note", "notes", "noted", "noting"} <= inflect("note", {})
    assert {"worry", "worries", "worried", "worrying"} <= inflect("worry", {})
    assert "brought" in inflect("bring", {"bring": ("brought",)})


def test_an_equals_sign_fixes_a_word_as_written() -> None:
    assert inflect("=hit", {}) == {"hit"}


def test_capitals_keep_their_case_and_take_an_ending() -> None:
    assert inflect("DNA", {}) == {"DNA", "DNAs", "DNA'd", "DNAd"}


def test_alternatives_options_and_gaps() -> None:
    assert words_of("(core|core group) [meeting] held") == [
        ["core", "meeting", "held"],
        ["core", "held"],
        ["core", "group", "meeting", "held"],
        ["core", "group", "held"],
    ]
    assert words_of("seen .. alone") == [["seen", 3, "alone"]]
    assert words_of("seen ..1 alone") == [["seen", 1, "alone"]]


def test_a_hyphen_is_a_space() -> None:
    assert read_phrase("self-harm", Lexicon()) == read_phrase("self harm", Lexicon())


BAD_PHRASES = ["(open", "open)", ".. gap first", "gap last ..", "{nothere} x", "100% sure", "[may be]", ""]


@pytest.mark.parametrize("text", BAD_PHRASES)
def test_a_phrase_outside_the_notation_is_refused(text: str) -> None:
    with pytest.raises(PhraseFault):
        read_phrase(text, Lexicon())


def test_every_fault_of_every_file_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    codes = CODES.replace("[missed]", "[mist]").replace("not bring to {appt}", "not bring to {apt}") + "    tpyes: x\n"
    context = CONTEXT.replace("status: negated", "status: denied").replace("reach: 5", "reach: far")
    with pytest.raises(RulesFault) as caught:
        load_codebook(write(tmp_path, codes=codes, context=context))
    faults = "\n".join(caught.value.faults)
    for place in ("codes.yaml:5:", "codes.yaml:7:", "codes.yaml:10:", "context.yaml:5:", "context.yaml:7:"):
        assert place in faults, faults


def test_a_key_written_twice_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(RulesFault, match=r"codes\.yaml:10: key `definition` is written twice"):
        load_codebook(write(tmp_path, codes=CODES + "    definition: Again.\n"))


def test_yaml_that_cannot_be_read_is_a_fault_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(RulesFault, match=r"codes\.yaml:3: cannot be read; expected YAML"):
        load_codebook(write(tmp_path, codes="codes:\n  x: [\n"))


def test_one_type_means_one_code(tmp_path: Path) -> None:
    other = "codes:\n  other:\n    definition: Another.\n    types: |\n      w.n.b\n      wnb\n"
    with pytest.raises(RulesFault, match="already means"):
        load_codebook(write(tmp_path, more=other))


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(RulesFault, match=r"words\.yaml"):
        load_codebook(tmp_path)


def test_the_hash_changes_with_a_word_and_not_with_line_ends(tmp_path: Path) -> None:
    first = load_codebook(write(tmp_path)).sha256
    (tmp_path / "codes.yaml").write_bytes(CODES.replace("\n", "\r\n").encode())
    assert load_codebook(tmp_path).sha256 == first
    (tmp_path / "codes.yaml").write_text(CODES.replace("A child", "One child"))
    assert load_codebook(tmp_path).sha256 != first


def test_agencies_are_another_rooms_file(tmp_path: Path) -> None:
    before = load_codebook(write(tmp_path)).sha256
    (tmp_path / "agencies.yaml").write_text("not: [codes")
    assert load_codebook(tmp_path).sha256 == before


def test_expand_takes_codes_and_families_together(book: Codebook) -> None:
    assert book.expand(["marac", "birth"]) == {"marac_referral", "marac_heard", "marac_transfer", "birth"}


def test_an_unknown_name_is_said(book: Codebook) -> None:
    with pytest.raises(UnknownCode, match="'weather' is neither a code nor a family"):
        book.expand(["weather"])
    with pytest.raises(UnknownCode):
        book.families_of("missed")


def test_a_code_may_be_in_several_families(book: Codebook) -> None:
    assert {"incident", "domestic_abuse", "reactive"} <= book.families_of("da_incident")


def test_the_page_of_codes_is_fresh() -> None:
    shipped = load_codebook(rules_root() / "codebook")
    assert CODES_PAGE.read_text(encoding="utf-8") == codes_page(shipped), "run: make docs"


def test_reactive_and_planned_hold_the_families_of_their_kind(book: Codebook) -> None:
    reactive = book.expand(["incident", "contact_in", "edt_contact", "strategy_discussion", "police_protection"])
    assert reactive <= book.expand(["reactive"])
    planned = ["visit", "conference", "core_group", "cin_review", "assessment", "taf_meeting", "supervision"]
    assert book.expand([*planned, "multi_agency_meeting", "planned_session"]) <= book.expand(["planned"])
