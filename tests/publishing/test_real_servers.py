"""Each target against a real server on this machine: two releases, a stop in the middle, removals,
the lock, a wrong login."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from civicsite.publish import Request
from civicsite.publishing.base import Place, Target, Transport
from civicsite.registry import standard_registry
from tests.publishing.real_servers import (
    ME,
    Certificates,
    proftpd,
    program,
    pyftpd,
    s3,
    sshd,
    vsftpd,
    webdav,
)
from tests.publishing.server import Town
from tests.publishing.test_faults import CSS1, FIRST, SECOND, codes

TARGETS = standard_registry().targets
LOGIN = {"CIVICSITE_USER": "ala", "CIVICSITE_PASSWORD": "tajne-7"}
LEFT = {**SECOND, CSS1: FIRST[CSS1]}
ROOT = os.geteuid() == 0


def needs(*programs: str, packages: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(
        not all(map(program, programs)), reason=f"left out: needs {packages} from Debian's packages"
    )


def needs_root(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not ROOT, reason=f"only root may start {reason}")


class Stop(BaseException):
    """The run dies here."""


class Counting:
    """A target whose transports stop the run at an operation."""

    def __init__(self, target: Target, stop: int) -> None:
        self._target, self._left = target, stop
        self.name, self.settings = target.name, target.settings
        self.host, self.shown = target.host, target.shown

    def open(self, settings: Any, place: Place) -> Transport:
        real = self._target.open(settings, place)
        for name in ("write", "rename", "delete", "flush"):
            setattr(real, name, self._counted(getattr(real, name)))
        return real

    def _counted(self, operation: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            self._left -= 1
            if self._left < 0:
                raise Stop
            return operation(*given, **named)

        return counted


def site_at(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not {".civicsite", ".git"} & {*path.parts}
    }


def two_releases(
    tmp_path: Path,
    name: str,
    look: Callable[[], dict[str, bytes]],
    environment: dict[str, str],
    stops: tuple[int, ...] = (5, 9, 14),
    **options: Any,
) -> None:
    target = TARGETS[name]
    settings = target.settings.model_validate({"to": name, **options})
    town = Town(tmp_path)
    town.build(FIRST)
    given: dict[str, Any] = {"settings": settings, "environment": environment}
    report = town.publish(target, **given)
    assert report.ok, report.diagnostics
    assert look() == FIRST
    town.build(SECOND)
    for stop in stops:
        try:
            early = town.publish(Counting(target, stop), **given)
            pytest.fail(f"it ended before it was stopped: {early.diagnostics}")
        except Stop:
            pass
        for path, data in look().items():
            assert data in (FIRST.get(path), SECOND.get(path)), path
        assert FIRST.keys() & SECOND.keys() <= look().keys()
    report = town.publish(target, Request(verify=True), **given)
    assert report.ok, report.diagnostics
    assert look() == LEFT
    report = town.publish(target, Request(verify=True), **given)
    assert report.ok
    assert report.wrong == ()
    assert report.told is None, "nothing is left to do"


# FTP


@pytest.fixture
def www(tmp_path: Path) -> Path:
    folder = tmp_path / "hosting" / "www"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def ground(tmp_path: Path) -> Path:
    folder = tmp_path / "ground"
    folder.mkdir()
    return folder


@pytest.fixture
def certificates(ground: Path) -> Certificates:
    return Certificates(ground)


def ftps(port: int, certificates: Certificates, **more: Any) -> dict[str, Any]:
    trusted = str(certificates.trusted)
    return {"host": "localhost", "port": str(port), "certificate": trusted, **more}


def copied(tmp_path: Path, certificates: Certificates) -> str:
    project = tmp_path / "office"
    project.mkdir(exist_ok=True)
    (project / "ca.pem").write_bytes(certificates.trusted.read_bytes())
    return "ca.pem"


def test_ftps(tmp_path: Path, www: Path, certificates: Certificates) -> None:
    with pyftpd(www, certificates) as port:
        options = ftps(port, certificates, certificate=copied(tmp_path, certificates))
        two_releases(tmp_path, "ftps", lambda: site_at(www), LOGIN, **options)


def test_ftp_without_encryption_only_when_it_is_asked_for(tmp_path: Path, www: Path) -> None:
    with pyftpd(www, None) as port:
        options = {"host": "127.0.0.1", "port": str(port), "insecure": "yes"}
        two_releases(tmp_path, "ftps", lambda: site_at(www), LOGIN, **options)
        target = TARGETS["ftps"]
        plain = target.settings.model_validate(
            {"to": "ftps", "host": "127.0.0.1", "port": str(port)}
        )
        report = Town(tmp_path).publish(target, settings=plain, environment=LOGIN, computer="c")
        assert not report.ok, "no password goes to a server without encryption"


def test_ftps_of_a_server_without_size_and_mlsd(
    tmp_path: Path, www: Path, certificates: Certificates
) -> None:
    def missing(self: Any, *given: Any) -> None:
        self.respond("502 Command not implemented.")

    with pyftpd(www, certificates, ftp_SIZE=missing, ftp_MLSD=missing, ftp_MLST=missing) as port:
        options = ftps(port, certificates, certificate=copied(tmp_path, certificates))
        two_releases(tmp_path, "ftps", lambda: site_at(www), LOGIN, **options)


def test_ftps_of_a_server_that_does_not_rename_over_a_file(
    tmp_path: Path, www: Path, certificates: Certificates
) -> None:
    from pyftpdlib.handlers import TLS_FTPHandler

    def rename(self: Any, path: str) -> Any:
        if os.path.exists(path):
            self._rnfr = None
            self.respond("550 File exists.")
            return None
        return TLS_FTPHandler.ftp_RNTO(self, path)

    with pyftpd(www, certificates, ftp_RNTO=rename) as port:
        options = ftps(port, certificates, certificate=copied(tmp_path, certificates))
        two_releases(tmp_path, "ftps", lambda: site_at(www), LOGIN, stops=(), **options)


def test_a_certificate_that_does_not_verify_gets_no_password(
    tmp_path: Path, www: Path, certificates: Certificates
) -> None:
    asked: list[str] = []

    def user(self: Any, line: str) -> None:
        asked.append(line)
        self.respond("331 password, please")

    with pyftpd(www, certificates, ftp_USER=user) as port:
        target = TARGETS["ftps"]
        settings = target.settings.model_validate(
            {"to": "ftps", "host": "localhost", "port": str(port)}
        )
        town = Town(tmp_path)
        town.build(FIRST)
        report = town.publish(target, settings=settings, environment=LOGIN)
        assert codes(report) == ["publish-certificate"]
        assert asked == []


def test_a_wrong_password_is_told_and_never_shown(
    tmp_path: Path, www: Path, certificates: Certificates
) -> None:
    with pyftpd(www, certificates, auth_failed_timeout=0) as port:
        target = TARGETS["ftps"]
        settings = target.settings.model_validate(
            {"to": "ftps", **ftps(port, certificates, certificate=copied(tmp_path, certificates))}
        )
        town = Town(tmp_path)
        town.build(FIRST)
        wrong = {"CIVICSITE_USER": "ala", "CIVICSITE_PASSWORD": "sekret-99"}
        report = town.publish(target, settings=settings, environment=wrong)
        assert codes(report) == ["publish-login"]
        assert "sekret-99" not in str(report)


def test_no_quota_is_left_on_a_real_server(
    tmp_path: Path, www: Path, certificates: Certificates
) -> None:
    from pyftpdlib.handlers import TLS_FTPHandler

    full = False

    def store(self: Any, file: str, mode: str = "w") -> Any:
        if full and "part-" in file:
            self.respond("552 Quota exceeded.")
            return None
        return TLS_FTPHandler.ftp_STOR(self, file, mode)

    with pyftpd(www, certificates, ftp_STOR=store) as port:
        target = TARGETS["ftps"]
        settings = target.settings.model_validate(
            {"to": "ftps", **ftps(port, certificates, certificate=copied(tmp_path, certificates))}
        )
        town = Town(tmp_path)
        town.build(FIRST)
        assert town.publish(target, settings=settings, environment=LOGIN).ok
        full = True
        town.build(SECOND)
        report = town.publish(target, settings=settings, environment=LOGIN)
        assert codes(report) == ["publish-full"]
        assert site_at(www) == FIRST
        full = False
        assert town.publish(target, settings=settings, environment=LOGIN).ok
        assert site_at(www) == LEFT


@pytest.mark.skipif(
    not program("vsftpd"), reason="Debian installs vsftpd or ProFTPD, not both; ProFTPD is tried"
)
@needs_root("vsftpd")
def test_vsftpd(tmp_path: Path, www: Path, ground: Path, certificates: Certificates) -> None:
    for folder in (www, www.parent, tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    with vsftpd(www, ground, certificates) as port:
        certificate = copied(tmp_path, certificates)
        options = ftps(port, certificates, certificate=certificate, folder="www")
        anonymous = {"CIVICSITE_USER": "anonymous", "CIVICSITE_PASSWORD": "-"}
        two_releases(tmp_path, "ftps", lambda: site_at(www), anonymous, **options)


@needs("proftpd", packages="proftpd-core and proftpd-mod-crypto")
@needs_root("ProFTPD")
def test_proftpd(tmp_path: Path, www: Path, ground: Path, certificates: Certificates) -> None:
    for folder in (www, www.parent, tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    with proftpd(www, ground, certificates) as port:
        options = ftps(port, certificates, certificate=copied(tmp_path, certificates))
        two_releases(tmp_path, "ftps", lambda: site_at(www), LOGIN, **options)


# SFTP


@needs("sshd", "ssh-keygen", packages="openssh-server")
def test_sftp(tmp_path: Path, www: Path, ground: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sshd(ground) as (port, key, mine):
        home = tmp_path / "home"
        (home / ".ssh").mkdir(parents=True)
        (home / ".ssh" / "id_ed25519").write_bytes(mine.read_bytes())
        monkeypatch.setenv("HOME", str(home))
        monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
        options = {
            "host": "127.0.0.1", "port": str(port), "user": ME,
            "folder": str(www), "host_key": key.strip(),
        }  # fmt: skip
        two_releases(tmp_path, "sftp", lambda: site_at(www), {}, **options)
        target = TARGETS["sftp"]
        unknown = target.settings.model_validate({"to": "sftp", **options, "host_key": None})
        report = Town(tmp_path).publish(target, settings=unknown, environment=LOGIN, computer="c")
        assert codes(report) == ["publish-certificate"], "a key nobody knows"


# The others


def test_webdav(tmp_path: Path, www: Path) -> None:
    with webdav(www) as port:
        options = {"url": f"http://127.0.0.1:{port}/", "insecure": "yes"}
        two_releases(tmp_path, "webdav", lambda: site_at(www), LOGIN, **options)
        target = TARGETS["webdav"]
        settings = target.settings.model_validate({"to": "webdav", **options})
        wrong = {"CIVICSITE_USER": "ala", "CIVICSITE_PASSWORD": "zle"}
        town = Town(tmp_path)
        assert codes(town.publish(target, settings=settings, environment=wrong)) == [
            "publish-login"
        ]


def test_s3(tmp_path: Path) -> None:
    import boto3

    login = {"CIVICSITE_USER": "klucz", "CIVICSITE_PASSWORD": "tajne-7"}
    with s3() as endpoint:
        client = boto3.client(
            "s3", endpoint_url=endpoint, region_name="us-east-1",
            aws_access_key_id="klucz", aws_secret_access_key="tajne-7",
        )  # fmt: skip
        client.create_bucket(Bucket="gmina")

        def look() -> dict[str, bytes]:
            found = client.list_objects_v2(Bucket="gmina", Prefix="www/").get("Contents", [])
            keys = [item["Key"] for item in found if "/.civicsite/" not in item["Key"]]
            return {
                key.removeprefix("www/"): client.get_object(Bucket="gmina", Key=key)["Body"].read()
                for key in keys
            }

        options = {"bucket": "gmina", "endpoint": endpoint, "folder": "www", "region": "us-east-1"}
        two_releases(tmp_path, "s3", look, login, stops=(3, 6, 9), **options)
        page = client.head_object(Bucket="gmina", Key="www/a.html")
        assert page["ContentType"] == "text/html; charset=utf-8"


def test_folder(tmp_path: Path, www: Path) -> None:
    two_releases(tmp_path, "folder", lambda: site_at(www), {}, folder=str(www))


@needs("rsync", packages="rsync")
def test_rsync(tmp_path: Path, www: Path) -> None:
    environment = {"PATH": os.environ["PATH"]}
    two_releases(
        tmp_path, "rsync", lambda: site_at(www), environment, stops=(3, 8, 12), address=f"{www}/"
    )


def test_git_branch(tmp_path: Path) -> None:
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)

    def look() -> dict[str, bytes]:
        def git(*arguments: str) -> bytes:
            done = subprocess.run(
                ["git", "-C", str(remote), *arguments], capture_output=True, check=False
            )
            return done.stdout

        names = git("ls-tree", "-r", "--name-only", "gh-pages").decode().split()
        skipped = (".nojekyll",)
        return {
            name: git("cat-file", "blob", f"gh-pages:{name}")
            for name in names
            if name not in skipped and not name.startswith(".civicsite/")
        }

    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    two_releases(tmp_path, "git-branch", look, environment, stops=(3, 9), remote=str(remote))
    count = subprocess.run(
        ["git", "-C", str(remote), "rev-list", "--count", "gh-pages"],
        capture_output=True, check=True,
    )  # fmt: skip
    assert count.stdout == b"2\n", "a release is one commit"
