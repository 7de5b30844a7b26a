"""Promises about the repository itself: sizes of files, functions and templates; no secret, no foreign host, no ß."""

import ast
import re
import subprocess

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
APPS = ("home", "faq", "guichet", "invoicing", "site/portal")
SOURCES = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
STATIC = sorted(path for path in (ROOT / "site" / "static").rglob("*") if path.suffix in {".css", ".js"})


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_files_and_functions_stay_small(path):
    source = path.read_text()
    assert source.count("\n") <= 350
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < 40, node.name


@pytest.mark.parametrize("path", [path for path in SOURCES if path.name != "__init__.py"], ids=name)
def test_every_module_says_what_lives_there(path):
    assert ast.get_docstring(ast.parse(path.read_text()))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_stay_small_and_clean(path):
    text = path.read_text()
    assert text.count("\n") <= 80
    assert all("#}" in line for line in text.splitlines() if "{#" in line), "a comment of two lines is shown to people"
    assert not re.search(r"\s(style|on[a-z]+)=\"", text), "inline styles and handlers break the CSP"


@pytest.mark.parametrize("path", [*TEMPLATES, *STATIC], ids=name)
def test_nothing_is_asked_from_another_host(path):
    text = re.sub(r"http://www\.w3\.org/\S+|\{\{.*?\}\}", "x", path.read_text())
    assert not re.search(r"(src|href|url\()\s*=?\s*[\"'(]?(https?:)?//", text)


def test_the_top_level_is_the_agreed_one():
    agreed = {
        "manage.py", "site", "home", "faq", "guichet", "invoicing", "templates", "locale", "tests", "requirements.txt",
        "README.md", "Makefile", "pyproject.toml", "CHANGELOG.md", ".ci", "requirements-dev.txt", ".gitignore",
        ".pre-commit-config.yaml",
    }  # fmt: skip
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {path.split("/")[0] for path in listed.splitlines()} <= agreed
