"""Templates to begin from, and a template of one's own that lacks something."""

from __future__ import annotations

import re
from pathlib import Path

import docx
from cli_sample import flagger, write_case

ROOT = Path(__file__).parents[2]


def test_what_it_writes_can_be_used_as_it_stands(tmp_path: Path) -> None:
    case = write_case(tmp_path / "hartley")
    assert flagger("templates", "--out", tmp_path / "ours").exit_code == 0
    done = flagger("screen", case, "--for", "all", "--templates", tmp_path / "ours", "--out", tmp_path / "one")
    flagger("screen", case, "--for", "all", "--out", tmp_path / "two")
    assert done.exit_code == 0, done.output
    for name in ("panel.docx", "supervision.docx", "briefing.docx"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_template_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "panel.docx").write_text("ours", encoding="utf-8")
    done = flagger("templates", "--out", tmp_path)
    assert done.exit_code == 2
    assert "panel.docx is there already" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["panel.docx"]


def test_a_placeholder_taken_out_is_one_sentence_and_nothing_is_written(tmp_path: Path) -> None:
    case = write_case(tmp_path / "hartley")
    flagger("templates", "--out", tmp_path / "ours")
    path = tmp_path / "ours" / "panel.docx"
    word = docx.Document(str(path))
    gone = next(one for one in word.paragraphs if one.text == "{{ coverage }}")
    gone._p.getparent().remove(gone._p)
    word.save(str(path))
    done = flagger("screen", case, "--for", "panel", "--templates", tmp_path / "ours", "--out", tmp_path / "out")
    said = [line for line in done.output.splitlines() if line.startswith("flagger: ")]
    assert done.exit_code == 2
    assert len(said) == 1 and "{{ coverage }} is missing" in said[0] and "panel.docx" in said[0]
    assert not (tmp_path / "out").exists()


def test_the_page_about_templates_names_every_placeholder_of_each(tmp_path: Path) -> None:
    flagger("templates", "--out", tmp_path)
    page = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+\.docx)` \| (.+) \|$", page, re.MULTILINE))
    for path in tmp_path.iterdir():
        written = {one.text for one in docx.Document(str(path)).paragraphs if one.text.startswith("{{")}
        named = set(re.findall(r"\{\{ [^}]+ \}\}", rows[path.name]))
        assert written <= named | {"{{ for each case }}", "{{ end of case }}"}, path.name
        assert named <= written, path.name
