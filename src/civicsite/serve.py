"""``civicsite serve``: the site on this computer, rebuilt on every save.

One build path: the preview builds like ``civicsite build`` and serves its output. When a build
fails, the last good site stays and every page shows what to correct. watchdog tells of changes,
livereload reloads the browser. Only 127.0.0.1 listens.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

import click
from livereload import Server
from livereload.watcher import Watcher
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from civicsite.build import BuildReport, Options, build
from civicsite.catalogues import packaged_catalogue
from civicsite.editing.reducing import reduce_project
from civicsite.output.manifest import safe_path
from civicsite.output.operations import Operations
from civicsite.output.writing import OutputFolder
from civicsite.saying import as_text

__all__ = ["Preview", "serve"]

_PAUSE = 0.2
"""Seconds of silence after a change before a rebuild: an editor's save is several events."""
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
_KINDS = {
    ".html": "text/html",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".pb": "text/plain; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".pdf": "application/pdf",
    ".woff2": "font/woff2",
}
"""What a web server says of the files a site can hold. The same everywhere: the table of the
operating system knows what somebody once installed."""
_IGNORED = frozenset({"build", ".civicsite", ".git", ".venv", "__pycache__"})


class _Reload(Watcher):  # type: ignore[misc]
    """Tells livereload to reload when a build has finished."""

    def __init__(self) -> None:
        super().__init__()
        self.due = threading.Event()

    def examine(self) -> tuple[str | None, float | None]:
        """Asked by livereload now and then."""
        if self.due.is_set():
            self.due.clear()
            return "__livereload__", None
        return None, None


class _Changes(FileSystemEventHandler):
    def __init__(self, project: Path, changed: threading.Event) -> None:
        self._project, self._changed = project, changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Any change in what is read; the output and hidden files are left out."""
        if event.event_type in ("opened", "closed_no_write"):
            return
        path = Path(str(event.src_path))
        if not path.is_relative_to(self._project):
            return
        parts = path.relative_to(self._project).parts
        if parts and (parts[0] in _IGNORED or any(part.startswith(".") for part in parts)):
            return
        self._changed.set()


class Preview:
    """A site that is rebuilt and served; each rebuild follows the one before it."""

    def __init__(self, options: Callable[[], Options], language: str) -> None:
        self._options = options
        self._catalogue = packaged_catalogue(language)
        self._folder = OutputFolder(options().out, Operations())
        self.report = BuildReport()

    def rebuild(self) -> BuildReport:
        """Build now; the last good output stays when that fails. Exports that are new in ``raw/``
        are reduced first."""
        options = self._options()
        reduced = reduce_project(options.project, stale_only=True)
        self.report = build(options)
        if reduced.report.has_errors:
            self.report.diagnostics = (*reduced.report, *self.report.diagnostics)
        return self.report

    def page(self, path: str) -> tuple[int, str, bytes]:
        """Status, type and content for an address of the site."""
        name = path.lstrip("/") or "index.html"
        name = f"{name}index.html" if name.endswith("/") else name
        status, content = 200, self._read(name)
        if content is None:
            status, name, content = 404, "404.html", self._read("404.html") or b""
        kind = _KINDS.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
        if kind == "text/html":
            # The policy would keep livereload's own script out.
            content = _POLICY.sub(b"", content)
            if not self.report.ok:
                content = self._with_problems(content)
            kind = "text/html; charset=utf-8"
        return status, kind, content

    def _read(self, name: str) -> bytes | None:
        if not safe_path(name) or self._folder.stat(name) is None:
            return None
        return self._folder.read(name)

    def _with_problems(self, page: bytes) -> bytes:
        said = [as_text(found, self._catalogue) for found in self.report.diagnostics]
        box = (
            '<section role="alert" style="position:fixed;inset:auto 0 0 0;max-height:70vh;'
            "overflow:auto;background:#fff6f4;color:#2b0b05;border-top:6px solid #b3261e;"
            'padding:1rem 1.5rem;z-index:9">'
            f"<h2>{escape(self._catalogue.text('cli-problems-title'))}</h2>"
            f"<p>{escape(self._catalogue.text('cli-problems-text'))}</p>"
            + "".join(
                f'<pre style="white-space:pre-wrap;background:none">{escape(text)}</pre>'
                for text in said
            )
            + "</section>"
        ).encode()
        if b"</body>" not in page:
            return b"<!doctype html><meta charset=utf-8><body>" + box + b"</body>"
        return page.replace(b"</body>", box + b"</body>", 1)

    def application(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """The site as a WSGI application."""
        path = environ.get("PATH_INFO", "/").encode("latin-1", "replace").decode("utf-8", "replace")
        status, kind, content = self.page(path)
        reason = "OK" if status == 200 else "Not Found"
        headers = [("Content-Type", kind), ("Cache-Control", "no-store")]
        start_response(f"{status} {reason}", headers)
        return [content]


def serve(
    project: Path, out: Path | None, at: datetime | None, port: int, drafts: bool, language: str
) -> None:
    """Serve until Ctrl+C, as if it were ``at`` all the time, or as it is."""
    catalogue = packaged_catalogue(language)

    def options() -> Options:
        instant = at or datetime.now(UTC)
        target = out or project / "build"
        return Options(project, target, instant, None, at is not None, drafts)

    preview = Preview(options, language)
    changed, reload = threading.Event(), _Reload()

    def tell(report: BuildReport) -> None:
        for found in report.diagnostics:
            click.echo(as_text(found, catalogue), err=True)
        click.echo(catalogue.text("cli-rebuilt" if report.ok else "cli-problems-title"))

    def work() -> None:
        while True:
            changed.wait()
            while changed.is_set():
                changed.clear()
                threading.Event().wait(_PAUSE)
            tell(preview.rebuild())
            reload.due.set()

    tell(preview.rebuild())
    root = project.resolve()
    observer = Observer()
    observer.schedule(_Changes(root, changed), str(root), recursive=True)
    observer.start()
    threading.Thread(target=work, daemon=True).start()
    click.echo(catalogue.text("cli-serving", address=f"http://127.0.0.1:{port}/"))
    try:
        Server(preview.application, watcher=reload).serve(port=port, host="127.0.0.1", debug=False)
    finally:
        observer.stop()
        observer.join()
