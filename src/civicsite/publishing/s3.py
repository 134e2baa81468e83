"""Storage with the interface of Amazon S3, through the package boto3 (the extra ``s3``).

An object appears whole or not at all. The mark of the lock is written with ``If-None-Match: *``,
which the storage answers with 412 when it is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import ConfigDict

from civicsite.publishing.base import Fault, Place, Transport, TransportProblem
from civicsite.reading.field_types import Line, WebAddress
from civicsite.reading.schema import TargetFields

__all__ = ["TARGET", "S3Fields", "S3Transport"]

_KINDS = {
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "geojson": "application/geo+json",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "webp": "image/webp",
    "avif": "image/avif",
    "woff2": "font/woff2",
    "xml": "application/xml",
}
"""What a browser is told of a file; the storage knows nothing by itself."""
_LOST = ("RequestTimeout", "SlowDown", "ServiceUnavailable", "InternalError", "503", "500")
_MISSING = ("404", "NoSuchKey", "NotFound")


class S3Fields(TargetFields):
    """``to: s3``."""

    model_config = ConfigDict(extra="forbid")

    bucket: Line
    """Name of the bucket."""
    endpoint: WebAddress | None = None
    """Address of the storage; without it Amazon's own."""
    folder: Line = ""
    """Beginning of all names in the bucket."""
    region: Line | None = None
    """The region, where the storage has several."""


class S3Transport(Transport):
    """Objects below a common beginning."""

    whole = True

    def __init__(self, client: Any, bucket: str, folder: str) -> None:
        self._client = client
        self._bucket = bucket
        self._folder = f"{folder.strip('/')}/" if folder.strip("/") else ""

    def read(self, path: str) -> bytes | None:
        """See :class:`Transport`."""
        try:
            with _explained(path):
                reply = self._client.get_object(**self._named(path))
                return bytes(reply["Body"].read())
        except _Missing:
            return None

    def size(self, path: str) -> int | None:
        """See :class:`Transport`."""
        try:
            with _explained(path):
                return int(self._client.head_object(**self._named(path))["ContentLength"])
        except _Missing:
            return None

    def write(self, path: str, data: bytes, offset: int = 0) -> None:
        """See :class:`Transport`."""
        kind = _KINDS.get(path.rpartition(".")[2].lower(), "application/octet-stream")
        with _explained(path):
            self._client.put_object(**self._named(path), Body=data, ContentType=kind)

    def rename(self, source: str, target: str) -> None:
        """See :class:`Transport`."""
        raise TransportProblem(Fault.REFUSED, target)

    def delete(self, path: str) -> None:
        """See :class:`Transport`."""
        with _explained(path):
            self._client.delete_object(**self._named(path))

    def claim(self, path: str) -> bool:
        """See :class:`Transport`."""
        try:
            with _explained(path):
                self._client.put_object(**self._named(path), Body=b"", IfNoneMatch="*")
        except _There:
            return False
        return True

    def release(self, path: str) -> None:
        """See :class:`Transport`."""
        self.delete(path)

    def close(self) -> None:
        """See :class:`Transport`."""
        self._client.close()

    def _named(self, path: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": f"{self._folder}{path}"}


class _Missing(Exception):
    """There is no such object."""


class _There(Exception):
    """There is one already."""


@contextmanager
def _explained(path: str) -> Iterator[None]:
    import botocore.exceptions as refusals  # type: ignore[import-untyped]

    try:
        yield
    except refusals.ClientError as failure:
        code = str(failure.response.get("Error", {}).get("Code", ""))
        if code in _MISSING:
            raise _Missing from failure
        if code in ("PreconditionFailed", "412", "ConditionalRequestConflict"):
            raise _There from failure
        fault = Fault.LOST if code in _LOST else Fault.REFUSED
        if code in ("AccessDenied", "403"):
            fault = Fault.DENIED
        elif code in ("InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken"):
            fault = Fault.LOGIN
        elif code in ("QuotaExceeded", "XMinioStorageFull"):
            fault = Fault.FULL
        raise TransportProblem(fault, path, code) from failure
    except (refusals.NoCredentialsError, refusals.PartialCredentialsError) as failure:
        raise TransportProblem(Fault.LOGIN, path, str(failure)) from failure
    except refusals.SSLError as failure:
        raise TransportProblem(Fault.CERTIFICATE, path, str(failure)) from failure
    except refusals.BotoCoreError as failure:
        raise TransportProblem(Fault.LOST, path, str(failure)) from failure


class _S3:
    name = "s3"
    settings = S3Fields

    def host(self, settings: Any) -> str:
        """See :class:`Target`."""
        return ""

    def shown(self, settings: Any) -> str:
        """See :class:`Target`."""
        return f"s3://{settings.bucket}/{str(settings.folder).strip('/')}"

    def open(self, settings: Any, place: Place) -> Transport:
        """See :class:`Target`."""
        try:
            import boto3  # type: ignore[import-untyped]
        except ImportError:
            raise TransportProblem(Fault.EXTRA, "boto3", "s3") from None
        login = place.login
        client = boto3.session.Session().client(
            "s3",
            endpoint_url=str(settings.endpoint) if settings.endpoint else None,
            region_name=str(settings.region) if settings.region else None,
            aws_access_key_id=login.user or None,
            aws_secret_access_key=login.password or None,
        )
        return S3Transport(client, str(settings.bucket), str(settings.folder))


TARGET = _S3()
