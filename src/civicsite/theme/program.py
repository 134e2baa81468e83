"""The fingerprint of the program: part of every key, so that a new version renders anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable

__all__ = ["fingerprint", "packaged", "packaged_folder"]

_RENDERING = (
    "babel", "jinja2", "markdown", "markupsafe", "nh3", "pydantic", "pymdown-extensions",
    "pyyaml", "tzdata",
)  # fmt: skip
"""Packages whose version can change a page."""
_EXTRAS = ("boto3", "morfeusz2", "paramiko")
"""Packages that a site may declare; what they make has digests of its own."""


@cache
def fingerprint() -> str:
    """SHA-256 (hex) over the package's own files and the versions of what renders.

    Computed, never a number bumped by hand: a number is forgotten once.
    """
    state = hashlib.sha256()
    for name, content in _files(resources.files("civicsite"), ""):
        state.update(f"{name}\0{len(content)}\0".encode())
        state.update(content)
    for package in _RENDERING:
        state.update(f"{package}={_version(package)}\0".encode())
    return state.hexdigest()


@cache
def packaged() -> str:
    """SHA-256 (hex) over everything that comes with the program: what :func:`fingerprint` covers,
    the themes, what others made, and the extras that are installed."""
    state = hashlib.sha256(fingerprint().encode())
    for package in _EXTRAS:
        state.update(f"{package}={_version(package)}\0".encode())
    for name in ("themes", "vendor"):
        for path, content in _all_files(packaged_folder(name), f"{name}/"):
            state.update(f"{path}\0{len(content)}\0".encode())
            state.update(content)
    return state.hexdigest()


def packaged_folder(name: str) -> Traversable:
    """A folder inside the installed package, or beside ``src`` in a checkout."""
    package = resources.files("civicsite")
    inside = package / name
    return inside if inside.is_dir() else package.joinpath("..", "..", name)


def _all_files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _all_files(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry.read_bytes()


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "-"


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            # The theme, and what others made, have digests of their own.
            if entry.name not in ("__pycache__", "themes", "vendor"):
                yield from _files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".py", ".po")):
            yield prefix + entry.name, entry.read_bytes()
