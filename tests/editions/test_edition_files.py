"""What an edition says, wherever it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planbook import Refusal
from planbook.claims.ledger import LEDGER_FORMAT
from planbook.editions.library_files import SINCE, NotAnEdition, content_at, edition_before, named_edition
from planbook.publish.publishing import PublishRequest, bundle_site
from tests.site.published import EARLIER, EDITION, LEDGER, SmallProject

if TYPE_CHECKING:
    from planbook.data.places import Places


@pytest.fixture
def project(tree: Places) -> SmallProject:
    """A project with a published site."""
    project = SmallProject(tree)
    project.build()
    project.publish()
    return project


def test_ledger_site_bundle_and_name_give_the_same_edition(project: SmallProject) -> None:
    """With the words that each carries; a ledger alone has none, and can still be compared."""
    site = project.places.site
    bundle = bundle_site(project.places, PublishRequest(project.library))
    contents = [content_at(path) for path in (site / "ledger.json", site, bundle)]
    contents += [
        named_edition(name, project.library, "west_midlands") for name in ("fy2014-15", "fy2014-15/r1", str(site))
    ]
    assert [contents[0]] * 6 == contents
    assert (LEDGER, True) == (contents[0].ledger, contents[0].wording is not None)
    (site / "wording.json").unlink()
    assert None is content_at(site).wording


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("nowhere.json", "is not there"), ("data", "holds no ledger.json"), ("other.json", LEDGER_FORMAT)],
)
def test_what_is_no_edition_is_refused(project: SmallProject, name: str, wrong: str) -> None:
    """Nothing, a folder without a ledger, another form of ledger: with what to give instead."""
    (project.places.root / "other.json").write_text('{"format": "other/1"}', encoding="utf-8")
    with pytest.raises(NotAnEdition, match=f"{wrong}. Give a ledger.json"):
        content_at(project.places.root / name)


def test_the_edition_before_is_found_in_the_library(project: SmallProject, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless another is named, or none."""
    monkeypatch.delenv(SINCE, raising=False)
    project.library.rename(project.places.library)
    assert None is edition_before(project.places, EDITION)
    later = edition_before(project.places, EARLIER.__class__(**{**vars(EDITION), "period": "FY2015-16"}))
    assert (EDITION, LEDGER) == (later.ledger.edition, later.ledger) if later else None
    monkeypatch.setenv(SINCE, "fy2014-15/r1")
    assert None is not edition_before(project.places, EDITION)
    monkeypatch.setenv(SINCE, "none")
    assert None is edition_before(project.places, EDITION)
    monkeypatch.setenv(SINCE, "fy2014-16")
    with pytest.raises(Refusal, match="no published edition"):
        edition_before(project.places, EDITION)
