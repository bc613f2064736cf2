"""Charts on paper: from the page's SVG to one that needs no style sheet and no font of the machine."""

from planbook.paper.drawings import FONT, drawings_in

PAGE = (
    '<figure class="pb-figure" id="one"><div class="pb-wide">'
    '<svg role="img" aria-label="Wide &gt; high" xmlns="http://www.w3.org/2000/svg" font-family="inherit" '
    'fill="var(--pb-chart-ink, #1b2a33)"><text>▶ West</text></svg></div><div class="pb-narrow">'
    '<svg display="none" role="img" aria-label="Wide" xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
    "</div></figure>"
)


def test_both_drawings_of_a_chart_are_found() -> None:
    """The wide one, and the narrow one made visible."""
    found = drawings_in(PAGE)["one"]
    assert '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>' == found.narrow


def test_colours_and_letters_are_plain() -> None:
    """Custom properties become colours, the font is the paper's own, and every letter is one that it has."""
    wide = drawings_in(PAGE)["one"].wide
    assert (
        f'<svg xmlns="http://www.w3.org/2000/svg" font-family="{FONT}" fill="#1b2a33"><text>› West</text></svg>' == wide
    )


def test_a_chart_with_one_drawing_uses_it_twice() -> None:
    """A narrow place shows the wide drawing where there is no other."""
    page = PAGE.split('<div class="pb-narrow">', maxsplit=1)[0] + "</figure>"
    found = drawings_in(page)["one"]
    assert found.wide == found.narrow
