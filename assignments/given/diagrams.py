"""A computational graph, drawn: values above its nodes, gradients below."""

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING, Any

from given.plots import COLOURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

Place = tuple[Any, tuple[float, float]]  # a node, and where it is drawn


def diagram(ax: "Axes", places: Mapping[str, Place], done: Container[str] | None = None) -> None:
    """Draws nodes and the arrows between them.

    Args:
        places: by name, a node with `value`, `gate`, `inputs` and `grad`, and its (x, y).
        done: names of the nodes whose gradient is shown; all if None.
    """
    boxes = {
        id(node): _label(ax, node, name, xy, shows_grad=done is None or name in done)
        for name, (node, xy) in places.items()
    }
    for node, _ in places.values():
        for number, each in enumerate(node.inputs):
            if id(each) in boxes:
                again = any(each is other for other in node.inputs[:number])
                _arrow(ax, boxes[id(each)], boxes[id(node)], bend=0.3 if again else 0.0)
    across, up = zip(*(xy for _, xy in places.values()), strict=True)
    ax.set_xlim(min(across) - 0.6, max(across) + 0.6)
    ax.set_ylim(min(up) - 0.7, max(up) + 0.7)
    ax.axis("off")


def _arrow(ax: "Axes", start: "Text", end: "Text", bend: float) -> None:
    """From edge to edge; drawn after the labels, whose boxes have their size only then."""
    ends = {"patchA": start.get_bbox_patch(), "patchB": end.get_bbox_patch()}
    style = {"arrowstyle": "->", "shrinkA": 1, "shrinkB": 1, "color": "0.4"}
    bent = {"connectionstyle": f"arc3,rad={bend}"}
    places = end.get_position(), start.get_position()
    ax.annotate("", *places, arrowprops={**style, **ends, **bent})


def _label(ax: "Axes", node: Any, name: str, xy: tuple[float, float], shows_grad: bool) -> "Text":
    gate = "" if node.gate is None else f"\n{type(node.gate).__name__}"
    box = {"boxstyle": "round", "facecolor": "white", "edgecolor": "0.4"}
    label = ax.text(*xy, name + gate, ha="center", va="center", fontsize=9, bbox=box)
    x, y = xy
    ax.text(x, y + 0.42, f"{float(node.value):.3g}", ha="center", va="center", color=COLOURS[0])
    if shows_grad and node.grad is not None:
        text = f"({float(node.grad):.3g})"
        ax.text(x, y - 0.42, text, ha="center", va="center", color=COLOURS[3], weight="bold")
    return label
