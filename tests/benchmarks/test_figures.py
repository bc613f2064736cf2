"""What the harness makes of its measurements."""

import pytest

from benchmarks.peers.cost import MIB, Cost
from benchmarks.peers.figures import (
    BUILD,
    EDITION,
    HELP,
    LOOP,
    NOTEBOOKS,
    PLAIN,
    TARGETS,
    added,
    costs_table,
    median_cost,
    ratio,
    table,
    targets_table,
)

LOOPS = [Cost(20.0, 30.0, 100 * MIB, 150 * MIB), Cost(40.0, 31.0, 110 * MIB, 160 * MIB)]
BUILDS = [Cost(10.0, 10.0, 200 * MIB, 220 * MIB), Cost(20.0, 11.0, 190 * MIB, 230 * MIB)]
WHOLE = [Cost(30.0, 40.0, 200 * MIB, 220 * MIB), Cost(60.0, 42.0, 190 * MIB, 230 * MIB)]


def costs():
    """Two rounds of the plain ways and three of planbook's."""
    return {
        LOOP: LOOPS,
        BUILD: BUILDS,
        PLAIN: WHOLE,
        NOTEBOOKS: [Cost(2.0, 3.0, MIB), Cost(4.0, 3.0, MIB)],
        EDITION: [Cost(9.0, 8.0, 1025 * MIB), Cost(18.0, 8.0, 3 * MIB)],
        HELP: [Cost(0.15, 0.1, MIB)],
    }


def test_two_commands_add_their_times_and_a_median_takes_the_most_of_memory() -> None:
    """Seconds of a loop and a build add up in each round. One round that was slow does not count."""
    assert added(LOOPS, BUILDS) == WHOLE
    each = [Cost(1.0, 9.0, 5, 6), Cost(90.0, 2.0, 7, 3), Cost(3.0, 4.0, 1, 1)]
    assert Cost(3.0, 4.0, 7, 6) == median_cost(each)


@pytest.mark.parametrize(
    ("own", "expected"),
    [([Cost(3.0, 1.0, 0), Cost(6.0, 1.0, 0)], 0.1), ([Cost(15.0, 1.0, 0)], 0.5)],
    ids=["the machine was twice as slow in one round", "a peer that had a turn in the first round alone"],
)
def test_a_ratio_compares_within_rounds(own, expected) -> None:
    """Each turn is compared with the plain way of the same round."""
    assert expected == ratio(own, WHOLE)


def test_notebooks_are_compared_with_the_loop_alone_and_editions_with_the_whole_plain_way() -> None:
    """Two seconds against a loop of twenty, nine against loop and build of thirty."""
    lines = costs_table(costs()).splitlines()
    assert ["0.100", "0.300"] == [cell(lines, NOTEBOOKS, 4), cell(lines, EDITION, 4)]


def test_a_target_is_met_up_to_its_own_value() -> None:
    """0.15 seconds are at most 0.15 seconds; a ratio of 0.3 is not at most 0.2, nor 1,025 MiB at most 1,024."""
    lines = targets_table(costs()).splitlines()
    verdicts = [cell(lines, target.what, 3) for target in TARGETS if target.way in costs()]
    assert ["met", "not met", "not met", "met"] == verdicts
    assert "one paragraph changed" not in "\n".join(lines)  # a way that had no turn


def test_a_table_reads_as_it_is() -> None:
    """Columns are as wide as their widest cell."""
    assert table(("a", "bcd"), [("ef", "g")]) == "| a  | bcd |\n| -- | --- |\n| ef | g   |"


def cell(lines, first, column) -> str:
    """A cell of the line that begins with ``first``."""
    cells = next(parts for line in lines if (parts := line.strip("| ").split("|"))[0].strip() == first)
    return cells[column].strip()
