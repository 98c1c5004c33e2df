"""Which engine is taken, and that the manifest can say why."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from flagger.infer import durable
from flagger.infer.closure import Composite, Fact, InferenceFault
from flagger.infer.engines import choose
from flagger.infer.fixpoint import Fixpoint

FACTS = [Fact("f1", "R01", "a"), Fact("f2", "R02", "b")]


def composites(name: str) -> list[Composite]:
    return [Composite(name, "combined", ("R01", "R02"), 2, "family")]


def test_durable_rules_is_taken_where_it_imports_and_named_with_its_version() -> None:
    pytest.importorskip("durable.engine", exc_type=ImportError)
    assert choose(composites("C1")).name == "durable-rules 2.0.28"


def test_without_durable_rules_the_fixpoint_serves_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable.engine", None)
    engine = choose(composites("WITHOUT"))
    assert engine.name == "plain fixpoint (durable-rules is not installed)"
    assert engine.closure(FACTS) == {"WITHOUT"}


def test_a_durable_rules_that_does_not_import_is_told_from_one_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(name: str) -> None:
        raise ImportError("undefined symbol")

    monkeypatch.setattr(durable.importlib, "import_module", broken)
    assert choose(composites("BROKEN")).name == "plain fixpoint (durable-rules does not import here)"


def test_durable_rules_asked_for_and_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable.engine", None)
    with pytest.raises(InferenceFault, match=r"durable-rules is not installed; expected it .* use the plain fixpoint"):
        choose(composites("FORCED"), "durable")


def test_the_fixpoint_can_be_asked_for() -> None:
    engine = choose(composites("C1"), "fixpoint")
    assert isinstance(engine, Fixpoint)
    assert engine.name == "plain fixpoint (asked for)"


def test_more_rules_than_durable_rules_can_take_go_to_the_fixpoint_and_the_name_says_so() -> None:
    wide = [Composite("C1", "combined", tuple(f"R{n}" for n in range(201)), 1, "rule")]
    assert choose(wide).name.startswith("plain fixpoint (not durable-rules: combined rules: 201 pairs")
    with pytest.raises(InferenceFault, match=r"201 pairs .* expected at most 200"):
        choose(wide, "durable")


def test_one_set_of_composites_has_one_host_in_a_process() -> None:
    pytest.importorskip("durable.engine", exc_type=ImportError)
    assert choose(composites("C1")) is choose(composites("C1"))


def test_durable_rules_is_not_imported_before_it_is_wanted() -> None:
    said = "import sys, flagger.infer.combined, flagger.infer.engines; sys.exit('durable' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", said], check=False).returncode == 0


def test_only_the_adapter_names_the_module_of_durable_rules() -> None:
    package = Path(durable.__file__).parents[1]
    naming = [
        path
        for path in package.rglob("*.py")
        if re.search(r"\bdurable\.engine|import durable\b", path.read_text("utf-8"))
    ]
    assert naming == [Path(durable.__file__)]
