"""Software that a town, or somebody for it, runs on a host of its own: one row, one program.

Nextcloud opens its ``embed`` address to every page and sends its height. PeerTube is the video
service that keeps visitors to itself. Decidim could be framed up to 0.27, as a card without the
vote, and removed that in 0.28 (decidim#11096): so a host is framed only where the town says that it
may be. CONSUL, Go Vocal, adhocracy+ and Loomio refuse frames.
"""

from __future__ import annotations

from civicsite.embeds.base import EmbedKind, Height
from civicsite.embeds.shapes import ID, PatternProvider, Shape

__all__ = ["PROVIDERS"]

_SLUG = r"(?P<id>[A-Za-z0-9_.-]+)"
_PAGE = r"(?:/[\w./%-]*)?"

PROVIDERS = (
    PatternProvider(
        "nextcloud-forms",
        "Nextcloud Forms",
        (
            Shape(
                rf"(?P<base>(?:/[\w.-]+)*?)/apps/forms/(?:s|embed)/{ID}/?",
                "{base}/apps/forms/s/{id}",
                "{base}/apps/forms/embed/{id}",
            ),
            Shape(rf"(?:/[\w.-]+)*?/apps/forms/{ID}(?:/.*)?", problem="provider-edit-link"),
        ),
        size=Height(phone=1000, desktop=900),
        resize="nextcloud",
        answers=("nextcloud-forms",),
    ),
    PatternProvider(
        "enketo",
        "Enketo",
        (
            Shape(rf"/single/(?:i/)?{ID}/?", "/single/{id}", "/single/i/{id}"),
            Shape(rf"/(?:x|i|_)/{ID}/?", "/x/{id}", "/i/{id}"),
        ),
        allow="geolocation",
        answers=("kobotoolbox", "odk-central"),
    ),
    PatternProvider(
        "drupal-webform",
        "Drupal Webform",
        (Shape(r"/(?:[a-z]{2}/)?(?:form|webform|node)/[\w-]+(?:/share)?/?"),),
        answers=("framaforms",),
    ),
    PatternProvider(
        "peertube",
        "PeerTube",
        (
            Shape(
                rf"/(?:w|videos/watch|videos/embed)/{ID}/?",
                "/w/{id}",
                "/videos/embed/{id}",
                adds=(("warningTitle", "0"), ("peertubeLink", "0"), ("p2p", "0")),
            ),
        ),
        kind=EmbedKind.VIDEO,
        size=(16, 9),
        allow="fullscreen",
    ),
    PatternProvider(
        "decidim",
        "Decidim",
        (
            Shape(r"/admin(?:/.*)?", problem="provider-edit-link"),
            Shape(
                rf"(?P<page>/(?:processes|assemblies|conferences|initiatives|consultations)/{_SLUG}"
                r"(?:/f/\d+(?:/\w+/\d+)?)?)/?(?:embed(?:\.html)?)?",
                "{page}",
                "{page}/embed",
            ),
        ),
        kind=EmbedKind.PAGE,
        size=Height(phone=520, desktop=420),
        resize="decidim",
        answers=("decidim-survey", "decidim-proposals", "decidim-projects"),
    ),
    PatternProvider(
        "go-vocal",
        "Go Vocal",
        (
            Shape(r"/[a-z]{2}(?:-[A-Z]{2})?/admin(?:/.*)?", problem="provider-edit-link"),
            Shape(rf"/[a-z]{{2}}(?:-[A-Z]{{2}})?/(?:projects|folders|ideas|events)/{_SLUG}{_PAGE}"),
        ),
        kind=EmbedKind.PAGE,
        answers=("go-vocal-votes", "go-vocal-budget", "go-vocal-ballots", "go-vocal-poll"),
    ),
    PatternProvider(
        "consul",
        "CONSUL Democracy",
        (
            Shape(r"/admin(?:/.*)?", problem="provider-edit-link"),
            Shape(rf"/(?:budgets|polls|debates|proposals|legislation/processes)/{_SLUG}{_PAGE}"),
        ),
        kind=EmbedKind.PAGE,
        answers=("consul-supports",),
    ),
    PatternProvider(
        "adhocracy",
        "adhocracy+",
        (
            Shape(r"/(?:[a-z]{2}/)?[\w-]+/dashboard(?:/.*)?", problem="provider-edit-link"),
            Shape(rf"/(?:[a-z]{{2}}/)?[\w-]+/projects/{_SLUG}{_PAGE}"),
        ),
        kind=EmbedKind.PAGE,
        answers=("adhocracy-poll",),
    ),
    PatternProvider(
        "meinberlin",
        "meinBerlin",
        (
            Shape(
                rf"/(?:embed/projects|projekte|projects)/{_SLUG}/?",
                "/projekte/{id}/",
                "/embed/projects/{id}/",
            ),
        ),
        hosts=("mein.berlin.de",),
        kind=EmbedKind.PAGE,
        size=Height(phone=720, desktop=640),
        note="embed-privacy-eu",
        location="DE",
        notice="https://mein.berlin.de/datenschutz/",
        answers=("adhocracy-poll",),
    ),
)
