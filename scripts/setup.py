"""Set-up that ``make`` calls: the virtual environment, the wheelhouse, browser and servers.

Standard library only, because it runs before anything is installed. Each part does nothing when
it is done already, and ends with a sentence on what to do when it cannot go on.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
WHEELHOUSE = VENV / "wheelhouse"
REQUIREMENTS = ROOT / "requirements.txt"

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DRIVERS = ("chromedriver",)
SERVERS = ("apache2", "nginx")
SBIN = "/usr/sbin"
"""Where Debian puts them; not everybody's path has it."""
SERVER_PACKAGES = ("apache2-bin", "nginx-light")
CHECKER_PACKAGES = ("default-jre-headless", "npm")
VNU = "vnu-jar@26.9.27"
VNU_DIGEST = "22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47"
"""SHA-256 of the one file of that package that is used."""
VNU_FILE = VENV / "vnu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
PUBLISHING = ("sshd", "rsync", "proftpd")
PUBLISHING_PACKAGES = ("openssh-server", "rsync", "proftpd-core", "proftpd-mod-crypto", "openssl")
BROWSER_PACKAGES = ("chromium", "chromium-driver", "fonts-dejavu-core")
"""Debian's names. The font has the Polish and the Ukrainian letters; a bare server has none."""


def say(text: str) -> None:
    """Tell the person at the terminal, before what the next command prints."""
    print(text, file=sys.stderr, flush=True)


def runs(command: Sequence[str | Path]) -> bool:
    """Run a command with its output in sight; true when it succeeded."""
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def quietly(command: Sequence[str | Path]) -> bool:
    """Run a command unseen; true when it exists and succeeded."""
    try:
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
    except OSError:
        return False
    return done.returncode == 0


