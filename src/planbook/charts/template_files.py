"""The templates of what is written as HTML or SVG; every value is escaped."""

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

_ENVIRONMENT = Environment(
    loader=PackageLoader("planbook.charts", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def template(name: str) -> Template:
    """The template of a name, such as ``chart.html``."""
    return _ENVIRONMENT.get_template(name)
