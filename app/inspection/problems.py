"""What can be wrong with a checklist, said one problem at a time.

Each problem names the place in the document, what is wrong there and what is
allowed, so that one reading of the list is enough to mend the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.faults import Fault, Language, Sentence

_HEAD = Sentence(
    "The checklist {name}cannot be used. Correct this in the file, then import it again:",
    "检查表{name}无法使用。请在文件中改正以下问题后重新导入：",
)

NOT_AN_OBJECT = Sentence(
    "this is {found}; a JSON object {{...}} belongs here",
    "此处为 {found}，应为 JSON 对象 {{...}}",
)
UNKNOWN_FIELD = Sentence(
    "the field is not known here; known fields: {allowed}",
    "此处没有这个字段；可用字段：{allowed}",
)
MISSING = Sentence("this is missing and must be given", "缺少此字段，必须填写")
NOT_A_LIST = Sentence(
    "this is {found}; a list [...] belongs here", "此处为 {found}，应为列表 [...]"
)
EMPTY_LIST = Sentence("the list is empty; at least one entry is needed", "列表为空，至少需要一项")
TOO_MANY = Sentence(
    "the list has {count} entries; at most {limit} are allowed",
    "列表有 {count} 项，最多允许 {limit} 项",
)
NOT_TEXT = Sentence("this is {found}; a text belongs here", "此处为 {found}，应为文本")
NOT_LOCAL_TEXT = Sentence(
    'this is {found}; a text or {{"en": "...", "zh_CN": "..."}} belongs here',
    '此处为 {found}，应为文本或 {{"en": "...", "zh_CN": "..."}}',
)
EMPTY_TEXT = Sentence("the text is empty; write at least one word", "文本为空，请至少填写一个字")
LONG_TEXT = Sentence(
    "the text has {count} characters; at most {limit} are allowed",
    "文本有 {count} 个字符，最多允许 {limit} 个",
)
CONTROL_CHARACTER = Sentence(
    "the text holds the control character {found}; only printed characters, tabs and line "
    "breaks are allowed",
    "文本含有控制字符 {found}；只允许可显示字符、制表符和换行",
)
BAD_ID = Sentence(
    "{found} cannot be an id; use 1 to 64 of a-z, 0-9, '.', '_', '-', beginning with a letter "
    "or digit",
    "{found} 不能作为编号；请用 1 至 64 个 a-z、0-9、'.'、'_'、'-'，并以字母或数字开头",
)
NOT_A_NUMBER = Sentence("this is {found}; a number belongs here", "此处为 {found}，应为数字")
NOT_YES_NO = Sentence(
    "this is {found}; true or false belongs here", "此处为 {found}，应为 true 或 false"
)
TOO_SMALL = Sentence(
    "{found} is too small; at least {limit} is allowed", "{found} 过小，不得小于 {limit}"
)
NOT_ABOVE = Sentence(
    "{found} is too small; it must be greater than {limit}", "{found} 过小，必须大于 {limit}"
)
TOO_LARGE = Sentence(
    "{found} is too large; at most {limit} is allowed", "{found} 过大，不得大于 {limit}"
)
TOO_FINE = Sentence(
    "{found} has too many decimals; at most {limit} are allowed",
    "{found} 的小数位过多，最多允许 {limit} 位",
)
NOT_A_CHOICE = Sentence(
    "{found} is not known here; allowed: {allowed}", "此处不能为 {found}；可选：{allowed}"
)
DOUBLE_ENTRY = Sentence("{found} stands twice in this list", "{found} 在此列表中重复")
DOUBLE_ID = Sentence(
    "the id {found} is already used at {first}; every id may be used once",
    "编号 {found} 已在 {first} 使用；每个编号只能使用一次",
)
ONLY_FOR_SCORE = Sentence(
    'only items with "answer": "score" have this; remove it or change the answer',
    '只有 "answer": "score" 的检查项才有此字段；请删除，或修改 answer',
)
SCORE_WITHOUT_MAXIMUM = Sentence(
    'an item with "answer": "score" needs a max_score greater than 0',
    '"answer": "score" 的检查项需要大于 0 的 max_score',
)
RED_LINE_WITHOUT_MARK = Sentence(
    "a scored red-line item needs a pass_mark: without it nobody can say when it fails",
    "计分的红线项需要 pass_mark，否则无法判断何时为不合格",
)
MARK_ABOVE_MAXIMUM = Sentence(
    "the pass mark {found} is above max_score {limit}; it could never be reached",
    "合格分 {found} 高于满分 {limit}，永远无法达到",
)


@dataclass(frozen=True)
class Problem:
    """One thing to correct: ``path`` is the JSON path, like ``$.sections[0].title``."""

    path: str
    sentence: Sentence
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: Language = "en") -> str:
        """``path: what is wrong and what is allowed``."""
        return f"{self.path}: {self.sentence.fill(language, **self.values)}"


class ChecklistFault(Fault):
    """The document is not a checklist; ``problems`` lists everything to correct."""

    def __init__(self, problems: Sequence[Problem], name: str = "") -> None:
        shown = f"“{name}” " if name else ""
        super().__init__(_HEAD, name=shown, problems=tuple(problems))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem found, in the order of the document."""
        found = self.values["problems"]
        return found if isinstance(found, tuple) else ()

    def text(self, language: Language = "en") -> str:
        """The head sentence and one line per problem."""
        lines = (problem.text(language) for problem in self.problems)
        return "\n".join((super().text(language), *lines))

    def __str__(self) -> str:
        return self.text("en")