def stamp(*files: Path) -> str:
    """What a finished part was made from: contents (a fresh clone has new file times), the place
    (a virtual environment holds absolute paths) and the Python version."""
    digest = hashlib.sha256(f"{ROOT}\n{sys.version_info[:2]}\n".encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_done(mark: Path, wanted: str) -> bool:
    """True when ``mark`` says that the part was made from exactly this."""
    return mark.is_file() and mark.read_text(encoding="ascii") == wanted


def pip(*arguments: str | Path) -> bool:
    """Run the environment's own pip. The user's pip configuration (a proxy, a mirror) holds;
    the hashes in requirements.txt make sure that the files are the same everywhere."""
    options = ["--quiet", "--disable-pip-version-check", "--no-input"]
    return runs([PYTHON, "-m", "pip", *options, *arguments])


def venv() -> int:
    """Make ``.venv`` with the pinned packages and this checkout, or leave it when it is right."""
    mark, wanted = VENV / "ready", stamp(REQUIREMENTS, ROOT / "pyproject.toml")
    if is_done(mark, wanted) and quietly([PYTHON, "-c", "import civicsite"]):
        return 0
    version = "{}.{}".format(*sys.version_info[:2])
    say(f"Setting up .venv with Python {version}; the first time this takes about a minute.")
    mark.unlink(missing_ok=True)
    python_is_right = f"import pip, sys; sys.exit('%d.%d' % sys.version_info[:2] != '{version}')"
    place_is_right = f"import sys; sys.exit(sys.prefix != {str(VENV)!r})"
    usable = all(quietly([PYTHON, "-c", check]) for check in (python_is_right, place_is_right))
    # --clear: an environment of another Python, moved here or interrupted cannot be mended.
    if not usable and not runs([sys.executable, "-m", "venv", "--clear", VENV]):
        say(
            f"The virtual environment could not be made with {sys.executable}.\n"
            f"On Debian and Ubuntu: sudo apt-get install python{version}-venv\n"
            "Otherwise name another Python: make PYTHON=/path/to/python3.12 ..."
        )
        return 1
    if not pip("install", "--require-hashes", "-r", REQUIREMENTS):
        say(
            "The packages in requirements.txt could not be installed; pip's reason stands above.\n"
            "Check the network (behind a proxy set HTTPS_PROXY), then run make again."
        )
        return 1
    # The back end is among the pinned packages, so nothing is fetched here.
    if not pip("install", "--no-index", "--no-deps", "--no-build-isolation", "--editable", ROOT):
        say("This checkout could not be installed; the reason stands above. See pyproject.toml.")
        return 1
    mark.write_text(wanted, encoding="ascii")
    return 0


def wheelhouse() -> int:
    """Fill ``.venv/wheelhouse`` with the pinned packages, so that the wheel test needs no index."""
    mark, wanted = WHEELHOUSE / "ready", stamp(REQUIREMENTS)
    if is_done(mark, wanted):
        return 0
    say("Filling .venv/wheelhouse for the packaging test.")
    shutil.rmtree(WHEELHOUSE, ignore_errors=True)  # a newer wheel left over would be preferred
    # Not `pip download`: where only a source archive exists, this makes the wheel of it.
    if not pip("wheel", "--no-deps", "--require-hashes", "-r", REQUIREMENTS, "-w", WHEELHOUSE):
        say("The wheelhouse could not be filled; pip's reason stands above. Check the network.")
        return 1
    mark.write_text(wanted, encoding="ascii")
    return 0


def has_browser() -> bool:
    """True when a Chromium and its driver are on the path."""
    return any(map(shutil.which, BROWSERS)) and any(map(shutil.which, DRIVERS))


def has_servers() -> bool:
    """True when an Apache and an nginx are on the path."""
    return all(shutil.which(name, path=f"{os.environ['PATH']}:{SBIN}") for name in SERVERS)


def privilege() -> list[str] | None:
    """What to put before a command that installs; None without the right to."""
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if quietly(["sudo", "-n", "true"]) else None


def browser() -> int:
    """Chromium and its driver, for the tests marked ``browser``."""
    return from_debian("Chromium and its driver", has_browser, BROWSER_PACKAGES)


def servers() -> int:
    """Apache and nginx, for the tests of what hosts are told; nothing is started."""
    return from_debian("Apache and nginx", has_servers, SERVER_PACKAGES)


def checker() -> int:
    """The Nu HTML checker and the Java it needs, for the test of every page and style sheet."""

    def has_vnu() -> bool:
        digest = VNU_FILE.is_file() and hashlib.sha256(VNU_FILE.read_bytes()).hexdigest()
        return digest == VNU_DIGEST

    def has_tools() -> bool:
        return bool(shutil.which("java") and (has_vnu() or shutil.which("npm")))

    status = from_debian("Java and npm", has_tools, CHECKER_PACKAGES)
    if status or has_vnu() or not has_tools():
        return status
    say("Fetching the HTML checker for the tests.")
    # Its script after installation would fetch a Java of its own.
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--silent"]
    runs(["npm", "install", *options, "--prefix", VENV / "vnu", VNU])
    if has_vnu():
        return 0
    say(f"{VNU} could not be fetched, or is not the file that is expected. Check the network.")
    return 1 if os.environ.get("CI") == "true" else 0


def has_publishing() -> bool:
    """True when the servers that publishing is tried on are on the path."""
    return all(shutil.which(name, path=f"{os.environ['PATH']}:{SBIN}") for name in PUBLISHING)


def publishing() -> int:
    """OpenSSH, rsync and ProFTPD, for the tests of publishing; each test starts its own."""
    return from_debian("OpenSSH's server, rsync and ProFTPD", has_publishing, PUBLISHING_PACKAGES)


def from_debian(name: str, present: Callable[[], bool], packages: Sequence[str]) -> int:
    """Install what tests need from Debian's packages where that is allowed.

    Without it those tests are left out and the last line of the run says so; under ``CI=true``
    the lack is a failure.
    """
    if present():
        return 0
    install = "apt-get install -y --no-install-recommends"
    by_hand = f"sudo apt-get update && sudo {install} {' '.join(packages)}"
    before = privilege()
    if shutil.which("apt-get") is None:
        say(f"Some tests need {name} on the path; install both.")
    elif before is None:
        say(f"Some tests need {name}: {by_hand}")
    else:
        say(f"Installing {name} for the tests.")
        apt = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        apt += ["-o", "DPkg::Lock::Timeout=300"]  # seconds; another installation may be running
        runs([*apt, "update"])  # may fail for a source that is not needed; the next one tells
        runs([*apt, "install", "-y", "--no-install-recommends", *packages])
        if present():
            return 0
        say(f"{name} could not be installed; the reason stands above. By hand: {by_hand}")
    return 1 if os.environ.get("CI") == "true" else 0


PARTS: dict[str, Callable[[], int]] = {
    "venv": venv,
    "wheelhouse": wheelhouse,
    "browser": browser,
    "servers": servers,
    "checker": checker,
    "publishing": publishing,
}


def main(names: Sequence[str]) -> int:
    """Do the parts in turn; stop at the first that fails."""
    unknown = [name for name in names if name not in PARTS]
    if unknown or not names:
        say(f"usage: setup.py {{{'|'.join(PARTS)}}} ...")
        return 2
    return next((1 for name in names if PARTS[name]() != 0), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
