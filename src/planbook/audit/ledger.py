"""Read the fields of a ledger that an audit relies on. Ledgers of older libraries have them too."""

from collections.abc import Mapping

import msgspec

LEDGER = "ledger.json"
SERIES = "data/series/"


class LedgerEdition(msgspec.Struct, frozen=True):
    """The edition that a ledger is of, and the hashes of the data and notebooks that it was made from."""

    period: str
    force: str
    as_at: str
    force_name: str
    long_label: str
    data: dict[str, str] = {}
    notebooks: dict[str, str] = {}

    @property
    def title(self) -> str:
        """Force, period and date of the data in words."""
        as_at = f", data as known at {self.as_at}" if self.as_at else ""
        return f"{self.force_name}, {self.long_label}{as_at}"


class LedgerRows(msgspec.Struct, frozen=True):
    """Rows behind a claim: their table and their hash."""

    table: str
    sha256: str

    @property
    def file(self) -> str:
        """The file of the table."""
        return f"{SERIES}{self.table}.csv"


RowsByClaim = Mapping[str, tuple[LedgerRows, ...]]


class LedgerClaim(msgspec.Struct, frozen=True):
    """A claim with the rows behind it."""

    id: str
    rows: tuple[LedgerRows, ...] = ()


class LedgerRecord(msgspec.Struct, frozen=True):
    """A ledger: its edition and its claims."""

    edition: LedgerEdition
    claims: tuple[LedgerClaim, ...] = ()


def rows_by_claim(ledger: LedgerRecord | None) -> RowsByClaim:
    """The rows behind each claim of a ledger, by its id."""
    return {claim.id: claim.rows for claim in ledger.claims} if ledger else {}


def ledger_in(content: bytes) -> LedgerRecord | None:
    """The ledger in a file; None if it is not in its form, which the comparison then says."""
    try:
        return msgspec.json.decode(content, type=LedgerRecord)
    except msgspec.MsgspecError:
        return None
