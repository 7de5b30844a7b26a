"""The content the portal comes with: one YAML file per page and language, in the folder content/ of an app.

Reads files and nothing else. Who makes pages of them: home.loading.
"""

import uuid
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.apps import apps
from markdown import markdown

NAMESPACE = uuid.UUID("6a5d2f0e-8f5b-5c39-9a0f-3f0f5a1d7c11")


@dataclass(frozen=True)
class ContentFile:
    """A page as written: which model, where in the tree, and the values of its fields."""

    key: str
    language: str
    model: str
    parent: str | None
    order: int
    fields: dict

    @property
    def name(self) -> str:
        return f"{self.key}.{self.language}"


class ContentLoader(yaml.SafeLoader):
    """YAML with two tags: `!md` is Markdown, kept as rich text; `!key` names a thing alike in every language."""


ContentLoader.add_constructor("!md", lambda loader, node: markdown(loader.construct_scalar(node), output_format="html"))
ContentLoader.add_constructor("!key", lambda loader, node: key_of(loader.construct_scalar(node)))


def key_of(name: str) -> uuid.UUID:
    """The translation key of `name`: the same on every machine, so that loading twice changes nothing."""
    return uuid.uuid5(NAMESPACE, name)


def read_content_files() -> list[ContentFile]:
    """Every content file of every app, parents before children, in the order of the tree."""
    paths = [path for app in apps.get_app_configs() for path in (Path(app.path) / "content").glob("*.yaml")]
    return sorted(map(read_content_file, paths), key=lambda file: (file.order, file.key, file.language != "fr"))


def read_content_file(path: Path) -> ContentFile:
    """The file at `path`, named <key>.<language>.yaml."""
    key, language = path.stem.rsplit(".", 1)
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=ContentLoader)  # noqa: S506 (a safe loader with two tags)
    place = {name: data.pop(name, None) for name in ("model", "parent", "order")}
    return ContentFile(key=key, language=language, fields=data, **place)
