"""The greedy rules of participatory budgets: projects by falling score while money is left.

As the participatory budgeting library (pabulib.org) defines and its 1,289 files with a stated
plain greedy rule confirm them: ``greedy`` skips what does not fit and goes on;
``greedy-no-skip`` stops at the first project that does not fit; ``greedy-threshold`` is greedy
over the projects with at least ``threshold`` votes or points. A threshold that is given holds
under all three.
"""

from __future__ import annotations

from civicsite.results.rules.base import Rule
from civicsite.results.rules.taking import Greedy

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    Greedy("greedy", skips=True),
    Greedy("greedy-no-skip", skips=False),
    Greedy("greedy-threshold", skips=True, needs_threshold=True),
)
