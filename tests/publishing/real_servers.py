"""Servers on 127.0.0.1 that publishing is tried on: pyftpdlib, vsftpd, ProFTPD, OpenSSH, wsgidav.
None of them is reachable from elsewhere, and each ends with the test."""

from __future__ import annotations

import io
import os
import pwd
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import trustme

PLACES = f"{os.environ['PATH']}:/usr/sbin"
PATIENCE = 30
"""Seconds a server may take to start."""
ME = pwd.getpwuid(os.getuid()).pw_name


def program(name: str) -> str | None:
    return shutil.which(name, path=PLACES)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int, process: subprocess.Popen[bytes] | None = None) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if process is not None and process.poll() is not None:
                break
            time.sleep(0.05)
    raise AssertionError("the server does not answer")


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        answers(port, process)
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


class Certificates:
    """An authority of our own and a certificate for localhost."""

    def __init__(self, ground: Path) -> None:
        authority = trustme.CA()
        self.trusted = ground / "ca.pem"
        authority.cert_pem.write_to_path(self.trusted)
        made = authority.issue_cert("localhost", "127.0.0.1")
        self.both = ground / "server.pem"
        made.private_key_and_cert_chain_pem.write_to_path(self.both)
        self.both.chmod(0o600)


@contextmanager
def pyftpd(root: Path, certificates: Certificates | None, **changes: Any) -> Iterator[int]:
    """``changes``: methods of the handler that differ."""
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
    from pyftpdlib.servers import FTPServer

    authorizer = DummyAuthorizer()
    authorizer.add_user("ala", "tajne-7", str(root), perm="elradfmwMT")
    base = FTPHandler if certificates is None else TLS_FTPHandler
    values: dict[str, Any] = {"authorizer": authorizer, "log_prefix": "", **changes}
    if certificates is not None:
        values |= {
            "certfile": str(certificates.both),
            "tls_control_required": True,
            "tls_data_required": True,
        }
    handler = type("Handler", (base,), values)
    server = FTPServer(("127.0.0.1", 0), handler)
    port = int(server.socket.getsockname()[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"timeout": 0.02}, daemon=True)
    thread.start()
    try:
        yield port
    finally:
        server.close_all()
        thread.join(PATIENCE)


@contextmanager
def vsftpd(root: Path, ground: Path, certificates: Certificates) -> Iterator[int]:
    """Debian's vsftpd, which demands that data connections resume the session. Anonymous visitors
    may write, below a root that is not writable itself."""
    port = free_port()
    low = free_port()
    owner = "ftp"
    shutil.chown(root, owner)
    root.chmod(0o755)
    outer = root.parent
    settings = {
        "listen": "YES",
        "listen_address": "127.0.0.1",
        "listen_port": port,
        "background": "NO",
        "anonymous_enable": "YES",
        "local_enable": "NO",
        "anon_root": outer,
        "write_enable": "YES",
        "anon_upload_enable": "YES",
        "anon_mkdir_write_enable": "YES",
        "anon_other_write_enable": "YES",
        "anon_world_readable_only": "NO",
        "anon_umask": "022",
        "no_anon_password": "YES",
        "allow_anon_ssl": "YES",
        "ssl_enable": "YES",
        "force_anon_data_ssl": "YES",
        "force_anon_logins_ssl": "YES",
        "require_ssl_reuse": "YES",
        "ssl_ciphers": "HIGH",
        "rsa_cert_file": certificates.both,
        "rsa_private_key_file": certificates.both,
        "pasv_min_port": low,
        "pasv_max_port": low + 20,
        "seccomp_sandbox": "NO",
        "secure_chroot_dir": ground,
    }
    file = ground / "vsftpd.conf"
    file.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
    with running([str(program("vsftpd")), str(file)], port):
        yield port


@contextmanager
def proftpd(root: Path, ground: Path, certificates: Certificates) -> Iterator[int]:
    """Debian's ProFTPD with mod_tls, which by default demands resumed sessions as well."""
    port = free_port()
    user = pwd.getpwnam("www-data" if os.geteuid() == 0 else ME)
    users = ground / "users"
    hashed = subprocess.run(
        ["openssl", "passwd", "-6", "-stdin"], input=b"tajne-7", capture_output=True, check=True
    ).stdout.decode().strip()  # fmt: skip
    users.write_text(f"ala:{hashed}:{user.pw_uid}:{user.pw_gid}::{root}:/bin/false\n")
    users.chmod(0o600)
    shutil.chown(root, user.pw_uid, user.pw_gid)
    file = ground / "proftpd.conf"
    file.write_text(
        f"""\
LoadModule mod_tls.c
ServerName "test"
ServerType standalone
DefaultAddress 127.0.0.1
SocketBindTight on
Port {port}
UseIPv6 off
PidFile {ground}/proftpd.pid
ScoreboardFile {ground}/proftpd.scores
SystemLog {ground}/proftpd.log
DelayEngine off
AuthUserFile {users}
AuthOrder mod_auth_file.c
RequireValidShell off
DefaultRoot ~
AllowOverwrite on
AllowStoreRestart on
User {user.pw_name}
Group {user.pw_gid and "www-data" if os.geteuid() == 0 else user.pw_name}
<IfModule mod_tls.c>
TLSEngine on
TLSLog {ground}/tls.log
TLSRequired on
TLSRSACertificateFile {certificates.both}
TLSRSACertificateKeyFile {certificates.both}
TLSVerifyClient off
</IfModule>
"""
    )
    with running([str(program("proftpd")), "-n", "-q", "-c", str(file)], port):
        yield port


@contextmanager
def sshd(ground: Path) -> Iterator[tuple[int, str, Path]]:
    """OpenSSH for the account that runs the tests, with keys made for them; gives the port, the
    server's public key and the key to log in with."""
    port = free_port()
    for name in ("host", "mine"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(ground / name)], check=True
        )
    allowed = ground / "allowed"
    allowed.write_text((ground / "mine.pub").read_text())
    file = ground / "sshd_config"
    file.write_text(
        f"""\
ListenAddress 127.0.0.1
Port {port}
HostKey {ground}/host
AuthorizedKeysFile {allowed}
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin yes
PidFile {ground}/sshd.pid
Subsystem sftp internal-sftp
"""
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    command = [str(program("sshd")), "-D", "-f", str(file)]
    with running(command, port):
        yield port, (ground / "host.pub").read_text(), ground / "mine"


@contextmanager
def webdav(root: Path) -> Iterator[int]:
    from wsgidav.wsgidav_app import WsgiDAVApp

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *arguments: Any) -> None:
            return

    application = WsgiDAVApp(
        {
            "provider_mapping": {"/": str(root)},
            "simple_dc": {"user_mapping": {"*": {"ala": {"password": "tajne-7"}}}},
            "http_authenticator": {"accept_digest": False, "default_to_digest": False},
            "logging": {"enable_loggers": []},
            "verbose": 0,
        }
    )

    def bounded(environ: Any, start_response: Any) -> Any:
        """wsgidav reads to the end of the input, which wsgiref leaves open."""
        length = int(environ.get("CONTENT_LENGTH") or 0)
        environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(length))
        return application(environ, start_response)

    server = make_server("127.0.0.1", 0, bounded, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join(PATIENCE)
        server.server_close()


@contextmanager
def s3() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()
