"""Where the time goes, from spans that processes noted."""

from benchmarks.peers.breakdown import Part, parts_of
from benchmarks.peers.stamps import Span

SPANS = [
    Span("check the tables", 0.5, 1.0),
    Span("run notebooks", 1.0, 4.0),
    Span("cell", 1.0, 3.0),
    Span("cell", 1.5, 4.0),
    Span("jupyter-book", 4.0, 7.0),
    Span("Sphinx: write pages", 5.0, 7.0),
    Span("surface: receipts", 5.5, 6.0),
]


def test_parts_stand_in_the_order_of_the_command_with_what_lies_inside_below() -> None:
    """A surface stands two steps inside the build; what no part accounts for stands at the end."""
    assert [
        Part("check the tables", 0.5),
        Part("run notebooks", 3.0),
        Part("cell", 4.5, 1, "2.00 s"),
        Part("jupyter-book", 3.0),
        Part("Sphinx: write pages", 2.0, 1),
        Part("surface: receipts", 0.5, 2),
        Part("start and end of the process, and between the parts", 1.5),
        Part("the whole", 8.0),
    ] == parts_of(SPANS, 8.0, {"cell": "2.00 s"})
