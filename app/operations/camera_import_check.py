"""Holds the rows of a camera spreadsheet against the rules and against what is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from app.faults import Fault, Language, Sentence
from app.operations.camera_check import checked_camera, without_credentials
from app.operations.camera_media import check_password_used
from app.operations.camera_sheet import Sheet, SheetRow
from app.operations.camera_sheet_columns import Column, place_named, title
from app.operations.checks import EntryFault, check_zone, clean_code, clean_name, clean_text
from app.operations.values import Camera, CameraDraft, Place, Recorder, StoreNode, StoreTree
from app.storage.import_changes import ImportedCamera
from app.video.camera_presets import StreamAddresses, addresses, host_and_port, maker_named

T = TypeVar("T")

_MISSING = Sentence("It is empty. Fill it in.", "此处为空。请填写。")
_BAD_PLACE = Sentence(
    "“{text}” is no place that is known here. Write Entrance, Floor, Counter, Shelf, Service bay, "
    "Parking, Back door or Other.",
    "“{text}”不是已知的位置。请填写入口、展厅、前台、货架、维修工位、停车区、后门或其他。",
)
_BAD_MAKER = Sentence(
    "“{text}” is no maker that is known here. Write Hikvision, Dahua, Uniview, Uniview NVR or "
    "Axis, or enter the main stream's address.",
    "“{text}”不是已知的厂商。请填写海康威视、大华、宇视、宇视 NVR 或安讯士，或直接填写主码流地址。",
)
_NO_MAKER = Sentence(
    "A host needs its maker, so that the addresses can be made. Fill in the maker.",
    "填写了主机，还需要填写厂商才能生成地址。",
)
_NO_HOST = Sentence(
    "A maker needs the host of the camera. Fill in the host.", "填写了厂商，还需要填写主机。"
)
_BAD_HOST = Sentence(
    "“{text}” is no host. Write an address such as 192.168.1.64 or 192.168.1.64:8554.",
    "“{text}”不是有效的主机。请填写如 192.168.1.64 或 192.168.1.64:8554 的地址。",
)
_BAD_CHANNEL = Sentence(
    "“{text}” is no channel. Write a number from 1 to 512.",
    "“{text}”不是有效的通道号。请填写 1 到 512 的数字。",
)
_NO_RECORDER = Sentence(
    "There is no recorder “{text}” for this store. Add it under Stores > Recorders, or empty the "
    "cell.",
    "该门店没有名为“{text}”的录像机。请在“门店 > 录像机”中添加，或清空此单元格。",
)
_TWICE = Sentence(
    "The camera {camera} stands in row {row} already. Delete one of the two rows.",
    "摄像机 {camera} 已出现在第 {row} 行。请删除其中一行。",
)
_NO_REGION = Sentence(
    "The store {store} is new, so its region must be told. Fill in the region.",
    "门店 {store} 是新门店，请填写其所属区域。",
)
_NO_COMPANY = Sentence(
    "The region {region} is new, so its company must be told. Fill in the company.",
    "区域 {region} 是新区域，请填写其所属公司。",
)
_OTHER = Sentence(
    "Row {row} says “{before}” about the store {store}, and this row “{text}”. Write the same in "
    "both, or leave it empty here.",
    "关于门店 {store}，第 {row} 行填写的是“{before}”，本行是“{text}”。请改为一致，或清空本行。",
)
_NAMES = {
    Column.STORE: Sentence("The store's code", "门店编号"),
    Column.CAMERA: Sentence("The camera's code", "摄像机编号"),
    Column.NAME: Sentence("The camera's name", "摄像机名称"),
    Column.STORE_NAME: Sentence("The store's name", "门店名称"),
    Column.REGION: Sentence("The region's name", "区域名称"),
    Column.COMPANY: Sentence("The company's name", "公司名称"),
}


@dataclass(frozen=True)
class ImportProblem:
    """What is wrong in one row, and what to do about it."""

    row: int
    column: Column | None  # None = the row as a whole
    fault: Fault

    def place(self, language: Language) -> str:
        """The column's heading; "" for the row as a whole."""
        return "" if self.column is None else title(self.column, language)

    def text(self, language: Language) -> str:
        """What is wrong and what to do."""
        return self.fault.text(language)


@dataclass(frozen=True)
class ImportPlan:
    """What would be imported, before anything is."""

    name: str
    cameras: tuple[ImportedCamera, ...]
    problems: tuple[ImportProblem, ...]
    unknown: tuple[str, ...]  # headings that were left out

    @property
    def existing(self) -> int:
        """How many cameras are there already."""
        return sum(camera.existing for camera in self.cameras)

    @property
    def bad_rows(self) -> int:
        """How many rows cannot be imported."""
        return len({problem.row for problem in self.problems})

    def new_stores(self, tree: StoreTree) -> tuple[str, ...]:
        """Codes of the stores that would be added, in the order of the file."""
        there = {node.store.code for node in tree.stores()}
        return tuple(dict.fromkeys(c.store_code for c in self.cameras if c.store_code not in there))


