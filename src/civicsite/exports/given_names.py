"""Whether a cell holds the name of a person, by the commonest given names in Poland.

The list covers most people; it need not cover all, since a column is judged by its share of names.
Names that are more often a flower, a field or a month (Róża, Jagoda, Kalina, Pola) are left out.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

__all__ = ["has_full_name", "is_full_name", "is_given_name", "is_surname", "speaks_of_a_person"]

_GIVEN = """
    adam adrian agata agnieszka albert aleksander aleksandra alfred alicja alina amelia anastazja
    andrzej aneta angelika ania anita anna antoni antonina apolonia arkadiusz artur barbara
    bartosz bartlomiej beata bernadeta bernard blanka bogdan boguslaw boguslawa boleslaw bozena
    bozydar bronislaw bronislawa cecylia celina cezary czeslaw czeslawa dagmara damian daniel
    danuta daria dariusz dawid dominik dominika dorota edward edyta elzbieta emil emilia eryk
    eugeniusz eugenia ewa ewelina fabian felicja feliks filip franciszek franciszka gabriel
    gabriela genowefa gertruda grazyna grzegorz halina hanna helena henryk henryka hubert iga
    ignacy igor ilona irena ireneusz iwona iza izabela jacek jadwiga jakub jan janina janusz
    jaroslaw jerzy joanna jolanta jozef jozefa julia julian julita justyna kacper kajetan kamil
    kamila karol karolina katarzyna kazimiera kazimierz kinga klara klaudia konrad kornelia
    krystian krystyna krzysztof ksawery laura lech lena leon leonard leszek lidia lilianna lucja
    lucjan lucyna ludwik lukasz maciej magdalena maja maksymilian malgorzata marcel marcelina
    marcin marek maria marian marianna mariola mariusz marta martyna marzanna marzena mateusz
    matylda michal michalina mieczyslaw mikolaj milena milosz miroslaw miroslawa monika natalia
    natan nikodem nikola nina norbert oliwia oliwier olga oskar pamela patrycja patryk paulina
    pawel piotr przemyslaw radoslaw rafal regina renata robert roksana romuald ryszard sabina
    sandra sebastian slawomir sonia stanislaw stanislawa stefan stefania sylwester sylwia szymon
    tadeusz teresa tomasz tymon tymoteusz urszula waclaw waldemar wanda weronika wieslaw wieslawa
    wiktor wiktoria wincenty witold wladyslaw wladyslawa wlodzimierz wojciech zbigniew zdzislaw
    zdzislawa zenon zofia zuzanna zygmunt zaneta oleksandr oleksandra olena oksana iryna natalya
    nataliia tetiana svitlana andrii serhii volodymyr mykola dmytro yurii viktoriia peter hans
    thomas michael andreas wolfgang klaus jürgen sabine petra ursula josep joan jordi montserrat
    carme nuria francesc xavier james mary jennifer william elizabeth john david олександр олена
    оксана ірина наталія тетяна світлана андрій сергій володимир микола дмитро юрій вікторія марія
    ганна іван петро василь михайло богдан людмила
"""
_SURNAME_ENDS = (
    "ski",
    "cki",
    "dzki",
    "wicz",
    "iak",
    "czyk",
    "czak",
    "czuk",
    "enko",
    "енко",
    "ський",
    "ська",
)
"""Endings of surnames that titles and streets seldom have; feminine *-ska* would be streets too."""
_PARTICLES = frozenset({"de", "van", "von", "der", "da", "di", "la", "y", "i"})
_ROMAN = re.compile(r"[IVX]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold().replace("ł", "l"))
    return "".join(char for char in plain if not unicodedata.combining(char))


_KNOWN = frozenset(map(_folded, _GIVEN.split()))


def _words(cell: str) -> list[str]:
    """The words of a cell that could be a name and nothing else; else none."""
    words = cell.replace(",", " ").split()
    if not 1 <= len(words) <= 4 or any(_ROMAN.fullmatch(word) for word in words):
        return []
    for word in words:
        if not _WORD.fullmatch(word) or not (word[0].isupper() or word in _PARTICLES):
            return []
    return words


def is_given_name(cell: str) -> bool:
    """A given name alone."""
    words = _words(cell)
    return 1 <= len(words) <= 2 and all(_folded(word) in _KNOWN for word in words)


def is_full_name(cell: str) -> bool:
    """*Imię Nazwisko*, in either order and in capitals too; two to four words."""
    words = _words(cell)
    if len(words) < 2:
        return False
    given = [_folded(word) in _KNOWN for word in words]
    return given[0] or given[-1]


def is_surname(cell: str) -> bool:
    """A single word with the ending of a surname."""
    words = _words(cell)
    return len(words) == 1 and _folded(words[0]).endswith(_SURNAME_ENDS)


def speaks_of_a_person(cell: str) -> bool:
    """Somewhere in a longer text a given name with a capitalised word after it."""
    words = cell.split()
    return any(
        word[0].isupper() and after[0].isupper() and after.strip(".,;:()").isalpha()
        for word, after in pairwise(words)
        if _folded(word) in _KNOWN and len(after) > 2 and not _ROMAN.fullmatch(after)
    )


def has_full_name(text: str) -> bool:
    """Somewhere in a running text a given name with a surname after it."""
    words = [word.strip('.,;:()"„”') for word in text.split()]
    return any(
        word[:1].isupper() and after[:1].isupper() and _is_surname(after)
        for word, after in pairwise(words)
        if _folded(word) in _KNOWN
    )


def _is_surname(word: str) -> bool:
    return bool(_WORD.fullmatch(word)) and _folded(word).endswith((*_SURNAME_ENDS, "ska", "cka"))
