"""rsync, run as a program: it compares by checksum, writes beside the file and renames (its way
unless ``--inplace`` is given). Logging in is left to SSH, or to ``RSYNC_PASSWORD`` of a daemon.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ConfigDict

from civicsite.publishing.base import Fault, Place, Transport, TransportProblem
from civicsite.reading.field_types import ProgramAddress
from civicsite.reading.schema import TargetFields

__all__ = ["TARGET", "RsyncFields", "RsyncTransport"]

_TIMEOUT = 60
"""Seconds without a byte, after which rsync itself gives up."""
# Exit values of rsync(1): 5 starting the protocol (a login of a daemon), 10 socket, 12 protocol
# stream, 30 and 35 time-outs, 255 SSH; 11 file I/O, which is where a full disk shows.
_UNREACHABLE = (10, 12, 30, 35, 255)


class RsyncFields(TargetFields):
    """``to: rsync``."""

    model_config = ConfigDict(extra="forbid")

    address: ProgramAddress
    """As rsync takes it: ``user@host:folder/``, ``rsync://host/module/`` or a folder."""


class RsyncTransport(Transport):
    """A place that is reached by one run of the program after another."""

    whole = True
    confirms = True
    buffered = True

    def __init__(self, address: str, environment: Mapping[str, str]) -> None:
        self._address = address.rstrip("/") + "/"
        self._environment = dict(environment)
        self._writes: dict[str, bytes] = {}
        self._deletes: list[str] = []

    def read(self, path: str) -> bytes | None:
        """See :class:`Transport`."""
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "file"
            if not self._run(path, [f"{self._address}{path}", str(copy)], may_lack=True):
                return None
            return copy.read_bytes()

    def size(self, path: str) -> int | None:
        """See :class:`Transport`."""
        data = self.read(path)
        return None if data is None else len(data)

    def write(self, path: str, data: bytes, offset: int = 0) -> None:
        """See :class:`Transport`."""
        self._writes[path] = data

    def rename(self, source: str, target: str) -> None:
        """See :class:`Transport`."""
        raise TransportProblem(Fault.REFUSED, target)

    def delete(self, path: str) -> None:
        """See :class:`Transport`."""
        self._deletes.append(path)

    def claim(self, path: str) -> bool:
        """See :class:`Transport`."""
        with tempfile.TemporaryDirectory() as folder:
            self._fill(Path(folder), {path: b""})
            told = self._run(
                path, ["-r", "--mkpath", "--ignore-existing", "--out-format=%n", f"{folder}/",
                       self._address]
            )  # fmt: skip
            return path in told.splitlines()

    def release(self, path: str) -> None:
        """See :class:`Transport`."""
        self.delete(path)

    def flush(self, last: bool) -> None:
        """See :class:`Transport`."""
        if self._writes:
            self._send(["-r", "--mkpath", "--checksum"], self._writes)
            self._writes = {}
        if self._deletes:
            # Names that are missing here are removed there, and no others.
            self._send(["-r", "--mkpath", "--delete-missing-args"], {}, self._deletes)
            self._deletes = []

    def close(self) -> None:
        """See :class:`Transport`."""
        return

    def _send(
        self, options: Sequence[str], files: Mapping[str, bytes], names: Sequence[str] = ()
    ) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root, names = Path(folder) / "site", names or [*files]
            root.mkdir()
            self._fill(root, files)
            for name in names:  # else rsync does not look into the folder of a missing name
                (root / name).parent.mkdir(parents=True, exist_ok=True)
            listed = Path(folder) / "names"
            listed.write_bytes(b"".join(name.encode() + b"\0" for name in names))
            self._run(
                names[0],
                [*options, "--from0", f"--files-from={listed}", f"{root}/", self._address],
            )

    @staticmethod
    def _fill(root: Path, files: Mapping[str, bytes]) -> None:
        for path, data in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)

    def _run(self, path: str, arguments: Sequence[str], *, may_lack: bool = False) -> str:
        """What the program wrote, or a space; empty when a file that may lack is not there."""
        command = ["rsync", f"--timeout={_TIMEOUT}", "--chmod=D755,F644", *arguments]
        try:
            done = subprocess.run(
                command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError:
            raise TransportProblem(Fault.COMMAND, "rsync") from None
        said = done.stderr.decode("utf-8", "replace")
        # 24: a name is missing here, which is how a removal is asked for.
        fine = (0, 24) if "--delete-missing-args" in arguments else (0,)
        if done.returncode in fine:
            return done.stdout.decode("utf-8", "replace") or " "
        if may_lack and done.returncode == 23 and "No such file or directory" in said:
            return ""
        raise TransportProblem(_fault(done.returncode, said), path, said.strip()[:300])


def _fault(code: int, said: str) -> Fault:
    if "No space left" in said or "quota" in said.lower():
        return Fault.FULL
    if "auth failed" in said or "Permission denied (" in said:
        return Fault.LOGIN
    if "Host key verification failed" in said:
        return Fault.CERTIFICATE
    if code in _UNREACHABLE:
        return Fault.UNREACHABLE
    return Fault.DENIED if "Permission denied" in said or "read only" in said else Fault.REFUSED


class _Rsync:
    name = "rsync"
    settings = RsyncFields

    def host(self, settings: Any) -> str:
        """See :class:`Target`."""
        return ""

    def shown(self, settings: Any) -> str:
        """See :class:`Target`."""
        return str(settings.address)

    def open(self, settings: Any, place: Place) -> Transport:
        """See :class:`Target`."""
        # Messages in English, because they are read here.
        return RsyncTransport(str(settings.address), {**place.environment, "LC_ALL": "C"})


TARGET = _Rsync()
