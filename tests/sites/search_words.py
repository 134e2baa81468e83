"""What residents type, and the form of the same word that stands on a page."""

from __future__ import annotations

PAIRS = tuple(
    (query, page)
    for line in """
    ścieżek ścieżka|sciezki ścieżkami|miasto mieście|miasta miast|rzeka rzece|rzek rzeką|park parku
    parków park|drzewo drzew|drzewa drzewami|szkoła szkole|szkół szkoła|droga drodze|dróg droga
    drogi drogach|ulica ulic|ulicy ulicami|plac placu|place placach|rynek rynku|rynku rynek
    most moście|mosty mostów|dom domu|domów dom|osiedle osiedli|osiedlu osiedlach|przystanek przystanki
    przystanków przystanek|autobus autobusie|autobusy autobusów|pociąg pociągiem|rower rowerze
    rowery rowerów|rowerowa rowerowej|rowerowych rowerowa|chodnik chodniki|chodników chodnika
    ławka ławek|ławki ławkami|lampa lamp|lampy lampami|oświetlenie oświetlenia|plac_zabaw placu_zabaw
    boisko boisk|boiska boisku|basen basenie|biblioteka bibliotece|bibliotek biblioteka
    ratusz ratuszu|urząd urzędzie|urzędu urząd|gmina gminie|gmin gmina|rada radzie|rady radę
    radny radnych|radna radnej|burmistrz burmistrza|wójt wójtem|sołectwo sołectw|sołtys sołtysa
    mieszkaniec mieszkańców|mieszkanka mieszkanek|mieszkańcy mieszkańcami|dziecko dzieci|dzieci dziećmi
    młodzież młodzieży|młodzieżowa młodzieżowej|senior seniorów|seniorka seniorek|uczeń uczniów
    uczennica uczennic|nauczyciel nauczyciele|człowiek ludzie|osoba osób|osoby osobami|głos głosów
    głosy głosami|głosowanie głosowania|głosować głosowaliśmy|wybory wyborów|wyborca wyborców
    kandydat kandydaci|kandydatka kandydatek|projekt projektów|projekty projektach|pomysł pomysły
    pomysłów pomysł|uwaga uwagi|uwag uwagami|wniosek wnioski|wniosku wniosków|petycja petycji
    ankieta ankiet|ankiecie ankieta|pytanie pytań|odpowiedź odpowiedzi|konsultacje konsultacji
    konsultacjach konsultacje|spotkanie spotkań|spotkaniu spotkania|spacer spacerze|spacery spacerów
    warsztat warsztaty|warsztatów warsztatach|debata debacie|raport raporcie|raporty raportów
    budżet budżetu|budżecie budżet|obywatelski obywatelskiego|obywatelska obywatelskiej|koszt kosztów
    pieniądze pieniędzy|złoty złotych|plan planie|planu plany|zagospodarowanie zagospodarowania
    przestrzenny przestrzennego|środowisko środowisku|zieleń zieleni|zielony zielonych|woda wodzie
    wody wodą|powietrze powietrza|śmieci śmieciami|odpady odpadów|hałas hałasu|pies psów
    wiosna wiosną|zima zimie|miejsce miejscu|miejsc miejsca|dzień dni|tydzień tygodni|rok lat
    miesiąc miesięcy|nowy nowego|stary starych|duży dużych|bezpieczny bezpieczna|bezpieczeństwo bezpieczeństwa
    dostępność dostępności|niepełnosprawność niepełnosprawnościami|mural muralu|murale murali|rzeźba rzeźb
    skwer skwerze|las lesie|lasów las|łąka łąk|ogród ogrodzie|ogrody ogrodów|kwiat kwiaty|deszcz deszczu
    """.replace("\n", "|").split("|")
    if (pair := line.split()) and len(pair) == 2
    for query, page in [pair]
    if "_" not in line
)
"""Over a hundred pairs, of the words such pages are full of; among them the irregular ones."""
