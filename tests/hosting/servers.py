"""Debian's Apache and nginx on 127.0.0.1, each with a folder to serve."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

__all__ = ["NEEDS_SERVERS", "Reply", "apache", "ask", "nginx"]

PLACES = f"{os.environ['PATH']}:/usr/sbin"  # not everybody's path has Debian's folder of servers
APACHE, NGINX = shutil.which("apache2", path=PLACES), shutil.which("nginx", path=PLACES)
NEEDS_SERVERS = pytest.mark.skipif(
    not (APACHE and NGINX),
    reason="left out: needs apache2-bin and nginx-light from Debian's packages",
)
MODULES = ("mpm_event", "authz_core", "dir", "mime", "autoindex", "filter")
EVERY_MODULE = (*MODULES, "headers", "deflate")
PATIENCE = 30
"""Seconds a server may take to start."""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(port: int, path: str, **headers: str) -> Reply:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(
            "GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        reply = connection.getresponse()
        names = {name.lower(): value for name, value in reply.getheaders()}
        return Reply(reply.status, names, reply.read())
    finally:
        connection.close()


@contextmanager
def apache(site: Path, base: str, modules: tuple[str, ...] = EVERY_MODULE) -> Iterator[int]:
    """The site below ``base``, as a host with ``AllowOverride All`` serves it."""
    with _ground(site, base) as (ground, port):
        (ground / "types").write_text("text/html html\ntext/css css\n")
        (ground / "apache.conf").write_text(
            "\n".join(
                [
                    f'ServerRoot "{ground}"',
                    f'PidFile "{ground}/pid"',
                    f'ErrorLog "{ground}/errors"',
                    f"Listen 127.0.0.1:{port}",
                    "ServerName localhost",
                    *(
                        f"LoadModule {m}_module /usr/lib/apache2/modules/mod_{m}.so"
                        for m in modules
                    ),
                    *(["User www-data", "Group www-data"] if os.geteuid() == 0 else []),
                    f'TypesConfig "{ground}/types"',
                    f'DocumentRoot "{ground}/docs"',
                    f'<Directory "{ground}/docs">',
                    "AllowOverride All",
                    "Options Indexes",
                    "Require all granted",
                    "</Directory>",
                ]
            )
        )
        with _running([str(APACHE), "-f", f"{ground}/apache.conf", "-DFOREGROUND"], port, ground):
            yield port


@contextmanager
def nginx(site: Path, base: str) -> Iterator[int]:
    """The site below ``base``, with the snippet that the build made."""
    with _ground(site, base) as (ground, port):
        snippet = ground / "docs" / base.strip("/") / ".nginx.conf"
        user = "user www-data;" if os.geteuid() == 0 else ""
        (ground / "nginx.conf").write_text(
            f"{user} daemon off; pid {ground}/pid; error_log {ground}/errors;"
            " events {} http {"
            " types { text/html html; text/css css; text/javascript js; }"
            f" access_log off; client_body_temp_path {ground}/t1; proxy_temp_path {ground}/t2;"
            f" fastcgi_temp_path {ground}/t3; uwsgi_temp_path {ground}/t4;"
            f" scgi_temp_path {ground}/t5;"
            f" server {{ listen 127.0.0.1:{port}; root {ground}/docs; include {snippet}; }} }}"
        )
        with _running(
            [str(NGINX), "-c", f"{ground}/nginx.conf", "-e", f"{ground}/errors"], port, ground
        ):
            yield port


@contextmanager
def _ground(site: Path, base: str) -> Iterator[tuple[Path, int]]:
    """A folder that the server's own user may read, which pytest's are not, and a free port."""
    with tempfile.TemporaryDirectory(prefix="civicsite-") as name:
        ground = Path(name)
        ground.chmod(0o755)
        shutil.copytree(site, ground / "docs" / base.strip("/"))
        for path in [ground / "docs", *(ground / "docs").rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        yield ground, port


@contextmanager
def _running(command: list[str], port: int, ground: Path) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            for _ in range(PATIENCE * 10):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                if process.poll() is not None:
                    errors = ground / "errors"
                    said = errors.read_text() if errors.exists() else ""
                    pytest.fail(f"{command[0]} ended: {process.stderr.read()!r} {said}")  # type: ignore[union-attr]
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)
