"""What each form service writes, and the ballots and answers that are read from it."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.diagnostics import Diagnostic, Span
from civicsite.exports.dataset import (
    AskedQuestion,
    Ballot,
    CountedFile,
    Export,
    ExportFile,
    Option,
    Reading,
)
from civicsite.exports.gate import Gate
from civicsite.exports.recognising import choose_format
from civicsite.registry import standard_registry
from tests.exports.files import AT, in_memory, places, read, responses, words
from tests.exports.sheets import xlsx

FORMATS = standard_registry().formats
WARSAW = ZoneInfo("Europe/Warsaw")
PARK = (Option("1", "Park"), Option("2", "Ławki, kosze"), Option("3", "Most; kładka"))
TITLES = tuple(option.title for option in PARK)


def question(column: str, type: str = "single", *options: str, id: str = "q") -> AskedQuestion:
    return AskedQuestion(id, column, type, options, AT)


def answers(
    format: str, content: str | bytes, asked: AskedQuestion, **entry: object
) -> list[object]:
    """The answers to one question; of a matrix a dictionary by row."""
    export, given = responses(FORMATS[format], content, [asked], **entry)
    assert export.diagnostics == ()
    if asked.type == "matrix":
        return [{row: answer for (_, row), answer in one.answers.items()} for one in given]
    return [one.answers[asked.id, ""] for one in given]


def marks(
    format: str, content: str | bytes, column: str, **entry: object
) -> tuple[list[tuple[tuple[str, ...], int]], Export]:
    asked = CountedFile("data/a.csv", span=AT, choices=(("park", column),), **entry)  # type: ignore[arg-type]
    export, ballots = read(FORMATS[format], content, asked, {"park": PARK})
    # Equal ballots may come as one.
    each = [ballot for ballot in ballots for _ in range(ballot.count)]
    return [(ballot.marks, ballot.unknown) for ballot in each], export


def recognised(content: str | bytes, path: str = "data/a.csv") -> str:
    """The format that the file is taken for, or the code of what is wrong."""
    wanted = frozenset({"ballots", "responses"})
    found = choose_format(CountedFile(path, span=AT), in_memory(path, content), FORMATS, wanted)
    if isinstance(found, Diagnostic):
        return found.code
    return found[0].name if found[1] != "recognised-stated" else "stated"


def table(*rows: Sequence[str], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


# Google Forms

GOOGLE = table(
    ["Timestamp", "Email Address", "Projects", "Rate [Green]", "Rate [Roads]"],
    ["2026/06/01 9:05:00 AM EEST", "", "Park;Ławki, kosze;more, trees", "4", ""],
    ["2026/06/13 9:05:00 PM EEST", "", "Most; kładka;Park", "5", "1"],
)
SHEET = table(
    ["Sygnatura czasowa", "Projekty", "Wiek"],
    ["1.06.2026 8:05:00", "Park, Ławki, kosze, więcej drzew", "34"],
    ["13.06.2026 20:05:00", "Most; kładka, Park", "51"],
)


def test_google_forms_own_csv_and_its_sheet_are_recognised_in_two_languages() -> None:
    assert recognised(GOOGLE) == recognised(SHEET) == "google-forms"
    assert recognised(xlsx(list(csv.reader(SHEET.splitlines()))), "data/a.xlsx") == "google-forms"


@pytest.mark.parametrize(
    "content",
    [
        "Timestamp,Name\n1519000000000,x\n",  # milliseconds of something else
        "timestamp,datetime,comment-id\n2026-01-01,x,1\n",
        "Nr,Timestamp\n1,2026/06/01 9:05:00 AM EEST\n",
    ],
)
def test_a_time_stamp_alone_is_no_google_form(content: str) -> None:
    assert recognised(content) in ("format-not-recognised", "stated")


def test_choices_of_the_sheet_are_matched_longest_first_and_the_rest_is_words_of_ones_own() -> None:
    asked = question("Projekty", "multiple", *TITLES)
    assert answers("google-forms", SHEET, asked) == [
        ("Park", "Ławki, kosze", "więcej drzew"),
        ("Most; kładka", "Park"),
    ]


def test_without_a_list_a_comma_of_the_sheet_is_an_error_with_two_ways_out() -> None:
    asked = question("Projekty", "multiple")
    export, _ = responses(FORMATS["google-forms"], SHEET, [asked])
    assert words(export.diagnostics) == [
        "in the answers to “Projekty” a separator may stand between two choices or inside one, and"
        " nobody can tell which. List the options of this question, or say with separator: what"
        " stands between two choices."
    ]
    assert places(export.diagnostics) == ["results.yaml:7:11: question-needs-options"]


def test_in_the_csv_of_forms_only_a_semicolon_separates() -> None:
    assert answers("google-forms", GOOGLE, question("Projects", "multiple"))[0] == (
        "Park", "Ławki, kosze", "more, trees",
    )  # fmt: skip


def test_the_csv_of_forms_saved_by_a_spreadsheet_is_read_with_the_list() -> None:
    content = GOOGLE.replace("2026/06/01 9:05:00 AM EEST", "01.06.2026 09:05").replace(
        "2026/06/13 9:05:00 PM EEST", "13.06.2026 21:05"
    )
    assert marks("google-forms", content, "Projects")[0] == [(("1", "2"), 1), (("3", "1"), 0)]


def test_wordings_that_differ_in_case_alone_are_one() -> None:
    asked = question("Projects", "multiple", "Park", "PARK", "Ławki, kosze", "Most; kładka")
    assert answers("google-forms", GOOGLE, asked)[1] == ("Most; kładka", "Park")


def test_a_grid_is_a_matrix_with_a_column_for_each_row() -> None:
    assert answers("google-forms", GOOGLE, question("Rate", "matrix")) == [
        {"Green": ("4",), "Roads": ()},
        {"Green": ("5",), "Roads": ("1",)},
    ]


def test_the_same_export_gives_ballots() -> None:
    found, export = marks("google-forms", GOOGLE, "Projects")
    assert found == [(("1", "2"), 1), (("3", "1"), 0)]
    assert export.diagnostics == ()
    assert export.provenance is not None
    assert (export.provenance.format, export.provenance.rows_read) == ("google-forms", 2)


# Times of arrival


def times(content: str, **entry: object) -> tuple[list[datetime | None], list[str]]:
    asked = CountedFile("data/a.csv", span=AT, choices=(("park", "P"),), zone=WARSAW, **entry)  # type: ignore[arg-type]
    export, ballots = read(FORMATS["google-forms"], content, asked, {"park": PARK})
    return [ballot.received for ballot in ballots], places(export.diagnostics)


def test_the_column_as_a_whole_tells_the_day_from_the_month() -> None:
    content = "Timestamp,P\n6/9/2026 8:00:00,1\n6/13/2026 0:06:16,1\n"
    assert times(content)[0] == [
        datetime(2026, 6, 9, 6, tzinfo=UTC),
        datetime(2026, 6, 12, 22, 6, 16, tzinfo=UTC),
    ]
    assert times(content.replace("6/13", "13/6"))[0][0] == datetime(2026, 9, 6, 6, tzinfo=UTC)


def test_a_column_that_does_not_tell_is_a_warning_and_the_times_are_unknown() -> None:
    content = "Timestamp,P\n6/9/2026 8:00:00,1\n7/9/2026 8:00:00,1\n"
    asked = CountedFile("data/a.csv", span=AT, choices=(("park", "P"),), zone=WARSAW)
    export, ballots = read(FORMATS["google-forms"], content, asked, {"park": PARK})
    assert [ballot.received for ballot in ballots] == [None, None]
    assert words(export.diagnostics) == [
        "“data/a.csv”: 2 times in “Timestamp” may begin with the day or with the month, so it is"
        " not known when these forms arrived. If it matters when forms arrived, add dates: with the"
        " word day-first or month-first to this file in results.yaml."
    ]


def test_where_the_editor_names_the_column_it_is_an_error_that_says_what_to_write() -> None:
    content = "Timestamp,P\n6/9/2026 8:00:00,1\n"
    received, problems = times(content, received="Timestamp")
    assert (received, problems) == ([None], ["data/a.csv:2:1: received-order-unknown"])
    received, problems = times(content, received="Timestamp", dates="day-first")
    assert (received, problems) == ([datetime(2026, 9, 6, 6, tzinfo=UTC)], [])


def test_two_orders_in_one_column_are_an_error_where_the_second_begins() -> None:
    content = "Timestamp,P\n13/6/2026 8:00:00,1\n6/14/2026 8:00:00,1\n"
    assert times(content, received="Timestamp")[1] == ["data/a.csv:3:1: received-unreadable"]


# Microsoft Forms

MICROSOFT = [
    ["ID", "Godzina rozpoczęcia", "Godzina ukończenia", "Adres e-mail", "Nazwa", "Projekty\u00a0", "Ile km?"],
    [1, datetime(2026, 6, 1, 8), datetime(2026, 6, 1, 8, 5), "anonymous", "", "Park;Ławki, kosze;", 12.125],
    [2, datetime(2026, 6, 1, 9), datetime(2026, 6, 1, 9, 5), "anonymous", "", "", 2.0],
]  # fmt: skip


def test_microsoft_forms_are_read_as_the_workbook_they_come_in() -> None:
    content = xlsx(MICROSOFT)
    assert recognised(content, "data/a.xlsx") == "microsoft-forms"
    asked = question("Projekty", "multiple")
    assert answers("microsoft-forms", content, asked, path="data/a.xlsx") == [
        ("Park", "Ławki, kosze"),
        (),
    ]
    numbers = answers("microsoft-forms", content, question("Ile km?", "number"), path="data/a.xlsx")
    assert numbers == [("12.1250",), ("2",)]


def test_the_word_for_somebody_unknown_is_nobodys_personal_data() -> None:
    gate = Gate("data/a.xlsx")
    reading = Reading(
        in_memory("data/a.xlsx", xlsx(MICROSOFT)), CountedFile("data/a.xlsx", span=AT), "x", {},
        lambda ballot: None, gate, (question("Projekty", "multiple"),), lambda response: None,
    )  # fmt: skip
    assert FORMATS["microsoft-forms"].read(reading).diagnostics == ()
    assert gate.diagnostics() == ()


# LimeSurvey

LIME = table(
    ["Response ID", "Date submitted", "Last page", "Start language", "Projects [Park]",
     "Projects [Most]", "Projects [Most] [Comment]", "Projects [Other]", "Age", "Age [Other]", "Ranking [Rank 1]",
     "Ranking [Rank 2]"],
    ["1", "2026-06-01 08:00:00", "3", "pl", "Yes", "No", "why", "trees", "Other", "teen", "Most", "Park"],
    ["2", "", "1", "pl", "Yes", "No", "", "", "16–18", "", "", ""],
    ["3", "1980-01-01 00:00:00", "3", "pl", "N/A", "N/A", "N/A", "N/A", "N/A", "N/A", "N/A", "N/A"],
)  # fmt: skip


def test_full_wordings_of_limesurvey_tell_not_shown_from_not_answered() -> None:
    assert recognised(LIME) == "limesurvey"
    assert answers("limesurvey", LIME, question("Projects", "multiple")) == [
        ("Park", "trees"), ("Park",), None,
    ]  # fmt: skip
    assert answers("limesurvey", LIME, question("Age")) == [("teen",), ("16–18",), None]
    assert answers("limesurvey", LIME, question("Ranking", "ranking")) == [
        ("Most", "Park"),
        (),
        None,
    ]


def test_forms_left_early_are_responses_that_are_not_complete_and_no_ballots() -> None:
    _, given = responses(FORMATS["limesurvey"], LIME, [question("Age")], zone=WARSAW)
    assert [one.complete for one in given] == [True, False, True]
    assert [one.received for one in given] == [datetime(2026, 6, 1, 6, tzinfo=UTC), None, None]
    found, export = marks("limesurvey", LIME, "Projects")
    assert found == [(("1",), 1), ((), 0)]  # trees are not on the list
    assert export.provenance is not None
    assert export.provenance.rows_left_out == (("unfinished", 1),)
    assert export.provenance.rows_read == 2


def test_a_limesurvey_table_that_does_not_tell_finished_forms_is_refused() -> None:
    content = "ID odpowiedzi,Wiek\n1,34\n"
    export, given = responses(FORMATS["limesurvey"], content, [question("Wiek")])
    assert (given, places(export.diagnostics)) == ([], ["results.yaml:7:11: finished-not-told"])
    assert "question codes" in words(export.diagnostics)[0]


def test_an_option_that_ends_like_a_comment_is_an_option() -> None:
    content = table(
        ["id", "submitdate", "lastpage", "Q [Yes]", "Q [Yes] [Comment]", "Q [No comment]", "P[A]", "P[Acomment]", "P[other]"],
        ["1", "2026-06-01 08:00:00", "3", "No", "why", "Yes", "Y", "because", "7"],
    )  # fmt: skip
    assert answers("limesurvey", content, question("Q", "multiple")) == [("No comment",)]
    assert answers("limesurvey", content, question("P", "multiple")) == [("A", "7")]


# Nextcloud, KoboToolbox, ODK, Typeform, Tally

NEXTCLOUD = "\ufeff" + table(
    ["Submission ID", "User ID", "User display name", "Timestamp", "Projekty", "Ranking (Park)",
     "Ranking (Most)", "Oceń (Zieleń)", "Uwagi"],
    ["submission_id", "user_id", "user_display_name", "timestamp", "question-id-1", "question-id-2-1",
     "question-id-2-2", "question-id-3-1", "question-id-4"],
    ["7", "", "Anonymous user", "2026-06-01T08:00:00+02:00", "Park; Ławki, kosze", "2", "1", "4; 5", "'=1+1"],
)  # fmt: skip


def test_nextcloud_with_its_row_of_technical_names() -> None:
    assert recognised(NEXTCLOUD) == "nextcloud-forms"
    assert answers("nextcloud-forms", NEXTCLOUD, question("Projekty", "multiple")) == [
        ("Park", "Ławki, kosze")
    ]
    assert answers("nextcloud-forms", NEXTCLOUD, question("Ranking", "ranking")) == [
        ("Most", "Park")
    ]
    assert answers("nextcloud-forms", NEXTCLOUD, question("Uwagi", "text")) == [("=1+1",)]
    matrix = answers("nextcloud-forms", NEXTCLOUD, question("Oceń", "matrix", "4", "5"))
    assert matrix == [{"Zieleń": ("4", "5")}]
    found, export = marks("nextcloud-forms", NEXTCLOUD, "Projekty")
    assert found == [(("1", "2"), 0)]
    assert export.provenance is not None
    assert export.provenance.rows_left_out == (("row-of-names", 1),)


def test_two_options_with_the_same_place_are_an_error() -> None:
    content = NEXTCLOUD.replace(",2,1,", ",1,1,")
    export, _ = responses(FORMATS["nextcloud-forms"], content, [question("Ranking", "ranking")])
    assert [found.code for found in export.diagnostics] == ["rank-unreadable"]


KOBO = table(
    ["start", "Projekty", "Projekty/Park", "Projekty/Ławki, kosze", "grupa/Zieleń", "_id", "_uuid",
     "_submission_time"],
    ["x", "Park Ławki, kosze", "1", "1", "4", "9", "u", "2026-06-01T08:00:00"],
    ["x", "", "", "", "", "10", "u", "2026-06-01T08:00:00"],
    delimiter=";",
)  # fmt: skip
ODK = table(
    ["SubmissionDate", "start", "Projekty", "grupa-Zielen", "meta-instanceID", "KEY"],
    ["2026-06-01T06:00:00.000Z", "x", "park lawki", "4", "uuid:1", "uuid:1"],
)


def test_kobotoolbox_counts_the_columns_of_options_and_not_the_summary_beside_them() -> None:
    assert recognised(KOBO) == "kobotoolbox"
    asked = question("Projekty", "multiple")
    assert answers("kobotoolbox", KOBO, asked) == [("Park", "Ławki, kosze"), ()]
    assert answers("kobotoolbox", KOBO, question("grupa", "matrix"))[0] == {"Zieleń": ("4",)}
    assert marks("kobotoolbox", KOBO, "Projekty")[0] == [(("1", "2"), 0), ((), 0)]


def test_odk_central_joins_names_with_a_space() -> None:
    assert recognised(ODK) == "odk-central"
    assert answers("odk-central", ODK, question("Projekty", "multiple", "park", "lawki")) == [
        ("park", "lawki")
    ]
    assert answers("odk-central", ODK, question("grupa", "matrix")) == [{"Zielen": ("4",)}]
    _, given = responses(FORMATS["odk-central"], ODK, [question("Projekty", "text")], zone=WARSAW)
    assert given[0].received == datetime(2026, 6, 1, 6, tzinfo=UTC)


TYPEFORM = table(
    ["#", "Projects", "Park", "Ławki, kosze", "Response Type", "Start Date (UTC)", "Submit Date (UTC)",
     "Network ID"],
    ["a1", "Park / Ławki, kosze", "Park", "", "completed", "2026-06-01 08:00:00", "2026-06-01 08:05:00", "n"],
    ["a2", "Park", "", "Ławki, kosze", "partial", "2026-06-01 08:00:00", "", "n"],
)  # fmt: skip


def test_typeform_of_both_generations() -> None:
    assert recognised(TYPEFORM) == "typeform"
    newer = question("Projects", "multiple", *TITLES)
    assert answers("typeform", TYPEFORM, newer)[0] == ("Park", "Ławki, kosze")
    older = question("Which projects?", "multiple", *TITLES)
    assert answers("typeform", TYPEFORM, older) == [("Park",), ("Ławki, kosze",)]
    _, given = responses(FORMATS["typeform"], TYPEFORM, [newer], zone=WARSAW)
    assert [(one.complete, one.received) for one in given] == [
        (True, datetime(2026, 6, 1, 8, 5, tzinfo=UTC)),
        (False, None),
    ]


TALLY = table(
    ["Submission ID", "Respondent ID", "Submitted at", "Projekty", "Projekty (Park)",
     "Projekty (Ławki, kosze)", "Kolejność"],
    ["s", "r", "2026-06-01 08:00:00", "Park, Ławki, kosze, drzewa, krzewy", "TRUE", "TRUE", "Most, Park"],
    ["s", "r", "2026-06-01 08:00:00", "", "FALSE", "FALSE", ""],
)  # fmt: skip


def test_tally_has_words_of_ones_own_only_in_the_joined_column() -> None:
    assert recognised(TALLY) == "tally"
    assert answers("tally", TALLY, question("Projekty", "multiple")) == [
        ("Park", "Ławki, kosze", "drzewa, krzewy"),
        (),
    ]
    ranking = question("Kolejność", "ranking", "Most", "Park")
    assert answers("tally", TALLY, ranking) == [("Most", "Park"), ()]
    assert marks("tally", TALLY, "Projekty")[0] == [(("1", "2"), 1), ((), 0)]


# Framaforms, Warsaw, Gdynia

FRAMAFORMS = table(
    ["Enquête", "", "", "", "", "", "", "", "", ""],
    ["Submission Details", "", "", "", "", "Projets", "", "", "", ""],
    ["Serial", "SID", "Time", "Draft", "UID", "Park", "Most", "Other...", "Âge", "Avis"],
    ["1", "11", "06/01/2026 - 08:00", "0", "0", "X", "", "arbres", "34", "bien"],
    ["2", "12", "06/13/2026 - 08:00", "1", "0", "X", "X", "", "51", ""],
)


def test_framaforms_with_its_three_header_rows() -> None:
    assert recognised(FRAMAFORMS) == "framaforms"
    asked = question("Projets", "multiple")
    assert answers("framaforms", FRAMAFORMS, asked) == [("Park", "arbres"), ("Park", "Most")]
    assert answers("framaforms", FRAMAFORMS, question("Âge")) == [("34",), ("51",)]
    _, given = responses(FORMATS["framaforms"], FRAMAFORMS, [question("Avis", "text")], zone=WARSAW)
    assert [(one.complete, one.received) for one in given] == [
        (True, datetime(2026, 6, 1, 6, tzinfo=UTC)),
        (False, datetime(2026, 6, 13, 6, tzinfo=UTC)),
    ]


def test_a_compact_export_of_framaforms_joins_with_a_comma() -> None:
    content = table(
        ["Enquête", "", "", ""],
        ["Submission Details", "", "", ""],
        ["Serial", "SID", "UID", "Projets"],
        ["1", "11", "0", "Park,Ławki, kosze"],
    )
    assert answers("framaforms", content, question("Projets", "multiple", *TITLES)) == [
        ("Park", "Ławki, kosze")
    ]


KS = table(
    ["Lp.", "Data wypełnienia", "Status", "1. Co wspierasz? - Park", "1. Co wspierasz? - Ławki, kosze",
     "2. Oceń - Zieleń", "3. Kiedy? - rano - dzień powszedni", "3. Kiedy? - rano - weekend",
     "3. Kiedy? - po południu - weekend", "Adres email"],
    ["1", "01-06-2026 08:00:00", "x", "1", "", "4", "1", "1", "", ""],
    ["2", "02-06-2026 08:00:00", "x", "Tak", "x", "", "", "", "1", ""],
    delimiter=";",
)  # fmt: skip


def test_warsaws_consultations_have_a_column_for_each_option() -> None:
    assert recognised(KS) == "warsaw-ks"
    assert answers("warsaw-ks", KS, question("1. Co wspierasz?", "multiple")) == [
        ("Park",), ("Park", "Ławki, kosze"),
    ]  # fmt: skip
    assert answers("warsaw-ks", KS, question("2. Oceń", "matrix")) == [
        {"Zieleń": ("4",)}, {"Zieleń": ()},
    ]  # fmt: skip
    several = question("3. Kiedy?", "matrix", "weekend", "dzień powszedni")
    assert answers("warsaw-ks", KS, several) == [
        {"rano": ("dzień powszedni", "weekend"), "po południu": ()},
        {"rano": (), "po południu": ("weekend",)},
    ]
    _, given = responses(FORMATS["warsaw-ks"], KS, [several], zone=WARSAW)
    assert given[0].received == datetime(2026, 6, 1, 6, tzinfo=UTC)


GDYNIA = table(
    [
        "ID odpowiedzi",
        "Odpowiedziałem",
        "Hash IP",
        "Status użytkownika",
        "Co? - Park",
        "Co? - Inne",
    ],
    ["a", "01/06/2026: 08:00", "h", "x", "1", ""],
    ["b", "02/06/2026: 08:00", "h", "x", "", "Inne - więcej drzew"],
    delimiter=";",
)


def test_gdynias_surveys_are_told_by_the_way_they_write_times() -> None:
    assert recognised(GDYNIA) == "gdynia"
    assert answers("gdynia", GDYNIA, question("Co?", "multiple")) == [("Park",), ("więcej drzew",)]
    _, given = responses(FORMATS["gdynia"], GDYNIA, [question("Co?", "multiple")], zone=WARSAW)
    assert given[1].received == datetime(2026, 6, 2, 6, tzinfo=UTC)


# Decidim

DECIDIM = table(
    [
        "ID odpowiedzi",
        "Odpowiedziałem",
        "Hash IP",
        "Status użytkownika",
        "1. Co?",
        "2. Oceń/Zieleń",
    ],
    ["a", "2026-06-01 06:00:00 UTC", "h", "x", "Park, Inne (ławki, drzewa)", "4"],
    delimiter=";",
)
DECIDIM_JSON = """[{"ID odpowiedzi": "a", "Odpowiedziałem": "2026-06-01 06:00:00 UTC",
 "Hash IP": "h", "Status użytkownika": "x", "1. Co?": ["Park, duży", "Inne (ławki)"],
 "2. Oceń": {"Zieleń": ["4"]}}, {"ID odpowiedzi": "b", "1. Co?": []}]"""


def test_decidims_surveys_as_csv_and_as_json() -> None:
    assert recognised(DECIDIM) == recognised(DECIDIM_JSON, "data/a.json") == "decidim-survey"
    asked = question("1. Co?", "multiple", "Park", "Inne")
    assert answers("decidim-survey", DECIDIM, asked) == [("Park", "Inne")]
    listed = question("1. Co?", "multiple")
    assert answers("decidim-survey", DECIDIM_JSON, listed, path="data/a.json") == [
        ("Park, duży", "Inne (ławki)"),
        (),
    ]
    _, given = responses(FORMATS["decidim-survey"], DECIDIM_JSON, [listed], zone=WARSAW)
    assert [one.received for one in given] == [datetime(2026, 6, 1, 6, tzinfo=UTC), None]
    matrix = question("2. Oceń", "matrix")
    assert answers("decidim-survey", DECIDIM_JSON, matrix)[0] == {"Zieleń": ("4",)}


def test_an_option_inside_somebodys_own_words_is_no_vote_for_it() -> None:
    content = DECIDIM.replace("Inne (ławki, drzewa)", "Inne (ławki, Park, drzewa)")
    asked = question("1. Co?", "multiple", "Park", "Inne")
    export, _ = responses(FORMATS["decidim-survey"], content, [asked])
    assert {found.code for found in export.diagnostics} == {"choice-ambiguous"}


@pytest.mark.parametrize("content", ["[{", "[{}]", '[{"a": [[]]}', '[{"Answered on": {}}]'])
def test_broken_json_is_told(content: str) -> None:
    export, given = responses(FORMATS["decidim-survey"], content, [question("1. Co?")])
    assert given == []
    assert len(export.diagnostics) == 1


# Any other table


def test_a_separator_may_be_stated() -> None:
    content = "Nr;Projekty\n1;Park # Ławki, kosze\n"
    asked = question("Projekty", "multiple")
    assert answers("table", content, asked, separator="#") == [("Park", "Ławki, kosze")]
    assert marks("table", content, "Projekty", separator="#")[0] == [(("1", "2"), 0)]


@pytest.mark.parametrize(
    "heading", ["Projekty [{}]", "Projekty/{}", "Projekty ({})", "Projekty - {}", "Projekty[{}]"]
)
@pytest.mark.parametrize(("yes", "no"), [("1", "0"), ("X", ""), ("Tak", "nie"), ("TRUE", "FALSE")])
def test_one_column_for_each_option_is_read_in_every_style(heading: str, yes: str, no: str) -> None:
    content = table(
        ["Nr", *(heading.format(title) for title in TITLES)],
        ["1", yes, no, yes],
        ["2", no, no, no],
        delimiter=";",
    )
    assert answers("table", content, question("Projekty", "multiple")) == [
        ("Park", "Most; kładka"), (),
    ]  # fmt: skip
    assert marks("table", content, "Projekty")[0] == [(("1", "3"), 0), ((), 0)]


@pytest.mark.parametrize("rows", ["1;34;Park\n;;\n;;Park\n", "1;34;Park\nRazem;;Park\n"])
def test_a_row_with_a_mark_is_a_ballot_wherever_it_stands(rows: str) -> None:
    found, export = marks("table", "Nr;Wiek;Projekty\n" + rows, "Projekty")
    assert found == [(("1",), 0), (("1",), 0)]
    assert export.diagnostics == ()


def test_a_note_below_the_ballots_is_left_out_and_told() -> None:
    content = "Nr;Wiek;Projekty\n1;34;Park\n;;\n;oddano 1 kartę;\n"
    found, export = marks("table", content, "Projekty")
    assert found == [(("1",), 0)]
    assert [problem.code for problem in export.diagnostics] == ["rows-below-table"]


def test_a_longer_heading_is_suggested_and_not_taken_for_an_option() -> None:
    content = "Nr;Projekty (najwyżej 3)\n1;Park\n"
    found, export = marks("table", content, "Projekty")
    assert found == []
    assert words(export.diagnostics) == [
        "“data/a.csv” has no column “Projekty”. It has: Nr; Projekty (najwyżej 3)."
        " Did you mean “Projekty (najwyżej 3)”?"
    ]
    export, _ = responses(FORMATS["table"], content, [question("Projekty", "multiple", "Park")])
    assert [problem.code for problem in export.diagnostics] == ["column-not-found"]


def test_a_number_in_the_column_of_an_option_is_an_error_at_its_place() -> None:
    content = "Nr;Projekty [Park]\n1;7\n"
    assert places(marks("table", content, "Projekty")[1].diagnostics) == [
        "data/a.csv:2:3: mark-unreadable"
    ]


def test_ranks_in_columns_give_a_ballot_in_the_order_of_preference() -> None:
    content = "Nr;Projekty [Rank 2];Projekty [Rank 1]\n1;Park;Ławki, kosze\n"
    assert marks("table", content, "Projekty")[0] == [(("2", "1"), 0)]


def test_a_heading_that_stands_twice_is_no_question_with_an_option_called_2() -> None:
    content = "Nr;Uwagi;Uwagi\n1;tak;nie\n"
    export, given = responses(FORMATS["table"], content, [question("Uwagi", "multiple", "tak")])
    assert [one.answers["q", ""] for one in given] == [("tak",)]
    assert [found.code for found in export.diagnostics] == ["column-name-twice"]


def test_what_is_missing_is_asked_at_the_question() -> None:
    export, given = responses(FORMATS["table"], "Nr;Wiek\n1;34\n", [question("Wiekk")])
    assert (given, places(export.diagnostics)) == ([], ["results.yaml:7:11: column-not-found"])
    export, _ = responses(FORMATS["table"], "Nr;Oceń\n1;3\n", [question("Oceń", "matrix")])
    assert places(export.diagnostics) == ["results.yaml:7:11: question-without-rows"]


def test_a_file_that_two_formats_could_have_made_names_both() -> None:
    content = table(
        [
            "ID odpowiedzi",
            "Odpowiedziałem",
            "Hash IP",
            "Status użytkownika",
            "id",
            "submitdate",
            "lastpage",
        ],
        ["a", "01/06/2026: 08:00", "h", "x", "1", "", ""],
    )
    file = in_memory("data/a.csv", content)
    entry = CountedFile("data/a.csv", span=AT)
    some = {name: FORMATS[name] for name in ("gdynia", "limesurvey", "tally")}
    found = choose_format(entry, file, some, frozenset({"responses"}))
    assert isinstance(found, Diagnostic)
    assert words([found]) == [
        "“data/a.csv” could be an export of several services: gdynia, limesurvey."
        " Add format: with the right one."
    ]


# Laws


@given(st.binary(max_size=300), st.sampled_from(sorted(FORMATS)), st.booleans())
def test_no_bytes_make_a_format_raise(noise: bytes, name: str, as_table: bool) -> None:
    content = b"Timestamp,P,id,submitdate\n2026,1,1,\n" + noise if as_table else noise
    FORMATS[name].recognise(content, "data/a.csv")
    entry = CountedFile("data/a.csv", span=AT, choices=(("park", "P"),), contest="park")
    read(FORMATS[name], content, entry, {"park": PARK})


@given(
    st.lists(st.tuples(st.sampled_from(TITLES), st.sampled_from(("", *TITLES))), min_size=2, max_size=9),
    st.data(),
)  # fmt: skip
def test_splitting_a_file_into_two_changes_nothing(
    rows: list[tuple[str, str]], data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, len(rows) - 1))
    lines = [["2026/06/01 9:05:00 AM EEST", ";".join(filter(None, row))] for row in rows]
    header = ["Timestamp", "P"]

    def of(part: list[list[str]]) -> list[object]:
        return answers("google-forms", table(header, *part), question("P", "multiple"))

    assert of(lines) == of(lines[:at]) + of(lines[at:])
    whole = marks("google-forms", table(header, *lines), "P")[0]
    halves = [
        marks("google-forms", table(header, *part), "P")[0] for part in (lines[:at], lines[at:])
    ]
    assert whole == halves[0] + halves[1]


class Generated(io.RawIOBase):
    """A CSV that is made while it is read."""

    def __init__(self, rows: int) -> None:
        self._lines = self._made(rows)
        self._left = b""

    @staticmethod
    def _made(rows: int) -> Iterator[bytes]:
        yield b"Timestamp,P\n"
        for n in range(rows):
            yield f'2026/06/01 9:05:00 AM EEST,"Park;Ławki, kosze;{n % 7}"\n'.encode()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while len(self._left) < len(buffer) and (line := next(self._lines, b"")):
            self._left += line
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size


class Unseeing:
    """Looks at nothing; what the gate keeps is its own matter."""

    def columns(self, names: Sequence[str], span: Span) -> None:
        pass

    def row(self, cells: Sequence[str], line: int) -> None:
        pass


def peak(rows: int) -> int:
    """Bytes at most in use while so many ballots are read."""
    counted = 0

    def count(ballot: Ballot) -> None:
        nonlocal counted
        counted += 1

    entry = CountedFile("data/a.csv", span=AT, choices=(("park", "P"),))
    file = ExportFile("data/a.csv", lambda: io.BufferedReader(Generated(rows)))
    tracemalloc.start()
    try:
        reading = Reading(file, entry, "x", {"park": PARK}, count, Unseeing())
        FORMATS["google-forms"].read(reading)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert counted == rows
    return most


def test_memory_does_not_grow_with_the_number_of_ballots() -> None:
    assert peak(8_000) < peak(3_000) + 300_000
