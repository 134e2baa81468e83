"""Draws the pictures of the example site as SVG: two towns, a plan, a diagram, thirteen murals.

Everything is built from a few shapes on a 640 by 360 canvas, so that the files stay small and can
be read. Coordinates are whole numbers: no rounding differs from one machine to another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

WIDTH, HEIGHT = 640, 360

NAVY, BLUE, SKY, MINT = "#16324f", "#2a6f97", "#a9d6e5", "#8fc9a3"
GREEN, YELLOW, ORANGE, RED = "#2d6a4f", "#f4c95d", "#e07a3f", "#b23a48"
VIOLET, CREAM, WHITE, GREY = "#6d597a", "#fbf3e4", "#ffffff", "#8d99ae"


def rect(x: int, y: int, width: int, height: int, fill: str, radius: int = 0) -> str:
    """A rectangle, with round corners if asked for."""
    corner = f' rx="{radius}"' if radius else ""
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}"{corner} fill="{fill}"/>'


def disc(x: int, y: int, radius: int, fill: str) -> str:
    """A filled circle."""
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}"/>'


def oval(x: int, y: int, across: int, down: int, fill: str) -> str:
    """A filled ellipse, by its half axes."""
    return f'<ellipse cx="{x}" cy="{y}" rx="{across}" ry="{down}" fill="{fill}"/>'


def ring(x: int, y: int, radius: int, stroke: str, width: int = 4) -> str:
    """The outline of a circle."""
    return (
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="none" '
        f'stroke="{stroke}" stroke-width="{width}"/>'
    )


def area(path: str, fill: str) -> str:
    """A filled shape."""
    return f'<path d="{path}" fill="{fill}"/>'


def line(path: str, stroke: str, width: int = 4) -> str:
    """A stroke with round ends."""
    return (
        f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{width}" '
        f'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def words(x: int, y: int, text: str, fill: str = NAVY, size: int = 20) -> str:
    """A centred line of text."""
    return (
        f'<text x="{x}" y="{y}" fill="{fill}" font-size="{size}" '
        f'font-family="sans-serif" text-anchor="middle">{text}</text>'
    )


def waves(top: int, fill: str) -> str:
    """Water from ``top`` to the lower edge."""
    crest = "".join(" q 40 -18 80 0 t 80 0" for _ in range(4))
    return area(f"M 0 {top}{crest} V {HEIGHT} H 0 Z", fill)


def house(x: int, ground: int, width: int, height: int, wall: str, roof: str) -> str:
    """A house with a pitched roof and a door."""
    top = ground - height
    return (
        rect(x, top, width, height, wall)
        + area(f"M {x - 8} {top} L {x + width // 2} {top - 34} L {x + width + 8} {top} Z", roof)
        + rect(x + width // 2 - 8, ground - 30, 16, 30, NAVY)
    )


def tree(x: int, ground: int, size: int, fill: str) -> str:
    """A round tree."""
    return rect(x - 4, ground - size, 8, size, "#7f5539") + disc(x, ground - size, size // 2, fill)


def bird(x: int, y: int, size: int, stroke: str) -> str:
    """Two wings."""
    return line(f"M {x - size} {y} q {size // 2} {-size} {size} 0 q {size // 2} {-size} {size} 0",
                stroke, 6)  # fmt: skip


def stem(x: int, height: int, leaf: str, flower: str) -> str:
    """A herb that grows from the lower edge: a stem, two leaves, a flower."""
    top = HEIGHT - height
    half = HEIGHT - height // 2
    return (
        line(f"M {x} {HEIGHT} V {top}", GREEN, 6)
        + oval(x - 20, half, 20, 8, leaf)
        + oval(x + 20, half - 26, 20, 8, leaf)
        + disc(x, top, 18, flower)
    )


def fish(x: int, y: int, fill: str) -> str:
    """A fish that swims to the left."""
    return (
        oval(x, y, 44, 20, fill)
        + area(f"M {x + 36} {y} l 30 -20 v 40 Z", fill)
        + disc(x - 24, y - 4, 4, WHITE)
    )


def drawing(background: str, shapes: Iterable[str]) -> str:
    """An SVG file."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">\n{rect(0, 0, WIDTH, HEIGHT, background)}\n'
        + "\n".join(shapes)
        + "\n</svg>\n"
    )


