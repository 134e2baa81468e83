"""A branch of a git repository, as GitHub Pages and GitLab Pages serve it. git is run as a program.

A release is one commit on top of the one before, so it appears at once or not at all, and a push
that another publisher overtook is refused by the server. The commit is made with fast-import
(git-fast-import(1)) in a repository that exists only for the run.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict

from civicsite.publishing.base import Fault, Place, Transport, TransportProblem
from civicsite.reading.field_types import Line, ProgramAddress
from civicsite.reading.schema import TargetFields

__all__ = ["TARGET", "GitFields", "GitTransport"]

_LOCAL = "refs/heads/published"


class GitFields(TargetFields):
    """``to: git-branch``."""

    model_config = ConfigDict(extra="forbid")

    remote: ProgramAddress
    """Address of the repository, as ``git push`` takes it."""
    branch: Line = "gh-pages"
    """The branch; everything in it belongs to the site."""


class GitTransport(Transport):
    """The tip of the branch, and what is to be committed on it."""

    whole = True
    confirms = True
    buffered = True
    transactional = True

    def __init__(self, remote: str, branch: str, moment: int, environment: Mapping[str, str]):
        """``moment``: the time of the commit."""
        self._remote, self._branch, self._moment = remote, branch, moment
        # Never a question for a password where nobody answers; messages are read here.
        self._environment = {
            **environment,
            "GIT_TERMINAL_PROMPT": "0",
            # Not ext::, which runs whatever stands behind it.
            "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh",
            "LC_ALL": "C",
        }
        self._folder = tempfile.TemporaryDirectory()
        self._changes: dict[str, bytes | None] = {}
        try:
            self._git("init", "--quiet", "--bare", ".")
            self._tip = self._fetch()
        except BaseException:
            self._folder.cleanup()
            raise

    def read(self, path: str) -> bytes | None:
        """See :class:`Transport`."""
        if path in self._changes:
            return self._changes[path]
        if not self._tip:
            return None
        done = self._run("cat-file", "blob", f"{_LOCAL}:{path}")
        return done.stdout if done.returncode == 0 else None

    def size(self, path: str) -> int | None:
        """See :class:`Transport`."""
        data = self.read(path)
        return None if data is None else len(data)

    def write(self, path: str, data: bytes, offset: int = 0) -> None:
        """See :class:`Transport`."""
        self._changes[path] = data

    def rename(self, source: str, target: str) -> None:
        """See :class:`Transport`."""
        raise TransportProblem(Fault.REFUSED, target)

    def delete(self, path: str) -> None:
        """See :class:`Transport`."""
        self._changes[path] = None

    def claim(self, path: str) -> bool:
        """See :class:`Transport`."""
        return True

    def release(self, path: str) -> None:
        """See :class:`Transport`."""
        return

    def flush(self, last: bool) -> None:
        """See :class:`Transport`."""
        if not last or not self._changes:
            return
        self._changes.setdefault(".nojekyll", b"")  # else GitHub Pages hides names with _ and .
        self._git("fast-import", "--quiet", "--force", given=self._commit())
        self._git("push", "--quiet", "--", self._remote, f"{_LOCAL}:refs/heads/{self._branch}")
        self._changes = {}

    def close(self) -> None:
        """See :class:`Transport`."""
        self._folder.cleanup()

    def _fetch(self) -> bool:
        """Get the tip of the branch; False when there is no such branch yet."""
        wanted = f"refs/heads/{self._branch}"
        if not self._git("ls-remote", "--", self._remote, wanted).strip():
            return False
        self._git("fetch", "--quiet", "--depth=1", "--", self._remote, f"+{wanted}:{_LOCAL}")
        return True

    def _commit(self) -> bytes:
        words = b"Published by civicsite\n"
        parts = [
            f"commit {_LOCAL}\n".encode(),
            f"committer civicsite <civicsite@localhost> {self._moment} +0000\n".encode(),
            b"data %d\n" % len(words),
            words,
        ]
        if self._tip:
            parts.append(f"from {_LOCAL}^0\n".encode())
        for path, data in sorted(self._changes.items()):
            name = path.replace('"', '\\"').encode()
            if data is None:
                parts.append(b'D "%s"\n' % name)
            else:
                parts += [b'M 100644 inline "%s"\n' % name, b"data %d\n" % len(data), data, b"\n"]
        return b"".join(parts)

    def _git(self, *arguments: str, given: bytes | None = None) -> bytes:
        done = self._run(*arguments, given=given)
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()
            raise TransportProblem(_fault(said), self._branch, said[:300])
        return done.stdout

    def _run(
        self, *arguments: str, given: bytes | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                ["git", *arguments],
                cwd=self._folder.name,
                env=self._environment,
                input=given or b"",
                capture_output=True,
                check=False,
            )
        except FileNotFoundError:
            raise TransportProblem(Fault.COMMAND, "git") from None


def _fault(said: str) -> Fault:
    if "Host key verification failed" in said or "SSL certificate" in said:
        return Fault.CERTIFICATE
    if "Authentication failed" in said or "could not read Username" in said:
        return Fault.LOGIN
    if "Permission" in said or "denied" in said:
        return Fault.DENIED
    if "[rejected]" in said or "[remote rejected]" in said:
        return Fault.OVERTAKEN
    if "No space left" in said:
        return Fault.FULL
    return Fault.UNREACHABLE


class _Git:
    name = "git-branch"
    settings = GitFields

    def host(self, settings: Any) -> str:
        """See :class:`Target`."""
        return ""

    def shown(self, settings: Any) -> str:
        """See :class:`Target`."""
        return f"{settings.remote} ({settings.branch})"

    def open(self, settings: Any, place: Place) -> Transport:
        """See :class:`Target`."""
        return GitTransport(
            str(settings.remote), str(settings.branch), place.moment, place.environment
        )


TARGET = _Git()
