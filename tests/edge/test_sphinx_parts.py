"""The parts of Sphinx that a build goes without, and when it does not."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from sphinx.application import builtin_extensions

from planbook.edge.sphinx_parts import NO_VALUE, UNUSED, leave_out, parts_for

if TYPE_CHECKING:
    from pathlib import Path


class Recorder:
    """Notes which values a part of Sphinx declares, and takes everything else."""

    def __init__(self) -> None:
        self.values: list[str] = []

    def add_config_value(self, name: str, *_: Any, **__: Any) -> None:
        """A value that a book may set."""
        self.values.append(name)

    def __getattr__(self, _: str) -> Any:
        return lambda *_, **__: None


@pytest.mark.parametrize("part", sorted(UNUSED))
def test_the_values_of_a_part_tell_that_it_is_wanted(part: str) -> None:
    """Each value that a part declares begins as is written down for it; Sphinx has the part."""
    recorder = Recorder()
    import_module(part).setup(recorder)
    begins = UNUSED[part]
    assert part in builtin_extensions
    assert [] == [value for value in recorder.values if not value.startswith(begins)]
    assert begins in {NO_VALUE, part} or bool(recorder.values)


def test_a_part_is_kept_where_one_of_its_values_is_set() -> None:
    """A book that says which links are not to be checked builds as it does with Jupyter Book alone."""
    parts = ("sphinx.builders.html", "sphinx.builders.linkcheck", "sphinx.builders.text")
    assert ("sphinx.builders.html",) == parts_for("title: A book", parts)
    assert ("sphinx.builders.html", "sphinx.builders.linkcheck") == parts_for("linkcheck_ignore: [x]", parts)


@pytest.mark.parametrize(("config", "kept"), [("title: A book", False), ("linkcheck_ignore: [x]", True), (None, False)])
def test_sphinx_starts_with_what_the_configuration_asks_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: str | None, *, kept: bool
) -> None:
    """A book without configuration is left to Jupyter Book, which tells what is wrong."""
    monkeypatch.setattr("sphinx.application.builtin_extensions", builtin_extensions)
    if config is not None:
        (tmp_path / "_config.yml").write_text(config, encoding="utf-8")
    leave_out(tmp_path)
    left = import_module("sphinx.application").builtin_extensions
    assert (kept, True) == ("sphinx.builders.linkcheck" in left, "sphinx.builders.html" in left)
