"""What an edition states: statistics and statuses as tables of rows, from which everything else takes its words.

In come values that notebooks have worked out, with measure, window and milestone. Out go claims, verdicts and statuses
as frozen records, the ledger that holds them, and receipts. No module here draws, runs a notebook or knows a page.
"""
