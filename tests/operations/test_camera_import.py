"""Cameras from a spreadsheet: every wrong cell is told, and good rows are stored together."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from app.faults import Language
from app.operations.camera_import_check import ImportPlan
from app.operations.camera_sheet import SheetFault
from app.operations.camera_sheet_columns import COLUMNS, Column, column_named, place_named, title
from app.operations.values import ChangeKind, Place, RecorderDraft
from app.storage.faults import NotFound
from tests.operations.stage import ZONE, Heard, Stage

Row = dict[str, str]
HEADINGS = [title(column, "en") for column in COLUMNS]


def write_csv(path: Path, *rows: Row, encoding: str = "utf-8", mark: str = ",") -> Path:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEADINGS, delimiter=mark)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def read(stage: Stage, tmp_path: Path, *rows: Row) -> ImportPlan:
    return stage.operations.camera_import.read(write_csv(tmp_path / "cameras.csv", *rows))


def told(plan: ImportPlan) -> list[str]:
    assert all(problem.text("zh_CN") for problem in plan.problems)
    return [f"{p.row} {p.place('en')}: {p.text('en')}" for p in plan.problems]


def row(**cells: str) -> Row:
    named = {title(Column(key), "en"): text for key, text in cells.items()}
    return {"Store code": "S001", "Camera code": "door", **named}


def test_a_whole_row_becomes_a_camera(stage: Stage, tmp_path: Path):
    operations = stage.operations
    recorder = operations.recorders.add(RecorderDraft("Office", "hikvision", "10.0.0.9"))
    plan = read(
        stage, tmp_path,
        row(
            name="Front door", place="Entrance", maker="Dahua", host="10.0.0.4:8554", channel="2",
            user="admin", password="s3cret", recorder="office", folder="/rec",
            pattern="{camera}/%Y%m%d%H%M%S.mp4", zone="UTC",
        ),
    )  # fmt: skip
    assert told(plan) == []
    assert "s3cret" not in repr(plan)
    assert len(operations.stores.tree().cameras()) == 1
    heard = Heard(operations)
    result = operations.camera_import.store(plan, update=False)
    assert (result.added, result.updated, result.left, result.session_only) == (1, 0, 0, 0)
    camera = operations.stores.tree().cameras()[1]
    assert (camera.name, camera.place, camera.user_name) == ("Front door", Place.ENTRANCE, "admin")
    assert camera.main_url == "rtsp://10.0.0.4:8554/cam/realmonitor?channel=2&subtype=0"
    assert camera.sub_url.endswith("subtype=1")
    assert (camera.recorder_id, camera.recorder_channel) == (recorder.id, "2")
    assert (camera.recording_root, camera.recording_time_zone) == ("/rec", "UTC")
    main = operations.stores.media(camera.id).main
    assert main is not None
    assert main.password == "s3cret"
    assert b"s3cret" not in (stage.home / "floorwalk.sqlite").read_bytes()
    assert heard.kinds() == {ChangeKind.STORES}


def test_stores_and_regions_that_are_missing_are_added(stage: Stage, tmp_path: Path):
    plan = read(
        stage, tmp_path,
        row(store="S100", region="West", store_name="Hundred", store_zone="Europe/Berlin"),
        row(store="S100", camera="till"),
        row(store="S101", company="Other chain", region="West"),
    )  # fmt: skip
    assert told(plan) == []
    assert plan.new_stores(stage.operations.stores.tree()) == ("S100", "S101")
    assert stage.operations.camera_import.store(plan, update=False).added == 3
    tree = stage.operations.stores.tree()
    assert [company.company.name for company in tree.companies] == ["Chain", "Other chain"]
    (hundred,) = [node for node in tree.stores() if node.store.code == "S100"]
    assert (hundred.store.name, hundred.store.time_zone) == ("Hundred", "Europe/Berlin")
    assert [camera.code for camera in hundred.cameras] == ["door", "till"]
    (other,) = [node.store for node in tree.stores() if node.store.code == "S101"]
    assert other.time_zone == ZONE


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"store": ""}, "Store code", "empty"),
        ({"camera": "a/b"}, "Camera code", "slash"),
        ({"place": "roof"}, "Place", "no place"),
        ({"main": "ftp://10.0.0.1/"}, "Main stream", "rtsp"),
        ({"sub": "rtsp://h:99999/"}, "Sub stream", "port"),
        ({"maker": "Sony", "host": "10.0.0.1"}, "Maker", "no maker"),
        ({"maker": "Axis"}, "Host", "needs the host"),
        ({"host": "10.0.0.1"}, "Maker", "needs its maker"),
        ({"maker": "Axis", "host": "http://10.0.0.1"}, "Host", "no host"),
        ({"maker": "Axis", "host": "10.0.0.1", "channel": "front"}, "Channel", "no channel"),
        ({"maker": "Axis", "host": "10.0.0.1", "channel": "²"}, "Channel", "no channel"),
        ({"maker": "Axis", "host": "10.0.0.1:55²"}, "Host", "no host"),
        ({"maker": "Axis", "host": "10.0.0.1:0000199999"}, "Host", "no host"),
        ({"recorder": "Nobody"}, "Recorder", "no recorder"),
        ({"main": "rtsp://10.0.0.1/", "password": "0815"}, "User", "needs its user name"),
        ({"zone": "Mars/Olympus"}, "Recording time zone", "not a known time zone"),
        ({"folder": "/rec", "pattern": "%Y"}, "Names of the files", "%Y"),
        ({"folder": "/rec"}, "Names of the files", "needs a pattern"),
        ({"store": "S2", "region": ""}, "", ""),
        ({"store": "S2", "region": "North"}, "", ""),
        ({"store": "S2", "store_zone": "CET?"}, "Store time zone", "not a known time zone"),
    ],
    ids=str,
)
def test_a_wrong_cell_is_told_with_its_row_and_column(
    stage: Stage, tmp_path: Path, cells: dict[str, str], column: str, words: str
):
    plan = read(stage, tmp_path, row(camera="fine"), row(**cells))
    if not column:  # the only company and region there are need not be told
        assert told(plan) == []
        return
    assert len(plan.problems) == 1
    (only,) = told(plan)
    assert only.startswith(f"3 {column}:")
    assert words in only
    assert [camera.draft.code for camera in plan.cameras] == ["fine"]


def test_a_new_store_must_say_where_it_belongs(stage: Stage, tmp_path: Path):
    stores = stage.operations.stores
    company = stores.add_company("Other")
    stores.add_region(company.id, "West")
    first, second = told(read(stage, tmp_path, row(store="S2"), row(store="S3", region="North")))
    assert first.startswith("2 Region: The store S2 is new")
    assert second.startswith("3 Company: The region North is new")


def test_rows_that_contradict_each_other_are_told(stage: Stage, tmp_path: Path):
    plan = read(
        stage, tmp_path,
        row(), row(), row(store="S2", store_name="Two"),
        row(store="S2", camera="b", store_name="Deux"),
    )  # fmt: skip
    twice, other = told(plan)
    assert twice.startswith("3 Camera code: The camera S001/door stands in row 2 already.")
    assert other.startswith(
        "5 Store name: Row 4 says “Two” about the store S2, and this row “Deux”"
    )
    assert plan.bad_rows == 2


def test_all_that_is_wrong_in_a_row_is_told_at_once(stage: Stage, tmp_path: Path):
    plan = read(stage, tmp_path, row(place="roof", zone="x", main="rtsp://a:s3cret@"))
    assert [problem.place("zh_CN") for problem in plan.problems] == [
        "主码流",
        "位置",
        "录像时区",
    ] or {problem.column for problem in plan.problems} == {Column.MAIN, Column.PLACE, Column.ZONE}
    assert "s3cret" not in "".join(told(plan))


def test_cameras_that_are_there_are_left_or_updated(stage: Stage, tmp_path: Path):
    operations = stage.operations
    plan = read(stage, tmp_path, row(camera="counter", name="Till", password="s3cret"), row())
    assert plan.existing == 1
    left = operations.camera_import.store(plan, update=False)
    assert (left.added, left.left) == (1, 1)
    assert operations.stores.camera(stage.camera.id) == stage.camera
    again = operations.camera_import.store(plan, update=True)
    assert (again.added, again.updated) == (0, 2)  # the door is there since the first time
    # What the row leaves empty stays as it was.
    assert operations.stores.camera(stage.camera.id) == replace(stage.camera, name="Till")
    assert len(operations.stores.tree().cameras()) == 2


def test_it_is_all_or_nothing(stage: Stage, tmp_path: Path):
    operations = stage.operations
    recorder = operations.recorders.add(RecorderDraft("Office", "dahua", "10.0.0.9"))
    plan = read(stage, tmp_path, row(store="S7"), row(camera="b", recorder="Office"))
    operations.recorders.remove(recorder.id)
    before = operations.stores.tree()
    with pytest.raises(NotFound):
        operations.camera_import.store(plan, update=True)
    assert operations.stores.tree() == before


def test_a_password_without_keyring_is_counted(stage: Stage, tmp_path: Path):
    stage.operations._storage.credentials._find = lambda: None
    plan = read(stage, tmp_path, row(main="rtsp://admin:s3cret@10.0.0.1/main"))
    assert plan.cameras[0].draft.main_url == "rtsp://10.0.0.1/main"
    assert stage.operations.camera_import.store(plan, update=False).session_only == 1


def test_user_and_password_in_the_sub_address_alone_are_kept(stage: Stage, tmp_path: Path):
    plan = read(
        stage, tmp_path,
        row(main="rtsp://10.0.0.1/main", sub="rtsp://viewer:s3cret@10.0.0.1/sub"),
        row(camera="two", main="rtsp://admin:first@10.0.0.1/", sub="rtsp://viewer:s3cret@10.0.0.1/"),
        row(camera="three", sub="rtsp://viewer:s3cret@10.0.0.1/", user="guest", password="cell"),
    )  # fmt: skip
    assert told(plan) == []
    assert [(each.draft.user_name, each.password) for each in plan.cameras] == [
        ("viewer", "s3cret"), ("admin", "first"), ("guest", "cell"),
    ]  # fmt: skip
    assert "s3cret" not in plan.cameras[0].draft.sub_url


def test_digits_of_a_chinese_keyboard_are_digits(stage: Stage, tmp_path: Path):
    plan = read(stage, tmp_path, row(maker="Axis", host="10.0.0.1", channel="２"))
    assert told(plan) == []
    assert "camera=2" in plan.cameras[0].draft.main_url


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8-sig", ","), ("gbk", ","), ("utf-8", ";"), ("utf-16", "\t"), ("gb18030", ";")],
)
def test_what_spreadsheet_programs_write_as_csv_is_read(
    stage: Stage, tmp_path: Path, encoding: str, mark: str
):
    cells = row(name="大门, 东侧")
    path = write_csv(tmp_path / "cameras.csv", cells, encoding=encoding, mark=mark)
    (camera,) = stage.operations.camera_import.read(path).cameras
    assert camera.draft.name == "大门, 东侧"


def test_headings_in_either_language_any_order_below_a_title(stage: Stage, tmp_path: Path):
    workbook = Workbook()
    workbook.active.append(["notes of another page"])
    page = workbook.create_sheet("x")
    page.append(["我们的摄像机"])
    page.append([])
    page.append(["摄像机编号 *", "备注", "MAIN STREAM", "门店编号（必填）", "位置"])
    page.append(["门", "x", "rtsp://10.0.0.1/main", "S001", "入口"])
    page.append([None, None, None, None, None])
    page.append([7.0, None, None, "S001", None])
    workbook.save(tmp_path / "cameras.xlsx")
    plan = stage.operations.camera_import.read(tmp_path / "cameras.xlsx")
    assert plan.unknown == ("备注",)
    assert told(plan) == []
    assert [(camera.row, camera.draft.code) for camera in plan.cameras] == [(4, "门"), (6, "7")]
    assert plan.cameras[0].draft.place is Place.ENTRANCE


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_template_comes_back_empty_and_can_be_filled(
    stage: Stage, tmp_path: Path, language: Language, ending: str
):
    path = tmp_path / f"template.{ending}"
    stage.operations.camera_import.write_template(path, language)
    plan = stage.operations.camera_import.read(path)
    assert (plan.cameras, plan.problems, plan.unknown) == ((), (), ())
    if ending == "xlsx":
        workbook = load_workbook(path)
        table, explained = workbook.worksheets
        assert table.max_column == len(COLUMNS)
        assert explained.max_row == 3 + len(COLUMNS)
        table.append(["S001", *[None] * 4, "door"])
        workbook.save(path)
        (camera,) = stage.operations.camera_import.read(path).cameras
        assert (camera.row, camera.draft.code) == (3, "door")
        for letter in ("A", "O"):
            assert table.column_dimensions[letter].number_format == "@"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"no zip", "cannot be read"),
        ("a.csv", b"\xff\xff\xff\xff", "cannot be read"),
        ("a.csv", b"code;name\n1;2\n", "no row of headings"),
        ("a.csv", b"", "no row of headings"),
    ],
)
def test_a_file_that_is_no_table_of_cameras_is_told(
    stage: Stage, tmp_path: Path, name: str, content: bytes, words: str
):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SheetFault, match=words) as caught:
        stage.operations.camera_import.read(tmp_path / name)
    assert caught.value.text("zh_CN")
    with pytest.raises(SheetFault, match="cannot be read"):
        stage.operations.camera_import.read(tmp_path / "missing.csv")
    with pytest.raises(SheetFault, match="cannot be written"):
        stage.operations.camera_import.write_template(tmp_path / "no" / "t.csv", "en")


def test_a_damaged_workbook_is_told_wherever_it_is_damaged(stage: Stage, tmp_path: Path):
    path = tmp_path / "cameras.xlsx"
    stage.operations.camera_import.write_template(path, "en")
    whole = path.read_bytes()
    refused = 0
    for place in range(40, len(whole), len(whole) // 60):
        path.write_bytes(whole[:place] + bytes(8) + whole[place + 8 :])
        try:
            stage.operations.camera_import.read(path)
        except SheetFault:
            refused += 1
    assert refused > 20
    parts = {}
    with ZipFile(io.BytesIO(whole)) as zipped:
        parts = {name: zipped.read(name) for name in zipped.namelist()}
    with ZipFile(path, "w") as zipped:
        for name, part in parts.items():
            zipped.writestr(name, part.replace(b"</row>", b"", 1))
    with pytest.raises(SheetFault, match="cannot be read"):
        stage.operations.camera_import.read(path)


def test_a_thousand_rows_are_one_change(stage: Stage, tmp_path: Path):
    rows = [
        row(store=f"N{number // 10:03d}", camera=f"c{number % 10}", maker="Axis", host="10.0.0.1")
        for number in range(1000)
    ]
    plan = read(stage, tmp_path, *rows)
    heard = Heard(stage.operations)
    assert stage.operations.camera_import.store(plan, update=False).added == 1000
    assert len(stage.operations.stores.tree().cameras()) == 1001
    assert len(heard.sets) == 1


def test_headings_and_places_are_known_in_both_languages():
    for column in COLUMNS:
        for language in ("en", "zh_CN"):
            assert column_named(title(column, language)) is column  # type: ignore[arg-type]
    assert place_named("后门") is place_named("back door") is Place.BACK_DOOR
    assert column_named("remark") is None
