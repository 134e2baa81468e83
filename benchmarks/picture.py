"""A picture of a run: bars of seconds, one group a work, as SVG."""

from __future__ import annotations

from html import escape

_BAR, _GAP, _LEFT, _WIDTH = 18, 16, 110, 560


def picture(seconds: dict[tuple[str, str], float], title: str) -> str:
    """``seconds`` by tool and work. The bars of one work share a scale."""
    jobs = list(dict.fromkeys(job for _, job in seconds))
    parts, y = [f'<text x="0" y="16" font-weight="bold">{escape(title)}</text>'], 44
    for job in jobs:
        own = {tool: value for (tool, of), value in seconds.items() if of == job}
        most = max(own.values())
        parts.append(f'<text x="0" y="{y}" font-weight="bold">{escape(job)}, seconds</text>')
        y += 8
        for tool, value in own.items():
            width = max(1, round(_WIDTH * value / most))
            colour = "#0b5d4a" if tool == "civicsite" else "#8a949e"
            parts += [
                f'<text x="0" y="{y + 13}">{escape(tool)}</text>',
                f'<rect x="{_LEFT}" y="{y}" width="{width}" height="{_BAR - 4}" fill="{colour}"/>',
                f'<text x="{_LEFT + width + 6}" y="{y + 13}">{value:.2f}</text>',
            ]
            y += _BAR
        y += _GAP + 12
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{y}" viewBox="0 0 760 {y}" '
        'font-family="sans-serif" font-size="13" role="img">'
        f"<title>{escape(title)}</title>"
        f'<rect width="760" height="{y}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )
