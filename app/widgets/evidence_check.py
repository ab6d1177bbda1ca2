"""What a look at all evidence files found, as a message."""

from __future__ import annotations

from app.faults import Sentence
from app.operations.evidence import EvidenceCheck
from app.widgets.notices import Level, Notices

WHOLE = Sentence(
    "Evidence pictures: {whole}, all of them here and unchanged.",
    "全部 {whole} 张取证图片均在本机且未被更改。",
)
NOT_WHOLE = Sentence(
    "Evidence pictures: {all}. {missing} of them are not on this workstation, {changed} were "
    "changed after they were stored. Put them back from your backup of the evidence folder, or "
    "look on the workstation where they were taken. The first one: {first}.png.",
    "共 {all} 张取证图片，其中 {missing} 张不在本工作站，{changed} 张在保存后被更改。"
    "请从取证文件夹的备份中恢复，或在取证时所用的工作站上查看。第一张：{first}.png。",
)


def told_check(notices: Notices, found: EvidenceCheck) -> None:
    """Say how many pictures are whole, missing and changed, and what to do about it."""
    bad = (*found.changed, *found.missing)
    if not bad:
        notices.say(WHOLE, Level.DONE, key="evidence check", whole=found.whole)
        return
    notices.say(
        NOT_WHOLE,
        Level.ATTENTION,
        key="evidence check",
        all=found.whole + len(bad),
        missing=len(found.missing),
        changed=len(found.changed),
        first=bad[0],
    )
