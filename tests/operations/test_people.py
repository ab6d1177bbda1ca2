"""Who sits here is the who of every record."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.operations.checks import EntryFault
from app.operations.people import PersonNeeded
from tests.operations.stage import Stage, open_there


def test_nobody_sits_here_at_first_and_records_need_somebody(tmp_path: Path):
    operations = open_there(tmp_path / "home")
    nobody = operations.people.current()
    with pytest.raises(PersonNeeded):
        operations.people.who()
    operations.close()
    assert nobody is None


def test_an_introduction_outlives_the_program(tmp_path: Path):
    operations = open_there(tmp_path / "home")
    told = operations.people.introduce("  李伟 ", "zh_CN", "Asia/Shanghai")
    operations.close()
    again = open_there(tmp_path / "home")
    found = again.people.current()
    language = again.settings.get("general.language")
    again.close()
    assert found == told
    assert told.name == "李伟"
    assert language == "zh_CN"


def test_somebody_who_comes_back_keeps_one_record(stage: Stage):
    people = stage.operations.people
    first = people.current()
    other = people.introduce("Anna", "en", "Europe/Berlin")
    again = people.introduce("Li Wei", "en", "UTC")
    assert first is not None
    assert other.id != first.id
    assert again.id == first.id
    assert (again.language, again.time_zone) == ("en", "UTC")
    assert people.who() == "Li Wei"


def test_in_another_database_one_introduces_oneself_again(stage: Stage):
    from app.operations.facade import open_operations

    other = open_operations(stage.home, f"sqlite:///{stage.home / 'other.sqlite'}")
    unknown = other.people.current()
    other.close()
    assert unknown is None


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "America", "../etc/passwd", "+08:00", "/UTC"])
def test_only_a_time_zone_is_a_time_zone(stage: Stage, zone: str):
    with pytest.raises(EntryFault, match="not a known time zone"):
        stage.operations.people.introduce("Anna", "en", zone)


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "a\x00b", "n" * 201, "\ud800"])
def test_a_name_is_one_line_with_something_in_it(stage: Stage, name: str):
    with pytest.raises(EntryFault):
        stage.operations.people.introduce(name, "en", "UTC")
    assert stage.operations.people.who() == "Li Wei"
