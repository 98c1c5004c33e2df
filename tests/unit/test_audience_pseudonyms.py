"""Names and numbers of the hard kinds, the glossary that people edit, and what is given back as unsure."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from report_sample import coded, document, event, flag

from flagger.audience.glossary import (
    Entry,
    Glossary,
    apart_from,
    glossary_csv,
    new_glossary,
    read_glossary,
    restored,
    restored_table,
)
from flagger.audience.numbers import is_nhs_number, numbers_in
from flagger.audience.pseudonyms import OWN_WORDS, Pseudonymised, pseudonymised
from flagger.contract import records
from flagger.contract.build import as_json
from flagger.contract.records import Declared, Document, Noted, Person
from flagger.errors import UsageFault
from flagger.flags import record as flag_records
from flagger.flags.record import Ask

_EMPTY = new_glossary(bytes(16), -60)
_KAI = Person("p1", "hartley", "Kai Poole", True, "2015-03-04", "2015-03-04", ("child",))
_WILL = Person("p2", "hartley", "Will", True, None, None, ("child",))


def _of(*texts: str, people: tuple[Person, ...] = (_KAI, _WILL), **changes: Any) -> Document:
    events = tuple(event(n, text, person="") for n, text in enumerate(texts, 1))
    return document(**{"events": events, "people": people, "flags": (), "spans": (), **changes})


def _texts(*texts: str, glossary: Glossary = _EMPTY) -> list[str]:
    return [event.text for event in pseudonymised(_of(*texts), glossary).document.events]


@pytest.mark.parametrize(
    ("said", "copy"),
    [
        ("Kai's mum rang. KAI upset. Kai Poole (5) seen.", "Child 1's mum rang. Child 1 upset. Child 1 (5) seen."),
        ("kai poole seen, and K Poole", "Child 1 seen, and Child 1"),
        ("KAI WAS NOT BROUGHT TO CLINIC.", "Child 1 WAS NOT BROUGHT TO CLINIC."),
        ("The Pooles moved.", "The Child 1s moved."),
        ("Will was seen in May. Will be visited. May 2024.", "Child 2 was seen in May. Will be visited. May 2024."),
        ("Zoë O'Neill-Hart rang. Zoe O’Neill Hart left.", "Person 1 rang. Person 1 left."),
        ("SW Jane Smith met Dr Okafor. Mr Smith left.", "SW Worker 1 met Dr Worker 2. Mr Worker 1 left."),
        ("PC 1234 attended.", "Worker 1 attended."),
        ("Bram VANTONGEREN shouted. B.V. left. BV arrested.", "Person 1 shouted. Person 1 left. Person 1 arrested."),
        ("Attends St Anselm's Primary School. St Anselm's rang.", "Attends School 1. School 1 rang."),
        ("Met in Netherby. Netherby Police told.", "Met in Place 1. Place 1 Police told."),
        ("Early Help Assessment; MARAC heard. The Police and Core Group met.",) * 2,
        ("Section 47, 97.5%, PHQ-9 14, 20:15, £250, 12/20, 10 minute walk.",) * 2,
    ],
)
def test_names_are_found_however_they_are_written(said: str, copy: str) -> None:
    assert _texts(said) == [copy]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("943 476 5919", "nhs number"),
        ("9434765919", "nhs number"),
        ("A801200001001", "upn"),
        ("AB 12 34 56 C", "nino"),
        ("07700 900123", "phone"),
        ("+44 7700 900 123", "phone"),
        ("0117 496 0000", "phone"),
        ("QX1 4ZZ", "postcode"),
        ("qx14zz", "postcode"),
        ("12 Mill Road, QX1 4ZZ", "address"),
        ("Flat 3, 4 St Osyth Close", "address"),
        ("kai.poole@example.org", "e-mail"),
        ("https://example.org/kai?x=1", "link"),
        ("NB-0117-221103", "reference"),
        ("30018822", "reference"),
        ("0 7 7 0 0 9 0 0 1 2 3", "phone"),
        ("07700.900.123", "phone"),
        ("QX12 KTP", "vehicle"),
        ("qx12ktp", "vehicle"),
        ("50.12345, -5.43210", "address"),
        ("///filled.count.soap", "address"),
    ],
)
def test_numbers_are_told_by_their_form(said: str, kind: str) -> None:
    text = f"It was ({said}), she said."
    assert [(text[of.start : of.end], of.kind) for of in numbers_in(text)] == [(said, kind)]


@pytest.mark.parametrize(
    "said",
    [
        "DOB 4/3/15",
        "born on 4 March 2015",
        "d.o.b: 04.03.2015",
        "date of birth 2015-03-04",
        "Born 4th of March 2015",
        "born: Wed 4 March 2015",
        "b. 04/03/2015",
    ],
)
def test_a_date_of_birth_has_one_code_however_it_is_written(said: str) -> None:
    copy = _texts(said, "Seen on 4 March 2015 and 5 March 2015.")
    assert copy[0].endswith("[date of birth 1]")
    assert copy[1] == "Seen on [date of birth 1] and 5 March 2015."


def test_a_day_that_one_row_calls_a_birthday_is_a_date_of_birth_in_the_others_too() -> None:
    copy = _texts("Ivy, DOB 06/07/2019, seen", "Ivy (06/07/2019) seen, also on 07/07/2019")
    assert copy[1].endswith("([date of birth 1]) seen, also on 07/07/2019")


@pytest.mark.parametrize("said", ["Collar no 4471 attended", "PC Jo Tamsett 4471 attended"])
def test_the_number_of_an_officer_has_a_code(said: str) -> None:
    assert "4471" not in _texts(said)[0]


def test_a_school_year_is_no_vehicle() -> None:
    assert numbers_in("He is in yr10 and wk12 she rang; ks10 too") == []


def test_the_check_digit_of_an_nhs_number() -> None:
    assert is_nhs_number("9434765919")
    assert not is_nhs_number("9434765918")
    assert not is_nhs_number("943476591")


def test_the_same_name_in_two_cases_has_two_codes() -> None:
    events = (event(1, "Kai seen"), event(2, "Kai seen", case="moth"))
    people = (_KAI, replace(_KAI, id="p9", case="moth", name="Kai Moth"))
    copy = pseudonymised(_of(events=events, people=people, outcomes=()), _EMPTY)
    assert [event.text for event in copy.document.events] == ["Child 1 seen", "Child 2 seen"]
    assert [event.case for event in copy.document.events] == ["Case 1", "Case 2"]


def test_no_record_of_the_document_can_hold_a_name_unless_it_says_so() -> None:
    """Every text of every record is changed, or is listed as the tool's own words."""
    marked = "Kai Poole"
    whole = _of("Kai Poole").__class__
    made = _filled(whole, marked)
    copy = pseudonymised(made, _EMPTY).document
    for name in OWN_WORDS:
        assert hasattr(records, name) or hasattr(flag_records, name), name
    assert marked not in json.dumps(_without_own(copy), default=str)


