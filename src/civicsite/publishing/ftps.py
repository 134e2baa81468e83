"""FTP over TLS (RFC 4217), and plain FTP where ``insecure: true`` says that this is wanted.

Servers such as vsftpd and ProFTPD let data connections in only when they resume the TLS session of
the control connection; ftplib does not do that by itself. Nothing but RFC 959 and SIZE (RFC 3659)
is used, and where SIZE is missing a file is read instead.
"""

from __future__ import annotations

import ftplib
import io
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from pydantic import ConfigDict

from civicsite.output.manifest import folders_of
from civicsite.publishing.base import Fault, Login, Place, Transport, TransportProblem
from civicsite.reading.field_types import FilePath, Line, Whole, YesNo
from civicsite.reading.schema import TargetFields

__all__ = ["TARGET", "FtpTransport", "FtpsFields"]

_TIMEOUT = 30
"""Seconds without a word from the server."""
_BLOCK = 1 << 16
_FULL = ("452", "552")
_DENIED = ("550", "553")
_LOGIN = ("430", "530", "532", "331", "332")
_UNKNOWN = ("500", "501", "502", "504")


class FtpsFields(TargetFields):
    """``to: ftps``."""

    model_config = ConfigDict(extra="forbid")

    host: Line
    """The server's name."""
    folder: Line = ""
    """The folder of the site on the server, such as ``public_html``."""
    user: Line = ""
    """The account."""
    port: Whole = 21
    """The port."""
    certificate: FilePath | None = None
    """A file with the certificates to trust (PEM), for a server with one of its own."""
    insecure: YesNo = False
    """``yes``: without encryption, so that everybody on the way can read the password."""


class _Tls(ftplib.FTP_TLS):
    """FTP_TLS whose data connections resume the session of the control connection."""

    def ntransfercmd(
        self, cmd: str, rest: int | str | None = None
    ) -> tuple[socket.socket, int | None]:
        """See :class:`Transport`."""
        connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        if self._prot_p:  # type: ignore[attr-defined]
            control = self.sock
            session = control.session if isinstance(control, ssl.SSLSocket) else None
            connection = self.context.wrap_socket(
                connection, server_hostname=self.host, session=session
            )
        return connection, size


class FtpTransport(Transport):
    """One logged-in connection."""

    resumes = True

    def __init__(self, ftp: ftplib.FTP, folder: str) -> None:
        self._ftp = ftp
        self._folders: set[str] = set()
        self._has_size = True
        with explained(folder):
            for name in ("TYPE I", "OPTS UTF8 ON"):
                with suppress(ftplib.error_perm):
                    ftp.voidcmd(name)
            if folder:
                ftp.cwd(folder)
            self._root = ftp.pwd().rstrip("/")

    def read(self, path: str) -> bytes | None:
        """See :class:`Transport`."""
        parts: list[bytes] = []
        try:
            with explained(path):
                self._ftp.retrbinary(f"RETR {self._full(path)}", parts.append, _BLOCK)
        except TransportProblem as problem:
            if problem.fault is Fault.DENIED and self._absent(path):
                return None
            raise
        return b"".join(parts)

    def size(self, path: str) -> int | None:
        """See :class:`Transport`."""
        if self._has_size:
            with explained(path):
                try:
                    return self._ftp.size(self._full(path))
                except ftplib.error_perm as refusal:
                    if str(refusal)[:3] not in _UNKNOWN:
                        return None
                    self._has_size = False
        data = self.read(path)
        return None if data is None else len(data)

    def _absent(self, path: str) -> bool:
        """Whether a file that cannot be read is not there, as far as the server tells."""
        if not self._has_size:
            return True
        with explained(path):
            try:
                return self._ftp.size(self._full(path)) is None
            except ftplib.error_perm as refusal:
                self._has_size = str(refusal)[:3] not in _UNKNOWN
                return True

    def write(self, path: str, data: bytes, offset: int = 0) -> None:
        """See :class:`Transport`."""
        self._make_folders(path)
        with explained(path):
            self._ftp.storbinary(
                f"STOR {self._full(path)}", io.BytesIO(data), _BLOCK, rest=offset or None
            )

    def rename(self, source: str, target: str) -> None:
        """See :class:`Transport`."""
        self._make_folders(target)
        with explained(target):
            self._ftp.rename(self._full(source), self._full(target))

    def delete(self, path: str) -> None:
        """See :class:`Transport`."""
        try:
            with explained(path):
                self._ftp.delete(self._full(path))
        except TransportProblem as problem:
            if problem.fault is not Fault.DENIED or self.size(path) is not None:
                raise

    def claim(self, path: str) -> bool:
        """See :class:`Transport`."""
        self._make_folders(path)
        full = self._full(path)
        with explained(path):
            try:
                self._ftp.mkd(full)
            except ftplib.error_perm:
                self._ftp.cwd(full)  # it is there; else its refusal says why it cannot be made
                self._ftp.cwd(self._root or "/")
                return False
        return True

    def release(self, path: str) -> None:
        """See :class:`Transport`."""
        with explained(path), suppress(ftplib.error_perm):
            self._ftp.rmd(self._full(path))

    def close(self) -> None:
        """See :class:`Transport`."""
        with suppress(OSError, EOFError, ftplib.Error):
            self._ftp.quit()
        with suppress(OSError):
            self._ftp.close()

    def _full(self, path: str) -> str:
        return f"{self._root}/{path}"

    def _make_folders(self, path: str) -> None:
        for folder in reversed([*folders_of(path)]):
            if folder not in self._folders:
                with explained(folder), suppress(ftplib.error_perm):  # there already
                    self._ftp.mkd(self._full(folder))
                self._folders.add(folder)


