"""The words printed on a scorecard, in both languages (terms of the inspection trade)."""

from __future__ import annotations

from types import MappingProxyType

from app.faults import Language, Sentence
from app.inspection.answers import AnswerState


class W:
    """Every label once; ``say`` picks the language."""

    scorecard = Sentence("Store inspection scorecard", "巡店评分卡")
    draft = Sentence(
        "Draft: not submitted, the score may still change", "草稿：尚未提交，得分可能变化"
    )
    report_number = Sentence("Report number", "报告编号")
    company = Sentence("Company", "公司")
    region = Sentence("Region", "区域")
    store = Sentence("Store", "门店")
    inspector = Sentence("Inspector", "巡店人")
    kind = Sentence("Kind of inspection", "巡店方式")
    started = Sentence("Started", "开始时间")
    submitted = Sentence("Submitted", "提交时间")
    not_submitted = Sentence("not submitted", "未提交")
    duration = Sentence("Duration", "用时")
    checklist = Sentence("Checklist", "检查表")
    version = Sentence("version {version}", "版本 {version}")
    checklist_digest = Sentence("Checklist SHA-256", "检查表 SHA-256")
    time_zone = Sentence("Time zone of the store", "门店时区")
    rules = Sentence("Scoring rules", "评分规则")
    content_hash = Sentence("Content SHA-256", "内容 SHA-256")
    exported = Sentence("Exported {time} by {who}", "导出：{time}，{who}")
    exported_at = Sentence("Exported", "导出时间")
    exporter = Sentence("Exported by", "导出人")
    page = Sentence("Page {page} / {pages}", "第 {page} / {pages} 页")

    result = Sentence("Result", "检查结果")
    final_score = Sentence("Final score", "最终得分率")
    raw_score = Sentence("Raw score", "原始得分率")
    raw_meaning = Sentence("before red lines", "红线处理前")
    points = Sentence("Points", "得分 / 满分")
    points_raw = Sentence("raw {points}", "原始 {points}")
    failed_items = Sentence("Failed items", "不合格项")
    red_line_hits = Sentence("Red-line hits", "触发红线项")
    na = Sentence("N/A", "不适用")
    not_assessable = Sentence("Not assessable", "无法判定")
    unanswered = Sentence("Unanswered", "未判定")
    coverage = Sentence("Coverage", "检查覆盖率")
    coverage_meaning = Sentence("{answered} of {asked} answered", "已判定 {answered} / {asked}")
    previous_score = Sentence("Previous score", "上次得分率")
    previous_none = Sentence("none before", "此前无记录")
    points_change = Sentence("{change} points", "{change} 个百分点")
    verdict_red_line = Sentence("Red line hit", "触发红线")
    verdict_failed = Sentence("Items failed", "存在不合格项")
    verdict_clear = Sentence("No item failed", "全部合格")
    verdict_none = Sentence("No score", "无得分")
    red_line_effect = Sentence(
        "Red line: “{sections}” set to 0 points. Without it the score would be {raw}.",
        "红线：“{sections}”得分归零。未触发红线时得分率为 {raw}。",
    )

    sections = Sentence("Sections", "分类得分")
    section = Sentence("Section", "分类")
    total = Sentence("Total", "合计")
    maximum = Sentence("Max", "满分")
    earned = Sentence("Points", "得分")
    earned_raw = Sentence("Raw points", "原始得分")
    raw_percent = Sentence("Raw %", "原始 %")
    final_percent = Sentence("Final %", "最终 %")
    previous_percent = Sentence("Previous %", "上次 %")
    red_line = Sentence("Red line", "红线项")
    red_line_hit = Sentence("hit: {items}", "触发：{items}")

    no_failed = Sentence("No item failed.", "没有不合格项。")
    standard = Sentence("Standard", "检查标准")
    answer = Sentence("Answer", "判定")
    points_lost = Sentence("Points lost", "扣分")
    lost_of = Sentence("{lost} of {maximum} points lost", "扣 {lost} 分（满分 {maximum}）")
    weight = Sentence("Weight", "权重")
    weight_is = Sentence("weight {weight}", "权重 {weight}")
    note = Sentence("Note", "备注")
    reason = Sentence("Reason", "原因")
    pass_mark = Sentence("pass from {mark}", "{mark} 分及以上合格")
    of_maximum = Sentence("{score} of {maximum}", "{score} / {maximum}")
    not_scored = Sentence("not scored", "不计分")

    answers = Sentence("All answers", "全部判定")
    number = Sentence("No.", "序号")
    item = Sentence("Item", "检查项")
    item_id = Sentence("Item id", "检查项编号")
    pictures = Sentence("Evidence {numbers}", "证据 {numbers}")
    evidence = Sentence("Evidence", "证据")
    more_evidence = Sentence("Further evidence", "其他证据")
    picture_index = Sentence("Evidence index", "证据索引")
    picture_note = Sentence(
        "Pictures are reduced for print. SHA-256 names the kept file in full resolution; times "
        "are the recording's own, in the time zone of the store.",
        "图片为打印已缩小。SHA-256 对应所保存的全分辨率原图；时间为录像时间（门店时区）。",
    )
    camera = Sentence("Camera", "摄像机")
    media_time = Sentence("Media time", "录像时间")
    taken_by = Sentence("Taken by", "取证人")
    original = Sentence("original", "原图")
    marked = Sentence("marked", "标注图")
    picture_missing = Sentence("The picture file is missing", "图片文件缺失")
    picture_damaged = Sentence("The picture file cannot be read", "图片文件无法读取")
    picture_changed = Sentence(
        "The file no longer matches its SHA-256: it was changed after it was taken",
        "文件与其 SHA-256 不符：取证后已被改动",
    )

    tasks = Sentence("Rectification tasks", "整改单")
    no_tasks = Sentence("No rectification task.", "没有整改单。")
    task = Sentence("Task", "整改单")
    what = Sentence("What", "整改内容")
    detail = Sentence("Detail", "说明")
    owner = Sentence("Owner", "责任人")
    due = Sentence("Due", "整改期限")
    due_is = Sentence("due {time}", "期限 {time}")
    priority = Sentence("Priority", "优先级")
    state = Sentence("State", "状态")
    overdue = Sentence("overdue", "超期")
    last_note = Sentence("Last note", "最近备注")
    created = Sentence("Raised", "创建时间")

    hints = Sentence("Automatic hints", "自动提示")
    hints_note = Sentence(
        "A hint is a suggestion of the analysis, not a finding. Only what the inspector answered "
        "counts.",
        "提示仅为分析建议，不作为检查结论；评分以巡店人的判定为准。",
    )
    no_hints = Sentence("No hint was given.", "没有自动提示。")
    hint = Sentence("Hint", "提示")
    from_to = Sentence("From - to", "起止时间")
    start = Sentence("From", "开始")
    end = Sentence("To", "结束")
    model = Sentence("Model", "模型")
    decision = Sentence("Decision", "处理结果")
    decided_by = Sentence("Decided by", "处理人")
    accepted = Sentence("accepted", "已采纳")
    dismissed = Sentence("dismissed", "已忽略")
    undecided = Sentence("not decided", "未处理")
    rule_counter_unattended = Sentence("Counter unattended", "前台离岗")

    sign_off = Sentence("Sign-off", "签字确认")
    store_manager = Sentence("Store manager", "店长")
    signature = Sentence("Name, date, signature", "姓名、日期、签字")

    yes = Sentence("yes", "是")
    passed = Sentence("Pass", "合格")
    failed = Sentence("Fail", "不合格")
    summary = Sentence("Summary", "概要")
    answers_sheet = Sentence("Answers", "判定")


ANSWER_WORDS = MappingProxyType(
    {
        AnswerState.NA: W.na,
        AnswerState.NOT_ASSESSABLE: W.not_assessable,
        AnswerState.UNANSWERED: W.unanswered,
    }
)
KIND_WORDS = MappingProxyType(
    {
        "video": Sentence("Video inspection", "视频巡店"),
        "live": Sentence("Video inspection, live", "视频巡店（实时预览）"),
        "recording": Sentence("Video inspection, playback", "视频巡店（录像回放）"),
    }
)
DECISION_WORDS = MappingProxyType(
    {"accepted": W.accepted, "dismissed": W.dismissed, None: W.undecided}
)
RULE_WORDS = MappingProxyType({"counter_unattended": W.rule_counter_unattended})


def say(sentence: Sentence, language: Language, **values: object) -> str:
    """The words in ``language`` with their places filled."""
    return sentence.fill(language, **values)
