"""Views of the pages that the law asks for."""

from __future__ import annotations

from civicsite.pages import views as v
from tests.theme.sample_parts import (
    CONTACT,
    EVENTS,
    HOME_CRUMB,
    PARK,
    PARK_CRUMB,
    SITE,
    TOWN_CRUMB,
    day,
    head,
    link,
    text,
)
from tests.theme.sample_processes import process

__all__ = ["declaration", "report"]

DECLARATION = "lipowiec/accessibility.html"
REPORT = f"{PARK.removesuffix('.html')}/report.html"


def _said(*phrases: str | v.Phrase, id: str = "") -> v.StatementView:
    return v.StatementView(
        tuple(p if isinstance(p, v.Phrase) else v.Phrase(text(p)) for p in phrases), id
    )


def declaration() -> v.DeclarationView:
    """A declaration with a phrase of every shape."""
    day = v.Phrase(text("14 marca 2025"), "a11y-data-sporzadzenie", "date", "2025-03-14")
    address = "dostepnosc@lipowiec.example"
    mail = v.Phrase(text(address), "a11y-email", "mail", address)
    phone = v.Phrase(text("12 345 67 89"), "a11y-telefon", "phone", "+48123456789")
    url = v.Phrase(
        text("https://lipowiec.example/"), "a11y-url", "link", "https://lipowiec.example/"
    )
    body = v.Phrase(text("Urząd Miejski w Lipowcu"), "a11y-podmiot")
    return v.DeclarationView(
        head(DECLARATION, "Deklaracja dostępności", "declaration", HOME_CRUMB, TOWN_CRUMB),
        SITE,
        title=text("Deklaracja dostępności"),
        id="a11y-deklaracja",
        opening=(_said(body, " zapewnia dostępność ", url, ".", id="a11y-wstep"),),
        parts=(
            v.DeclarationPart(
                2,
                text("Niedostępne treści"),
                "",
                (),
                (
                    v.DeclarationPart(
                        3,
                        text("Niezgodność z załącznikiem"),
                        "",
                        (v.ListingView((v.Phrase(text("Skany sprzed 2025 roku.")),)),),
                    ),
                ),
            ),
            v.DeclarationPart(
                2,
                text("Obsługa wniosków i skarg związanych z dostępnością"),
                "a11y-procedura",
                (_said("Sporządzono: ", day), _said("Zadzwoń: ", phone), _said("Napisz: ", mail)),
            ),
        ),
    )


def report() -> v.ConsultationReportView:
    """The report on the park: who came, what was said, what was changed."""
    park = process()
    remark = v.ContributionView(
        "7",
        concerns=text("Ławki"),
        points=(v.Answer("1", text("Więcej ławek."), "accepted", text("Jest ich za mało.")),),
        source=PARK_CRUMB,
        changes=(link("Będzie dziewięć ławek.", REPORT, "change_lawki"),),
    )
    return v.ConsultationReportView(
        head(REPORT, "Raport z konsultacji", "report", HOME_CRUMB, TOWN_CRUMB, PARK_CRUMB),
        SITE,
        title=text("Raport z konsultacji: Park nad rzeką"),
        kind=text("Konsultacje"),
        process=PARK_CRUMB,
        summary=text("Zebraliśmy uwagi na spotkaniu i przez formularz."),
        published_on=day("20 kwietnia 2026", "2026-04-20"),
        prepared_by=text("Referat Dialogu"),
        document=None,
        outcome=None,
        facts=park.facts,
        phases=park.phases,
        forms=(text("Formularz uwag"), text("Spotkanie (1 raz)")),
        meetings=(
            v.MeetingRow(EVENTS[0], "43", text("lista obecności"), "17", (text("Rada Osiedla"),)),
            v.MeetingRow(EVENTS[-1], None, None, None, ()),
        ),
        attendees="43",
        announced=park.announced,
        sets=(v.SetView("uwagi", None, "remarks", (remark,), (("accepted", 1),)),),
        changes=(
            v.ChangeView(
                "lawki",
                text("Będzie dziewięć ławek."),
                (link("Nr 7", REPORT, "remark_uwagi_7"),),
                link("4 maja 2026", REPORT, "done_zakup"),
                None,
            ),
        ),
        evaluation=(),
        item_word="proposal",
        results=None,
        decisions=park.decisions,
        follow_up=(
            v.FollowUpView(
                day("4 maja 2026", "2026-05-04"),
                "planned",
                text=text("Zamówiliśmy ławki."),
                id="zakup",
                changes=(link("Będzie dziewięć ławek.", REPORT, "change_lawki"),),
            ),
        ),
        documents=park.documents,
        official=park.official,
        contact=CONTACT,
    )
