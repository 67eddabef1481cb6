"""Every text of the interface is in every language, and no template says anything that is not."""

from __future__ import annotations

import json
import re
from string import Formatter
from typing import TYPE_CHECKING

import pytest
from markupsafe import Markup
from werkzeug.http import HTTP_STATUS_CODES

from languages.messages import PACKAGE, TEMPLATES, messages, parsed
from languages.untranslated import untranslated
from sinograph.languages import LANGUAGES, catalogue, closed_up, language_of, say
from sinograph.project import Project
from sinograph.questions import read_questions

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.languages import Language

FRONT = PACKAGE.parent / "web/src"
SCRIPTS = sorted(FRONT.glob("*.js"))
OTHERS = LANGUAGES[1:]
STATUSES = frozenset(HTTP_STATUS_CODES.values())
SILENT = {"_cell.html", "_term.html", "flyout.html", "preview.html"}
"""The templates that say nothing of their own."""


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_there(language: Language) -> None:
    said = messages()
    assert len(said) > 100
    assert said - set(catalogue(language)) == set()


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_there_in_vain(language: Language) -> None:
    assert set(catalogue(language)) - messages() - STATUSES == set()


@pytest.mark.parametrize("language", OTHERS)
def test_texts_have_the_same_fields(language: Language) -> None:
    assert [text for text, other in catalogue(language).items() if fields(other) - fields(text)] == []
    assert [text for text, other in catalogue(language).items() if not other.strip()] == []


def test_chinese_texts_are_in_chinese() -> None:
    assert [
        text for text in catalogue("zh").values() if not re.search(r"[\u3001-\u303f\u4e00-\u9fff\uff00-\uffef]", text)
    ] == []


def test_the_questions_have_titles_in_chinese() -> None:
    questions = read_questions(Project.find())
    assert len(questions) > 50
    assert [each.slug for each in questions if language_of(each.title_in("zh")) != "zh"] == []
    assert [each.slug for each in questions if language_of(each.description_in("zh")) != "zh"] == []
    assert [each.slug for each in questions if each.title_in("en") != each.title] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_templates_say_what_the_catalogue_knows(path: Path) -> None:
    assert untranslated(parsed(path)) == []


def test_the_templates_are_there() -> None:
    assert len(TEMPLATES) >= 20
    assert {path.name for path in TEMPLATES if "say(" not in path.read_text(encoding="utf-8")} <= SILENT


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p title="Hello">{{ name }}</p>', ["Hello"]),
        ("{{ 'yes' if truth else 'no' }}", ["yesno"]),
        ("{{ name or 'nobody' }}", ["0nobody"]),
        ("<code>SELECT</code> {{ say('Hello') }} 12 · JSON", []),
        ("{% for each in list %}{{ each }}, {% endfor %}", []),
        ("<a href='{{ url_for('pages.front') }}' class=\"{{ 'one' }}\">{{ name }}</a>", []),
    ],
)
def test_what_is_not_translated_is_seen(tmp_path: Path, source: str, found: list[str]) -> None:
    path = tmp_path / "page.html"
    path.write_text(source, encoding="utf-8")
    assert untranslated(parsed(path)) == found


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [("en", 1, "1 row"), ("en", 0, "0 rows"), ("en", 12345, "12,345 rows"), ("zh", 12345, "12,345 行")],
)
def test_counts_are_told(language: Language, count: int, said: str) -> None:
    assert say("{number} row{number:|s}", language, number=count) == said


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("不使用 英伟达 的硬件", "不使用英伟达的硬件"),
        ("不使用 NVIDIA 的硬件", "不使用 NVIDIA 的硬件"),
        ('不使用 <a href="/x y"><bdi>英伟达</bdi></a> 的硬件', '不使用<a href="/x y"><bdi>英伟达</bdi></a>的硬件'),
        (Markup("<bdi>昇腾</bdi> <bdi>用作</bdi> 后备"), "<bdi>昇腾</bdi><bdi>用作</bdi>后备"),
    ],
)
def test_chinese_words_are_not_spaced(text: str, closed: str) -> None:
    assert closed_up(text, "zh") == closed
    assert closed_up(text, "en") == text


def test_what_is_not_in_the_catalogue_stays_english() -> None:
    assert say("Nobody says this.", "zh") == "Nobody says this."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("GLM-5", "en"),
        ("智谱", "zh"),
        ("智谱 AI", "zh"),
        ("744B parameter MoE model", "en"),
        ("The lab 智谱 was founded in Beijing.", "en"),
        ("2026", None),
        ("مختبر", None),
    ],
)
def test_a_language_is_told_by_its_script(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_the_scripts_say_what_their_catalogue_knows() -> None:
    texts = [path.read_text(encoding="utf-8") for path in SCRIPTS]
    said = {text for script in texts for text in re.findall(r'\bsay\(\s*"([^"]+)"', script)}
    known = json.loads((FRONT / "zh.json").read_text(encoding="utf-8"))
    assert len(said) > 15
    assert said == set(known)
    assert [text for text, other in known.items() if fields(other) - fields(text)] == []
