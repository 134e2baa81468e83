"""Where a site can be published: one file is one target."""
