"""Reading all rules: every fault at once, in words for a stranger, each with its line; what a sound rulebook gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from rulebook_sample import ABSENCE, AUDITS, COMBINE, COUNT, FALL, MEASURE, RULES, SEQUENCE, change, load, write_rules

from flagger.errors import RulesFault
from flagger.rulebook.load import load_rulebook, read_rulebook


def faults_of(root: Path, rules: dict[str, str], audits: str = AUDITS) -> list[str]:
    with pytest.raises(RulesFault) as caught:
        load(root, rules, audits)
    return caught.value.faults


def line_of(text: str, passage: str) -> int:
    return next(i for i, line in enumerate(text.splitlines(), 1) if passage in line)


@pytest.mark.parametrize(
    ("text", "old", "new", "said"),
    [
        (
            COUNT,
            "kind: concern",
            "kind: concerns",
            '`kind` cannot be that; expected concern, strength or record (did you mean `concern`?); found "concerns"',
        ),
        (
            COUNT,
            "version: 1.0.0",
            "version: 1.0",
            "`version` cannot be that; expected text "
            "(in quotes if it holds `: ` or looks like a number or date); found 1.0",
        ),
        (
            COUNT,
            "version: 1.0.0",
            "version: 1.0.0.0",
            '`version` cannot be that; expected three numbers such as 1.0.0; found "1.0.0.0"',
        ),
        (
            COUNT,
            "at_least: $n",
            "at_leest: $n, at_least: $n",
            "unknown key `at_leest` in `match.count`; "
            "expected one of of, at_least, within, distinct, also, apart, collapse (did you mean "
            "`at_least`?); "
            "found `at_leest`",
        ),
        (COUNT, "at_least: $n", "at_least: $m", "no parameter `m`; expected a name from `params`; found `$m`"),
        (
            COUNT,
            "at_least: $n",
            "at_least: $within",
            '`at_least` cannot be that; expected a whole number; found "180d"',
        ),
        (COUNT, "at_least: $n", "at_least: '3'", '`at_least` cannot be that; expected a whole number; found "3"'),
        (
            COUNT,
            "of: missed",
            "of: mised",
            "no event `mised`; expected a name from `events` (did you mean `missed`?); found `mised`",
        ),
        (
            COUNT,
            "{code: [was_not_brought]}",
            "{cod: [was_not_brought]}",
            "unknown key `cod` in `events.missed`; "
            "expected one of code, with, not_with, agency, coding, who, not_who, collective, age, blank, filled, "
            "dated, unrecorded, since, until, follows, precedes, not_follows, not_precedes, during, not_during, rule "
            "(did you mean `code`?); "
            "found `cod`",
        ),
        (
            COUNT,
            "{code: [was_not_brought]}",
            "{code: was_not_brought}",
            '`code` cannot be that; expected a list; found "was_not_brought"',
        ),
        (
            COUNT,
            "{code: [was_not_brought]}",
            "{code: []}",
            "`code` cannot be that; expected at least 1 in the list; found an empty list",
        ),
        (
            COUNT,
            "{code: [was_not_brought]}",
            "{}",
            "`missed` does not fit together; expected at least one key, such as `code`; found none",
        ),
        (
            COUNT,
            "{code: [was_not_brought]}",
            "{code: [a], rule: T09}",
            "`missed` does not fit together; "
            "expected `rule` alone: the matches of a rule are taken as they are; "
            "found other keys beside it",
        ),
        (
            COUNT,
            "{code: [was_not_brought]}",
            "{agency: [gp], coding: [hedged]}",
            "`missed` does not fit together; expected `coding` only beside `code`; found it alone",
        ),
        (
            COUNT,
            "{code: [was_not_brought]}",
            "{code: [a], coding: [unsure]}",
            "`coding` cannot be that; "
            "expected affirmed, negated, hedged, historical, conditional or other_person; "
            'found "unsure"',
        ),
        (
            COUNT,
            "{code: [was_not_brought]}",
            "{code: [a], during: plan}",
            "no episode `plan`; expected a name from `episodes`, the rule's own or those of every rule; found `plan`",
        ),
        (
            COUNT,
            "{code: [was_not_brought]}",
            "missed",
            "`missed` leads back to itself; expected names that end; found `missed` -> `missed`",
        ),
        (
            COUNT,
            "value: 3, min: 2",
            "value: 3, min: 2d",
            "`n` does not fit together; "
            "expected value, min and max all whole numbers, all shares or all spans; "
            "found a mixture",
        ),
        (
            COUNT,
            "within: {value: 180d",
            "within: {value: 180",
            "`within` does not fit together; "
            "expected value, min and max all whole numbers, all shares or all spans; "
            "found a mixture",
        ),
        (
            COUNT,
            "value: 180d",
            "value: half a year",
            "`value` cannot be that; "
            "expected a number, or a span such as 28d, 6w, 12mo, 2y or 10wd; "
            'found "half a year"',
        ),
        (
            COUNT,
            "within: 1d",
            "within: 1",
            "`within` cannot be that; expected a span such as 28d, 6w, 12mo, 2y or 10wd; found 1",
        ),
        (COUNT, "same: [agency]", "same: [worker]", '`same` cannot be that; expected agency; found "worker"'),
        (
            COUNT,
            "within: $within,",
            "within: $within, distinct: family,",
            '`distinct` cannot be that; expected `agency`, or a list of families or codes; found "family"',
        ),
        (
            COUNT,
            "within: $within,",
            "within: $within, apart: true,",
            "`count` does not fit together; expected `apart` only with `distinct: [names]`; found it without",
        ),
        (
            COUNT,
            "  count: {",
            "  counts: {",
            "unknown key `counts` in `match`; "
            "expected one of count, sequence, absence, measure, rate, conflict, combine "
            "(did you mean `count`?); "
            "found `counts`",
        ),
        (
            COUNT,
            "when: {peak_at_least: 5}",
            "when: {}",
            "`when` does not fit together; expected at least one condition; found none",
        ),
        (
            COUNT,
            "  possible:",
            "  possibly:",
            "unknown key `possibly` in `because`; "
            "expected one of confirmed, possible, pending (did you mean `possible`?); "
            "found `possibly`",
        ),
        (
            COUNT,
            "as_at: 2024-12-31\n",
            "as_at: December\n",
            '`as_at` cannot be that; expected a date such as 2024-12-31; found "December"',
        ),
        (COUNT, "evidence: [a1, a2, a3]", "evidence: a1", '`evidence` cannot be that; expected a list; found "a1"'),
        (COUNT, ", expect: []", "", "`tests` does not fit together; expected `expect` or `outcome`; found neither"),
        (COUNT, "id: T01", "id: t01", '`id` cannot be that; expected a rule\'s id such as R22; found "t01"'),
        (COUNT, "owner: flagger", "owner: ' '", "`owner` cannot be that; expected some words; found empty text"),
        (
            SEQUENCE,
            "of: {code: [case_closed]}}",
            "of: {code: [case_closed]}, within: 3d}",
            "`sequence` does not fit together; "
            "expected only `as` and `of` in the first step: the others relate a step to the one before; "
            "found more",
        ),
        (
            SEQUENCE,
            "within: $within, same_day",
            "same_day",
            "`sequence` does not fit together; expected `within` in step `back`; found none",
        ),
        (
            SEQUENCE,
            "as: back",
            "as: closed",
            "`sequence` does not fit together; expected a different name (`as`) for every step; found one name twice",
        ),
        (SEQUENCE, "same_day: deny", "same_day: no", '`same_day` cannot be that; expected allow or deny; found "no"'),
        (
            ABSENCE,
            "open: open_plan",
            "open: plan",
            "no episode `plan`; expected a name from `episodes`, the rule's "
            "own or those of every rule (did you mean `open_plan`?); found `plan`",
        ),
        (
            MEASURE,
            "share_at_least: $share, ",
            "",
            "`measure` does not fit together; "
            "expected one of `share_at_least` and `share_at_most` in `when`, or `fall`; "
            "found not one",
        ),
        (
            MEASURE,
            "share_at_least: $share",
            "share_at_least: 75",
            "`share_at_least` cannot be that; expected at most 1; found 75",
        ),
        (
            FALL,
            "when: {whole",
            "when: {part_at_least: 2, whole",
            "`measure` does not fit together; expected only `whole_at_least` in `when` beside `fall`; found more",
        ),
        (
            COMBINE,
            "must_include: [T01]",
            "must_include: [T03]",
            "`combine` does not fit together; expected in `must_include` only rules of `of`; found T03",
        ),
    ],
)
def test_a_fault_says_where_what_was_expected_and_what_was_found(
    tmp_path: Path, text: str, old: str, new: str, said: str
) -> None:
    broken = change(text, old, new)
    faults = faults_of(tmp_path, {"T99": broken})
    assert f"themes/T99.yaml:{faults[0].split(':')[1]}: {said}" in faults
    changed = line_of(text, old.strip())
    starts = {
        line_of(text, key) for key in ("match:", "tests:", "  sequence:", "  measure:", "one only") if key in text
    }
    assert int(faults[0].split(":")[1]) in {changed, *starts}


def test_a_missing_key_is_named_with_its_place(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, {"T01": change(COUNT, "why: Each", "# why: Each", ("at_least: $n, ", ""))})
    line = line_of(COUNT, "count:")
    assert faults == [
        "themes/T01.yaml:1: `why` is missing; expected it at the top of the file; found nothing",
        f"themes/T01.yaml:{line}: `at_least` is missing; expected it in `match.count`; found nothing",
    ]


def test_a_fault_in_a_local_name_is_told_once_where_it_is_written(tmp_path: Path) -> None:
    text = change(ABSENCE, "opens: {code:", "opens: {kode:")
    faults = faults_of(tmp_path, {"T03": text})
    assert len(faults) == 1
    assert faults[0].startswith(
        f"themes/T03.yaml:{line_of(text, 'kode')}: unknown key `kode` in `episodes.open_plan.opens`"
    )


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    rules = {
        "T01": change(
            COUNT, "kind: concern", "kind: worry", ("value: 3", "value: three"), ("at_least: $n", "at_least: $k")
        ),
        "T02": change(SEQUENCE, "status: test", "status: tested"),
        "T03": "id: [",
    }
    faults = faults_of(tmp_path, rules, "audits: {}\nfindings: 3\n")
    assert [fault.split(":")[0] for fault in faults] == ["themes/T01.yaml"] * 3 + [
        "themes/T02.yaml",
        "themes/T03.yaml",
        "audits.yaml",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "a2 2024-03    was",
            "a2 March was",
            "a date; expected 2024-01-31, 2024-01, 2024, an interval a..b or undated; found `March`",
        ),
        (
            "agency=school",
            "agancy=school",
            "an event's field; "
            "expected one each of agency=, incident=, status=, doubted=, who=, together=, blank=, filled=, service=, "
            "involved= (did you mean `agency`?); "
            "found `agancy=school`",
        ),
    ],
)
def test_a_line_of_a_test_that_cannot_be_read_has_its_own_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = change(COUNT, old, new)
    assert faults_of(tmp_path, {"T01": text}) == [f"themes/T01.yaml:{line_of(text, new)}: {said}"]


def test_codes_outside_the_codebook_are_refused_in_rules_and_tests(tmp_path: Path) -> None:
    text = change(
        COUNT,
        "code: [was_not_brought]}\nmatch",
        "code: [was_not_brougt]}\nmatch",
        ("a1 2024-01-10 was_not_brought", "a1 2024-01-10 was_not_b"),
    )
    write_rules(tmp_path, {"T01": text})
    load_rulebook(tmp_path)
    with pytest.raises(RulesFault) as caught:
        load_rulebook(tmp_path, {"was_not_brought", "missed"})
    assert caught.value.faults == [
        f"themes/T01.yaml:{line_of(text, 'a1 2024')}: no code `was_not_b`; "
        f"expected one of the codebook (did you mean `was_not_brought`?); "
        f"found `was_not_b`",
        f"themes/T01.yaml:{line_of(text, 'brougt')}: no code or family `was_not_brougt`; "
        f"expected one of the codebook (did you mean `was_not_brought`?); "
        f"found `was_not_brougt`",
    ]


PLAIN = ((", collapse: {within: 1d, same: [agency]}", ""),)


def test_rules_come_in_order_of_id_and_what_is_used_comes_first(tmp_path: Path) -> None:
    uses = change(
        COUNT, "{code: [was_not_brought]}", "{rule: T02}", *PLAIN, ("id: T01", "id: A01"), ("title: M", "title: A m")
    )
    book = load(tmp_path, {**RULES, "A01": uses})
    assert list(book.rules) == ["A01", "T01", "T02", "T03", "T04", "T05", "T06"]
    assert book.order == ("T01", "T02", "T03", "T04", "T06", "A01", "T05")


def test_a_combined_rule_cannot_be_counted(tmp_path: Path) -> None:
    uses = change(
        COUNT, "{code: [was_not_brought]}", "{rule: T05}", *PLAIN, ("id: T01", "id: A01"), ("title: M", "title: A m")
    )
    (fault,) = faults_of(tmp_path, {**RULES, "A01": uses})
    assert "a combined rule cannot be counted" in fault and fault.endswith("found `T05`")


def test_rules_that_lead_back_to_themselves_are_refused(tmp_path: Path) -> None:
    uses = change(
        COMBINE,
        "of: [T01, T02]",
        "of: [T05, T02]",
        ("must_include: [T01]", "must_include: [T05]"),
        ("id: T05", "id: T01"),
    )
    faults = faults_of(tmp_path, {"T01": uses, "T02": SEQUENCE, "T05": COMBINE})
    assert len(faults) == 1
    said = "rules lead back to themselves; expected an order in which they can be worked out; found "
    assert faults[0].split(": ", 1)[1] in (said + "T01 -> T05 -> T01", said + "T05 -> T01 -> T05")


def test_a_rule_that_is_not_there_is_refused(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, {"T01": COUNT, "T05": COMBINE})
    line = line_of(COMBINE, "combine:")
    assert faults == [
        f"themes/T05.yaml:{line}: no rule `T02`; expected the id of a rule (did you mean `T01`?); found `T02`"
    ]


def test_an_id_is_taken_once(tmp_path: Path) -> None:
    assert faults_of(tmp_path, {"T01": COUNT, "T02": COUNT}) == [
        "themes/T02.yaml:1: id T01 is taken; expected an id of its own; found themes/T01.yaml"
    ]


def test_audits_are_read_and_their_faults_told(tmp_path: Path) -> None:
    book = load(tmp_path, {"T01": COUNT})
    assert book.audits.findings["900-missed"].kind == "worry"
    audits = (
        AUDITS
        + '  900-x: {audit: "9", heading: A, place: [bullet 1], kind: worry, says: B.}\n'
        + '  901-y: {audit: "900", heading: A, place: [list], kind: good, says: B.}\n'
    )
    assert faults_of(tmp_path, {"T01": COUNT}, audits) == [
        "audits.yaml:7: no audit `9`; expected one of `audits`; found `9`",
        "audits.yaml:8: the id of a finding; expected it to begin with `900-`, its audit; found `901-y`",
    ]


def test_without_audits_there_is_no_rulebook(tmp_path: Path) -> None:
    write_rules(tmp_path, {"T01": COUNT})
    (tmp_path / "audits.yaml").unlink()
    with pytest.raises(RulesFault, match=r"audits\.yaml:1: the file is missing"):
        load_rulebook(tmp_path)


def test_the_hash_follows_every_word_and_no_line_end(tmp_path: Path) -> None:
    first = load(tmp_path, {"T01": COUNT}).sha256
    (tmp_path / "themes" / "T01.yaml").write_bytes(COUNT.replace("\n", "\r\n").encode())
    assert load_rulebook(tmp_path).sha256 == first
    assert load(tmp_path, {"T01": change(COUNT, "together", "all told")}).sha256 != first
    assert load(tmp_path, {"T01": COUNT}, AUDITS.replace("unasked", "by")).sha256 != first


def test_a_run_takes_the_rules_without_their_tests_and_their_faults(tmp_path: Path) -> None:
    text = change(COUNT, "a1 2024-01-10", "a1 2024-13-10")
    write_rules(tmp_path, {"T01": text})
    with pytest.raises(RulesFault):
        load_rulebook(tmp_path)
    book = load_rulebook(tmp_path, tests=False)
    assert book.rules["T01"].tests == () and book.sha256 == read_rulebook(tmp_path)[0].sha256  # type: ignore[union-attr]


def test_folders_below_themes_strengths_and_combined_are_read_and_no_other(tmp_path: Path) -> None:
    write_rules(tmp_path, {})
    for folder, rule_id in (("themes/deep/er", "T01"), ("strengths", "T02"), ("combined", "T05"), ("drafts", "T04")):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / f"{rule_id}.yaml").write_text(RULES[rule_id])
    assert list(load_rulebook(tmp_path).rules) == ["T01", "T02", "T05"]


def test_the_rules_without_a_fault_can_be_had_beside_the_faults_of_the_others(tmp_path: Path) -> None:
    broken = change(RULES["T01"], "kind: concern", "kind: concerning")
    book, faults = read_rulebook(write_rules(tmp_path, {**RULES, "T01": broken}))
    assert book is not None and len(faults) == 1 and faults[0].startswith("themes/T01.yaml:4: ")
    assert "T05" in RULES and list(book.rules) == ["T02", "T03", "T04", "T06"], "T05 uses T01"
    assert book.order == tuple(book.rules)


def test_both_sides_of_a_conflict_may_be_named(tmp_path: Path) -> None:
    start, end = COUNT.index("  count:"), COUNT.index("because:")
    text = (
        COUNT[:start] + "  conflict: {one: missed, other: [missed], within: $within}\nreport: maximal\n" + COUNT[end:]
    )
    matcher = load(tmp_path, {"T01": text.replace("$n", "3")}).rules["T01"].match.conflict
    assert matcher is not None and matcher.one == matcher.other and matcher.one[0].code == ("was_not_brought",)
