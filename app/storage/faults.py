"""What can go wrong in the storage room, as sentences for a person."""

from __future__ import annotations

from app.faults import Fault, FaultKind, Sentence


class StorageFault(Fault):
    """The database or the disk cannot do what was asked."""


class DatabaseAway(StorageFault):
    """The database cannot be reached now; it may come back by itself."""


class SchemaFault(StorageFault):
    """The database is not one that this program may open."""


class DiskFault(StorageFault):
    """A file cannot be written or read."""


class EvidenceFault(DiskFault):
    """An evidence picture is not what was stored."""


class Refused(Fault):
    """A rule forbids the change; nothing was changed."""


class NotFound(Refused):
    """The thing is not, or no longer, in the database."""


class Conflict(Refused):
    """Another workstation was faster."""


class StorageBug(StorageFault):
    """The database refused something that the program should never have sent."""

    kind = FaultKind.BUG


AWAY = Sentence(
    "The database {database} does not answer ({reason}). Check the disk or the network; "
    "Floorwalk goes on by itself when it is back.",
    "数据库 {database} 没有响应（{reason}）。请检查磁盘或网络；恢复后系统会自动继续。",
)
VANISHED = Sentence(
    "The database file {database} is no longer there. Connect its disk again or put the file "
    "back from the backups folder; Floorwalk then goes on by itself.",
    "数据库文件 {database} 已不存在。请重新连接磁盘，或从备份文件夹放回该文件；"
    "之后系统会自动继续。",
)
READ_ONLY = Sentence(
    "The database {database} may not be written. Give your user the right to write the file "
    "and its folder; Floorwalk then goes on by itself.",
    "数据库 {database} 不可写入。请授予当前用户对该文件及其文件夹的写权限；之后系统会自动继续。",
)
BUSY = Sentence(
    "The database {database} is held by another program. Close programs that work on this "
    "file; Floorwalk tries again by itself.",
    "数据库 {database} 正被其他程序占用。请关闭正在使用该文件的程序；系统会自动重试。",
)
DATABASE_FULL = Sentence(
    "The disk that holds the database {database} is full, so the change was not stored. Free "
    "some space on it, then do it again; everything stored before is kept.",
    "数据库 {database} 所在的磁盘已满，更改未能保存。请清理该磁盘后重试；此前保存的内容均已保留。",
)
DISK_FULL = Sentence(
    "The disk that holds {path} is full, so {what} was not stored. Free some space on it, "
    "then do it again; everything stored before is kept.",
    "{path} 所在的磁盘已满，{what}未能保存。请清理该磁盘后重试；此前保存的内容均已保留。",
)
NOT_WRITABLE = Sentence(
    "{path} cannot be written ({reason}), so {what} was not stored. Check that the disk is "
    "connected and that your user may write there, then do it again.",
    "无法写入 {path}（{reason}），{what}未能保存。"
    "请检查磁盘是否已连接、当前用户是否有写权限，然后重试。",
)
NOT_OPENED = Sentence(
    "The database {database} cannot be opened ({reason}). Check the path or address in the "
    "settings, and that your user may read and write there.",
    "无法打开数据库 {database}（{reason}）。请检查设置中的路径或地址，以及当前用户的读写权限。",
)
NO_DRIVER = Sentence(
    "The database address {database} cannot be used: {reason}. Use a SQLite or PostgreSQL "
    "address, with its Python driver installed.",
    "无法使用数据库地址 {database}：{reason}。"
    "请使用 SQLite 或 PostgreSQL 地址，并安装对应的 Python 驱动。",
)
DAMAGED = Sentence(
    "{database} is not a readable database ({reason}). Put a copy from the backups folder in "
    "its place, or choose another database in the settings.",
    "{database} 不是可读取的数据库（{reason}）。"
    "请用备份文件夹中的副本替换它，或在设置中选择其他数据库。",
)
TOO_NEW = Sentence(
    "The database {database} was made by a newer Floorwalk (schema {found}; this one knows "
    "{known}). Update Floorwalk on this workstation; the database was not touched.",
    "数据库 {database} 由更新版本的巡店台创建（结构 {found}，本版本支持到 {known}）。"
    "请升级本机的巡店台；数据库未被改动。",
)
FOREIGN = Sentence(
    "The database {database} holds tables of another program ({tables}). Choose an empty "
    "database in the settings; this one was not touched.",
    "数据库 {database} 中有其他程序的表（{tables}）。"
    "请在设置中选择一个空数据库；此数据库未被改动。",
)
UPGRADE_FAILED = Sentence(
    "The database {database} could not be brought up to date ({reason}). It was left as it "
    "was; a copy is in {backup}. Send that sentence to your support.",
    "数据库 {database} 升级失败（{reason}）。数据库保持原状；"
    "副本在 {backup}。请将此信息发给技术支持。",
)
BACKLOG_FULL = Sentence(
    "{count} changes already wait for the database {database}, so this one was not taken. "
    "Wait a moment and do it again.",
    "已有 {count} 项更改在等待数据库 {database}，此项未被接受。请稍候重试。",
)
CLOSED = Sentence(
    "The database {database} is closed because Floorwalk is closing. Start Floorwalk again "
    "to go on.",
    "巡店台正在关闭，数据库 {database} 已关闭。请重新启动巡店台后继续。",
)
CONFLICT = Sentence(
    "Another workstation changed the same thing at the same moment. Look at it again and "
    "repeat your change if it is still needed.",
    "另一台工作站同时修改了同一内容。请重新查看，如仍需要请再次修改。",
)
GONE = Sentence(
    "{what} {id} is not in the database; it may have been removed on another workstation. "
    "Refresh the list and choose again.",
    "数据库中没有{what_zh} {id}，可能已在另一台工作站上删除。请刷新列表后重新选择。",
)
FAILED = Sentence(
    "The database {database} refused a change ({reason}). This is a mistake in Floorwalk, and "
    "nothing was changed; please report this sentence.",
    "数据库 {database} 拒绝了一项更改（{reason}）。这是巡店台的错误，内容未被改动；请反馈此信息。",
)


def gone(en: str, zh: str, identifier: object) -> NotFound:
    """The fault for a record that is not there; ``en`` and ``zh`` name its kind."""
    return NotFound(GONE, what=en, what_zh=zh, id=identifier)
