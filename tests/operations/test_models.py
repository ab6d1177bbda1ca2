from __future__ import annotations

from pathlib import Path

import pytest

from app.operations.models import ModelFault, Models


def test_nothing_is_installed_at_first(tmp_path: Path) -> None:
    models = Models(tmp_path / "models")
    offers = models.catalogue()
    assert [offer.entry.name for offer in offers] == ["yolox_nano", "yolox_tiny", "yolox_s"]
    assert not any(offer.installed for offer in offers)
    with pytest.raises(ModelFault, match="models install yolox_tiny"):
        models.path("yolox_tiny")


def test_the_list_tells_licence_publisher_address_and_hash(tmp_path: Path) -> None:
    text = "\n".join(Models(tmp_path).list_lines())
    for word in ("yolox_nano", "not installed", "Apache-2.0", "Megvii", "https://", "sha256"):
        assert word in text


def test_an_unknown_name_is_refused_everywhere(tmp_path: Path) -> None:
    models = Models(tmp_path)
    for act in (models.path, models.install, models.remove, models.entry):
        with pytest.raises(ModelFault, match="no model named nothing"):
            act("nothing")


@pytest.mark.models
def test_install_from_a_folder_list_and_remove(models_dir: Path, tmp_path: Path) -> None:
    models = Models(tmp_path / "home" / "models")
    done = models.install("yolox_nano", models_dir)
    assert models.path("yolox_nano") == done.path
    assert "yolox_nano  [installed]" in "\n".join(models.list_lines())
    assert models.remove("yolox_nano")
    assert not models.remove("yolox_nano")
    assert not models.catalogue()[0].installed