@dataclass
class _Known:
    """What is there, and what earlier rows said."""

    tree: StoreTree
    recorders: tuple[Recorder, ...]
    own_zone: str
    stores: dict[str, StoreNode] = field(default_factory=dict)
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    told: dict[tuple[str, Column], tuple[int, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.stores = {node.store.code: node for node in self.tree.stores()}

    def camera(self, store: str, code: str) -> Camera | None:
        node = self.stores.get(store)
        there = node.cameras if node is not None else ()
        return next((camera for camera in there if camera.code == code), None)


def check_sheet(
    sheet: Sheet, tree: StoreTree, recorders: tuple[Recorder, ...], own_zone: str
) -> ImportPlan:
    """What of the rows can be imported, and what is wrong with the others."""
    known = _Known(tree, recorders, own_zone)
    cameras: list[ImportedCamera] = []
    problems: list[ImportProblem] = []
    for row in sheet.rows:
        check = _RowCheck(row, known)
        camera = check.camera()
        problems += check.problems
        if camera is not None and not check.problems:
            cameras.append(camera)
    return ImportPlan(sheet.name, tuple(cameras), tuple(problems), sheet.unknown)


class _RowCheck:
    """One row: every cell is looked at, so that all its problems are told at once."""

    def __init__(self, row: SheetRow, known: _Known) -> None:
        self._row, self._known = row, known
        self.problems: list[ImportProblem] = []

    def camera(self) -> ImportedCamera | None:
        """What would be stored; None where a problem forbids it."""
        store = self._cell(Column.STORE, self._code, required=True)
        code = self._cell(Column.CAMERA, self._code, required=True)
        if store is None or code is None:
            return None
        self._once(store, code)
        there = self._known.camera(store, code)
        base = there.draft() if there is not None else CameraDraft(0, code, "")
        draft, password = self._draft(base, store)
        facts = self._store_facts(store)
        if self.problems:
            return None
        return ImportedCamera(self._row.number, store, *facts, draft, password, there is not None)

    # -- cells -------------------------------------------------------------------

    def _problem(self, column: Column | None, sentence: Sentence, **values: object) -> None:
        self.problems.append(
            ImportProblem(self._row.number, column, EntryFault(sentence, **values))
        )

    def _cell(
        self, column: Column, read: Callable[[Column, str], T], *, required: bool = False
    ) -> T | None:
        """The value of a cell; None where it is empty or wrong."""
        text = self._row.get(column)
        if not text:
            if required:
                self._problem(column, _MISSING)
            return None
        try:
            return read(column, text)
        except Fault as fault:
            self.problems.append(ImportProblem(self._row.number, column, fault))
            return None

    @staticmethod
    def _code(column: Column, text: str) -> str:
        return clean_code(text, _NAMES[column])

    @staticmethod
    def _name(column: Column, text: str) -> str:
        return clean_name(text, _NAMES[column])

    @staticmethod
    def _zone(_column: Column, text: str) -> str:
        return check_zone(text)

    @staticmethod
    def _place(_column: Column, text: str) -> Place:
        place = place_named(text)
        if place is None:
            raise EntryFault(_BAD_PLACE, text=text)
        return place

    @staticmethod
    def _address(_column: Column, text: str) -> tuple[str, str, str | None]:
        return without_credentials(text)

    @staticmethod
    def _text(column: Column, text: str) -> str:
        return clean_text(text, Sentence(title(column, "en"), title(column, "zh_CN")), lines=False)

    # -- the row -----------------------------------------------------------------

    def _once(self, store: str, code: str) -> None:
        before = self._known.rows.setdefault((store, code), self._row.number)
        if before != self._row.number:
            self._problem(Column.CAMERA, _TWICE, camera=f"{store}/{code}", row=before)

    def _draft(self, base: CameraDraft, store: str) -> tuple[CameraDraft, str | None]:
        """The camera with what the row fills in; what is empty stays as it is."""
        main = self._cell(Column.MAIN, self._address)
        sub = self._cell(Column.SUB, self._address)
        made = self._made()
        told = [address for address in (main, sub) if address]  # the main stream's count first
        user = next((name for _, name, _ in told if name), "")
        secret = next((word for _, _, word in told if word), None)
        given: dict[str, object] = {
            "name": self._cell(Column.NAME, self._name),
            "place": self._cell(Column.PLACE, self._place),
            "main_url": main[0] if main else made and made.main_url,
            "sub_url": sub[0] if sub else made and made.sub_url,
            "user_name": self._cell(Column.USER, self._text) or user or None,
            "recording_root": self._cell(Column.FOLDER, self._text),
            "recording_pattern": self._cell(Column.PATTERN, self._text),
            "recording_time_zone": self._cell(Column.ZONE, self._zone),
            **self._recorder(store),
        }
        draft = replace(base, **{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]  # each is of its field's type
        password = self._row.get(Column.PASSWORD) or secret
        checked = self._checked(draft)
        try:
            check_password_used(checked, password)
        except EntryFault as fault:
            self._problem(Column.USER, fault.sentence)
        return checked, password

    def _checked(self, draft: CameraDraft) -> CameraDraft:
        if self.problems:
            return draft
        try:
            return checked_camera(draft)[0]
        except Fault as fault:
            column = Column.PATTERN if draft.recording_root else None
            self.problems.append(ImportProblem(self._row.number, column, fault))
            return draft

    def _made(self) -> StreamAddresses | None:
        """The addresses that maker, host and channel make; None where they are not all told."""
        if self._row.get(Column.MAIN):
            return None
        maker_text, host_text = self._row.get(Column.MAKER), self._row.get(Column.HOST)
        if not maker_text and not host_text:
            return None
        maker = maker_named(maker_text)
        if not maker_text:
            self._problem(Column.MAKER, _NO_MAKER)
        elif maker is None:
            self._problem(Column.MAKER, _BAD_MAKER, text=maker_text)
        if not host_text:
            self._problem(Column.HOST, _NO_HOST)
        host = self._cell(Column.HOST, _host)
        channel = self._cell(Column.CHANNEL, _channel)
        if maker is None or host is None:
            return None
        return addresses(maker, *host, channel or 1)

    def _recorder(self, store: str) -> dict[str, object]:
        text = self._row.get(Column.RECORDER)
        if not text:
            return {}
        node = self._known.stores.get(store)
        fitting = (None,) if node is None else (None, node.store.id)
        for recorder in self._known.recorders:
            if recorder.name.lower() == text.lower() and recorder.store_id in fitting:
                channel = self._row.get(Column.RECORDER_CHANNEL) or self._row.get(Column.CHANNEL)
                return {"recorder_id": recorder.id, "recorder_channel": channel or "1"}
        self._problem(Column.RECORDER, _NO_RECORDER, text=text)
        return {}

    def _store_facts(self, store: str) -> tuple[str, str, str, str]:
        """Name, company, region and zone of a new store; what is there is not asked for."""
        if store in self._known.stores:
            return "", "", "", ""
        name = self._same(store, Column.STORE_NAME, self._name)
        region = self._same(store, Column.REGION, self._name) or self._only_region()
        company = self._same(store, Column.COMPANY, self._name)
        zone = self._same(store, Column.STORE_ZONE, self._zone) or self._known.own_zone
        if not region:
            self._problem(Column.REGION, _NO_REGION, store=store)
        elif not company and not self._company_clear(region):
            self._problem(Column.COMPANY, _NO_COMPANY, region=region)
        return name or store, company, region, zone

    def _same(self, store: str, column: Column, read: Callable[[Column, str], str]) -> str:
        """What this or an earlier row says about a new store; two may not say different things."""
        text = self._cell(column, read)
        if text is None:
            return self._known.told.get((store, column), (0, ""))[1]
        row, before = self._known.told.setdefault((store, column), (self._row.number, text))
        if before != text:
            self._problem(column, _OTHER, row=row, before=before, store=store, text=text)
        return before

    def _only_region(self) -> str:
        regions = [node.region.name for each in self._known.tree.companies for node in each.regions]
        return regions[0] if len(regions) == 1 else ""

    def _company_clear(self, region: str) -> bool:
        """Whether the region's company follows without being told."""
        companies = self._known.tree.companies
        named = [c for c in companies if any(node.region.name == region for node in c.regions)]
        return len(companies) == 1 or len(named) == 1


def _host(_column: Column, text: str) -> tuple[str, int]:
    found = host_and_port(text)
    if found is None:
        raise EntryFault(_BAD_HOST, text=text.rpartition("@")[2])
    return found


def _channel(_column: Column, text: str) -> int:
    number = _number(text, 512)
    if number is None:
        raise EntryFault(_BAD_CHANNEL, text=text)
    return number


def _number(text: str, most: int) -> int | None:
    """From 1 to ``most``; what only looks like digits, such as "²", is no number."""
    if not text.isdecimal() or len(text) > 6:
        return None
    number = int(text)
    return number if 1 <= number <= most else None
