"""Reading a checklist: what is taken, what is refused with which words, what a version is."""

from __future__ import annotations

import copy
import json
import math
import pickle
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.inspection.checklist import (
    HINT_RULES,
    PLACES,
    AnswerKind,
    ChecklistFault,
    checklist_digest,
    parse_checklist,
)

RESOURCES = Path(__file__).parents[2] / "resources"
SCHEMA = json.loads((RESOURCES / "checklist.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
EXAMPLES = sorted((RESOURCES / "checklists").glob("*.json"))

SMALL = {
    "key": "opening",
    "title": {"en": "Opening", "zh_CN": "开店"},
    "sections": [
        {
            "id": "desk",
            "title": "Desk",
            "items": [
                {"id": "staffed", "title": "Staffed", "standard": "Never empty for 5 minutes."},
                {
                    "id": "tidy",
                    "title": {"en": "Tidy", "zh_CN": "整洁"},
                    "standard": "As in the picture.",
                    "answer": "score",
                    "max_score": 5,
                    "pass_mark": 3.5,
                    "weight": 2,
                    "red_line": True,
                    "na_allowed": True,
                    "required": False,
                    "places": ["counter", "entrance"],
                    "hint_rules": ["counter_unattended"],
                },
            ],
        }
    ],
}


def changed(path: str, value: object) -> dict[str, object]:
    """SMALL with one value put (or, for ..., taken away) at a path like sections.0.id."""
    document = copy.deepcopy(SMALL)
    *parents, last = path.split(".")
    place: object = document
    for name in parents:
        place = place[int(name)] if isinstance(place, list) else place[name]
    if value is ...:
        del place[last]
    elif isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return document


def agreed(document: object) -> bool:
    """Whether reader and schema take the document; they must not differ."""
    by_schema = VALIDATOR.is_valid(document)
    try:
        parse_checklist(document)
    except ChecklistFault:
        assert not by_schema, "the schema takes what the reader refuses"
        return False
    assert by_schema, "the reader takes what the schema refuses"
    return True


# --- what is taken


def test_every_field_is_read():
    form = parse_checklist(SMALL)
    plain, full = form.items()
    assert form.title.in_language("zh_CN") == "开店"
    assert form.sections[0].title.in_language("zh_CN") == "Desk"
    assert (form.rollup, form.red_line_policy) == ("points", "zero_section")
    assert plain.answer_kind is AnswerKind.PASS_FAIL
    assert (plain.max_score, plain.weight, plain.pass_mark) == (1, 1, None)
    assert plain.na_allowed
    assert plain.required
    assert not plain.red_line
    assert full.answer_kind is AnswerKind.SCORE
    assert (full.max_score, full.pass_mark, full.weight) == (5, Decimal("3.5"), 2)
    assert full.red_line
    assert full.na_allowed
    assert not full.required
    assert full.places == ("counter", "entrance")
    assert full.hint_rules == ("counter_unattended",)
    assert form.item("tidy") is full
    assert form.section_of("tidy") is form.sections[0]


def test_a_red_line_refuses_na_unless_the_file_allows_it():
    form = parse_checklist(changed("sections.0.items.0.red_line", True))
    assert not form.item("staffed").na_allowed


def test_a_float_is_taken_as_it_is_written():
    form = parse_checklist(changed("sections.0.items.0.weight", 0.1))
    assert form.item("staffed").weight == Decimal("0.1")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_are_good_checklists(path):
    document = json.loads(path.read_text(encoding="utf-8"))
    assert agreed(document)
    form = parse_checklist(document)
    assert any(item.red_line for item in form.items())
    assert any(item.answer_kind is AnswerKind.SCORE for item in form.items())
    for item in form.items():
        assert item.places
        for text in (item.title, item.standard):
            assert text.en != text.zh
            assert any("\u4e00" <= character <= "\u9fff" for character in text.zh)
            assert not any("\u4e00" <= character <= "\u9fff" for character in text.en)


def test_the_showroom_example_asks_for_the_counter_hint():
    names = {path.stem: path for path in EXAMPLES}
    document = json.loads(names["showroom-opening"].read_text(encoding="utf-8"))
    asking = [item for item in parse_checklist(document).items() if item.hint_rules]
    assert [item.id for item in asking] == ["counter-staffed"]
    assert 28 <= len(list(parse_checklist(document).items())) <= 36


# --- what is refused

BAD = [
    ("key", ..., "$.key: this is missing"),
    ("key", "Opening check", '"Opening check" cannot be an id'),
    ("key", "a" * 65, "cannot be an id"),
    ("key", "opening\n", "cannot be an id"),
    ("title", "", "$.title: the text is empty"),
    ("title", " \n", "the text is empty"),
    ("title", "x" * 201, "at most 200"),
    ("title", 7, "$.title: this is 7; a text or"),
    ("title", {"en": "Opening"}, "$.title.zh_CN: this is missing"),
    (
        "title",
        {"en": "Opening", "zh_CN": "开店", "de": "Auf"},
        "$.title.de: the field is not known",
    ),
    ("title", {"en": "Opening", "zh_CN": 3}, "$.title.zh_CN: this is 3; a text belongs here"),
    ("title", "bell\x07", "control character U+0007"),
    ("rollup", "average", "allowed: points"),
    ("red_line_policy", None, "null is not known here"),
    ("colour", "red", "$.colour: the field is not known here; known fields: key, title"),
    ("$schema", 3, "$.$schema: this is 3"),
    ("sections", [], "$.sections: the list is empty"),
    ("sections", {}, "$.sections: this is {...}; a list"),
    ("sections", ..., "$.sections: this is missing"),
    ("sections.0", "desk", '$.sections[0]: this is "desk"; a JSON object'),
    ("sections.0.id", ..., "$.sections[0].id: this is missing"),
    ("sections.0.items", [], "$.sections[0].items: the list is empty"),
    ("sections.0.items", ..., "$.sections[0].items: this is missing"),
    ("sections.0.weight", 40, "$.sections[0].weight: the field is not known here"),
    ("sections.0.items.0", None, "$.sections[0].items[0]: this is null"),
    ("sections.0.items.0.standard", ..., "$.sections[0].items[0].standard: this is missing"),
    ("sections.0.items.0.answer", "yes_no", "allowed: pass_fail, score"),
    ("sections.0.items.0.weight", -1, "-1 is too small; at least 0 is allowed"),
    ("sections.0.items.0.weight", 1001, "1001 is too large; at most 1000 is allowed"),
    ("sections.0.items.0.weight", "2", 'this is "2"; a number belongs here'),
    ("sections.0.items.0.weight", True, "this is true; a number belongs here"),
    ("sections.0.items.0.weight", None, "this is null; a number belongs here"),
    ("sections.0.items.0.max_score", 1, 'only items with "answer": "score" have this'),
    ("sections.0.items.0.pass_mark", 1, 'only items with "answer": "score" have this'),
    ("sections.0.items.0.red_line", "yes", "true or false belongs here"),
    ("sections.0.items.0.required", 1, "true or false belongs here"),
    ("sections.0.items.0.places", "counter", "a list [...] belongs here"),
    ("sections.0.items.0.places", ["desk"], '"desk" is not known here; allowed: entrance'),
    ("sections.0.items.0.places", ["floor", "floor"], '"floor" stands twice'),
    ("sections.0.items.0.places", [["floor"]], "[...] is not known here"),
    ("sections.0.items.0.hint_rules", ["crowd"], "allowed: counter_unattended"),
    ("sections.0.items.0.wieght", 2, "$.sections[0].items[0].wieght: the field is not known"),
    ("sections.0.items.1.max_score", 0, "0 is too small; it must be greater than 0"),
    ("sections.0.items.1.max_score", ..., "needs a max_score greater than 0"),
    ("sections.0.items.1.pass_mark", 0, "it must be greater than 0"),
    ("sections.0.items.1.pass_mark", ..., "a scored red-line item needs a pass_mark"),
]


@pytest.mark.parametrize(("path", "value", "words"), BAD, ids=lambda value: str(value)[:30])
def test_refused_with_place_cause_and_what_is_allowed(path, value, words):
    document = changed(path, value)
    assert not agreed(document)
    with pytest.raises(ChecklistFault) as caught:
        parse_checklist(document)
    assert words in caught.value.text("en")
    assert caught.value.text("zh_CN").isascii() is False


# What a schema cannot say.
BEYOND = [
    ("sections.0.items.1.id", "staffed", "already used at $.sections[0].items[0].id"),
    ("sections.0.items.1.pass_mark", 6, "the pass mark 6 is above max_score 5"),
    ("sections.0.items.0.weight", 0.0000001, "too many decimals; at most 6"),
    ("sections.0.items.0.weight", math.nan, "this is nan; a number belongs here"),
    ("sections.0.items.0.title", "half \ud800", "control character U+D800"),
]


@pytest.mark.parametrize(("path", "value", "words"), BEYOND, ids=lambda value: str(value)[:30])
def test_refused_beyond_the_schema(path, value, words):
    document = changed(path, value)
    assert VALIDATOR.is_valid(document)
    with pytest.raises(ChecklistFault) as caught:
        parse_checklist(document)
    assert words in caught.value.text("en")


def test_a_section_id_twice_is_refused_but_an_item_may_be_called_like_a_section():
    twice = copy.deepcopy(SMALL)
    twice["sections"] *= 2
    with pytest.raises(ChecklistFault) as caught:
        parse_checklist(twice)
    assert [p.path for p in caught.value.problems] == [
        "$.sections[1].id",
        "$.sections[1].items[0].id",
        "$.sections[1].items[1].id",
    ]
    assert parse_checklist(changed("sections.0.id", "staffed")).sections[0].id == "staffed"


@pytest.mark.parametrize("document", [None, [], "text", 3, True])
def test_not_even_an_object(document):
    assert not agreed(document)


def test_all_problems_are_named_at_once():
    document = changed("sections.0.items.0.weight", -1)
    document["colour"] = "red"
    document["sections"][0]["items"][1]["max_score"] = 0
    document["sections"].append({"id": "desk", "title": "", "items": []})
    with pytest.raises(ChecklistFault) as caught:
        parse_checklist(document, name="opening.json")
    assert [problem.path for problem in caught.value.problems] == [
        "$.colour",
        "$.sections[0].items[0].weight",
        "$.sections[0].items[1].max_score",
        "$.sections[1].id",
        "$.sections[1].title",
        "$.sections[1].items",
    ]
    text = caught.value.text("en")
    assert text.startswith("The checklist “opening.json” cannot be used.")
    assert len(text.splitlines()) == 7
    assert str(caught.value) == text
    assert pickle.loads(pickle.dumps(caught.value)).text("zh_CN") == caught.value.text("zh_CN")


def test_a_long_or_strange_value_is_quoted_short():
    for value in (10**5000, "x" * 5000, "a\x00b"):
        with pytest.raises(ChecklistFault) as caught:
            parse_checklist(changed("sections.0.items.0.answer", value))
        assert len(caught.value.text("en")) < 400
        assert "\x00" not in caught.value.text("en")


# --- schema and reader agree on any document

texts = st.sampled_from(["", " ", "Desk", "接待台", "bell\x07", "x" * 201])
loose = st.none() | st.booleans() | st.integers(-2, 1002) | texts | st.just([]) | st.just({})
numbers = loose | st.sampled_from([0, 1, 2.5, -0.5, 1000, 1000.5])
local = texts | st.dictionaries(st.sampled_from(["en", "zh_CN", "fr"]), texts | st.integers())


def mapping(required: dict, optional: dict) -> st.SearchStrategy:
    return st.fixed_dictionaries(required, optional=optional)


def items_of(number: int) -> st.SearchStrategy:
    return mapping(
        {"id": st.just(f"item-{number}"), "title": local, "standard": local},
        {
            "answer": st.sampled_from(["pass_fail", "score", "score", "other"]),
            "max_score": numbers,
            "pass_mark": st.sampled_from([0, 0.5, 1, None, "1"]),
            "weight": numbers,
            "red_line": st.booleans() | loose,
            "na_allowed": st.booleans() | loose,
            "required": st.booleans(),
            "places": st.lists(st.sampled_from([*PLACES, "moon"]), max_size=3) | loose,
            "hint_rules": st.lists(st.sampled_from([*HINT_RULES, "moon"]), max_size=2),
            "colour": st.just("red"),
        },
    )


documents = mapping(
    {
        "key": st.sampled_from(["a", "a-b.c_1", "-a", "A", "", 3]),
        "title": local,
        "sections": st.tuples(
            mapping(
                {"id": st.just("s1"), "title": local, "items": st.tuples(items_of(1), items_of(2))},
                {},
            ),
        ).map(list)
        | loose,
    },
    {"rollup": st.sampled_from(["points", "average"]), "red_line_policy": loose, "extra": loose},
)


@given(documents)
def test_schema_and_reader_agree(document):
    document = json.loads(json.dumps(document))
    for section in document["sections"] if isinstance(document["sections"], list) else ():
        for item in section.get("items", ()):
            # The one relation that a schema cannot say.
            if isinstance(item.get("max_score"), (int, float)) and 0 < item["max_score"] < 1:
                item.pop("pass_mark", None)
    agreed(document)


def mutations(document: object) -> st.SearchStrategy:
    """The document with one value somewhere inside replaced."""
    places: list[tuple] = []

    def visit(value: object, place: tuple) -> None:
        places.append(place)
        if isinstance(value, dict):
            for name, entry in value.items():
                visit(entry, (*place, name))
        elif isinstance(value, list):
            for index, entry in enumerate(value):
                visit(entry, (*place, index))

    visit(document, ())

    def put(choice: tuple[tuple, object]) -> object:
        place, value = choice
        if not place:
            return value
        mutated = copy.deepcopy(document)
        target = mutated
        for step in place[:-1]:
            target = target[step]
        target[place[-1]] = value
        return mutated

    return st.tuples(st.sampled_from(places), loose).map(put)


@given(mutations(SMALL))
def test_schema_and_reader_agree_on_one_wrong_value_anywhere(document):
    try:
        agreed(document)
    except AssertionError:
        with pytest.raises(ChecklistFault) as caught:
            parse_checklist(document)
        assert all("above max_score" in problem.text() for problem in caught.value.problems), (
            caught.value
        )


def test_the_schema_is_a_schema_and_tells_what_each_field_is():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for name in ("section", "item"):
        for field, rule in SCHEMA["$defs"][name]["properties"].items():
            assert "description" in rule or rule["$ref"] == "#/$defs/title", field
    places = SCHEMA["$defs"]["item"]["properties"]["places"]["items"]["enum"]
    assert tuple(places) == PLACES
    rules = SCHEMA["$defs"]["item"]["properties"]["hint_rules"]["items"]["enum"]
    assert tuple(rules) == HINT_RULES


# --- versions


def test_the_digest_is_of_the_content_not_of_the_writing():
    again = json.loads(json.dumps(SMALL, indent=8, sort_keys=True))
    assert checklist_digest(again) == checklist_digest(SMALL)
    decimals = json.loads(json.dumps(SMALL), parse_float=Decimal)
    assert checklist_digest(decimals) == checklist_digest(SMALL)
    assert checklist_digest({"n": 2}) == checklist_digest({"n": 2.0})
    assert checklist_digest({"n": 2000}) == checklist_digest({"n": Decimal("2E3")})
    assert checklist_digest({"n": 0}) == checklist_digest({"n": -0.0})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"n": 2}, {"n": "2"}),
        ({"n": 2}, {"n": -2}),
        ({"n": 2}, {"n": 20}),
        ({"n": 1}, {"n": True}),
        ({"n": [1, 2]}, {"n": [2, 1]}),
        ({"n": None}, {}),
        ({"n": "é"}, {"n": "e\u0301"}),
        ({"n": 1}, {"n": {"": "1e0"}}),
    ],
)
def test_other_content_is_another_version(one, other):
    assert checklist_digest(one) != checklist_digest(other)


@given(mutations(SMALL))
def test_any_change_of_content_is_another_version(document):
    same = json.dumps(document, sort_keys=True) == json.dumps(SMALL, sort_keys=True)
    equal = document == SMALL and not any(isinstance(v, bool) for v in (document,))
    if not same and not equal:
        assert checklist_digest(document) != checklist_digest(SMALL)


def test_places_are_those_a_camera_can_have():
    from app.storage.values import Place

    assert tuple(place.value for place in Place) == PLACES
