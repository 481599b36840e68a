"""Labels of arms inside a bracket, which name no measure: "body fat (XRM: -1.2 ± 1.2%; placebo: -0.9 ± 1.1%)"."""

from __future__ import annotations

import re

from trialfacts.document import Document, Sentence

_BRACKET = re.compile(r"[(\[][^()\[\]]{8,200}[)\]]")
_LABEL = re.compile(
    r"(?:[(\[;,]|[ ](?:and|vs\.?|v|versus))[ ]?(?P<name>[A-Za-z][\w+/-]*(?:[ ][A-Za-z0-9][\w+/-]*){0,4})[ ]?[:=]"
    r"(?=[ ]?[-+]?[.\d])"
)
_NO_ARM = re.compile(r"(?:n|N|p|P|r|t|F|d|SD|SE|SEM|CI|IQR|[mM]eans?|[mM]edians?|[rR]ange|[dD]ifference|HR|OR|RR)$")


def arm_labels(document: Document, sentence: Sentence) -> list[tuple[int, int]]:
    """The places of labels that stand in a bracket beside the label of a known arm, in a sentence."""
    text = document.text
    if ":" not in text[sentence.start : sentence.end] and "=" not in text[sentence.start : sentence.end]:
        return []
    out: list[tuple[int, int]] = []
    for bracket in _BRACKET.finditer(text, sentence.start, sentence.end):
        labels = [one.span("name") for one in _LABEL.finditer(text, *bracket.span()) if not _NO_ARM.match(one["name"])]
        if len(labels) > 1 and any(document.arms.within(*label) for label in labels):
            out += labels
    return out
