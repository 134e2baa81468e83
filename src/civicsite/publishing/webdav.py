"""WebDAV (RFC 4918): PUT to a part, then MOVE over the file. Only the standard library."""

from __future__ import annotations

import base64
import ssl
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlsplit

from pydantic import ConfigDict

from civicsite.output.manifest import folders_of
from civicsite.publishing.base import Fault, Login, Place, Transport, TransportProblem
from civicsite.reading.field_types import FilePath, Line, WebAddress, YesNo
from civicsite.reading.schema import TargetFields

__all__ = ["TARGET", "WebdavFields", "WebdavTransport"]

_TIMEOUT = 60
"""Seconds without a word from the server."""
_GONE = (404, 409, 410)
_BUSY = (408, 429, 502, 503, 504)


class WebdavFields(TargetFields):
    """``to: webdav``."""

    model_config = ConfigDict(extra="forbid")

    url: WebAddress
    """Address of the folder of the site, with ``https://``."""
    user: Line = ""
    """The account."""
    certificate: FilePath | None = None
    """A file with the certificates to trust (PEM), for a server with one of its own."""
    insecure: YesNo = False
    """``yes``: an address with ``http://``, so that everybody on the way can read the password."""


class WebdavTransport(Transport):
    """One connection, which the server may keep open."""

    def __init__(self, connection: HTTPConnection, base: str, login: Login) -> None:
        self._connection = connection
        self._base = base.rstrip("/")
        word = base64.b64encode(f"{login.user}:{login.password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {word}"} if login.user else {}
        self._folders: set[str] = set()

    def read(self, path: str) -> bytes | None:
        """See :class:`Transport`."""
        status, data, _ = self._ask("GET", path, fine=(200, *_GONE))
        return data if status == 200 else None

    def size(self, path: str) -> int | None:
        """See :class:`Transport`."""
        status, _, length = self._ask("HEAD", path, fine=(200, *_GONE))
        if status != 200:
            return None
        if length is not None and length.isdigit():
            return int(length)
        data = self.read(path)
        return None if data is None else len(data)

    def write(self, path: str, data: bytes, offset: int = 0) -> None:
        """See :class:`Transport`."""
        self._make_folders(path)
        self._ask("PUT", path, data, fine=(200, 201, 204))

    def rename(self, source: str, target: str) -> None:
        """See :class:`Transport`."""
        self._make_folders(target)
        scheme = "https" if isinstance(self._connection, HTTPSConnection) else "http"
        place = f"{self._connection.host}:{self._connection.port}"
        there = f"{scheme}://{place}{self._full(target)}"
        self._ask("MOVE", source, fine=(201, 204), Destination=there, Overwrite="T")

    def delete(self, path: str) -> None:
        """See :class:`Transport`."""
        self._ask("DELETE", path, fine=(200, 204, *_GONE))

    def claim(self, path: str) -> bool:
        """See :class:`Transport`."""
        self._make_folders(path)
        status, _, _ = self._ask("MKCOL", f"{path}/", fine=(201, 405))
        return status == 201

    def release(self, path: str) -> None:
        """See :class:`Transport`."""
        self.delete(f"{path}/")

    def close(self) -> None:
        """See :class:`Transport`."""
        with suppress(OSError, HTTPException):
            self._connection.close()

    def _full(self, path: str) -> str:
        return f"{self._base}/{quote(path)}"

    def _make_folders(self, path: str) -> None:
        for folder in reversed([*folders_of(path)]):
            if folder not in self._folders:
                self._ask("MKCOL", f"{folder}/", fine=(201, 405))
                self._folders.add(folder)

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        fine: tuple[int, ...] = (),
        **headers: str,
    ) -> tuple[int, bytes, str | None]:
        try:
            self._connection.request(method, self._full(path), body, {**self._headers, **headers})
            reply: HTTPResponse = self._connection.getresponse()
            data = reply.read()
        except ssl.SSLCertVerificationError as failure:
            raise TransportProblem(Fault.CERTIFICATE, path, failure.verify_message) from failure
        except ConnectionRefusedError as failure:
            raise TransportProblem(Fault.UNREACHABLE, path, str(failure)) from failure
        except (OSError, HTTPException) as failure:
            raise TransportProblem(Fault.LOST, path, str(failure)) from failure
        if reply.status not in fine:
            raise TransportProblem(_fault(reply.status), path, f"{reply.status} {reply.reason}")
        return reply.status, data, reply.getheader("Content-Length")


def _fault(status: int) -> Fault:
    if status == 401:
        return Fault.LOGIN
    if status in (403, 423):
        return Fault.DENIED
    if status in (413, 507):
        return Fault.FULL
    return Fault.LOST if status in _BUSY else Fault.REFUSED


class _Webdav:
    name = "webdav"
    settings = WebdavFields

    def host(self, settings: Any) -> str:
        """See :class:`Target`."""
        return urlsplit(str(settings.url)).hostname or ""

    def shown(self, settings: Any) -> str:
        """See :class:`Target`."""
        return str(settings.url)

    def open(self, settings: Any, place: Place) -> Transport:
        """See :class:`Target`."""
        address = urlsplit(str(settings.url))
        host = address.hostname or ""
        connection: HTTPConnection
        if address.scheme == "https":
            own = settings.certificate
            try:
                trusted = str(place.project / own) if own else None
                context = ssl.create_default_context(cafile=trusted)
            except OSError as failure:
                raise TransportProblem(Fault.CERTIFICATE, str(own), str(failure)) from failure
            connection = HTTPSConnection(host, address.port, timeout=_TIMEOUT, context=context)
        elif settings.insecure:
            connection = HTTPConnection(host, address.port, timeout=_TIMEOUT)
        else:
            raise TransportProblem(Fault.CERTIFICATE, str(settings.url), "http://")
        return WebdavTransport(connection, address.path, place.login)


TARGET = _Webdav()
