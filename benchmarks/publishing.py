"""Publishing 10,000 files, then one changed page, then nothing, to an FTP server with TLS on this
machine, beside ``lftp mirror``: bytes over the line, commands, seconds, as ratios.

    python benchmarks/publishing.py [FILES]

lftp compares size and time, as it does after a checkout that kept the times; civicsite compares
digests. Both use one connection. Seconds depend on the machine; commands and bytes do not.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from civicsite.registry import standard_registry  # noqa: E402
from tests.publishing.real_servers import Certificates, pyftpd  # noqa: E402
from tests.publishing.server import Town  # noqa: E402

LOGIN = {"CIVICSITE_USER": "ala", "CIVICSITE_PASSWORD": "tajne-7"}


@dataclass
class Measured:
    commands: int = 0
    up: int = 0
    """Bytes of files and records sent to the server."""
    down: int = 0
    """Bytes of files and listings sent by the server."""
    seconds: float = 0.0


class Meter:
    """Counts what the server is asked and what goes over data connections."""

    def __init__(self) -> None:
        self.now = Measured()

    def changes(self) -> dict[str, Any]:
        from pyftpdlib.handlers import TLS_DTPHandler, TLS_FTPHandler

        meter = self

        def asked(handler: Any, cmd: str, *given: Any, **named: Any) -> Any:
            meter.now.commands += 1
            return TLS_FTPHandler.process_command(handler, cmd, *given, **named)

        class Line(TLS_DTPHandler):  # type: ignore[misc]
            def close(self) -> None:
                if not self._closed:
                    if self.receive:
                        meter.now.up += self.tot_bytes_received
                    else:
                        meter.now.down += self.tot_bytes_sent
                super().close()

        return {"process_command": asked, "dtp_handler": Line}

    def measure(self, run: Callable[[], None]) -> Measured:
        self.now = Measured()
        began = time.monotonic()
        run()
        self.now.seconds = time.monotonic() - began
        return self.now


def site(files: int) -> dict[str, bytes]:
    """Pages of some three kilobytes each in a hundred folders."""
    words = "Budżet obywatelski. ".encode()
    made = {
        f"p{n % 100:02}/strona-{n}.html": b"<h1>%d</h1>" % n + words * (100 + n % 97)
        for n in range(files - 1)
    }
    return {"index.html": b"home", **made}


def civicsite(ground: Path, port: int, trusted: Path) -> tuple[Town, Callable[[], None]]:
    town = Town(ground)
    project = ground / "office"
    project.mkdir()
    shutil.copy(trusted, project / "ca.pem")
    target = standard_registry().targets["ftps"]
    settings = target.settings.model_validate(
        {"to": "ftps", "host": "localhost", "port": str(port), "certificate": "ca.pem"}
    )

    def run() -> None:
        report = town.publish(target, settings=settings, environment=LOGIN)
        assert report.ok, report.diagnostics

    return town, run


def lftp(source: Path, port: int, trusted: Path) -> Callable[[], None]:
    script = (
        f"set ssl:ca-file {trusted}; set ftp:ssl-force true; set net:max-retries 1;"
        f" open -u ala,tajne-7 -p {port} localhost;"
        f" mirror -R --delete --no-perms --parallel=1 {source} /; bye"
    )

    def run() -> None:
        subprocess.run(["lftp", "-c", script], check=True, stdin=subprocess.DEVNULL)

    return run


def rounds(files: int) -> dict[str, list[Measured]]:
    told: dict[str, list[Measured]] = {}
    first = site(files)
    changed = {**first, "p01/strona-1.html": b"<h1>changed</h1>"}
    for name in ("civicsite", "lftp"):
        with tempfile.TemporaryDirectory() as folder:
            ground = Path(folder)
            root = ground / "www"
            root.mkdir()
            certificates = Certificates(ground)
            meter = Meter()
            with pyftpd(root, certificates, **meter.changes()) as port:
                town, run = civicsite(ground, port, certificates.trusted)
                if name == "lftp":
                    run = lftp(ground / "build", port, certificates.trusted)
                told[name] = []
                for content in (first, changed, changed):
                    town.build(content)
                    told[name].append(meter.measure(run))
                sent = {p.relative_to(root).as_posix() for p in root.rglob("*.html")}
                assert sent == set(changed), "unequal sites make the run invalid"
    return told


def main() -> None:
    logging.disable(logging.CRITICAL)  # the server tells of every command
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    if shutil.which("lftp") is None:
        sys.exit("lftp is not installed: apt-get install lftp")
    told = rounds(files)
    print(f"{files} files; ratio: civicsite to lftp")
    print(f"{'':14}{'':12}{'commands':>10}{'bytes up':>12}{'bytes down':>12}{'seconds':>9}")
    for n, step in enumerate(("all", "one page", "nothing")):
        ours, theirs = told["civicsite"][n], told["lftp"][n]
        for name, m in (("civicsite", ours), ("lftp mirror", theirs)):
            print(f"{step:14}{name:12}{m.commands:>10}{m.up:>12}{m.down:>12}{m.seconds:>9.1f}")
        ratios = [
            _ratio(ours.commands, theirs.commands),
            _ratio(ours.up, theirs.up),
            _ratio(ours.down, theirs.down),
            _ratio(ours.seconds, theirs.seconds),
        ]
        print(f"{step:14}{'ratio':12}{ratios[0]:>10}{ratios[1]:>12}{ratios[2]:>12}{ratios[3]:>9}")


def _ratio(ours: float, theirs: float) -> str:
    return f"{ours / theirs:.2f}" if theirs else "-"


if __name__ == "__main__":
    main()
