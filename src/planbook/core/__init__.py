"""The pure core: periods, plan, measures, claims, verdicts, tables. No disk, process, clock or network."""