@contextmanager
def explained(path: str) -> Iterator[None]:
    """What a server or the network says, as a :class:`TransportProblem`."""
    try:
        yield
    except ssl.SSLCertVerificationError as failure:
        reason = failure.verify_message or str(failure)
        raise TransportProblem(Fault.CERTIFICATE, path, reason) from failure
    except ftplib.Error as failure:
        raise TransportProblem(_fault(str(failure)), path, str(failure)) from failure
    except (OSError, EOFError, AttributeError) as failure:  # ftplib: a closed socket is None
        raise TransportProblem(Fault.LOST, path, str(failure)) from failure


def _fault(reply: str) -> Fault:
    code = reply[:3]
    if code in _FULL:
        return Fault.FULL
    if code in _DENIED:
        return Fault.DENIED
    if code in _LOGIN:
        return Fault.LOGIN
    return Fault.LOST if code.startswith("4") else Fault.REFUSED


class _Ftps:
    name = "ftps"
    settings = FtpsFields

    def host(self, settings: Any) -> str:
        """See :class:`Target`."""
        return str(settings.host)

    def shown(self, settings: Any) -> str:
        """See :class:`Target`."""
        scheme = "ftp" if settings.insecure else "ftps"
        return f"{scheme}://{settings.host}/{str(settings.folder).strip('/')}"

    def open(self, settings: Any, place: Place) -> Transport:
        """See :class:`Target`."""
        ftp: ftplib.FTP
        if settings.insecure:
            ftp = ftplib.FTP(timeout=_TIMEOUT)
        else:
            own = settings.certificate
            with explained(str(own or "")):
                trusted = str(place.project / own) if own else None
                ftp = _Tls(context=ssl.create_default_context(cafile=trusted), timeout=_TIMEOUT)
        ftp.encoding = "utf-8"
        try:
            return self._logged_in(ftp, settings, place.login)
        except BaseException:
            ftp.close()
            raise

    def _logged_in(self, ftp: ftplib.FTP, settings: Any, login: Login) -> Transport:
        shown = self.shown(settings)
        try:
            ftp.connect(str(settings.host), int(settings.port))
        except (OSError, EOFError) as failure:
            raise TransportProblem(Fault.UNREACHABLE, shown, str(failure)) from failure
        except ftplib.Error as failure:
            raise TransportProblem(_fault(str(failure)), shown, str(failure)) from failure
        with explained(shown):
            if isinstance(ftp, ftplib.FTP_TLS):
                ftp.auth()
                ftp.login(login.user, login.password)
                ftp.prot_p()
            else:
                ftp.login(login.user, login.password)
        return FtpTransport(ftp, str(settings.folder))


TARGET = _Ftps()
