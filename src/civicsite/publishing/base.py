"""What a publishing target is: a way to read and write single files somewhere else.

Everything that makes publishing safe (the order, part and rename, the journal, the lock) stands in
:mod:`civicsite.publishing.release`, once; a target only moves bytes and says what went wrong.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from civicsite.reading.schema import TargetFields

__all__ = ["Fault", "Login", "Place", "Target", "Transport", "TransportProblem"]


class Fault(StrEnum):
    """Why an operation failed, as far as a person can do something about it."""

    LOST = "lost"
    """The connection broke, or the server asks to come back: worth another try."""
    UNREACHABLE = "unreachable"
    FULL = "full"
    """No space or no quota left."""
    DENIED = "denied"
    """The account may not do this there."""
    LOGIN = "login"
    CERTIFICATE = "certificate"
    """The server cannot prove that it is the one that was asked for."""
    UNTRUE = "untrue"
    """The server said that it was done, and it is not."""
    OVERTAKEN = "overtaken"
    """Somebody else published in the meantime."""
    REFUSED = "refused"
    """Anything else the server says no to."""
    EXTRA = "extra"
    """A package that this target needs is not installed."""
    COMMAND = "command"
    """A program that this target needs is not installed."""


class TransportProblem(Exception):
    """An operation failed. The session retries ``LOST`` and turns the rest into a diagnostic."""

    def __init__(self, fault: Fault, path: str, reason: str = "") -> None:
        super().__init__(f"{fault}: {path}: {reason}")
        self.fault = fault
        self.path = path
        self.reason = " ".join(reason.split())


@dataclass(frozen=True, slots=True)
class Login:
    """Who publishes. Comes from the environment or from netrc, never from the site's files."""

    user: str = ""
    password: str = ""

    def __repr__(self) -> str:  # a value that lands in a log must not bring the password along
        return f"Login({self.user!r}, …)"


@dataclass(frozen=True, slots=True)
class Place:
    """The surroundings a target may need."""

    project: Path
    login: Login
    environment: Mapping[str, str]
    moment: int
    """Now, in seconds since 1970."""


class Transport(ABC):
    """Files of the published site by path below its root, with forward slashes."""

    whole = False
    """A written file appears at once or not at all, so no part and rename are needed."""
    confirms = False
    """A write that ends well was compared byte for byte, so nothing is asked afterwards."""
    buffered = False
    """``write`` and ``delete`` only note what is to be done; ``flush`` does it."""
    transactional = False
    """``flush(last=True)`` publishes everything as one, or nothing."""
    resumes = False
    """``write`` can go on from the middle of a file."""

    @abstractmethod
    def read(self, path: str) -> bytes | None:
        """The bytes of a file; None when there is none."""

    @abstractmethod
    def size(self, path: str) -> int | None:
        """The length of a file in bytes; None when there is none."""

    @abstractmethod
    def write(self, path: str, data: bytes, offset: int = 0) -> None:
        """Make a file, and the folders above it. From ``offset`` on when the target resumes."""

    @abstractmethod
    def rename(self, source: str, target: str) -> None:
        """Move a file, over the one that is there. Raises ``REFUSED`` or ``DENIED`` where the
        server does not put a file over another."""

    @abstractmethod
    def delete(self, path: str) -> None:
        """Remove a file; one that is not there is fine."""

    @abstractmethod
    def claim(self, path: str) -> bool:
        """Make a mark that only one can make; False when it is there."""

    @abstractmethod
    def release(self, path: str) -> None:
        """Take the mark away."""

    def flush(self, last: bool) -> None:
        """Do what was noted; ``last``: nothing follows."""
        return

    @abstractmethod
    def close(self) -> None:
        """End the connection; never raises."""


class Target(Protocol):
    """What a file of this folder exports as ``TARGET``."""

    @property
    def name(self) -> str:
        """What stands after ``to:``."""

    @property
    def settings(self) -> type[TargetFields]:
        """Its options."""

    def host(self, settings: Any) -> str:
        """The host whose login is needed; empty when none is."""

    def shown(self, settings: Any) -> str:
        """Where it goes, for a person: host and folder."""

    def open(self, settings: Any, place: Place) -> Transport:
        """Connect. Raises :class:`TransportProblem`."""