# --- the towns ------------------------------------------------------------------------------------


def _lipowiec() -> str:
    return drawing(
        CREAM,
        [
            disc(540, 80, 42, YELLOW),
            rect(0, 250, WIDTH, 110, MINT),
            house(60, 262, 84, 70, "#f2d0a4", RED),
            house(160, 262, 70, 92, WHITE, ORANGE),
            rect(262, 110, 116, 152, "#e9c46a"),
            area("M 254 110 L 320 62 L 386 110 Z", RED),
            rect(306, 28, 28, 60, "#e9c46a"),
            area("M 300 30 L 320 4 L 340 30 Z", NAVY),
            disc(320, 52, 10, WHITE),
            *(rect(278 + 34 * n, 140, 18, 30, BLUE) for n in range(3)),
            rect(306, 214, 28, 48, NAVY),
            house(404, 262, 78, 80, "#cdb4db", VIOLET),
            house(500, 262, 66, 64, WHITE, RED),
            *(tree(x, 270, 46, GREEN) for x in (30, 246, 392, 604)),
            waves(310, BLUE),
        ],
    )


def _brzezno() -> str:
    return drawing(
        SKY,
        [
            disc(100, 76, 40, YELLOW),
            area("M 0 230 Q 160 170 320 224 T 640 210 V 360 H 0 Z", MINT),
            area("M 0 300 Q 200 250 400 296 T 640 280 V 360 H 0 Z", GREEN),
            *(
                rect(x, 130, 12, 150, WHITE)
                + "".join(rect(x, 146 + 34 * n + shift, 12, 6, NAVY) for n in range(4))
                + disc(x + 6, 118, 44, "#9cc98b")
                for x, shift in ((420, 0), (476, 12), (536, 4), (590, 9))
            ),
            house(150, 268, 90, 64, WHITE, RED),
            house(268, 262, 70, 54, "#f2d0a4", ORANGE),
            line("M 0 340 Q 220 300 420 334 T 640 318", CREAM, 14),
        ],
    )


def _voice() -> str:
    steps = (("Głos", BLUE), ("Odpowiedź", VIOLET), ("Decyzja", RED), ("Wykonanie", GREEN))
    boxes = [
        rect(16 + 156 * n, 130, 140, 100, fill, 14) + words(86 + 156 * n, 187, text, WHITE)
        for n, (text, fill) in enumerate(steps)
    ]
    arrows = [line(f"M {158 + 156 * n} 180 h 10 m -6 -7 l 7 7 l -7 7", NAVY) for n in range(3)]
    return drawing(CREAM, [*boxes, *arrows])


def _park() -> str:
    return drawing(
        "#dcefd9",
        [
            line("M -20 300 C 140 230 240 350 380 280 S 600 250 680 290", SKY, 64),
            line("M 30 60 C 160 40 200 160 320 150 S 520 90 610 60", "#d8b07a", 12),
            line("M 320 150 C 330 190 300 220 310 250", "#d8b07a", 12),
            rect(420, 190, 96, 34, "#c08552", 4),
            *(tree(x, y, 34, GREEN) for x, y in ((70, 150), (130, 190), (220, 110), (560, 170))),
            oval(460, 60, 74, 26, YELLOW),
            *(
                disc(x, y, 17, NAVY) + words(x, y + 7, str(n), WHITE)
                for n, (x, y) in enumerate(
                    ((60, 62), (206, 136), (312, 240), (470, 180), (470, 62)), start=1
                )
            ),
        ],
    )


