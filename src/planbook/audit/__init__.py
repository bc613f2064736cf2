"""The audit: two copies of an edition compared, claim by claim, cell by cell, chart by chart, then word by word."""
