"""The commands on editions, as a user types them."""

import json
from dataclasses import replace

import pytest

from planbook.cli import main
from planbook.data.places import Places
from tests.site.published import LEDGER, SmallProject


@pytest.fixture
def project(tree: Places, monkeypatch: pytest.MonkeyPatch) -> SmallProject:
    """A project with a built site, in which the commands run."""
    monkeypatch.setenv("PLANBOOK_ROOT", str(tree.root))
    project = SmallProject(tree)
    project.build()
    return project


def test_publish_says_where_and_what_was_left_out(project: SmallProject, capsys: pytest.CaptureFixture[str]) -> None:
    """The permanent address, no sitemap without a base address, nothing a second time, the option for a correction."""
    assert 0 == main(["publish", "--draft", "--date", "2015-06-30"])
    output = capsys.readouterr().out.splitlines()
    assert "west_midlands/fy2014-15/r1: published as a draft" == output[0]
    assert "sitemap.xml, canonical links and preview pictures were left out" in output[1]
    assert 0 == main(["publish"])
    assert "was published already, nothing changed" in capsys.readouterr().out
    project.build(title="Something else")
    assert 1 == main(["publish", "--draft", "--date", "2015-07-30"])
    assert "--reason" in capsys.readouterr().err


def test_bundle_says_where_it_is(project: SmallProject, capsys: pytest.CaptureFixture[str]) -> None:
    """Named by force, period and revision."""
    assert 0 == main(["bundle"])
    name = capsys.readouterr().out.strip().removeprefix("bundle: ")
    assert "_build/bundle/planbook-west_midlands-fy2014-15-r1.zip" == name
    assert (project.places.root / name).is_file()


def test_diff_tells_what_changed_in_words_and_as_json(
    project: SmallProject, capsys: pytest.CaptureFixture[str]
) -> None:
    """Between two published revisions, by name; what is not there is refused with what the library holds."""
    main(["publish", "--draft", "--date", "2015-06-30"])
    (claim,) = LEDGER.claims
    project.build(replace(LEDGER, claims=(replace(claim, value=4890.0, number="4,890"),)))
    main(["publish", "--draft", "--date", "2015-07-30", "--reason", "Two rows were missing."])
    capsys.readouterr()
    assert 0 == main(["diff", "fy2014-15/r1", "fy2014-15"])
    output = capsys.readouterr().out
    assert "1 figure was restated." in output
    assert "Robbery, 2014/15: count in the period: 4,888 offences -> 4,890 offences" in output
    assert 0 == main(["diff", "fy2014-15/r1", "fy2014-15/r2", "--json"])
    assert ["restated", "refigured"] == [one["kind"] for one in json.loads(capsys.readouterr().out)["differences"]]
    assert 1 == main(["diff", "fy2014-15", "fy2014-51"])
    assert "published editions: west_midlands/fy2014-15/r" in capsys.readouterr().err
