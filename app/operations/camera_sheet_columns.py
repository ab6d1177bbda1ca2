"""The columns of a camera spreadsheet: their headings and what stands in them."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from app.faults import Language, Sentence
from app.operations.values import Place


class Column(enum.Enum):
    """One column; the value is accepted as a heading too."""

    STORE = "store"
    STORE_NAME = "store_name"
    COMPANY = "company"
    REGION = "region"
    STORE_ZONE = "store_zone"
    CAMERA = "camera"
    NAME = "name"
    PLACE = "place"
    MAIN = "main"
    SUB = "sub"
    MAKER = "maker"
    HOST = "host"
    CHANNEL = "channel"
    USER = "user"
    PASSWORD = "password"
    RECORDER = "recorder"
    RECORDER_CHANNEL = "recorder_channel"
    FOLDER = "folder"
    PATTERN = "pattern"
    ZONE = "zone"


@dataclass(frozen=True)
class ColumnWords:
    """How a column is called, what belongs into it, and an example (both languages alike)."""

    title: Sentence
    meaning: Sentence
    example: str = ""
    required: bool = False


COLUMNS: dict[Column, ColumnWords] = {
    Column.STORE: ColumnWords(
        Sentence("Store code", "门店编号"),
        Sentence(
            "Code of the store. A store that is not there yet is added.",
            "门店编号。尚不存在的门店会自动添加。",
        ),
        "S012",
        required=True,
    ),
    Column.STORE_NAME: ColumnWords(
        Sentence("Store name", "门店名称"),
        Sentence(
            "For a new store; empty = its code. Stores that are there stay as they are.",
            "用于新门店；留空则使用编号。已有门店保持不变。",
        ),
        "Riverside",
    ),
    Column.COMPANY: ColumnWords(
        Sentence("Company", "公司"),
        Sentence(
            "For a new region; empty = the only company there is.",
            "用于新区域；留空则使用唯一的公司。",
        ),
        "Harbour Motors",
    ),
    Column.REGION: ColumnWords(
        Sentence("Region", "区域"),
        Sentence(
            "For a new store; empty = the only region there is. A new one is added.",
            "用于新门店；留空则使用唯一的区域。尚不存在的区域会自动添加。",
        ),
        "East",
    ),
    Column.STORE_ZONE: ColumnWords(
        Sentence("Store time zone", "门店时区"),
        Sentence(
            "For a new store, such as Asia/Shanghai; empty = that of this workstation.",
            "用于新门店，例如 Asia/Shanghai；留空则使用本工作站的时区。",
        ),
        "Asia/Shanghai",
    ),
    Column.CAMERA: ColumnWords(
        Sentence("Camera code", "摄像机编号"),
        Sentence("Code of the camera, once in each store.", "摄像机编号，在每个门店中唯一。"),
        "entrance",
        required=True,
    ),
    Column.NAME: ColumnWords(
        Sentence("Camera name", "摄像机名称"),
        Sentence("Empty = its code.", "留空则使用编号。"),
        "Main entrance",
    ),
    Column.PLACE: ColumnWords(
        Sentence("Place", "位置"),
        Sentence(
            "Entrance, Floor, Counter, Shelf, Service bay, Parking, Back door or Other.",
            "入口、展厅、前台、货架、维修工位、停车区、后门或其他。",
        ),
        "Entrance",
    ),
    Column.MAIN: ColumnWords(
        Sentence("Main stream", "主码流"),
        Sentence(
            "Live address rtsp://…; or fill in maker and host instead.",
            "实时流地址 rtsp://…；也可改填厂商和主机。",
        ),
    ),
    Column.SUB: ColumnWords(
        Sentence("Sub stream", "子码流"),
        Sentence("Address of the small stream; may be empty.", "子码流地址，可留空。"),
    ),
    Column.MAKER: ColumnWords(
        Sentence("Maker", "厂商"),
        Sentence(
            "Hikvision, Dahua, Uniview, Uniview NVR or Axis: makes the addresses from the host.",
            "海康威视、大华、宇视、宇视 NVR 或安讯士：由主机生成地址。",
        ),
        "Hikvision",
    ),
    Column.HOST: ColumnWords(
        Sentence("Host", "主机"),
        Sentence(
            "Address of the camera or recorder, with :port where it is not 554.",
            "摄像机或录像机的地址；端口不是 554 时写成 主机:端口。",
        ),
        "192.168.1.64",
    ),
    Column.CHANNEL: ColumnWords(
        Sentence("Channel", "通道"),
        Sentence(
            "The camera's number at that host; empty = 1.", "摄像机在该主机上的通道号；留空为 1。"
        ),
        "1",
    ),
    Column.USER: ColumnWords(
        Sentence("User", "用户名"),
        Sentence("User name of the camera; may be empty.", "摄像机的用户名，可留空。"),
        "admin",
    ),
    Column.PASSWORD: ColumnWords(
        Sentence("Password", "密码"),
        Sentence(
            "Goes to the keyring of this workstation alone. Delete the file afterwards.",
            "仅保存到本工作站的密钥环。导入后请删除该文件。",
        ),
    ),
    Column.RECORDER: ColumnWords(
        Sentence("Recorder", "录像机"),
        Sentence(
            "Name of a recorder that is entered under Stores; may be empty.",
            "已在“门店”中登记的录像机名称，可留空。",
        ),
    ),
    Column.RECORDER_CHANNEL: ColumnWords(
        Sentence("Recorder channel", "录像机通道"),
        Sentence(
            "The camera's number or token on that recorder; empty = Channel.",
            "摄像机在该录像机上的通道号或标识；留空则同“通道”。",
        ),
    ),
    Column.FOLDER: ColumnWords(
        Sentence("Recording folder", "录像文件夹"),
        Sentence("Folder of its recordings; may be empty.", "录像所在文件夹，可留空。"),
    ),
    Column.PATTERN: ColumnWords(
        Sentence("Names of the files", "文件命名规则"),
        Sentence(
            "Names below that folder, such as {{camera}}/%Y-%m-%d/%H-%M-%S.mp4.",
            "该文件夹下的命名规则，例如 {{camera}}/%Y-%m-%d/%H-%M-%S.mp4。",
        ),
    ),
    Column.ZONE: ColumnWords(
        Sentence("Recording time zone", "录像时区"),
        Sentence("Zone of those names; empty = the store's.", "文件名所用时区；留空则同门店。"),
    ),
}

PLACE_WORDS: dict[Place, Sentence] = {
    Place.ENTRANCE: Sentence("Entrance", "入口"),
    Place.FLOOR: Sentence("Floor", "展厅"),
    Place.COUNTER: Sentence("Counter", "前台"),
    Place.SHELF: Sentence("Shelf", "货架"),
    Place.SERVICE_BAY: Sentence("Service bay", "维修工位"),
    Place.PARKING: Sentence("Parking", "停车区"),
    Place.BACK_DOOR: Sentence("Back door", "后门"),
    Place.OTHER: Sentence("Other", "其他"),
}


def title(column: Column, language: Language) -> str:
    """The heading in one language."""
    return COLUMNS[column].title.fill(language)


def column_named(heading: str) -> Column | None:
    """The column that a heading means, in either language; None for one that is not known."""
    return _BY_HEADING.get(_bare(heading))


def place_named(text: str) -> Place | None:
    """The place that somebody wrote, in either language; None for one that is not known."""
    return _BY_PLACE.get(_bare(text))


def example_row(language: Language) -> dict[Column, str]:
    """What the template shows; left out again when it comes back unchanged."""
    row = {column: words.example for column, words in COLUMNS.items() if words.example}
    if language == "zh_CN":
        row |= {
            Column.STORE_NAME: "滨江店",
            Column.COMPANY: "海港汽车",
            Column.REGION: "华东",
            Column.NAME: "正门",
            Column.PLACE: "入口",
            Column.MAKER: "海康威视",
        }
    return row


def _bare(text: str) -> str:
    """A heading without case, spaces, marks and what stands in brackets."""
    without = re.sub(r"[(（].*?[)）]", "", text)
    return re.sub(r"[\s*_:：\-]+", "", without).lower()


_BY_HEADING = {
    _bare(name): column
    for column, words in COLUMNS.items()
    for name in (column.value, words.title.en, words.title.zh)
}
_BY_PLACE = {
    _bare(name): place
    for place, words in PLACE_WORDS.items()
    for name in (place.value, words.en, words.zh)
}
