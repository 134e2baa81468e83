"""Views of the pages that the law asks for."""

from __future__ import annotations

from civicsite.pages import views as v
from tests.theme.sample_parts import HOME_CRUMB, SITE, TOWN_CRUMB, head, text

__all__ = ["declaration"]

DECLARATION = "lipowiec/accessibility.html"


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
