"""One real kill -9, beside the tests that stop at every operation."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from civicsite.registry import standard_registry
from tests.publishing.server import Town
from tests.publishing.test_real_servers import site_at

PUBLISH = """
import sys
from pathlib import Path
from civicsite.registry import standard_registry
from tests.publishing.server import Town
target = standard_registry().targets["folder"]
settings = target.settings.model_validate({"to": "folder", "folder": sys.argv[2]})
print("begins", flush=True)
assert Town(Path(sys.argv[1]), runs=50).publish(target, settings=settings).ok
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_real_kill(tmp_path: Path) -> None:
    www = tmp_path / "www"
    first = {f"p/{n:03}.html": b"one %d" % n for n in range(300)}
    second = {path: data.replace(b"one", b"two") for path, data in first.items()}
    target = standard_registry().targets["folder"]
    settings = target.settings.model_validate({"to": "folder", "folder": str(www)})
    town = Town(tmp_path)
    town.build(first)
    assert town.publish(target, settings=settings).ok
    town.build(second)
    process = subprocess.Popen(
        [sys.executable, "-c", PUBLISH, str(tmp_path), str(www)],
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
    )
    end = time.monotonic() + 60
    while (www / "p/020.html").read_bytes() != second["p/020.html"]:
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    found = site_at(www)
    assert found.keys() == first.keys()
    assert all(data in (first[path], second[path]) for path, data in found.items())
    assert found != second, "it was killed in the middle"
    report = town.publish(target, settings=settings)
    assert report.ok
    assert report.resumed
    assert report.told is not None
    assert len(report.told.uploaded) <= sum(found[p] != second[p] for p in first) + 1
    assert site_at(www) == second
