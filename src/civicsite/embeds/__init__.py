"""One file = one provider of forms, votes, maps or videos."""
