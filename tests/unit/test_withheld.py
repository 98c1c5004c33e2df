"""No address of a refuge is read into the events, so that no output can hold one."""

from __future__ import annotations

from pathlib import Path

import pytest

from flagger.chronology.read import read_files
from flagger.model import Chronology


def _read(folder: Path, *rows: str, name: str = "notes.csv", heading: str = "Date,Agency,Event,Address") -> Chronology:
    case = folder / "family-larkspur"
    case.mkdir(exist_ok=True)
    (case / name).write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return read_files([case])


def _told(chronology: Chronology) -> list[str]:
    events = chronology.events
    return [f"{text} {extra}" for text, extra in zip(events["text"], events["extra"], strict=True)]


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ("Mum and Ivy moved into the refuge at 14 Thornapple Road today", "Thornapple"),
        ("Refuge place confirmed: Flat 3, 12-14 St Osyth's Close, QX1 4ZZ.", "Osyth"),
        ("Refuge place confirmed: Flat 3, 12-14 St Osyth's Close, QX1 4ZZ.", "QX1"),
        ("Visited at the refuge, postcode qx14zz", "qx14zz"),
        ("Moved to Larkrise House (women's refuge), settled", "Larkrise"),
        ("Family in a refuge called Bellweather, all well", "Bellweather"),
        ("Moved to safe accommodation, 7 wisteria lane", "wisteria"),
        ("Refuge space found in Netherby Sands, coach on Monday", "Netherby"),
        ("Refuge worker rang from Thistle Avenue", "Thistle"),
        ("Settled in Larkrise refuge", "Larkrise"),
        ("Moved to Rosebank, refuge.", "Rosebank"),
        ("Refuge (Thornfield, 22 The Warren, Hayle)", "Warren"),
        ("Refuge at Unit 4 Zelah Barns", "Zelah"),
        ("MOVED TO REFUGE AT 12 ZETTA COTTAGES", "ZETTA"),
        ("Refuge at 9 Fosters Yard, Penmarric.", "Penmarric"),
        ("Refuge at what3words ///filled.count.soap", "filled"),
        ("Refuge seen at 50.12345, -5.43210", "43210"),
        ("Placed in a refuge, near Coverack", "Coverack"),
        ("Refuge location: Penvose", "Penvose"),
        ("Refuge: https://maps.example/?q=Larkrise", "maps"),
    ],
)
def test_a_row_that_tells_of_a_refuge_keeps_no_address(tmp_path: Path, said: str, gone: str) -> None:
    chronology = _read(tmp_path, f'04/03/2024,IDVA,"{said}",')
    assert gone not in _told(chronology)[0]
    assert "withheld]" in _told(chronology)[0]
    assert [p.row for p in chronology.problems if p.kind == "refuge-address-withheld"] == [2]


def test_the_same_address_is_gone_from_the_rest_of_the_case(tmp_path: Path) -> None:
    rows = (
        "04/03/2024,IDVA,Moved to the refuge at 14 Thornapple Road,",
        "11/03/2024,School,New address given as 14  thornapple road. Walks to school.,",
        "12/03/2024,School,Lives near 9 Mill Road.,",
    )
    told = _told(_read(tmp_path, *rows))
    assert "thornapple" not in told[1]
    assert "9 Mill Road" in told[2]


def test_its_street_and_its_postcode_are_gone_alone_too(tmp_path: Path) -> None:
    rows = (
        '04/03/2024,IDVA,"From refuge: 14 Thornapple Road, qx14zz.",',
        "05/03/2024,School,Collected near Thornapple Road.,",
        "06/03/2024,School,Letter to QX1 4ZZ.,",
        "07/03/2024,School,At Mill Road.,",
    )
    told = " ".join(_told(_read(tmp_path, *rows)))
    assert "Thornapple" not in told
    assert "4ZZ" not in told
    assert "At Mill Road" in told


def test_the_word_refuge_itself_stays_wherever_it_stands(tmp_path: Path) -> None:
    rows = (
        "04/03/2024,IDVA,Moved today,Refuge",
        "05/03/2024,School,In the refuge now. Visit to The Park.,Unknown",
        "06/03/2024,School,Reason unknown.,",
    )
    told = _told(_read(tmp_path, *rows))
    assert "Refuge" in told[0]
    assert told[1].startswith("In the refuge now.")
    assert "Unknown" not in told[1]
    assert "Reason unknown." in told[2]


def test_a_column_of_addresses_is_empty_in_a_row_about_a_refuge(tmp_path: Path) -> None:
    told = _told(_read(tmp_path, '04/03/2024,IDVA,Moved to refuge,"Rosebank, Nether Wallop"'))
    assert "Rosebank" not in told[0]


def test_a_row_that_tells_of_no_refuge_keeps_its_address(tmp_path: Path) -> None:
    told = _told(_read(tmp_path, "04/03/2024,Police,Called to 14 Thornapple Road,"))
    assert "14 Thornapple Road" in told[0]


def test_what_is_no_address_stays_in_a_row_about_a_refuge(tmp_path: Path) -> None:
    said = "Mum refused refuge on 4 March. 2 children in the park with Ivy. Heard at Eastmere Family Court."
    chronology = _read(tmp_path, f'04/03/2024,IDVA,"{said}",')
    assert chronology.events["text"].tolist() == [said]
    assert "refuge-address-withheld" not in [p.kind for p in chronology.problems]


def test_ids_are_those_of_what_was_recorded_and_problems_never_say_it(tmp_path: Path) -> None:
    kept = _read(tmp_path, "04/03/2024,IDVA,Moved to the refuge at 14 Thornapple Road,")
    other = _read(tmp_path, "04/03/2024,IDVA,Moved to the refuge at 15 Thornapple Road,")
    assert kept.events["event_id"].tolist() != other.events["event_id"].tolist()
    assert "Thornapple" not in repr(kept.problems)


def test_a_comment_beside_the_text_is_no_hiding_place(tmp_path: Path) -> None:
    rows = ("04/03/2024,IDVA,Moved to the refuge,14 Thornapple Road",)
    chronology = _read(tmp_path, *rows, heading="Date,Agency,Event,Outcome")
    assert chronology.events["outcome"].tolist() == ["[address withheld]"]


def test_an_address_is_taken_out_elsewhere_also_with_its_street_cut_short(tmp_path: Path) -> None:
    rows = ('04/03/2024,IDVA,"Refuge at 14 Larkspur Road",', '05/03/2024,School,"Bag brought from 14 Larkspur Rd",')
    assert not [said for said in _told(_read(tmp_path, *rows)) if "Larkspur" in said]


@pytest.mark.parametrize(
    "said",
    [
        "Refuge asked for. At 10 Police called to the home",
        "Refuge offered on 3 March, Mum declined",
        "Offered refuge again",
        "Talked of refuge with the IDVA, refuge full, 2 Children with Mum",
    ],
)
def test_times_days_and_people_beside_a_refuge_stay(tmp_path: Path, said: str) -> None:
    chronology = _read(tmp_path, f'04/03/2024,IDVA,"{said}",')
    assert list(chronology.events["text"]) == [said]


def test_somebody_named_before_the_word_refuge_keeps_the_name(tmp_path: Path) -> None:
    heading = "Date,Agency,Event,Child"
    chronology = _read(tmp_path, '04/03/2024,IDVA,"Spoke to Ivy, refuge full",Ivy', heading=heading)
    assert "Ivy" in chronology.events["text"][0]
