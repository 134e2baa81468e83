"""The order of the house, and what follows from it for imports."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from graphlib import CycleError, TopologicalSorter

from tests.architecture.scan import imported_modules

FLOORS = (
    # One line, one module; a module imports only what stands above it. A helper gets a line of its
    # own, below what it imports and above what imports it. A line that ends in *.py is an open
    # folder: one file there is one format, rule, provider, page kind or target. These files do not
    # know each other, and only build.py and what stands below it know them.
    "diagnostics.py",
    "clock.py",
    "schedule.py",  # an instant in the words of schedulers
    "terms.py",
    "extras.py",  # heavy packages, declared and looked for
    "letters.py",  # slugs and collation
    "catalogues.py",  # the gettext files
    "language.py",
    "saying.py",  # a diagnostic as a person reads it
    "memo.py",
    "workers.py",  # pure work in several processes
    "plain.py",  # frozen values <-> plain data
    # bytes -> validated values
    "reading/sources.py",
    "reading/git_folder.py",
    "reading/git_index.py",  # which files git tracks
    "reading/text_files.py",
    "reading/yaml_rows.py",  # one line of YAML taken apart
    "reading/yaml_events.py",  # what is valid YAML, and where it is not
    "reading/yaml_slips.py",  # slips in one line
    "reading/yaml_source.py",  # the lines as written and as meant
    "reading/yaml_blocks.py",  # mistakes over several lines
    "reading/mistakes.py",  # which mistake explains where the parser stopped
    "reading/yaml_tree.py",  # fields, lists and scalars with their places
    "reading/yaml_building.py",
    "reading/yaml_nodes.py",
    "reading/field_types.py",  # what a scalar of the schema may be
    "reading/schema.py",
    "reading/binding.py",
    "reading/pictures.py",  # a picture without what a camera wrote into it
    "reading/picture_files.py",
    "reading/markup_parts.py",  # the parts of a Fragment
    "reading/markup_marks.py",
    "reading/sanitising.py",
    "reading/markup_tree.py",
    "reading/markup_source.py",
    "reading/markup_addresses.py",
    "reading/markup_brackets.py",  # which bracket closes which
    "reading/markup_engine.py",
    "reading/markup_headings.py",
    "reading/markup_blocks.py",
    "reading/markup_links.py",
    "reading/markup_wording.py",  # sentences nobody can follow
    "reading/markup.py",
    # platforms' files -> neutral values
    "exports/statements.py",
    "exports/dataset.py",
    "exports/archives.py",  # ZIP files, within bounds
    "exports/text_rows.py",  # records and the places of their cells
    "exports/text_tables.py",  # CSV and its dialects
    "exports/text_lines.py",
    "exports/headings.py",  # the names of the columns, for recognising
    "exports/sheet_extents.py",  # what a spreadsheet unpacks to
    "exports/sheets.py",
    "exports/column_names.py",  # names of columns
    "exports/row_words.py",  # sums and notes among rows
    "exports/tables.py",  # either, with a header
    "exports/recognising.py",  # file -> format, given the formats
    "exports/json_text.py",
    "exports/arrival.py",  # times of arrival
    "exports/moments.py",  # other days and times
    "exports/records.py",  # tables and JSON alike
    "exports/contents.py",  # what becomes pages
    "exports/vote_lists.py",  # projects with the votes a platform counted
    "exports/repeated.py",
    "exports/validity.py",  # which ballots count
    "exports/choices.py",  # cells -> options
    "exports/option_lists.py",
    "exports/json_tables.py",  # JSON as a table
    "exports/form_answers.py",  # the columns of a question -> answers
    "exports/form_services.py",  # what a service's tables look like
    "exports/alike.py",  # equal rows, told once
    "exports/form_rows.py",  # rows -> ballots, responses
    "exports/forms.py",  # one format for each service
    "exports/reduction.py",  # the neutral form of ballots
    "exports/pabulib_parts.py",  # the sections of a .pb file
    "exports/formats/*.py",
    "exports/personal_headings.py",  # what columns of personal data are called
    "exports/personal_values.py",  # what personal data look like
    "exports/given_names.py",
    "exports/gate.py",
    "exports/contribution_rows.py",  # a table of remarks
    "exports/inspection.py",  # a whole file, whatever it is
    # the participation terms
    "model/site.py",
    "model/files.py",  # one file of the content folder -> its value
    "model/contribution_tables.py",  # remarks of a table among those of YAML
    "model/names.py",  # what files declare and refer to
    "model/declaration.py",  # the table of the accessibility declaration
    "model/statute_rules.py",  # what a rule of a statute is
    "model/statutes_poland.py",
    "model/statutes.py",  # by country
    "model/checks.py",  # the rules that cross files
    "model/loading.py",
    # neutral values + rules -> numbers
    "results/rules/base.py",
    "results/rules/ties.py",  # level options
    "results/rules/taking.py",  # projects one after another
    "results/rules/seats.py",  # seats by falling score
    "results/rules/choosing.py",  # choices in counts of many rounds
    "results/rules/rounds.py",  # ranked ballots in rounds
    "results/rules/*.py",
    "results/suppression.py",  # small cells of one table
    "results/splits.py",  # all splits of one result
    "results/anonymous.py",  # ballots for publication
    "results/vote_splits.py",  # votes by attributes of the voters
    "results/counts.py",  # what is asked and what is known in the end
    "results/comparing.py",
    "results/deciding.py",  # votes and a rule -> the outcome
    "results/gathering.py",  # what is gathered for one contest
    "results/disclosure.py",  # what may be told beyond the totals
    "results/tally.py",
    "results/requests.py",  # results.yaml -> what to count
    "results/survey_counts.py",  # a survey: what is asked and what is known in the end
    "results/answers.py",  # a wording -> what was answered
    "results/survey_sums.py",  # the answers to one question, added up
    "results/surveys.py",
    "results/survey_requests.py",
    "results/reducing.py",  # raw/ -> data/
    "results/reducing_surveys.py",
    "results/record.py",  # results.json
    "results/record_table.py",  # results.csv
    "results/record_answers.py",
    "results/record_package.py",  # datapackage.json
    "results/record_pabulib.py",
    "results/record_blt.py",
    "results/record_files.py",
    "results/recording.py",  # a count -> its record
    "results/recount.py",
    "results/showing.py",  # a result as plain text
    "results/releasing.py",  # a process -> its result, counted or kept
    "embeds/base.py",
    "embeds/shapes.py",  # services whose addresses follow patterns
    "embeds/recognition.py",  # address -> provider, given the providers
    "embeds/*.py",
    "theme/program.py",  # the fingerprint of the program
    "theme/assets.py",
    "theme/contrast.py",
    "theme/tokens.py",  # the look as custom properties
    "theme/overlay.py",
    # Site + Tallies -> views
    "pages/urls.py",
    "pages/policy.py",  # what pages may load
    "pages/views.py",
    "pages/result_views.py",
    "pages/digests.py",
    "pages/stems.py",  # words as the search compares them
    "pages/word_forms.py",
    "pages/context.py",  # the build seen in one language
    "pages/parts.py",
    "pages/maps.py",  # places and routes
    "pages/offered.py",  # every form, film and map
    "pages/phases.py",
    "pages/news.py",  # what has happened
    "pages/happenings.py",  # what stands in calendars
    "pages/offers.py",  # a page for other programs
    "pages/linked_data.py",  # and in its head
    "pages/sheets.py",  # what there is to print
    "pages/cards.py",
    "pages/frame.py",
    "pages/prose.py",
    "pages/contributions.py",
    "pages/contests.py",
    "pages/process_parts.py",  # what the page of a process and its report both say
    "pages/base.py",  # what a page kind is
    "pages/alias.py",
    "pages/search_index.py",
    "pages/search.py",
    "pages/downloads.py",
    "pages/result_words.py",
    "pages/round_parts.py",  # a count in rounds
    "pages/split_parts.py",
    "pages/contest_parts.py",
    "pages/survey_parts.py",
    "pages/plan.py",
    "pages/*.py",
    # Plan -> bytes
    "output/render.py",
    "output/manifest.py",
    "output/operations.py",
    "output/preflight.py",
    "output/memo_file.py",
    "output/sorting.py",  # more lines than fit into memory
    "output/own_files.py",
    "output/writing.py",
    # a published site
    "publishing/base.py",  # what a target is
    "publishing/record.py",  # what civicsite keeps on the server
    "publishing/planning.py",  # what a release changes, in which order
    "publishing/connection.py",
    "publishing/locking.py",  # one publisher at a time
    "publishing/survey.py",  # what is on the server
    "publishing/release.py",  # how a release gets there
    "publishing/choosing.py",  # the options of a target, and the login
    "publishing/local.py",  # what this computer remembers
    "publishing/*.py",
    "registry.py",  # finds the files of the open folders
    "counting.py",  # every result of a site
    "published.py",  # personal data in what is published as it was handed in
    "tracking.py",  # and in what git keeps
    "runs.py",  # what a build is asked for, and what it tells
    "standing.py",  # whether a build has anything to do
    "declaration_page.py",  # the finished accessibility declaration against its table
    "vanishing.py",  # addresses that were there
    "build.py",
    "publish.py",
    "online.py",  # whether what a site offers still works
    "editing/block_style.py",  # words from outside as YAML
    "editing/html_text.py",  # and as Markdown
    "editing/project_settings.py",  # languages and zone of the project
    "editing/page_files.py",  # what a platform published, as an editor's files
    "editing/reducing.py",
    "editing/results_schema.py",
    "editing/*.py",
    "serve.py",
    "cli/shared.py",  # what the commands have in common
    "cli/speaking.py",
    "cli/lazy.py",  # commands loaded when they are called
    "cli/*.py",  # further groups of commands, beside each other
    "cli/main.py",
)

KNOWS_OPEN_FOLDERS = "registry.py"
"""The first module that may import from an open folder; above it, the registry is handed down."""


def place(path: str, floors: tuple[str, ...] = FLOORS) -> tuple[int, int] | None:
    """Where a module stands, as a sort key; None when it has no place.

    A folder's ``__init__.py`` runs before everything in the folder, so it stands just above it.
    """
    if path == "__init__.py":
        return (0, 0)
    if path.endswith("/__init__.py"):
        folder = path.removesuffix("__init__.py")
        return next(((n, 0) for n, line in enumerate(floors) if line.startswith(folder)), None)
    if path in floors:
        return (floors.index(path), 1)
    open_folder = open_folder_of(path, floors)
    return (floors.index(open_folder), 1) if open_folder else None


def open_folder_of(path: str, floors: tuple[str, ...] = FLOORS) -> str | None:
    """The line of the open folder a module belongs to; None for a module with a line of its own.
    Only files directly in the folder belong to it."""
    if path in floors or path.endswith("__init__.py"):
        return None
    return next(
        (f for f in floors if fnmatchcase(path, f) and path.count("/") == f.count("/")), None
    )


def floor_problems(modules: Mapping[str, str], floors: tuple[str, ...] = FLOORS) -> list[str]:
    """One sentence for every module without a place and every import against the order."""
    problems = []
    for path in sorted(modules):
        if place(path, floors) is None:
            problems.append(
                f"{path} has no place in the order of floors: add a line to FLOORS in"
                " tests/architecture/floors.py, below what it imports, above what imports it."
            )
            continue
        for use in imported_modules(path, modules):
            problem = _against_the_order(path, use.name, floors)
            if problem:
                problems.append(f"{path}:{use.line}: {problem}")
    return problems


def _against_the_order(path: str, target: str, floors: tuple[str, ...]) -> str | None:
    here, there = place(path, floors), place(target, floors)
    if here is None or there is None:
        return None  # the module without a place is told of once
    folder = open_folder_of(target, floors)
    if folder and folder == open_folder_of(path, floors):
        return (
            f"imports its neighbour {target}. Files of {folder} do not know each other: what both"
            " need gets a module and a line in FLOORS above the folder's."
        )
    if there >= here:
        return (
            f"imports {target}, which stands below it in FLOORS. Hand the value down from above,"
            " or move what both need to a module above both."
        )
    if folder and here < (floors.index(KNOWS_OPEN_FOLDERS), 0):
        return (
            f"imports {target} from the open folder {folder}. Only {KNOWS_OPEN_FOLDERS} and what"
            " stands below it do that: take it from the registry value."
        )
    return None


def cycle(modules: Mapping[str, str]) -> list[str] | None:
    """Modules that import each other in a ring, the first one named again at the end."""
    graph = {
        path: {use.name for use in imported_modules(path, modules)} - {path} for path in modules
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return None
