"""Fields that steer instead of show, and those that nothing shows yet, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["ALTERNATIVES", "BEHAVIOUR", "ELSEWHERE"]

ALTERNATIVES: Mapping[str, tuple[Any, ...]] = {
    "civicsite.yaml: time_zone": ("Europe/London",),
    "civicsite.yaml: currency": ("PLN",),
    "pages/*.md: order": ("1",),
    "municipality.md: country": ("CZ",),
    "process.md: id": ("inny",),
    "process.md: kind": ("consultation",),
    "process.md: series": ("inna",),
    "process.md: phases[].from": ("2026-03-02",),
    "process.md: phases[].ways[]": ("list",),
    "process.md: ways.*.places[]": ("biblioteka",),
    "process.md: interventions[].phase": ("odbior",),
    "process.md: duties[].within.days": ("31",),
    "process.md: duties[].within.after": ("odbior",),
    "events/*.md: id": ("inny",),
    "proposals/*.md: id": ("inna",),
    "proposals/*.md: author_shown_from": ("2051-01-01",),
    "contributions.yaml: sets[].publish[]": ("number",),
    "results.yaml: contests[].marks[]": ("2",),
    "results.yaml: marks[]": ("3",),
    "results.yaml: ballots[].choice": ("Wybór 2",),
    "results.yaml: ballots[].voter": ("Karta 2",),
    "results.yaml: ballots[].channel_column": ("Kanał 2",),
    "results.yaml: ballots[].received": ("Kiedy 2",),
    "results.yaml: options.title": ("Tytuł 2",),
    "results.yaml: options.cost": ("Koszt 2",),
    "results.yaml: rule.name": ("approval", "greedy"),
    "results.yaml: contests[].rule.name": ("approval",),
    "results.yaml: rule.quorum": ("13",),
    "results.yaml: rule.quorum_share": ("99",),
    "results.yaml: declared.selected": ("Wybrano 2",),
    "results.yaml: declared.options[]": ("P3",),
    "results.yaml: method.from": ("2026-03-02",),
    "results.yaml: method.to": ("2026-03-30",),
    "results.yaml: responses.questions[].no_answer[]": ("moze",),
    "results.yaml: responses.questions[].groups[].of[]": ("tak",),
    "results.yaml: responses.questions[].asked_if.answer[]": ("moze",),
}
"""Other values to try, where the kind of value does not say them."""

_SITES = "tests/sites/test_build.py::"
_MODEL = "tests/sites/test_content_model.py::"
_FOLDERS = "tests/sites/test_open_folders.py::"
_TALLY = "tests/results/test_tally.py::"
_SURVEYS = "tests/results/test_surveys.py::"
_TIES = "tests/results/test_ties.py::"
_POINTS = "tests/results/test_points.py::"
_TABLES = "tests/exports/test_tables.py::"
_SHEETS = "tests/exports/test_sheets.py::"
_LISTS = "tests/exports/test_option_lists.py::"
_TOTALS = "tests/exports/test_totals.py::"
_PRIVATE = "tests/sites/test_private.py::"
_REQUESTS = "tests/results/test_requests_rules.py::"
_ASKED = "tests/results/test_survey_requests.py::"
_REMARKS = "tests/model/test_contribution_tables.py::"
_TOKENS = "tests/theme/test_tokens.py::"
_PUBLISHED = "tests/publishing/test_command.py::"
_DISCLOSURE = "tests/results/test_disclosure.py::"

BEHAVIOUR: Mapping[str, str] = {
    "civicsite.yaml: languages[]": f"{_SITES}test_what_is_not_translated_is_marked_and_said",
    "civicsite.yaml: theme": f"{_MODEL}test_a_site_may_have_a_theme_of_its_own",
    "civicsite.yaml: look.colours.light.*": f"{_TOKENS}test_a_town_has_its_own_colour_in_both_schemes",
    "civicsite.yaml: look.colours.dark.*": f"{_TOKENS}test_a_town_has_its_own_colour_in_both_schemes",
    "civicsite.yaml: look.type.base": f"{_TOKENS}test_one_scale_of_sizes_and_one_of_distances",
    "civicsite.yaml: look.type.ratio": f"{_TOKENS}test_one_scale_of_sizes_and_one_of_distances",
    "civicsite.yaml: look.type.narrow": f"{_TOKENS}test_one_scale_of_sizes_and_one_of_distances",
    "civicsite.yaml: look.space": f"{_TOKENS}test_one_scale_of_sizes_and_one_of_distances",
    "civicsite.yaml: look.shape.*": f"{_TOKENS}test_lines_and_corners_are_the_town_s_own",
    "civicsite.yaml: look.fonts.*": f"{_TOKENS}test_a_font_of_the_town_s_own_comes_from_the_site_itself",
    "civicsite.yaml: look.faces[].family": f"{_TOKENS}test_a_font_of_the_town_s_own_comes_from_the_site_itself",
    "civicsite.yaml: look.faces[].file": f"{_TOKENS}test_a_font_of_the_town_s_own_comes_from_the_site_itself",
    "civicsite.yaml: look.faces[].weight": f"{_TOKENS}test_a_font_of_the_town_s_own_comes_from_the_site_itself",
    "civicsite.yaml: look.faces[].italic": f"{_TOKENS}test_lines_and_corners_are_the_town_s_own",
    "civicsite.yaml: home": f"{_SITES}test_one_town_lives_at_the_root",
    "civicsite.yaml: hosts[].provider": f"{_FOLDERS}test_a_host_names_a_provider_that_is_there",
    "civicsite.yaml: hosts[].path": (
        "tests/embeds/test_allowed_host.py::"
        "test_a_town_says_where_its_forms_stand_and_what_their_frame_needs"
    ),
    "civicsite.yaml: use[]": (
        "tests/sites/test_extras.py::test_an_extra_that_is_declared_and_missing_is_told"
    ),
    "civicsite.yaml: repository": (
        f"{_PRIVATE}test_results_in_a_public_repository_wait_for_their_moment"
    ),
    "municipality.md: county_rights": (
        "tests/model/test_statutes.py::test_a_city_with_county_rights_owes_half_a_per_cent"
    ),
    "process.md: procedure": (
        "tests/model/test_statutes.py::test_a_revitalisation_that_misses_something"
    ),
    "process.md: report.changes[].set": (
        "tests/sites/test_report.py::test_numbers_of_several_sets_need_the_set"
    ),
    "process.md: report.changes[].follow_up": (
        "tests/sites/test_report.py::test_a_remark_leads_to_its_answer_and_what_came_of_it_and_back"
    ),
    "civicsite.yaml: publish.to": f"{_PUBLISHED}test_a_site_is_published_to_a_folder",
    "civicsite.yaml: publish.ask_above": f"{_PUBLISHED}test_the_site_says_how_many_removals_it_takes",
    "process.md: documents[].public_as.*": (
        f"{_PRIVATE}test_candidates_may_be_named_in_a_document_that_says_so"
    ),
    "civicsite.yaml: kinds[].required[]": (
        f"{_MODEL}test_a_kind_of_the_town_asks_for_what_it_requires"
    ),
    "contests/*.md: id": f"{_MODEL}test_a_page_of_a_contest_that_is_not_there_is_an_error",
    "contributions.yaml: sets[].file": (
        "tests/sites/test_remarks_from_a_table.py::"
        "test_the_site_is_the_same_from_yaml_from_text_and_from_a_spreadsheet"
    ),
    "contributions.yaml: sets[].columns…": (
        f"{_REMARKS}test_the_same_contributions_are_equal_from_yaml_and_from_a_table"
    ),
    "contributions.yaml: sets[].decisions.*": (
        f"{_REMARKS}test_rows_with_one_number_are_points_of_one_contribution"
    ),
    "contributions.yaml: sets[].channels.*": (
        f"{_REMARKS}test_rows_with_one_number_are_points_of_one_contribution"
    ),
    "contributions.yaml: sets[].author_kinds.*": (
        f"{_REMARKS}test_rows_with_one_number_are_points_of_one_contribution"
    ),
    "contributions.yaml: sets[].header_row": f"{_REMARKS}test_a_spreadsheet_is_read_like_text",
    "contributions.yaml: sets[].sheet": f"{_REMARKS}test_a_spreadsheet_is_read_like_text",
    "results.yaml: points…": f"{_POINTS}test_what_a_ballot_may_give_is_checked_and_counted_by_reason",
    "results.yaml: contests[].points…": (
        f"{_POINTS}test_what_a_ballot_may_give_is_checked_and_counted_by_reason"
    ),
    "results.yaml: ties.draws[]…": f"{_TALLY}test_draws_settle_ties_and_are_checked",
    "results.yaml: contests[].ties…": f"{_TALLY}test_draws_settle_ties_and_are_checked",
    "results.yaml: contests[].declared…": (
        f"{_TALLY}test_a_declared_list_stands_beside_the_recount_and_differences_are_listed"
    ),
    "results.yaml: declared.file": f"{_LISTS}test_a_declared_list_in_the_words_a_town_hall_uses",
    "results.yaml: declared.id": f"{_LISTS}test_a_declared_list_in_the_words_a_town_hall_uses",
    "results.yaml: declared.header_row": f"{_TABLES}test_a_stated_row_is_the_header",
    "results.yaml: declared.sheet": f"{_SHEETS}test_hidden_sheets_are_read_only_when_named",
    "results.yaml: options.file": (
        f"{_LISTS}test_options_with_cost_contest_and_the_wording_on_the_ballot"
    ),
    "results.yaml: options.id": (
        f"{_LISTS}test_options_with_cost_contest_and_the_wording_on_the_ballot"
    ),
    "results.yaml: options.contest": (
        f"{_LISTS}test_options_with_cost_contest_and_the_wording_on_the_ballot"
    ),
    "results.yaml: options.header_row": f"{_TABLES}test_a_stated_row_is_the_header",
    "results.yaml: options.sheet": f"{_SHEETS}test_hidden_sheets_are_read_only_when_named",
    "results.yaml: ballots[].format": f"{_TALLY}test_a_format_is_named_or_follows_from_the_entry",
    "results.yaml: ballots[].contest": f"{_TALLY}test_several_protocols_of_one_channel_are_added_up",
    "results.yaml: ballots[].choices.*": f"{_TALLY}test_two_contests_on_one_ballot_are_judged_apart",
    "results.yaml: ballots[].cast": (
        f"{_TOTALS}test_the_votes_of_a_protocol_with_what_it_says_about_ballots"
    ),
    "results.yaml: ballots[].valid": (
        f"{_TOTALS}test_the_votes_of_a_protocol_with_what_it_says_about_ballots"
    ),
    "results.yaml: ballots[].invalid.*": (
        f"{_TOTALS}test_the_votes_of_a_protocol_with_what_it_says_about_ballots"
    ),
    "results.yaml: ballots[].option": f"{_TOTALS}test_both_columns_have_to_be_named",
    "results.yaml: ballots[].votes": f"{_TOTALS}test_both_columns_have_to_be_named",
    "results.yaml: ballots[].separator": (
        "tests/exports/test_choices.py::test_titles_with_separators_inside_are_read_longest_first"
    ),
    "results.yaml: ballots[].dates": (
        "tests/exports/test_arrival.py::test_what_can_be_read_in_two_ways_or_none_is_not_guessed"
    ),
    "results.yaml: ballots[].header_row": f"{_TABLES}test_a_stated_row_is_the_header",
    "results.yaml: ballots[].header_rows": (
        f"{_TABLES}test_a_header_of_two_rows_gives_each_column_both_names"
    ),
    "results.yaml: ballots[].sheet": f"{_SHEETS}test_hidden_sheets_are_read_only_when_named",
    "results.yaml: validity.as_declared": (
        "tests/exports/test_validity.py::test_what_was_checked_elsewhere_counts_as_it_is"
    ),
    "results.yaml: validity.too_many_points": (
        f"{_POINTS}test_undecided_points_are_errors_that_name_the_key"
    ),
    "results.yaml: validity.too_few_points": f"{_POINTS}test_too_few_points_may_be_valid",
    "results.yaml: validity.points_off_scale": (
        f"{_POINTS}test_undecided_points_are_errors_that_name_the_key"
    ),
    "results.yaml: validity.…": (
        "tests/exports/test_validity.py::"
        "test_an_undecided_case_is_an_error_that_says_which_key_to_add"
    ),
    "results.yaml: responses.files[].header_row": f"{_TABLES}test_a_stated_row_is_the_header",
    "results.yaml: responses.files[].header_rows": (
        f"{_TABLES}test_a_header_of_two_rows_gives_each_column_both_names"
    ),
    "results.yaml: responses.files[].sheet": f"{_SHEETS}test_hidden_sheets_are_read_only_when_named",
    "results.yaml: responses.files[].separator": (
        "tests/exports/test_choices.py::test_titles_with_separators_inside_are_read_longest_first"
    ),
    "results.yaml: responses.questions[].asked_if…": (
        f"{_SURVEYS}test_a_question_is_put_only_to_those_whose_earlier_answer_asks_for_it"
    ),
    "results.yaml: responses.questions[].unusable": (
        f"{_SURVEYS}test_an_answer_that_cannot_be_counted_is_an_error_until_it_is_left_out"
    ),
    "results.yaml: responses.questions[].max": (
        f"{_SURVEYS}test_a_multiple_choice_counts_people_and_not_combinations"
    ),
    "results.yaml: responses.questions[].range[]": (
        f"{_SURVEYS}test_a_scale_has_an_exact_mean_and_every_step"
    ),
    "results.yaml: responses.questions[].options[].as[]": (
        f"{_SURVEYS}test_wordings_and_codes_are_one_answer"
    ),
    "results.yaml: responses.questions[].rows[]…": (
        f"{_SURVEYS}test_rows_of_a_matrix_are_counted_apart"
    ),
    "results.yaml: responses.questions[].column": f"{_ASKED}test_a_question_is_what_the_editor_wrote",
    "results.yaml: responses.files[].columns.*": (
        f"{_ASKED}test_a_file_can_name_a_question_otherwise_but_only_one_that_exists"
    ),
    "results.yaml: responses.questions[].split": (
        f"{_ASKED}test_people_are_told_apart_by_one_answer_only"
    ),
    "results.yaml: responses.questions[].quotes[]…": f"{_ASKED}test_a_quote_is_bound_to_its_text",
    "results.yaml: method.complete": (
        f"{_SURVEYS}test_complete_forms_are_compared_with_what_was_declared"
    ),
    "results.yaml: leftover[]…": (
        f"{_REQUESTS}test_money_left_in_pools_moves_to_another_one_before_it_is_decided"
    ),
    "results.yaml: electorate.districts.*": f"{_REQUESTS}test_turnout_by_channel_and_district",
    "results.yaml: contests[].electorate.districts.*": (
        f"{_REQUESTS}test_turnout_by_channel_and_district"
    ),
    "results.yaml: ballots[].district": f"{_REQUESTS}test_turnout_by_channel_and_district",
    "results.yaml: contests[].rule.quorum_share": f"{_REQUESTS}test_a_rule_has_fields_of_its_own",
    "results.yaml: publish.min_cell": f"{_DISCLOSURE}test_what_may_not_be_asked_for",
    "results.yaml: publish.ballots": f"{_DISCLOSURE}test_what_may_not_be_asked_for",
    "results.yaml: publish.split_by[]": f"{_DISCLOSURE}test_what_may_not_be_asked_for",
    "results.yaml: minors": (
        f"{_DISCLOSURE}test_of_minors_only_the_elected_are_named_and_no_channel_is_told"
    ),
    "results.yaml: remove_names_on": (
        f"{_DISCLOSURE}test_the_elected_are_named_until_their_day_and_the_build_knows_the_day"
    ),
    "results.yaml: never_suppress.…": (
        f"{_DISCLOSURE}test_what_a_statute_makes_public_stays_public"
    ),
}
"""What steers instead of showing, and the test that shows what it does. ``…`` stands for all that
begins like this."""

_PAGE = "the results page does not say it"
_COUNT = (
    "read by the count, or by what may be published of it; no test is named for the field itself"
)
_RECORD = "for results that are final; the record of them brings its tests"

ELSEWHERE: Mapping[str, str] = {
    "results.yaml: final.on": _RECORD,
    "results.yaml: final.record": _RECORD,
    "results.yaml: retention": _RECORD,
    "results.yaml: declared.explained[].basis": _PAGE,
    "results.yaml: ballots[].attributes.*": _COUNT,
    "results.yaml: responses.files[].format": _COUNT,
    "results.yaml: options.public_as.*": _COUNT,
    "results.yaml: publish.attributes[]": _COUNT,
    "results.yaml: publish.k": _COUNT,
    "results.yaml: publish.accept_pattern_risk.by": _COUNT,
    "results.yaml: publish.accept_pattern_risk.on": _COUNT,
    "results.yaml: publish.accept_pattern_risk.reason": _COUNT,
}
"""What nothing shows. A field that is shown after all has no business here: a test says so."""