def _walk() -> str:
    return drawing(
        CREAM,
        [
            rect(0, 270, WIDTH, 90, MINT),
            *(tree(x, 276, 90, GREEN) for x in (70, 540, 600)),
            *(
                disc(x, 178, 18, skin)
                + rect(x - 20, 198, 40, 62, coat, 12)
                + line(f"M {x - 8} 260 v 40 M {x + 8} 260 v 40", NAVY, 8)
                for x, skin, coat in (
                    (190, "#e0ac69", RED),
                    (256, "#f1c27d", BLUE),
                    (400, "#c68642", YELLOW),
                )
            ),
            disc(328, 214, 15, "#f1c27d"),
            rect(306, 230, 44, 34, VIOLET, 10),
            ring(328, 290, 26, NAVY),
            line("M 350 250 h 14 v 30", NAVY, 5),
        ],
    )


# --- the murals -----------------------------------------------------------------------------------


def _birds() -> str:
    flock = [(120, 90, 34), (230, 60, 26), (330, 120, 40), (440, 70, 28), (540, 130, 34)]
    shapes = [bird(x, y, size, NAVY) for x, y, size in flock]
    return drawing(SKY, [disc(90, 210, 54, YELLOW), *shapes, waves(250, BLUE), waves(300, NAVY)])


def _book() -> str:
    return drawing(
        CREAM,
        [
            area("M 320 300 Q 220 250 90 290 V 180 Q 220 140 320 190 Z", BLUE),
            area("M 320 300 Q 420 250 550 290 V 180 Q 420 140 320 190 Z", RED),
            *(disc(150 + 68 * n, 110 - 20 * (n % 2), 16, YELLOW) for n in range(6)),
            *(area(f"M {110 + 84 * n} 60 l 16 26 h -32 Z", GREEN) for n in range(6)),
        ],
    )


def _planets() -> str:
    orbits = [ring(320, 180, 60 + 44 * n, GREY, 3) for n in range(4)]
    planets = [(380, 180, 14, ORANGE), (246, 107, 18, SKY), (430, 280, 22, RED),
               (140, 230, 26, MINT)]  # fmt: skip
    return drawing(
        NAVY, [disc(320, 180, 34, YELLOW), *orbits, *(disc(*planet) for planet in planets)]
    )


def _orchestra() -> str:
    staff = [line(f"M 0 {110 + 30 * n} Q 320 {60 + 30 * n} 640 {110 + 30 * n}", NAVY, 3)
             for n in range(5)]  # fmt: skip
    heads = [(90, 150, RED), (200, 190, BLUE), (310, 120, ORANGE), (420, 180, GREEN),
             (540, 130, VIOLET)]  # fmt: skip
    notes = [oval(x, y, 26, 19, fill) + line(f"M {x + 24} {y} v -84", fill, 6)
             for x, y, fill in heads]  # fmt: skip
    return drawing(CREAM, [*staff, *notes, oval(320, 380, 240, 90, YELLOW)])


def _curtain() -> str:
    folds = [area(f"M {80 * n} 0 h 80 v {120 + 40 * abs(n - 3)} q -40 40 -80 0 Z",
                  RED if n % 2 else "#8f2d3b") for n in range(8)]  # fmt: skip
    crowd = [disc(40 + 70 * n, 344, 28, NAVY) for n in range(9)]
    return drawing(YELLOW, [*folds, *crowd])


def _herbs() -> str:
    flowers = [WHITE, YELLOW, VIOLET, RED, WHITE, ORANGE, VIOLET, YELLOW]
    stems = [stem(50 + 78 * n, 150 + 50 * (n % 3), MINT, fill) for n, fill in enumerate(flowers)]
    return drawing("#e8f3ea", stems)


def _breath() -> str:
    colours = [NAVY, BLUE, SKY, CREAM, YELLOW, ORANGE]
    return drawing(VIOLET, [disc(320, 360, 330 - 54 * n, fill) for n, fill in enumerate(colours)])


