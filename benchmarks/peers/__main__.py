"""The whole comparison.

Run: python -m benchmarks.peers [--repeats 3] [--peer-repeats 2] [--quick] [--no-peers] [--no-parts]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from .cost import CommandFailed, Cost, adopt_orphans
from .environments import install
from .figures import BUILD, LOOP, PLAIN, added, costs_table, targets_table
from .parts import parts_table
from .ways import DEFAULT_BUILD, Bench

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .environments import Peer
    from .ways import Way

OURS = ("planbook", LOOP, BUILD, DEFAULT_BUILD)
DEFAULT_PLAIN = f"{LOOP} + {DEFAULT_BUILD}"


def main() -> int:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description="The project beside its peers.")
    parser.add_argument("--repeats", type=int, default=3, help="rounds, in each of which every way has a turn")
    parser.add_argument("--peer-repeats", type=int, default=2, help="the first rounds, in which peers have one too")
    parser.add_argument("--quick", action="store_true", help="one round")
    parser.add_argument("--no-peers", action="store_true", help="the plain loop and planbook alone")
    parser.add_argument("--no-parts", action="store_true", help="leave out where the time of a cold edition goes")
    options = parser.parse_args()
    rounds = 1 if options.quick else options.repeats
    peers = {} if options.no_peers else install()
    adopt_orphans()
    start, load = perf_counter(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="planbook-bench-") as made:
        bench = Bench(Path(made), peers)
        bench.prepare()
        turns = 0 if options.no_peers else min(options.peer_repeats, rounds)
        costs, faults = measured(bench, rounds, turns)
        print(f"\n{rounds} rounds, of peers {turns}, {os.cpu_count()} cores, load before the first {load:.1f}\n")
        print(report(costs), flush=True)
        print_missing(peers, faults)
        if not options.no_parts:
            print(parts_table(bench.copies["ours"], bench.home))
    print(f"took {perf_counter() - start:.0f} s")
    return 0


def measured(bench: Bench, rounds: int, peer_turns: int) -> tuple[dict[str, list[Cost]], dict[str, str]]:
    """Let the ways take turns: the costs of each, round by round, and what stopped a peer.

    Where there are several rounds, one before them looks at memory, and its times do not count.

    Raises:
        CommandFailed: the plain loop or planbook itself failed.
    """
    faults: dict[str, str] = {}
    bench.watching = True
    first = _turns(bench, range(1), 1 if peer_turns else 0, faults)
    if rounds == 1:
        return first, faults
    bench.watching = False
    costs = _turns(bench, range(1, rounds + 1), peer_turns + 1, faults)
    memory = {name: cost for name, (cost,) in first.items()}
    full = {
        name: [replace(cost, peak=memory[name].peak, resident=memory[name].resident) for cost in timed]
        for name, timed in costs.items()
    }
    return full, faults


def _turns(bench: Bench, turns: range, peer_turns: int, faults: dict[str, str]) -> dict[str, list[Cost]]:
    """The costs of each way, of peers in turns before ``peer_turns``; a peer that failed is left out from then on."""
    costs: dict[str, list[Cost]] = {}
    for turn in turns:
        for way in bench.ways():
            ours = way.name.startswith(OURS) and not way.name.startswith("jupyter-book executing")
            if way.peer in faults or (not ours and turn >= peer_turns):
                continue
            try:
                costs.setdefault(way.name, []).append(_measured(way, turn, turns))
            except CommandFailed as fault:
                if ours:
                    raise
                faults[way.peer or way.name] = str(fault)
                costs.pop(way.name, None)
    return costs


def _measured(way: Way, turn: int, turns: range) -> Cost:
    cost = way.run(turn)
    print(f"round {turn} of {turns[-1]}: {way.name} {cost.wall:.2f} s", file=sys.stderr, flush=True)
    return cost


def report(costs: Mapping[str, list[Cost]]) -> str:
    """The two tables, with the two plain ways made of their parts."""
    whole = {PLAIN: added(costs[LOOP], costs[BUILD]), DEFAULT_PLAIN: added(costs[LOOP], costs[DEFAULT_BUILD]), **costs}
    note = f"Ratios are to `{PLAIN}`; of ways that build no book, to `{LOOP}`."
    return f"{costs_table(whole)}\n\n{note}\n\n{targets_table(whole)}\n"


def print_missing(peers: Mapping[str, Peer], faults: Mapping[str, str]) -> None:
    """Name every peer that is not in the table, and why."""
    for name, peer in peers.items():
        if peer.missing:
            print(f"{name}: not installed: {peer.missing}")
    for name, fault in faults.items():
        print(f"{name}: left out: {fault}")


if __name__ == "__main__":
    sys.exit(main())
