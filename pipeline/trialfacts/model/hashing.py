"""Hashes of words, and features by name: whole numbers that stand for what is seen of a number or word."""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

# Every feature is a whole number from 1 to SIZE - 1; 0 is none.
SIZE = 1 << 20


@lru_cache(maxsize=100_000)
def hashed(word: str) -> int:
    """The hash of a word: 32 bits."""
    return crc32(word.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=200_000)
def feature(*parts: str) -> int:
    """The feature of some strings."""
    return crc32("\x1f".join(parts).encode("utf-8", "surrogatepass")) % (SIZE - 1) + 1
