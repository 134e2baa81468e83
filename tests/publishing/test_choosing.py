"""Who logs in, and what is added by one file."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ConfigDict

from civicsite.publishing.base import Login, TransportProblem
from civicsite.publishing.choosing import Choice, login_for
from civicsite.reading.field_types import Line
from civicsite.reading.schema import TargetFields
from civicsite.registry import standard_registry
from tests.publishing.server import MemoryTarget, Server, Town
from tests.publishing.test_faults import FIRST

FTPS = standard_registry().targets["ftps"]


def choice(user: str = "") -> Choice:
    given = {"to": "ftps", "host": "ftp.lipowiec.example", "user": user}
    return Choice(FTPS, FTPS.settings.model_validate(given))


@pytest.fixture
def netrc(tmp_path: Path) -> dict[str, str]:
    file = tmp_path / "netrc"
    file.write_text("machine ftp.lipowiec.example login ala password z-pliku\n", "utf-8")
    file.chmod(0o600)
    return {"NETRC": str(file)}


def test_the_environment_goes_before_netrc(netrc: dict[str, str]) -> None:
    given = {**netrc, "CIVICSITE_USER": "ola", "CIVICSITE_PASSWORD": "z-otoczenia"}
    assert login_for(choice("ala"), given) == Login("ola", "z-otoczenia")
    assert login_for(choice("ala"), netrc) == Login("ala", "z-pliku")
    assert login_for(choice(), netrc) == Login("ala", "z-pliku")


def test_the_password_of_another_account_is_not_taken(netrc: dict[str, str]) -> None:
    assert login_for(choice("ela"), netrc) == Login("ela", "")


def test_without_any_the_user_of_the_settings_logs_in_without_a_password() -> None:
    assert login_for(choice("ala"), {"NETRC": "/nowhere/netrc"}) == Login("ala", "")


def test_a_netrc_that_cannot_be_read_says_nothing_of_what_it_holds(tmp_path: Path) -> None:
    file = tmp_path / "netrc"
    file.write_text("machine ftp.lipowiec.example password tajne-5 bzdura\n", "utf-8")
    with pytest.raises(TransportProblem) as caught:
        login_for(choice(), {"NETRC": str(file)})
    assert "tajne-5" not in str(caught.value)


def test_a_login_does_not_show_its_password() -> None:
    assert "tajne-5" not in f"{Login('ala', 'tajne-5')!r} {Login('ala', 'tajne-5')}"


class DrawerFields(TargetFields):
    """``to: drawer``."""

    model_config = ConfigDict(extra="forbid")

    drawer: Line
    """Which one."""


def test_a_target_is_one_object(tmp_path: Path) -> None:
    """Nothing else has to know it: its options, its place in messages, its transport."""
    server = Server()
    target = MemoryTarget(server)
    target.name, target.settings = "drawer", DrawerFields
    town = Town(tmp_path)
    town.build(FIRST)
    assert town.publish(target, settings=DrawerFields(to="drawer", drawer="top")).ok
    assert server.site == FIRST
