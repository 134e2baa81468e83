"""The doors: the few modules that may touch the world outside the values they are given."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

from tests.architecture.scan import full_names

FILES, PACKAGED, NETWORK = "files", "packaged files", "the network"
TIME, CHANCE, PROCESSES = "the time", "chance", "other processes and threads"
IMPORTING, TERMINAL = "modules by name", "the terminal and the surroundings"


def _words(text: str) -> list[str]:
    return text.split()


# Of pathlib.Path; looked for only in modules that name the class, as a door's own methods may well
# be called the same. `replace` is missing because text and dates have it too.
PATH_METHODS = _words(
    """
    absolute chmod cwd exists expanduser glob group hardlink_to home is_block_device is_char_device
    is_dir is_fifo is_file is_mount is_socket is_symlink iterdir lchmod lstat mkdir open owner
    read_bytes read_text readlink rename resolve rglob rmdir samefile stat symlink_to touch unlink
    walk write_bytes write_text
    """
)

REACHES: dict[str, list[str]] = {
    # What is reached, and the full names, or beginnings of full names, that reach it.
    FILES: _words(
        """
        built-in.open io.open io.open_code io.FileIO codecs.open gzip.open bz2.open lzma.open
        tarfile.open os posix nt pathlib.Path pathlib.PosixPath pathlib.WindowsPath shutil tempfile
        glob fileinput linecache mmap fcntl sqlite3 dbm shelve watchdog mimetypes
        jinja2.FileSystemLoader jinja2.PackageLoader
        """  # mimetypes: it knows what the administrator of the machine wrote into /etc
    ),
    PACKAGED: _words("importlib.resources importlib.metadata importlib_resources"),
    IMPORTING: _words(
        """
        built-in.__import__ built-in.exec built-in.eval built-in.compile built-in.globals builtins
        importlib.import_module importlib.util importlib.machinery pkgutil runpy
        """
    ),
    NETWORK: _words(
        """
        socket ssl socketserver select selectors http.client http.server urllib.request ftplib
        smtplib poplib imaplib telnetlib xmlrpc webbrowser requests httpx aiohttp paramiko urllib3
        tornado livereload
        """
    ),
    TIME: _words(
        """
        time datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today
        datetime.date.today datetime.date.fromtimestamp
        """
    ),
    CHANCE: _words(
        "random secrets uuid.uuid1 uuid.uuid4 built-in.hash"  # a text's hash() varies by process
    ),
    PROCESSES: _words(
        "subprocess multiprocessing concurrent threading _thread asyncio signal ctypes pty"
    ),
    TERMINAL: _words(
        """
        built-in.print built-in.input built-in.breakpoint sys.stdin sys.stdout sys.stderr sys.argv
        sys.exit sys.path sys.modules logging click getpass platform locale
        """
    ),
}
GUARDED = {name: reached for reached, names in REACHES.items() for name in names}

DOORS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    # Module, what it may use (something REACHES names, or all of a kind), and why.
    ("reading/sources.py", (FILES,), "the only door to the input"),
    ("reading/git_folder.py", (FILES,), "reads .git/index, which stands beside the sources"),
    ("output/writing.py", (FILES,), "the only door for writing, with its parts:"),
    ("output/operations.py", (FILES,), "each single operation, numbered"),
    ("output/preflight.py", (FILES,), "what can fail, looked at before the first rename"),
    ("output/memo_file.py", (FILES,), "the memo's store below the memo root"),
    ("output/sorting.py", ("tempfile",), "sorts what does not fit into memory"),
    ("output/own_files.py", (FILES,), "files in the project that a command may write again"),
    (
        "workers.py",
        ("threading", "multiprocessing", "concurrent"),
        "several processes for pure work",
    ),
    ("catalogues.py", (PACKAGED,), "the sentences lie in the package, as locales/"),
    ("theme/*.py", (PACKAGED,), "the default theme lies in the package"),
    ("cli/lazy.py", ("importlib.import_module",), "loads the commands that are called"),
    ("pages/word_forms.py", ("importlib.import_module",), "the extra search-pl, when asked"),
    ("extras.py", ("importlib.util",), "looks whether a declared extra is there; imports none"),
    ("registry.py", ("importlib.import_module", "pkgutil"), "finds the files of the open folders"),
    # The methods named here are those of the doors: .open of sources, .stat of the output.
    ("runs.py", ("pathlib.Path",), "names the folders of a build"),
    (
        "build.py",
        ("pathlib.Path", "*.open", "*.stat", "*.exists"),
        "names the project's folders for the doors; opens nothing itself",
    ),
    (
        "editing/*.py",
        ("pathlib.Path", "*.exists"),
        "names folders for the doors; writes through output/writing",
    ),
    ("editing/platforms.py", ("*.open",), "exports come through the door of sources"),
    ("editing/polis.py", ("*.open",), "exports come through the door of sources"),
    ("editing/reference.py", ("sys.argv",), "make docs names the folder"),
    ("editing/reference.py", (FILES,), "writes the committed documents anew, over those of before"),
    (
        "serve.py",
        (
            *("livereload", "watchdog", "threading", "click", "datetime.datetime.now"),
            *("pathlib.Path", "*.resolve", "*.stat"),
        ),
        "watches, and serves on 127.0.0.1",
    ),
    ("online.py", (NETWORK, "concurrent"), "asks services, and only for check --online"),
    # The targets; publishing/base.py, connection.py and publish.py only name folders and operations.
    ("publishing/folder.py", (FILES,), "a folder that is published to"),
    ("publishing/ftps.py", ("ftplib", "ssl", "socket", "pathlib.Path"), "FTP"),
    ("publishing/sftp.py", ("paramiko", "*.open", "*.stat"), "SFTP"),
    ("publishing/webdav.py", ("http.client", "ssl", "pathlib.Path"), "WebDAV"),
    ("publishing/rsync.py", ("subprocess", FILES), "runs rsync, on files made for it"),
    ("publishing/git_branch.py", ("subprocess", "tempfile"), "runs git"),
    ("publishing/local.py", (FILES,), "copies of releases below .civicsite/"),
    ("publishing/*.py", ("pathlib.Path", "*.rename", "*.open"), "name folders; methods of targets"),
    ("publish.py", ("pathlib.Path", "*.stat", "*.open"), "names folders for the doors"),
    ("cli/publishing.py", ("secrets",), "a word that no other run has"),
    ("cli/*.py", (TERMINAL,), "arguments in, diagnostics out"),
    ("cli/*.py", ("datetime.datetime.now",), "the default for the build's instant"),
    (
        "cli/*.py",
        ("pathlib.Path", "*.resolve", "*.group", "os", "time"),
        "names folders, reads the environment, times a run",
    ),
)


ADVICE = """\
Take the value from a door or as an argument. A new door gets a line, with its reason, in DOORS in
tests/architecture/doors.py."""


def door_problems(modules: Mapping[str, str]) -> list[str]:
    """One line for every use of the outside world that is not behind a door."""
    problems: dict[str, None] = {}
    for path, source in sorted(modules.items()):
        uses = full_names(path, source)
        names_paths = any(use.name.startswith("pathlib.Path") for use in uses)
        for use in uses:
            reached = _reached(use.name, names_paths)
            if reached and not _may(path, use.name, reached):
                shown = use.name.removeprefix("built-in.").removeprefix("*")
                problems[f"{path}:{use.line}: {shown} reaches {reached}"] = None
    return list(problems)


def _reached(name: str, names_paths: bool) -> str | None:
    """What a full name reaches; None when it is harmless."""
    if name.startswith("*."):
        return FILES if names_paths and name.removeprefix("*.") in PATH_METHODS else None
    parts = name.split(".")
    beginnings = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((GUARDED[b] for b in beginnings if b in GUARDED), None)


def _may(path: str, name: str, reached: str) -> bool:
    return any(
        fnmatchcase(path, pattern)
        and any(
            allowed == reached or name == allowed or name.startswith(f"{allowed}.")
            for allowed in may
        )
        for pattern, may, _ in DOORS
    )
