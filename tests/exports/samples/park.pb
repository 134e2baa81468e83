META
key;value
description;Budżet obywatelski w Lipowcu 2026
country;Poland
unit;Lipowiec
instance;2026
num_projects;5
num_votes;8
budget;100000.50
vote_type;approval
rule;greedy
date_begin;01.06.2026
date_end;14.06.2026
min_length;1
max_length;3
currency;PLN
comment;"#1: The project ""4"" was funded from the reserve; see the minutes."
PROJECTS
project_id;cost;votes;name;category;target;selected;latitude;longitude
1;60000;5;"Plac zabaw; ""Pod Lipami""";sport,education;children,adults;1;52.1;21.25
2;30000.5;4;Ławki w parku;;seniors;1;;
3;50000;3;Parking;;;0;;
4;20000;2;Tablica;;;2;;
5;999999999;1;Wieża;;;3;;
VOTES
voter_id;vote;voting_method
1;1,2;internet
2;1;internet
3;1,3;paper
4;2,3;paper
5;1,2,4;internet
6;3,4,5;internet
7;1,2;internet
8;;paper
