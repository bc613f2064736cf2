"""Nothing of a file that has changed is kept between two builds of one process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.data import series
from planbook.preview.forgetting import forget

if TYPE_CHECKING:
    from planbook.data.places import Places


def test_caches_of_files_are_emptied(places: Places) -> None:
    """A table that was read before a change is read again after it."""
    caches = [held for held in vars(series).values() if hasattr(held, "cache_info")]
    series.observations(places.data / "series" / "population.csv")
    before = sum(cache.cache_info().currsize for cache in caches)
    forget()
    assert before > 0
    assert [0] * len(caches) == [cache.cache_info().currsize for cache in caches]
