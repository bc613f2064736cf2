"""Tests of the charts; a package, because its modules share one set of small charts."""
