"""The code of the first assignment that students are given works as it says."""

import colorsys

import matplotlib.colors
import numpy as np
import pytest

from a1 import features


@pytest.fixture
def images():
    """Random bytes, with grey pixels and pure colours among them, (3, 5, 4, 3)."""
    images = np.random.default_rng(0).integers(0, 256, size=(3, 5, 4, 3)).astype(np.uint8)
    images[0, 0] = [[0], [90], [255], [1]]
    images[1, 2] = [[255, 0, 0], [0, 80, 0], [0, 0, 1], [70, 70, 0]]
    return images


def test_hue_agrees_with_matplotlib(images):
    np.testing.assert_allclose(
        features.hue(images), matplotlib.colors.rgb_to_hsv(images / 255)[..., 0], atol=1e-12
    )


def test_hue_agrees_with_colorsys(images):
    want = [colorsys.rgb_to_hsv(*(pixel / 255))[0] for pixel in images.reshape(-1, 3)]
    np.testing.assert_allclose(features.hue(images).ravel(), want, atol=1e-12)


def test_pixels_without_colour_have_the_hue_0(images):
    assert not features.hue(images[0, 0]).any()


def test_hue_is_below_1_even_where_blue_exceeds_green_by_one_bit_only():
    almost_red = [1.0, 0.5, np.nextafter(0.5, 1)]
    assert features.hue(almost_red) == 0


def test_hue_depends_neither_on_brightness_nor_on_the_dtype(images):
    np.testing.assert_allclose(features.hue(images), features.hue(images / 510), atol=1e-12)


def test_grey_pixels_keep_their_value_in_rgb2gray():
    greys = np.arange(256)
    images = np.repeat(greys.astype(np.uint8)[:, None], 3, axis=1).reshape(16, 16, 3)
    np.testing.assert_allclose(features.rgb2gray(images).ravel(), greys)


def test_rgb2gray_weighs_channels_by_their_luma():
    pure = np.array([[[100, 0, 0], [0, 100, 0], [0, 0, 100]]], dtype=np.uint8)
    np.testing.assert_allclose(features.rgb2gray(pure), [[29.9, 58.7, 11.4]])


def test_rgb2gray_takes_several_images_at_once(images):
    assert features.rgb2gray(images).shape == (3, 5, 4)


def test_extract_features_joins_the_features_of_each_image(images):
    def corner(image):
        return image[0, 0].astype(float)

    def extremes(image):
        return np.array([image.min(), image.max()])

    rows = features.extract_features(images, [corner, extremes])
    want = [[*image[0, 0], image.min(), image.max()] for image in images]
    np.testing.assert_array_equal(rows, want)


def test_extract_features_says_how_far_it_is(capsys):
    features.extract_features(np.zeros((2001, 1, 1, 3)), [np.ravel], verbose=True)
    assert capsys.readouterr().out == "1000 of 2001 images\n2000 of 2001 images\n"


def test_extract_features_is_quiet_unless_asked(images, capsys):
    features.extract_features(images, [np.ravel])
    assert capsys.readouterr().out == ""


def test_both_features_of_a_32_x_32_image_make_154_numbers():
    images = np.random.default_rng(1).integers(0, 256, size=(2, 32, 32, 3)).astype(np.uint8)
    both = [features.hog_feature, features.color_histogram_hsv]
    assert features.extract_features(images, both).shape == (2, 154)
