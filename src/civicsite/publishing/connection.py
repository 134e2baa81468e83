"""A connection to a target that comes back when it breaks, and what is said when it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from civicsite.diagnostics import Diagnostic, Span, error
from civicsite.publishing.base import Fault, Transport, TransportProblem
from civicsite.publishing.record import digest

__all__ = ["MOST_TRIES", "Clockwork", "Connection", "PublishProblem", "Traits"]

MOST_TRIES = 4
"""How often an operation is begun when the connection breaks."""

_T = TypeVar("_T")

_CODES = {
    Fault.LOST: "publish-lost",
    Fault.UNREACHABLE: "publish-unreachable",
    Fault.FULL: "publish-full",
    Fault.DENIED: "publish-denied",
    Fault.LOGIN: "publish-login",
    Fault.CERTIFICATE: "publish-certificate",
    Fault.UNTRUE: "publish-untrue",
    Fault.OVERTAKEN: "publish-overtaken",
    Fault.REFUSED: "publish-refused",
    Fault.EXTRA: "publish-extra-missing",
    Fault.COMMAND: "publish-command-missing",
}


class PublishProblem(Exception):
    """Publishing cannot go on, for reasons outside the program. The command shows it."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


class Clockwork(Protocol):
    """Time, which only the command knows."""

    def now(self) -> int:
        """Seconds since 1970."""

    def wait(self, seconds: float) -> None:
        """Let a server recover."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What kind of transport it is, as in :class:`Transport`."""

    whole: bool
    confirms: bool
    buffered: bool
    transactional: bool


class Connection:
    """Operations on the server, each done again when the connection broke meanwhile."""

    def __init__(
        self, opener: Callable[[], Transport], clockwork: Clockwork, shown: str, secret: str = ""
    ) -> None:
        """``shown``: where it goes, for messages. ``secret``: what no message may hold, not even in
        the words of a server."""
        self._secret = secret
        self.clockwork = clockwork
        self.shown = shown
        self._opener = opener
        self._transport: Transport | None = None
        self._answered = False

    def close(self) -> None:
        """End it."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    def call(self, operation: Callable[[Transport], _T]) -> _T:
        """Do something that may be done twice. Raises :class:`PublishProblem`."""
        attempt = 1
        while True:
            try:
                if self._transport is None:
                    self._transport = self._opener()
                    self._answered = True
                return operation(self._transport)
            except TransportProblem as problem:
                # A server that answered a moment ago may be out of reach for a moment only. (Not so
                # with an open buffered transport: what it holds would be lost with it.)
                opening = self._transport is None
                away = problem.fault is Fault.UNREACHABLE and self._answered and opening
                again = (problem.fault is Fault.LOST or away) and attempt < MOST_TRIES
                if again:
                    self.close()
                else:
                    raise PublishProblem(self.explained(problem)) from problem
            self.clockwork.wait(2.0 ** (attempt - 1))
            attempt += 1

    def traits(self) -> Traits:
        """Of the target."""
        return self.call(lambda t: Traits(t.whole, t.confirms, t.buffered, t.transactional))

    def read(self, path: str) -> bytes | None:
        """As of :class:`Transport`."""
        return self.call(lambda transport: transport.read(path))

    def size(self, path: str) -> int | None:
        """As of :class:`Transport`."""
        return self.call(lambda transport: transport.size(path))

    def write(self, path: str, data: bytes) -> None:
        """As of :class:`Transport`."""
        self.call(lambda transport: transport.write(path, data))

    def rename(self, source: str, target: str) -> None:
        """As of :class:`Transport`."""
        self.call(lambda transport: transport.rename(source, target))

    def delete(self, path: str) -> None:
        """As of :class:`Transport`."""
        self.call(lambda transport: transport.delete(path))

    def flush(self, last: bool = False) -> None:
        """As of :class:`Transport`."""
        self.call(lambda transport: transport.flush(last))

    def write_proved(self, path: str, data: bytes) -> None:
        """Write something others rely on, and believe only what can be read back."""
        self.write(path, data)
        self.prove(path, data)

    def prove(self, path: str, data: bytes) -> None:
        """Raise unless a file is there, byte for byte."""
        if self.traits().confirms:
            self.flush()
        elif self.read(path) != data:
            raise PublishProblem(self.explained(TransportProblem(Fault.UNTRUE, path)))

    def refused(self, code: str, **values: str | int) -> PublishProblem:
        """A reason of ours not to go on."""
        return PublishProblem(error(code, Span(self.shown), to=self.shown, **values))

    def explained(self, problem: TransportProblem) -> Diagnostic:
        """Why it failed, in the words of the catalogue."""
        path, detail = map(self._shown, (problem.path or self.shown, problem.reason or "-"))
        code = _CODES[problem.fault]
        return error(code, Span(self.shown), path=path, detail=detail, to=self.shown)

    def _shown(self, said: str) -> str:
        """A server's words without the password, and without what would steer a terminal."""
        plain = said.replace(self._secret, "…") if self._secret else said
        return "".join(char if char.isprintable() else " " for char in plain)


def same(data: bytes | None, sha256: str) -> bool:
    """Whether these are the bytes with that digest."""
    return data is not None and digest(data) == sha256
