"""Form services on the internet: one row, one service.

Frames: Microsoft refuses one for forms that only an organisation may answer; Typeform allows any
https page; Tally's frame works without its script; Jotform sends its height. EUSurvey and
Webankieta are linked only, as their headers are the survey owner's choice.
"""

from __future__ import annotations

from civicsite.embeds.shapes import ID, PatternProvider, Shape

__all__ = ["PROVIDERS"]

_EU, _US = "embed-privacy-eu", "embed-privacy-us"

PROVIDERS = (
    PatternProvider(
        "microsoft-forms",
        "Microsoft Forms",
        (
            Shape(r"/(?:Pages/)?DesignPage\w*\.aspx", problem="provider-edit-link"),
            Shape(r"/(?:Pages/)?(?:AnalysisPage|Analysis)\w*\.aspx", problem="provider-edit-link"),
            Shape(
                r"/(?:Pages/)?ResponsePage\.aspx",
                "/Pages/ResponsePage.aspx",
                "/Pages/ResponsePage.aspx?id={id}",
                needs=(("id", r"[A-Za-z0-9_-]{20,}"),),
                adds=(("embed", "true"),),
            ),
            Shape(
                rf"/(?P<way>[er])/{ID}/?",
                "/{way}/{id}",
                "/{way}/{id}",
                keeps=("lang",),
                adds=(("embed", "true"),),
            ),
        ),
        hosts=("forms.office.com", "forms.microsoft.com", "forms.cloud.microsoft"),
        note=_US,
        location="US",
        notice="https://privacy.microsoft.com/privacystatement",
        answers=("microsoft-forms",),
    ),
    PatternProvider(
        "typeform",
        "Typeform",
        (
            Shape(r"/form/.*|/workspaces/.*|/accounts/.*", problem="provider-edit-link"),
            Shape(
                rf"/to/{ID}/?", "/to/{id}", "/to/{id}", adds=(("typeform-embed", "embed-widget"),)
            ),
        ),
        domains=("typeform.com",),
        note=_EU,
        location="EU",
        notice="https://www.typeform.com/privacy-policy/",
        answers=("typeform",),
    ),
    PatternProvider(
        "tally",
        "Tally",
        (
            Shape(r"/forms/.*", problem="provider-edit-link"),
            Shape(
                rf"/(?:r|embed)/{ID}/?",
                "/r/{id}",
                "/embed/{id}",
                adds=(("alignLeft", "1"), ("transparentBackground", "1")),
            ),
        ),
        hosts=("tally.so",),
        note=_EU,
        location="EU",
        notice="https://tally.so/help/privacy-policy",
        answers=("tally",),
    ),
    PatternProvider(
        "jotform",
        "Jotform",
        (
            Shape(r"/(?:build|inbox|tables|myforms)(?:/.*)?", problem="provider-edit-link"),
            Shape(r"/(?:form/)?(?P<id>\d{8,20})/?", "/{id}", "/{id}"),
        ),
        hosts=("form.jotform.com", "www.jotform.com", "eu.jotform.com"),
        note=_US,
        location="US",
        notice="https://www.jotform.com/privacy/",
        resize="set-height",
    ),
    PatternProvider(
        "kobotoolbox",
        "KoboToolbox",
        (
            Shape(rf"/single/(?:i/)?{ID}/?", "/single/{id}", "/single/i/{id}"),
            Shape(rf"/(?:x|i|_)/#?{ID}/?", "/x/{id}", "/i/{id}"),
        ),
        hosts=("ee.kobotoolbox.org", "ee-eu.kobotoolbox.org"),
        allow="geolocation",
        note=_US,
        location="US",
        notice="https://www.kobotoolbox.org/privacy/",
        answers=("kobotoolbox", "odk-central"),
    ),
    PatternProvider(
        "framaforms",
        "Framaforms",
        (
            Shape(r"/node/\d+/(?:edit|webform.*)", problem="provider-edit-link"),
            Shape(r"/(?P<id>[a-z0-9-]+-\d{6,})/?", "/{id}", "/{id}"),
        ),
        hosts=("framaforms.org",),
        note=_EU,
        location="EU",
        notice="https://framasoft.org/en/legals/",
        answers=("framaforms",),
    ),
    PatternProvider(
        "eusurvey",
        "EUSurvey",
        (
            Shape(r"/eusurvey/(?:\w+/management/.*|dashboard.*)", problem="provider-edit-link"),
            Shape(rf"/eusurvey/runner/{ID}/?", "/eusurvey/runner/{id}", keeps=("surveylanguage",)),
        ),
        hosts=("ec.europa.eu",),
        note=_EU,
        location="EU",
        notice="https://ec.europa.eu/eusurvey/home/privacystatement",
    ),
    PatternProvider(
        "webankieta",
        "Webankieta",
        (Shape(r"/ankieta/\d+(?:/[\w-]+(?:\.html)?)?/?"),),
        hosts=("webankieta.pl", "www.webankieta.pl"),
        note=_EU,
        location="PL",
        notice="https://www.webankieta.pl/polityka-prywatnosci/",
    ),
)
