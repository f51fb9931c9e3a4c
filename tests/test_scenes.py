"""The embedded data set: deterministic, consistent with itself, and worded as promised."""

import re
import subprocess
import sys

import numpy as np
import pytest

from coursedata import scenes
from coursedata.captions import NAMES
from coursedata.generator import VERSION
from coursedata.ground import GROUNDS
from coursedata.palette import COLOURS, HUE, hue_of

SENTENCE = re.compile(
    r"an? (?:(?:small|big) )?(?P<colour>{colours}) (?:{patterns} )?(?P<name>{classes})"
    r"(?: (?P<relation>left of|right of|above|below) an? (?:{colours}) (?:{patterns} )?"
    r"(?P<other>{others}))? (?:on (?:grass|sand|water|snow|brick|wood)|at night|in the sky)".format(
        colours="|".join(COLOURS),
        patterns="(?:striped|spotted|checked)",
        classes="|".join(NAMES[:10]),
        others="|".join(NAMES[10:]),
    )
)


@pytest.fixture(scope="module")
def batch():
    return scenes(600, seed=11)


def test_arrays_have_the_promised_shapes_and_types(batch):
    forms = {
        "images": ((600, 32, 32, 3), np.uint8),
        "labels": ((600,), np.int64),
        "boxes": ((600, 4, 4), np.int64),
        "objects": ((600, 4), np.int64),
        "instance_masks": ((600, 32, 32), np.uint8),
        "semantic_masks": ((600, 32, 32), np.uint8),
    }
    came = {name: (getattr(batch, name).shape, getattr(batch, name).dtype) for name in forms}
    assert came == forms


def test_the_same_arguments_give_the_same_scenes(batch):
    code = (
        "import sys, coursedata; b = coursedata.scenes(600, 11);"
        "sys.stdout.buffer.write(b.images.tobytes() + b.boxes.tobytes())"
    )
    fresh = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert fresh == batch.images.tobytes() + batch.boxes.tobytes()


def test_pictures_change_only_with_the_version():
    """A snapshot of our own output: whoever changes it raises VERSION and measures again."""
    batch = scenes(3, seed=0)
    quarters = batch.images.reshape(3, 2, 16, 2, 16, 3).mean(axis=(2, 4))[:, 0, 0]
    assert VERSION == 1
    assert batch.captions[1] == "a green striped cup below a green spotted box on wood"
    assert batch.boxes[:, 0].tolist() == [[7, 10, 26, 29], [9, 11, 26, 26], [6, 5, 25, 23]]
    wanted = [[67.8, 80.1, 78.0], [78.5, 54.4, 35.1], [50.9, 62.5, 49.6]]
    np.testing.assert_allclose(quarters, wanted, atol=0.5)  # a pixel may differ by 1 elsewhere


@pytest.mark.parametrize("fewer", [1, 99, 100, 101, 250])
def test_the_first_scenes_do_not_depend_on_how_many_there_are(batch, fewer):
    first = scenes(fewer, seed=11)
    np.testing.assert_array_equal(first.images, batch.images[:fewer])
    assert first.captions == batch.captions[:fewer]


def test_another_seed_gives_other_scenes(batch):
    other = scenes(600, seed=12)
    same = (other.images.reshape(600, 1, -1)[:50] == batch.images.reshape(1, 600, -1)).all(axis=2)
    assert not same.any()


def test_a_caller_may_write_into_its_copy(batch):
    mine = scenes(3, seed=11)
    mine.images[:] = 0
    np.testing.assert_array_equal(scenes(3, seed=11).images, batch.images[:3])


def test_the_size_changes_the_pixels_and_nothing_else(batch):
    large = scenes(100, seed=11, size=64)
    assert large.images.shape == (100, 64, 64, 3)
    np.testing.assert_array_equal(large.labels, batch.labels[:100])
    apart = np.abs(large.boxes[:, 0] / 2 - batch.boxes[:100, 0])
    # A thin mast or crook can be seen at 64 pixels and not at 32; everything else agrees.
    assert np.mean(apart <= 1) > 0.95


def test_every_class_appears_about_as_often(batch):
    counts = np.bincount(batch.labels, minlength=10)
    assert counts.min() > 30
    assert counts.max() < 90


def test_the_label_is_the_kind_of_the_first_object(batch):
    np.testing.assert_array_equal(batch.objects[:, 0], batch.labels)


def test_every_main_object_can_be_seen(batch):
    pixels = (batch.instance_masks == 1).sum(axis=(1, 2))
    assert pixels.min() >= 30


def test_boxes_are_tight_around_the_instance_masks(batch):
    for mask, boxes, objects in zip(batch.instance_masks, batch.boxes, batch.objects, strict=True):
        for column in np.flatnonzero(objects >= 0):
            rows, columns = np.nonzero(mask == 1 + column)
            tight = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
            np.testing.assert_array_equal(boxes[column], tight)


