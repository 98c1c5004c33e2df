"""The rules are found in a checkout and in an installed copy."""

from __future__ import annotations

from pathlib import Path

import pytest

import flagger
from flagger.errors import RulesFault
from flagger.rulebook.where import rules_root


def test_a_checkout_has_its_rules_beside_the_package() -> None:
    assert (rules_root() / "audits.yaml").is_file()


def test_an_installed_copy_has_its_rules_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "flagger"
    (package / "_rules").mkdir(parents=True)
    (tmp_path / "rules").mkdir()
    monkeypatch.setattr(flagger, "__file__", str(package / "__init__.py"))
    assert rules_root() == package.resolve() / "_rules"


def test_a_copy_without_rules_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flagger, "__file__", str(tmp_path / "flagger" / "__init__.py"))
    with pytest.raises(RulesFault, match="no rules are installed"):
        rules_root()
