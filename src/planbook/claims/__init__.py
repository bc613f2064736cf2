"""Claims, verdicts and the ledger: what the publication says, and what each saying rests on.

In come figures that a notebook recorded, targets of the plan and rows of series. Out go claims with their receipts,
the status of each milestone, the ledger of an edition, the states of its sign-off and the list of revised figures.
Nothing here touches disk, process, clock or network.
"""
