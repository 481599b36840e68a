"""From a raw text to the one that is read, with its alignment, words and sentences."""