def _filled(of: type[Any], marked: str) -> Any:
    """The small document with the name in every text that is not the tool's own."""
    event_ = event(1, marked, **dict.fromkeys(("source", "person", "event_type", "outcome", "date_text"), marked))
    event_ = replace(event_, other={marked: marked}, marks=(f"comment: {marked}",), sheet=marked)
    flag_ = flag(
        "R1", "concern", (event_, "anchor"), says=marked, child=marked, grades=(marked,), measures={"n": marked}
    )
    return _of(
        events=(event_,),
        flags=(flag_,),
        asks=(Ask("hartley", "gp", ("R1",), "2022-01-01", "2022-01-02", marked),),
        problems=(Noted("gp.csv", marked, 1, marked, "x", marked),),
        coverage=(Declared("hartley", "gp", "2022-01-01", "2022-01-02", "everything", True),),
        notes=(marked,),
    )


def _without_own(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        own = OWN_WORDS.get(type(value).__name__, frozenset())
        return {
            of.name: _without_own(getattr(value, of.name)) for of in dataclasses.fields(value) if of.name not in own
        }
    if isinstance(value, tuple):
        return [_without_own(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _without_own(item) for key, item in value.items()}
    return value


def test_codes_of_a_row_stand_on_the_new_words() -> None:
    one = event(1, "Kai Poole was not brought to clinic by Kai's mum", codes=(coded("was_not_brought", 10, 25),))
    two = event(2, "Then Kai was hurt", codes=(coded("injury", 5, 17),))
    copy = pseudonymised(_of(events=(one, two)), _EMPTY).document
    assert [of.words for event in copy.events for of in event.codes] == ["was not brought", "Child 1 was hurt"]


def test_ids_cannot_be_tried_against_a_guessed_name() -> None:
    one, other = (pseudonymised(_of("Kai seen"), new_glossary(bytes([n] * 16), -60)).document for n in (1, 2))
    assert one.events[0].id != other.events[0].id
    assert len(one.events[0].id) == 12
    assert one.files[0].sha256 != other.files[0].sha256


def _edited(tmp_path: Path, done: Pseudonymised, change: Any) -> Glossary:
    path = tmp_path / "glossary.csv"
    path.write_text(change(glossary_csv(done.glossary).decode("utf-8-sig")), encoding="utf-8")
    return read_glossary(path)


def test_a_person_may_rename_a_code_add_a_word_and_keep_one(tmp_path: Path) -> None:
    said = ("Kai seen at Netherby with Zadie. Sparrowhawk rang.", "Kai at Netherby")
    done = pseudonymised(_of(*said), _EMPTY)
    assert [of.word for of in done.unsure] == []
    added = "hartley,word,at Netherby,near,\r\nhartley,keep,Zadie,,\r\n,word,rang,,\r\n"
    glossary = _edited(tmp_path, done, lambda text: text.replace("Child 1", "Kestrel") + added)
    glossary = Glossary(glossary.key, glossary.weeks, tuple(e for e in glossary.entries if e.code != "Person 1"))
    again = pseudonymised(_of(*said), glossary)
    assert again.document.events[0].text.startswith("Kestrel seen near with Zadie.")
    assert again.document.events[0].text.endswith("Name 1.")


def test_next_month_a_new_name_gets_a_new_code_and_the_old_ones_stay() -> None:
    first = pseudonymised(_of("Kai met Otto"), _EMPTY)
    second = pseudonymised(_of("Bram met Otto", "Kai met Bram"), first.glossary)
    assert [event.text for event in first.document.events] == ["Child 1 met Person 1"]
    assert [event.text for event in second.document.events] == ["Person 2 met Person 1", "Child 1 met Person 2"]


def test_a_glossary_switches_back_and_survives_a_spreadsheet(tmp_path: Path) -> None:
    said = "Kai rang 07700 900123 and +44 7700 900 123; NHS 943 476 5919."
    done = pseudonymised(_of(said), _EMPTY)
    glossary = _edited(tmp_path, done, lambda text: text)
    assert glossary == done.glossary
    copy = done.document.events[0].text
    assert "Kai" not in copy and "900" not in copy
    assert restored(copy, glossary) == said.replace("Kai", "Kai Poole")
    assert restored_table([["Child 1", "CHILD_1", "Child 12"]], glossary) == [["Kai Poole", "Kai Poole", "Child 12"]]


def test_no_code_is_a_word_of_the_rows() -> None:
    assert _texts("Child 1 and Kai seen") == ["Child 1 and Child 2 seen"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a,b\n", "row 1: expected the columns"),
        ("case,kind,original,code,note\n", "kind `key`"),
        ("case,kind,original,code,note\n,key,key-12,,\n,weeks,0,,\n", "kind `weeks`"),
        ("case,kind,original,code,note\na,child,,Child 1,\n", "row 2: `original` is empty"),
        ("case,kind,original,code,note\na,child,Kai,Child 1,\nb,child,Ivy,Child 1,\n", "stands in 2 cases"),
    ],
)
def test_a_faulty_glossary_is_refused_in_one_sentence_each(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "g.csv").write_text(content, encoding="utf-8")
    with pytest.raises(UsageFault, match=said) as fault:
        read_glossary(tmp_path / "g.csv")
    assert "Kai" not in str(fault.value)


def test_a_glossary_among_the_files_of_the_copy_is_refused(tmp_path: Path) -> None:
    apart_from(tmp_path / "g.csv", tmp_path / "out")
    with pytest.raises(UsageFault, match="given away"):
        apart_from(tmp_path / "out" / "deep" / "g.csv", tmp_path / "out")


def test_words_in_capitals_that_may_be_names_are_given_back_with_their_places() -> None:
    done = pseudonymised(_of("Quillon. No further action.", "Sertraline started. Quillon."), _EMPTY)
    assert [(of.word, of.times, of.places) for of in done.unsure] == [("Quillon", 2, ("gp.csv row 2", "gp.csv row 3"))]


def test_an_agency_that_no_list_knows_has_a_code_everywhere() -> None:
    rows = (event(1, "Seen", agency="little_otters", other={"Agency": "Little Otters"}),)
    ask = Ask("hartley", "little_otters", ("R1",), "2022-01-01", "2022-01-02", "Ask little otters for their rows.")
    copy = pseudonymised(_of(events=rows, asks=(ask,)), _EMPTY).document
    assert copy.events[0].agency == copy.asks[0].agency == "organisation_1"
    assert copy.events[0].other == {"Agency": "Organisation 1"}
    assert copy.asks[0].says == "Ask Organisation 1 for their rows."


def test_a_place_that_is_no_file_read_is_hidden_too() -> None:
    problems = (Noted("Poole.Kai", None, None, None, "folder-not-read", "not read"),)
    copy = pseudonymised(_of("Seen", problems=problems), _EMPTY).document
    assert copy.problems[0].file == "file 1"
    assert copy.files[0].path == "file 1.csv"


def test_a_shared_family_name_is_nobodys_own() -> None:
    people = (_KAI, replace(_KAI, id="p2", name="Ivy Poole"))
    copy = pseudonymised(_of("Kai and Ivy seen. Mrs Poole rang.", people=people), _EMPTY).document
    assert copy.events[0].text == "Child 1 and Child 2 seen. Mrs Family name 2 rang."


def test_two_whose_names_are_cut_alike_are_two() -> None:
    people = (_KAI, replace(_KAI, id="p2", name="Kim Poole"))
    said = ("Kai and Kim seen. K Poole rang. KP left.", "Kai Poole, Kim Poole")
    copy = pseudonymised(_of(*said, people=people), _EMPTY).document
    assert copy.events[1].text == "Child 1, Child 2"
    assert copy.events[0].text == "Child 1 and Child 2 seen. K Family name 2 rang. KP left."


def test_the_name_of_a_case_may_be_a_childs_own_or_hold_a_year() -> None:
    kai = replace(_KAI, case="Kai 2024", name="Kai")
    events = (
        event(1, "Kai seen with Otto", case="Kai 2024", person=""),
        event(2, "Larkspur family", case="Larkspur 2024", person=""),
    )
    copy = pseudonymised(_of(events=events, people=(kai,), outcomes=()), _EMPTY).document
    assert [event.text for event in copy.events] == ["Child 1 seen with Person 1", "Family name 1 family"]


def test_births_are_left_out_and_the_copy_says_what_it_is() -> None:
    copy = pseudonymised(_of("Kai seen"), _EMPTY).document
    assert [(person.name, person.born_first) for person in copy.people] == [("Child 1", None), ("Child 2", None)]
    assert "codes for names and numbers" in copy.notes[-1]


def test_the_same_document_and_glossary_give_the_same_bytes() -> None:
    one, two = (pseudonymised(_of("Kai met Otto in Netherby"), _EMPTY) for _ in range(2))
    assert as_json(one.document) == as_json(two.document)
    assert glossary_csv(one.glossary) == glossary_csv(two.glossary)


def test_an_entry_for_every_case_counts_in_each() -> None:
    everywhere = Glossary(_EMPTY.key, -60, (Entry("", "word", "Larkfield", "Estate 1"),))
    events = (event(1, "At Larkfield"), event(2, "At Larkfield", case="moth"))
    copy = pseudonymised(_of(events=events, outcomes=()), everywhere).document
    assert [event.text for event in copy.events] == ["At Estate 1", "At Estate 1"]
