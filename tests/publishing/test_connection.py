"""What a server says may be shown; the password it repeats, and what would steer a terminal, not."""

from __future__ import annotations

from civicsite.publishing.base import Fault, TransportProblem
from civicsite.publishing.connection import Connection


class Clock:
    def now(self) -> int:
        return 0

    def wait(self, seconds: float) -> None:
        pass


def told(reason: str) -> str:
    connection = Connection(lambda: NotImplemented, Clock(), "ftp.example", "tajne-1")
    found = connection.explained(TransportProblem(Fault.LOGIN, "a", reason))
    return str(dict(found.values)["detail"])


def test_a_password_is_not_repeated() -> None:
    assert told("530 no user jan with tajne-1") == "530 no user jan with …"


def test_a_server_does_not_write_on_the_terminal() -> None:
    assert told("530 \x1b[2J\r\nfine") == "530  [2J fine"
