"""``publish:`` in civicsite.yaml -> the target and its options; and who logs in there.

A password in a file of the site is in git, on the forge and in every copy: it is an error, and the
message shows neither the value nor the line it stands on.
"""

from __future__ import annotations

import netrc
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from civicsite.diagnostics import Diagnostic, error
from civicsite.publishing.base import Fault, Login, Target, TransportProblem
from civicsite.reading.binding import Bound, bind_block
from civicsite.reading.field_types import closest
from civicsite.reading.schema import SiteFields, TargetFields

__all__ = ["Choice", "choose", "login_for"]

_SECRETS = re.compile(r"pass|has[lł]o|secret|token|access_?key|private_?key|pwd", re.IGNORECASE)
# A name alone is a user for SSH; on the web it is a token as often as not.
_IN_ADDRESS = re.compile(r"//[^/@\s]*:[^/@\s]+@|https?://[^/@\s]+@")


@dataclass(frozen=True, slots=True)
class Choice:
    """A target that is known, with options that fit."""

    target: Target
    settings: TargetFields

    @property
    def shown(self) -> str:
        """Where it goes, for a person."""
        return self.target.shown(self.settings)


def choose(
    bound: Bound[SiteFields], targets: Mapping[str, Target]
) -> tuple[Choice | None, tuple[Diagnostic, ...]]:
    """What ``publish:`` names; None without it, and with everything that is wrong with it."""
    block = bound.value.publish
    if block is None:
        return None, ()
    problems = _secrets(bound, block)
    if problems:
        return None, problems
    target = targets.get(block.to)
    if target is None:
        values = {"text": str(block.to), "known": ", ".join(sorted(targets))}
        near = closest(block.to, [*targets])
        if near:
            values["suggestion"] = near
        return None, (error("publish-target-unknown", bound.span("publish", "to"), **values),)
    settings, found = bind_block(target.settings, bound, block, ("publish",))
    return (None if settings is None else Choice(target, settings)), found


def _secrets(bound: Bound[SiteFields], block: TargetFields) -> tuple[Diagnostic, ...]:
    found = []
    for name, value in (block.model_extra or {}).items():
        place = replace(bound.span("publish", name), excerpt="", column=0)
        if _SECRETS.search(name):
            found.append(error("publish-secret-in-file", place, field=name))
        elif isinstance(value, str) and _IN_ADDRESS.search(value):
            found.append(error("publish-secret-in-address", place, field=name))
    return tuple(found)


def login_for(choice: Choice, environment: Mapping[str, str]) -> Login:
    """From ``CIVICSITE_USER`` and ``CIVICSITE_PASSWORD``, else from netrc (the file that ``NETRC``
    names, else ``.netrc`` at home), else the user of the options without a password.

    Raises :class:`TransportProblem` for a netrc that cannot be used.
    """
    named = str(getattr(choice.settings, "user", "") or "")
    user, password = environment.get("CIVICSITE_USER", ""), environment.get("CIVICSITE_PASSWORD")
    if password is not None:
        return Login(user or named, password)
    host = choice.target.host(choice.settings)
    kept = _from_netrc(host, environment.get("NETRC")) if host else None
    if kept is not None and (user or named) in ("", kept.user):
        return kept
    return Login(user or named)


def _from_netrc(host: str, file: str | None) -> Login | None:
    try:
        found = netrc.netrc(file).authenticators(host)
    except FileNotFoundError:
        return None
    except (netrc.NetrcParseError, OSError, UnicodeDecodeError) as failure:
        # The parser's own words may hold what stands in the file.
        raise TransportProblem(Fault.LOGIN, "netrc", type(failure).__name__) from None
    return None if found is None else Login(found[0] or "", found[2] or "")
