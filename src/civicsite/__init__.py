"""civicsite: participation processes in Markdown and YAML, compiled into a static site."""

__version__ = "0.1.0"
