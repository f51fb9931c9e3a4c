"""Figures of the notebooks: described in words, readable without colour vision."""

import base64
import html
import io
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Okabe and Ito, "Color universal design" (2008); markers tell curves apart without colour.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#000000")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
STYLES = ("-", "--", "-.", ":")
COLOUR_MAP = "cividis"  # for single-channel values


def show(figure: "Figure", alt: str) -> None:
    """Shows the figure with a description for who cannot see it, and prints the description.

    Args:
        alt: one sentence: what the figure shows, with its numbers.
    """
    import matplotlib.pyplot as plt

    if not alt.strip():
        raise ValueError("show needs a sentence that says what the figure shows")
    in_notebook = "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None
    if in_notebook:
        from IPython.display import HTML, display

        display(HTML(image_tag(figure, alt)))  # type: ignore[no-untyped-call]
    plt.close(figure)
    print(alt)


def image_tag(figure: "Figure", alt: str) -> str:
    """The figure as an HTML <img> with its PNG inside."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=80, bbox_inches="tight", metadata={"Software": None})
    encoded = base64.b64encode(buffer.getvalue()).decode("ascii")
    text = html.escape(alt, quote=True)
    return f'<img alt="{text}" style="max-width: 100%" src="data:image/png;base64,{encoded}">'


def image_grid(
    images: np.ndarray[Any, Any], titles: Sequence[str] = (), columns: int = 8
) -> "Figure":
    """Images side by side, each with its title.

    Args:
        images: (N, H, W, 3) or (N, H, W); uint8, or float in [0, 1].
        titles: N of them, or none.
    """
    import matplotlib.pyplot as plt

    rows = max(1, -(-len(images) // columns))
    figure, axes = plt.subplots(
        rows, columns, figsize=(1.2 * columns, 1.4 * rows), squeeze=False, layout="constrained"
    )
    for place, ax in enumerate(axes.flat):
        ax.axis("off")
        if place < len(images):
            ax.imshow(images[place], cmap=COLOUR_MAP, interpolation="nearest")
            ax.set_title(titles[place] if place < len(titles) else "", fontsize=9)
    return figure


def curves(
    series: Mapping[str, Sequence[float]], xlabel: str, ylabel: str, title: str = ""
) -> "Figure":
    """One line a series over its index, told apart by colour, line style and marker."""
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots(figsize=(7, 3), layout="constrained")
    for k, (name, values) in enumerate(series.items()):
        ax.plot(
            np.arange(len(values)),
            values,
            color=COLOURS[k % len(COLOURS)],
            linestyle=STYLES[k % len(STYLES)],
            marker=MARKERS[k % len(MARKERS)],
            markevery=max(1, len(values) // 8),
            label=name,
        )
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    if series:
        ax.legend()
    return figure
