"""The gate: each rule, and its figures on labelled sentences."""
