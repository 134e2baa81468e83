"""SFTP, the file transfer of SSH, through the package paramiko (the extra ``sftp``).

The server's key must be known: from ``host_key:`` or from the account's ``known_hosts``. A key that
is not known is never accepted, because a password would go to whoever answered.
"""

from __future__ import annotations

import base64
import binascii
import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from pydantic import ConfigDict

from civicsite.output.manifest import folders_of
from civicsite.publishing.base import Fault, Place, Transport, TransportProblem
from civicsite.reading.field_types import Line, Whole
from civicsite.reading.schema import TargetFields

__all__ = ["TARGET", "SftpFields", "SftpTransport"]

_TIMEOUT = 30
"""Seconds without a word from the server."""


class SftpFields(TargetFields):
    """``to: sftp``."""

    model_config = ConfigDict(extra="forbid")

    host: Line
    """The server's name."""
    folder: Line = ""
    """The folder of the site on the server."""
    user: Line = ""
    """The account."""
    port: Whole = 22
    """The port."""
    host_key: Line | None = None
    """The server's public key, as ``ssh-keyscan`` prints it: ``ssh-ed25519 AAAA…``."""


class SftpTransport(Transport):
    """One logged-in connection."""

    def __init__(self, client: Any, sftp: Any, folder: str) -> None:
        self._client = client
        self._sftp = sftp
        self._root = folder.rstrip("/") if folder else "."
        self._folders: set[str] = set()

    def read(self, path: str) -> bytes | None:
        """See :class:`Transport`."""
        with _explained(path):
            try:
                with self._sftp.open(self._full(path), "rb") as file:
                    file.prefetch()
                    return bytes(file.read())
            except FileNotFoundError:
                return None

    def size(self, path: str) -> int | None:
        """See :class:`Transport`."""
        with _explained(path):
            try:
                return int(self._sftp.stat(self._full(path)).st_size)
            except FileNotFoundError:
                return None

    def write(self, path: str, data: bytes, offset: int = 0) -> None:
        """See :class:`Transport`."""
        self._make_folders(path)
        with _explained(path), self._sftp.open(self._full(path), "wb") as file:
            file.set_pipelined(True)
            file.write(data)

    def rename(self, source: str, target: str) -> None:
        """See :class:`Transport`."""
        self._make_folders(target)
        with _explained(target):
            # posix-rename@openssh.com puts a file over another; plain SFTP 3 does not.
            self._sftp.posix_rename(self._full(source), self._full(target))

    def delete(self, path: str) -> None:
        """See :class:`Transport`."""
        with _explained(path), suppress(FileNotFoundError):
            self._sftp.remove(self._full(path))

    def claim(self, path: str) -> bool:
        """See :class:`Transport`."""
        self._make_folders(path)
        try:
            with _explained(path):
                self._sftp.mkdir(self._full(path))
        except TransportProblem:
            if self.size(path) is None:
                raise
            return False
        return True

    def release(self, path: str) -> None:
        """See :class:`Transport`."""
        with _explained(path), suppress(FileNotFoundError):
            self._sftp.rmdir(self._full(path))

    def close(self) -> None:
        """See :class:`Transport`."""
        with suppress(Exception):
            self._client.close()

    def _full(self, path: str) -> str:
        return f"{self._root}/{path}"

    def _make_folders(self, path: str) -> None:
        for folder in reversed([*folders_of(path)]):
            if folder not in self._folders:
                if self.size(folder) is None:
                    with _explained(folder):
                        self._sftp.mkdir(self._full(folder))
                self._folders.add(folder)


@contextmanager
def _explained(path: str) -> Iterator[None]:
    try:
        yield
    except (TimeoutError, ConnectionError, EOFError) as failure:
        raise TransportProblem(Fault.LOST, path, str(failure)) from failure
    except OSError as failure:
        text = str(failure)
        if failure.errno in (errno.EACCES, errno.EPERM, errno.ENOENT):
            raise TransportProblem(Fault.DENIED, path, text) from failure
        if "closed" in text.lower() or "dropped" in text.lower():
            raise TransportProblem(Fault.LOST, path, text) from failure
        full = failure.errno in (errno.ENOSPC, errno.EDQUOT)
        raise TransportProblem(Fault.FULL if full else Fault.REFUSED, path, text) from failure


class _Sftp:
    name = "sftp"
    settings = SftpFields

    def host(self, settings: Any) -> str:
        """See :class:`Target`."""
        return str(settings.host)

    def shown(self, settings: Any) -> str:
        """See :class:`Target`."""
        return f"sftp://{settings.host}/{str(settings.folder).lstrip('/')}"

    def open(self, settings: Any, place: Place) -> Transport:
        """See :class:`Target`."""
        try:
            import paramiko
        except ImportError:
            raise TransportProblem(Fault.EXTRA, "paramiko", "sftp") from None
        client = paramiko.SSHClient()
        shown, port = self.shown(settings), int(settings.port)
        named = str(settings.host) if port == 22 else f"[{settings.host}]:{port}"
        client.set_missing_host_key_policy(paramiko.RejectPolicy())
        if settings.host_key:
            kind, key = _host_key(str(settings.host_key), shown)
            client.get_host_keys().add(named, kind, paramiko.PKey.from_type_string(kind, key))
        else:
            client.load_system_host_keys()
        login = place.login
        try:
            client.connect(
                str(settings.host),
                port,
                username=login.user or None,
                password=login.password or None,
                timeout=_TIMEOUT,
                banner_timeout=_TIMEOUT,
                auth_timeout=_TIMEOUT,
            )
            sftp = client.open_sftp()
            channel = sftp.get_channel()
            if channel is not None:
                channel.settimeout(_TIMEOUT)
        except paramiko.AuthenticationException as failure:
            raise TransportProblem(Fault.LOGIN, shown, str(failure)) from failure
        except (TimeoutError, EOFError, OSError) as failure:
            client.close()
            raise TransportProblem(Fault.UNREACHABLE, shown, str(failure)) from failure
        except paramiko.SSHException as failure:
            client.close()
            known = "known_hosts" in str(failure) or "key" in str(failure).lower()
            fault = Fault.CERTIFICATE if known else Fault.UNREACHABLE
            raise TransportProblem(fault, shown, str(failure)) from failure
        return SftpTransport(client, sftp, str(settings.folder))


def _host_key(text: str, shown: str) -> tuple[str, bytes]:
    """``[host] ssh-ed25519 AAAA…`` -> the kind and the bytes of a key."""
    words = text.split()
    while len(words) > 1 and not words[1].startswith("AAAA"):
        words = words[1:]
    try:
        kind, encoded = words[0], words[1]
        return kind, base64.b64decode(encoded, validate=True)
    except (IndexError, binascii.Error):
        raise TransportProblem(Fault.CERTIFICATE, shown, "host_key") from None


TARGET = _Sftp()
