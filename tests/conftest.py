"""What all tests share: the size of the property tests, the real exports beside the checkout, no
network, and a last line that names what was left out."""

from __future__ import annotations

import os
import socket
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# On a busy machine drawing an example may take long, which says nothing about the code.
_PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("small", derandomize=True, max_examples=25, **_PATIENT)
settings.register_profile("laws", max_examples=400, **_PATIENT)
settings.load_profile(os.environ.get("CIVICSITE_HYPOTHESIS_PROFILE", "small"))

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
LEFT_OUT = "left out: "
"""How the reason of a skip begins when something is missing here that a complete run has."""
NO_SHARED_DATA = f"{LEFT_OUT}needs the real exports in ../shared/data, which are not here"


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("shared_data") and not SHARED_DATA.is_dir():
        pytest.skip(NO_SHARED_DATA)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of the real exports; a test that takes it is left out where there is none."""
    if not SHARED_DATA.is_dir():
        pytest.skip(NO_SHARED_DATA)
    return SHARED_DATA


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Fail a test that leaves this machine, so that the suite passes, and means the same, offline.

    It holds for this process; what a test starts has to be told by its arguments.
    """
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = address[0]
            if host not in ("localhost", "::1") and not host.startswith("127."):
                pytest.fail(f"a test connects to {host}: tests use this machine only")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


class LeftOut:
    """Counts what was left out, by reason, and says so in the very last line.

    Under CI nothing may be left out but what needs the real exports, which not every clone has.
    """

    def __init__(self) -> None:
        self.reasons: Counter[str] = Counter()
        self.fails = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._note(report.skipped, report.longrepr)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._note(report.skipped, report.longrepr)

    def _note(self, skipped: bool, longrepr: object) -> None:
        if skipped and isinstance(longrepr, tuple):
            reason = str(longrepr[2]).removeprefix("Skipped: ")
            if reason.startswith(LEFT_OUT):
                self.reasons[reason] += 1

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        missing = self.reasons.keys() - {NO_SHARED_DATA}
        self.fails = bool(missing) and os.environ.get("CI") == "true"
        if self.fails and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        terminal = config.pluginmanager.get_plugin("terminalreporter")
        if self.reasons and terminal is not None:
            parts = [
                f"{count} {'test' if count == 1 else 'tests'} ({reason.removeprefix(LEFT_OUT)})"
                for reason, count in sorted(self.reasons.items())
            ]
            end = ". Under CI that is a failure." if self.fails else "."
            terminal.write_line(f"Left out: {'; '.join(parts)}{end}")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(LeftOut(), "civicsite-left-out")
