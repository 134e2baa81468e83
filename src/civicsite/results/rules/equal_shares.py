"""Method of equal shares for participatory budgets.

Peters, Pierczyński and Skowron, "Proportional Participatory Budgeting with Additive Utilities"
(NeurIPS 2021), with the cost of a project as its utility, as the towns of the participatory
budgeting library (pabulib.org) used it. Everybody who voted gets an equal share of the budget. A
project can be bought by those who marked it if each pays at most the same amount, or all that is
left of a share; the project with the smallest such amount per unit of its cost is bought next.

``add1``: the method seldom spends everything. So all shares grow by one unit of the currency, again
and again, and the whole purchase is made anew, until its cost exceeds the budget or everything is
bought; the last purchase within the budget stands. ``comparison``: if more voters get more, by the
cost of the funded projects that they marked, from the selection of the greedy rule, that one
stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, gcd

from civicsite.exports.dataset import Option
from civicsite.results.rules.base import (
    Outcome,
    Points,
    Question,
    Rule,
    RuleGaveUp,
    Settings,
    Step,
    ThresholdSettings,
)
from civicsite.results.rules.choosing import Chooser, Decided, explore
from civicsite.results.rules.taking import Greedy

__all__ = ["RULES"]

_MOST_PURCHASES = 20_000
"""Purchases of one count; real elections need some hundred."""
_PATIENCE = 50
"""Equal purchases in a row before it is worked out how many more will be equal."""
_MOST_RUNS = 50
"""Runs of one count to follow ties that nothing settles."""


@dataclass(frozen=True, slots=True)
class _EqualShares:
    name: str
    add1: bool = False
    comparison: bool = False
    settings: type[Settings] = ThresholdSettings
    needs_ballots: bool = True
    ranks: bool = False
    points: Points = "none"
    most_seats: int | None = None

    def most_marks(self, seats: int | None) -> int | None:
        """Any number."""
        return None

    def missing(self, question: Question) -> str | None:
        """The budget."""
        return "budget" if question.budget is None else None

    def count(self, question: Question) -> Outcome:
        """Buy, and compare where the rule does. Raises ``RuleGaveUp`` when the shares would have to
        grow too often."""
        market = _Market(question)
        decided = explore(
            question,
            question.ties.by,
            lambda chooser: market.bought(chooser, self.add1),
            _MOST_RUNS,
        )
        outcome = _outcome(question, market, decided)
        if not self.comparison or not outcome.complete:
            return outcome
        return _compared(question, market, outcome)


# --- the purchase -------------------------------------------------------------------------------


@dataclass(slots=True)
class _Bought:
    """One purchase."""

    order: list[str]
    """Ids in the order in which they were bought."""
    stopped: bool = False
    """Whether it stopped at a tie."""

    @property
    def chosen(self) -> frozenset[str]:
        return frozenset(self.order)


class _Market:
    """Voters and what they may buy. Amounts are whole: the smallest coin in use, divided into
    ``parts`` that grow whenever a payment does not come out even."""

    def __init__(self, question: Question) -> None:
        if question.ballots is None or question.budget is None:
            raise ValueError("equal shares need ballots and a budget")
        self.question = question
        threshold = question.threshold
        options = [o for o in question.options if o.cost is not None]
        amounts = [question.budget, *(o.cost for o in options if o.cost is not None)]
        places = max(-min(_exponent(amount), 0) for amount in amounts)
        self.coin = 10**places
        """Coins in a unit of the currency."""
        self.budget = int(question.budget.scaleb(places))
        self.options = [o for o in options if threshold is None or question.score(o) >= threshold]
        self.costs = [int((o.cost or Decimal(0)).scaleb(places)) for o in self.options]
        self.voters = sum(question.ballots.values())
        numbers: dict[tuple[int, ...], int] = {}
        place = {o.id: n for n, o in enumerate(self.options)}
        for (marks, _), number in question.ballots.items():
            wanted = tuple(sorted(place[id] for id in marks if id in place))
            numbers[wanted] = numbers.get(wanted, 0) + number
        self.groups = [(wanted, n) for wanted, n in sorted(numbers.items()) if wanted]
        """What voters marked, and how many marked just that: they always have the same left."""
        self.supporters: list[list[int]] = [[] for _ in self.options]
        for group, (wanted, _) in enumerate(self.groups):
            for project in wanted:
                self.supporters[project].append(group)

    def bought(self, chooser: Chooser, add1: bool) -> _Bought:
        """The purchase that stands."""
        money = self.budget
        found = self._buy(money, chooser)
        if not add1 or not self.voters:
            return found
        wanted = sum(
            bool(group) and cost <= self.budget
            for group, cost in zip(self.supporters, self.costs, strict=True)
        )
        equal, patience = 0, _PATIENCE
        for _ in range(_MOST_PURCHASES):
            if found.stopped or len(found.order) == wanted:
                return found
            money += self.voters * self.coin
            more = self._buy(money, chooser)
            if more.stopped:
                return more
            if self._cost(more) > self.budget:
                return found
            equal = equal + 1 if more.order == found.order else 0
            found = more
            if equal >= patience:
                skipped = self._steady(money, found)
                if skipped is None:
                    return found
                steps = max(0, ceil(skipped) - 1) // self.coin
                money += self.voters * self.coin * steps
                patience = _PATIENCE if steps > _PATIENCE else 2 * patience
                equal = 0
        raise RuleGaveUp

    def _steady(self, money: int, bought: _Bought) -> Fraction | None:
        place = {option.id: n for n, option in enumerate(self.options)}
        order = [place[id] for id in bought.order]
        share = Fraction(money, self.voters)
        return steady(self.groups, self.supporters, self.costs, share, order)

    def _cost(self, bought: _Bought) -> int:
        return sum(
            cost for o, cost in zip(self.options, self.costs, strict=True) if o.id in bought.chosen
        )

    def _buy(self, money: int, chooser: Chooser) -> _Bought:
        """Buy with this much money, shared equally. A price per unit of cost never falls while
        shares shrink, so the last known one bounds it from below and few are worked out anew."""
        parts = max(1, self.voters)
        shares = [money] * len(self.groups)
        bought = [o.id for o, c, s in self._zipped() if not c and s]
        known = {n: Fraction(0) for n, (_, c, s) in enumerate(self._zipped()) if c and s}
        while known:
            best: Fraction | None = None
            level: list[int] = []
            payments: dict[int, tuple[int, int]] = {}
            for project in sorted(known, key=lambda n: (known[n], n)):
                if best is not None and known[project] > best:
                    break
                payment = self._payment(project, shares, parts)
                if payment is None:
                    del known[project]
                    continue
                price = Fraction(payment[0], payment[1] * parts * self.costs[project])
                known[project] = price
                payments[project] = payment
                if best is None or price < best:
                    best, level = price, [project]
                elif price == best:
                    level.append(project)
            if not level:
                break
            picked = self._picked(level, chooser)
            if picked is None:
                return _Bought(bought, stopped=True)
            parts = self._pay(picked, payments[picked], shares, parts)
            del known[picked]
            bought.append(self.options[picked].id)
        return _Bought(bought)

    def _zipped(self) -> list[tuple[Option, int, list[int]]]:
        return list(zip(self.options, self.costs, self.supporters, strict=True))

    def _picked(self, level: Sequence[int], chooser: Chooser) -> int | None:
        option = chooser.pick([self.options[n] for n in sorted(level)])
        return None if option is None else self.options.index(option)

    def _payment(self, project: int, shares: list[int], parts: int) -> tuple[int, int] | None:
        """What each supporter pays at most, as a fraction in parts of a coin; None where all of
        them together cannot pay."""
        left = self.costs[project] * parts
        purses: dict[int, int] = {}
        people = 0
        for group in self.supporters[project]:
            share, number = shares[group], self.groups[group][1]
            purses[share] = purses.get(share, 0) + number
            people += number
        for share in sorted(purses):
            if share * people >= left:
                return left, people
            left -= share * purses[share]
            people -= purses[share]
        return None

    def _pay(self, project: int, payment: tuple[int, int], shares: list[int], parts: int) -> int:
        """Take the payment from the shares; returns the new number of parts."""
        amount, people = payment
        finer = people // gcd(amount, people)
        if finer > 1:
            shares[:] = [share * finer for share in shares]
        each = amount * finer // people
        for group in self.supporters[project]:
            shares[group] = max(0, shares[group] - each)
        return parts * finer


_Line = tuple[Fraction, Fraction]
"""An amount now, and by how much it grows for every coin that shares begin with more."""


def steady(
    groups: Sequence[tuple[tuple[int, ...], int]],
    supporters: Sequence[Sequence[int]],
    costs: Sequence[int],
    share: Fraction,
    order: Sequence[int],
) -> Fraction | None:
    """Up to which growth of every share, in coins, a purchase in this order stays surely the same;
    None where it always does.

    While who pays all that is left stays the same, shares, payments and prices are straight lines.
    Shares never fall and payments never rise, so the purchase can change only where somebody who
    pays all stops doing so, where a project comes into reach, or where two prices meet.
    """
    shares: list[_Line] = [(share, Fraction(1)) for _ in groups]
    left = [n for n, cost in enumerate(costs) if cost and supporters[n]]
    until: Fraction | None = None
    for first in [*(n for n in order if costs[n]), None]:
        prices: dict[int, tuple[_Line, _Line]] = {}
        for project in left:
            purses = sorted((shares[g], groups[g][1]) for g in supporters[project])
            payment, bound = _line_of(purses, costs[project])
            until = bound if until is None or (bound is not None and bound < until) else until
            if payment is not None:
                cost = costs[project]
                prices[project] = ((payment[0] / cost, payment[1] / cost), payment)
        if first is None:
            return until
        (price, slope), payment = prices[first]
        for (other, other_slope), _ in prices.values():
            if other_slope < slope:
                meet = (other - price) / (slope - other_slope)
                until = meet if until is None or meet < until else until
        for group in supporters[first]:
            value, growth = shares[group]
            if value < payment[0]:
                shares[group] = (Fraction(0), Fraction(0))
            else:
                shares[group] = (value - payment[0], growth - payment[1])
        left.remove(first)
    return until


def _line_of(
    purses: Sequence[tuple[_Line, int]], cost: int
) -> tuple[_Line | None, Fraction | None]:
    """What each supporter pays at most, None while they cannot pay; and the growth up to which
    this holds. ``purses``: what supporters have left, and how many of them, the poorest first."""
    owed, growth = Fraction(cost), Fraction(0)
    people = sum(number for _, number in purses)
    poor: list[_Line] = []
    for (value, slope), number in purses:
        if value * people >= owed:
            payment = (owed / people, -growth / people)
            bounds = [(payment[0] - v) / (s - payment[1]) for v, s in poor if s > payment[1]]
            return payment, min(bounds, default=None)
        poor.append((value, slope))
        owed -= value * number
        growth += slope * number
        people -= number
    return None, owed / growth if growth else None


def _exponent(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


# --- the outcome --------------------------------------------------------------------------------


def _outcome(question: Question, market: _Market, decided: Decided[_Bought]) -> Outcome:
    order = [] if decided.tied else decided.run.order
    options = {option.id: option for option in question.options}
    steps = [Step(id, question.score(options[id]), "funded") for id in order]
    may = {option.id for option in market.options}
    rest = []
    for option in question.options:
        score = question.score(option)
        if option.id in order:
            continue
        if option.cost is None:
            word = "without-cost"
        elif option.id not in may:
            word = "below-threshold"
        elif not score:
            word = "no-votes"
        elif decided.tied:
            word = "tied" if option.id in decided.tied else "open"
        else:
            word = "out-of-reach"
        rest.append(Step(option.id, score, word))
    rest.sort(key=lambda step: -step.score)
    spent = sum((options[id].cost or Decimal(0) for id in order), Decimal(0))
    left = None if decided.tied or question.budget is None else question.budget - spent
    return Outcome((*steps, *rest), left, decided.ties)


def _compared(question: Question, market: _Market, outcome: Outcome) -> Outcome:
    """The selection of the greedy rule, where more voters get more from it. A tie in that rule
    leaves the comparison open."""
    greedy = Greedy("greedy", skips=True).count(replace(question, settings=None))
    if not greedy.complete:
        return replace(greedy, ties=(*outcome.ties, *greedy.ties))
    costs = {o.id: cost for o, cost in zip(market.options, market.costs, strict=True)}
    shares, other = set(outcome.selected), set(greedy.selected)
    for_shares = for_greedy = 0
    for (marks, _), number in (question.ballots or {}).items():
        gain = sum(costs.get(id, 0) * ((id in shares) - (id in other)) for id in marks)
        for_shares += number * (gain > 0)
        for_greedy += number * (gain < 0)
    stands = greedy if for_greedy > for_shares else outcome
    return replace(stands, preferred=(for_shares, for_greedy))


RULES: tuple[Rule, ...] = (
    _EqualShares("equal-shares"),
    _EqualShares("equal-shares-add1", add1=True),
    _EqualShares("equal-shares-comparison", comparison=True),
    _EqualShares("equal-shares-add1-comparison", add1=True, comparison=True),
)