def _hands() -> str:
    spots = [(320, 70), (430, 120), (450, 230), (370, 300), (260, 300), (190, 230), (210, 120)]
    fills = [RED, ORANGE, YELLOW, GREEN, BLUE, VIOLET, NAVY]
    hands = [
        disc(x, y, 32, fill) + "".join(disc(x - 30 + 20 * n, y - 34, 9, fill) for n in range(4))
        for (x, y), fill in zip(spots, fills, strict=True)
    ]
    return drawing(CREAM, [*hands, disc(320, 190, 44, MINT)])


def _run() -> str:
    lanes = [line(f"M 0 {330 - 44 * n} Q 320 {290 - 44 * n} 640 {330 - 44 * n}", WHITE)
             for n in range(4)]  # fmt: skip
    runners = [
        disc(x + 20, 96, 18, fill)
        + line(f"M {x + 12} 118 L {x} 176 L {x + 34} 204 L {x + 20} 250", fill, 14)
        + line(f"M {x} 176 L {x - 40} 220 M {x - 30} 140 L {x + 8} 132 L {x + 44} 158", fill, 14)
        for x, fill in ((130, NAVY), (310, YELLOW), (490, BLUE))
    ]
    return drawing(ORANGE, [*lanes, *runners])


def _balls() -> str:
    big, small = disc(200, 190, 110, ORANGE), disc(470, 130, 80, WHITE)
    seams = line("M 90 190 h 220 M 200 80 v 220 M 118 116 q 70 74 0 148 M 282 116 q -70 74 0 148",
                 NAVY)  # fmt: skip
    patches = [area(f"M {x} {y} l 22 16 l -8 26 h -28 l -8 -26 Z", NAVY)
               for x, y in ((470, 104), (426, 76), (514, 76), (470, 160))]  # fmt: skip
    return drawing(BLUE, [big, seams, small, *patches, disc(400, 290, 46, YELLOW)])


def _team() -> str:
    fills = [RED, YELLOW, WHITE, MINT, ORANGE]
    players = [
        disc(90 + 115 * n, 130, 26, fill) + area(f"M {90 + 115 * n} 150 l 52 150 h -104 Z", fill)
        for n, fill in enumerate(fills)
    ]
    return drawing(NAVY, [line("M 40 230 H 600", SKY, 18), *players])


def _fish() -> str:
    school = [(130, 180, ORANGE), (270, 240, YELLOW), (400, 170, RED), (540, 250, WHITE),
              (180, 310, MINT)]  # fmt: skip
    return drawing(SKY, [waves(110, BLUE), *(fish(x, y, fill) for x, y, fill in school)])


def _lanterns() -> str:
    lanterns = [
        rect(x, y, 44, 62, fill, 18) + oval(x + 22, 330 - y // 4, 34, 9, fill)
        for x, y, fill in (
            (60, 120, ORANGE),
            (170, 60, YELLOW),
            (290, 110, RED),
            (410, 50, ORANGE),
            (530, 100, YELLOW),
        )
    ]
    return drawing(NAVY, [waves(270, BLUE), *lanterns])


_MURALS: dict[str, Callable[[], str]] = {
    "1a-ptaki": _birds,
    "1b-ksiega": _book,
    "1c-planety": _planets,
    "2a-orkiestra": _orchestra,
    "2b-kurtyna": _curtain,
    "3a-ziola": _herbs,
    "3b-oddech": _breath,
    "3c-rece": _hands,
    "4a-bieg": _run,
    "4b-pilki": _balls,
    "4c-druzyna": _team,
    "5a-ryby": _fish,
    "5b-lampiony": _lanterns,
}


def pictures() -> dict[str, str]:
    """All pictures, by their path below the content folder."""
    murals = {f"lipowiec/murale-2026/images/{name}.svg": draw() for name, draw in _MURALS.items()}
    return {
        "lipowiec/images/lipowiec.svg": _lipowiec(),
        "lipowiec/images/droga-glosu.svg": _voice(),
        "lipowiec/park-nad-rzeka/images/plan-parku.svg": _park(),
        "lipowiec/park-nad-rzeka/images/spacer.svg": _walk(),
        "brzezno/images/brzezno.svg": _brzezno(),
        **murals,
    }
