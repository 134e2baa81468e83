"""What writes into an editor's folder: ``new``, imports, the reference."""