def test_absent_objects_have_no_box(batch):
    np.testing.assert_array_equal(batch.boxes[batch.objects < 0], -1)


def test_a_distractor_without_a_box_shows_fewer_than_eight_pixels(batch):
    for column in range(1, 4):
        pixels = (batch.instance_masks == 1 + column).sum(axis=(1, 2))
        assert pixels[batch.objects[:, column] < 0].max() < 8


def test_semantic_masks_name_the_object_that_is_seen(batch):
    main = batch.instance_masks == 1
    wanted = np.broadcast_to(batch.labels[:, None, None], main.shape)
    np.testing.assert_array_equal(batch.semantic_masks[main], wanted[main])


def test_semantic_masks_name_the_ground_of_the_caption(batch):
    for mask, instances, caption in zip(
        batch.semantic_masks, batch.instance_masks, batch.captions, strict=True
    ):
        (ground,) = set(mask[instances == 0])
        assert caption.endswith(GROUNDS[ground - len(NAMES)])


def test_captions_follow_the_grammar(batch):
    astray = [caption for caption in batch.captions if not SENTENCE.fullmatch(caption)]
    assert astray == []


def test_captions_name_the_class(batch):
    named = [SENTENCE.fullmatch(caption)["name"] for caption in batch.captions]
    assert named == [batch.class_names[label] for label in batch.labels]


def test_a_relation_holds_between_the_visible_parts(batch):
    y, x = np.mgrid[:32, :32]
    for row, caption in enumerate(batch.captions):
        sentence = SENTENCE.fullmatch(caption)
        if not sentence["relation"]:
            continue
        seen = batch.instance_masks[row]
        offsets = [
            (
                x[seen == 1].mean() - x[seen == k + 1].mean(),
                y[seen == 1].mean() - y[seen == k + 1].mean(),
            )
            for k in (1, 2, 3)
            if batch.objects[row, k] == NAMES.index(sentence["other"])
        ]
        assert sentence["relation"] in {side(dx, dy) for dx, dy in offsets}, caption


def side(dx, dy):
    if abs(dx) > abs(dy):
        return "left of" if dx < 0 else "right of"
    return "above" if dy < 0 else "below"


def test_colour_words_fit_what_is_seen(batch):
    fits = []
    for picture, mask in zip(batch.images, batch.instance_masks, strict=True):
        mean = picture[mask == 1].mean(axis=0)
        apart = np.abs(hue_of(mean.astype(np.float32)) - HUE)
        fits.append(np.minimum(apart, 1 - apart).argmin())
    words = [COLOURS.index(SENTENCE.fullmatch(c)["colour"]) for c in batch.captions]
    assert np.mean(np.array(fits) == words) > 0.9


def test_captions_use_47_words():
    words = {word for caption in scenes(3_000, seed=0).captions for word in caption.split()}
    assert len(words) == 47


def test_without_priors_the_ground_says_nothing_of_the_class():
    batch = scenes(4_000, seed=5, priors=0)
    ground = batch.semantic_masks[batch.instance_masks == 0]
    first = np.unique(np.nonzero((batch.instance_masks == 0).reshape(4_000, -1))[0], True)[1]
    table = np.zeros((8, 10))
    np.add.at(table, (ground[first] - len(NAMES), batch.labels), 1)
    assert table.max() < 90  # 50 expected in each, spread 7; the priors would make it 160


def test_priors_make_the_ground_a_shortcut():
    batch = scenes(4_000, seed=5)
    boats = batch.labels == batch.class_names.index("boat")
    afloat = np.array([caption.endswith("water") for caption in batch.captions])
    assert afloat[boats].mean() == pytest.approx(0.6 / 2 + 0.4 / 8, abs=0.08)


def test_a_plain_scene_holds_one_object_on_one_colour():
    batch = scenes(50, seed=3, plain=True)
    assert batch.objects[:, 1:].max() == -1
    ground = [
        picture[mask == 0] for picture, mask in zip(batch.images, batch.instance_masks, strict=True)
    ]
    inner = [
        np.unique(pixels, axis=0, return_counts=True)[1].max() / len(pixels) for pixels in ground
    ]
    assert min(inner) > 0.85  # the rest is the object's soft outline


@pytest.mark.parametrize("wrong", [{"n": 0}, {"seed": -1}, {"size": 4}, {"priors": 1.5}])
def test_a_wrong_argument_is_named(wrong):
    (name, value), *_ = wrong.items()
    with pytest.raises(ValueError, match=f"{name} {value}"):
        scenes(**({"n": 5, "seed": 0} | wrong))
