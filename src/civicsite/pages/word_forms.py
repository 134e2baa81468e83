"""All inflected forms of Polish words, from the dictionary of Morfeusz 2 (extra ``search-pl``).

Morfeusz with the dictionary SGJP: M. Woliński, *Morfeusz Reloaded*, LREC 2014. It knows words
without the site's texts, so that a name it lacks is left to the rule of
:mod:`civicsite.pages.stems`.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

__all__ = ["polish_forms"]


@cache
def _dictionary() -> Any:
    # Imported when the first word is asked for: the dictionary takes 100 MB of memory.
    return import_module("morfeusz2").Morfeusz(expand_tags=False)


@cache
def polish_forms(word: str) -> frozenset[str]:
    """Every form of every word that ``word`` may be a form of, itself included."""
    lemmas = {found[2][1] for found in _dictionary().analyse(word.lower())}
    return frozenset({word}).union(*map(_forms, sorted(lemmas)))


@cache
def _forms(lemma: str) -> frozenset[str]:
    # Negated forms of verbs ("niegłosowanie") are left out: they doubled the index, and who looks
    # for the word does not look for them.
    return frozenset(found[0] for found in _dictionary().generate(lemma) if "neg" not in found[2])
