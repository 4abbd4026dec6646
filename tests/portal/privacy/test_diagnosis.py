"""Doctor says when names without announcing words will be found less often."""

import pytest

from portal.privacy import diagnosis
from portal.registries import doctor


def test_doctor_looks_for_the_language_model() -> None:
    assert "姓名识别" in {entry.name for entry in doctor}


def test_a_missing_model_is_told_with_its_consequence_and_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis, "tagger", lambda: None)
    finding = diagnosis.names()
    assert not finding.ok
    assert "标出来的会少" in finding.sentence
    assert "pip install" in finding.remedy
