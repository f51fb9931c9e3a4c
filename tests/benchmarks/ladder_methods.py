"""The methods of the accuracy ladder, each from images to the share of test labels it gets right.

What is chosen is chosen on the validation images; the settings of the nets are fixed.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestNeighbors
from torch import nn

from a1.features import color_histogram_hsv, extract_features, hog_feature
from coursedata import Dataset, Split

Floats = NDArray[np.floating[Any]]
Labels = NDArray[np.int64]

NEIGHBOURS = (1, 3, 5, 10, 15, 25, 40, 60, 100)
DECAYS = (1e-3, 1e-2, 3e-2, 1e-1)  # d of: mean loss + d/2 * sum of squared weights
BATCH = 100


def nearest_neighbours(images: Dataset, seed: int) -> float:
    """k nearest neighbours by L2 distance of pixels; ties of the vote go to the smaller label."""
    search = NearestNeighbors(n_neighbors=min(max(NEIGHBOURS), len(images.train)))
    search.fit(flat(images.train))

    def votes(part: Split) -> NDArray[np.int64]:
        """(N, K, C): the votes of the 1, 2, ... K nearest."""
        nearest = images.train.labels[search.kneighbors(flat(part), return_distance=False)]
        return np.cumsum(nearest[..., None] == np.arange(len(images.class_names)), axis=1)

    def right(cast: NDArray[np.int64], labels: Labels, k: int) -> float:
        return share_right(cast[:, min(k, cast.shape[1]) - 1].argmax(axis=1), labels)

    validation = votes(images.validation)
    best = max(NEIGHBOURS, key=lambda k: right(validation, images.validation.labels, k))
    return right(votes(images.test), images.test.labels, best)


def linear(images: Dataset, seed: int) -> float:
    """Softmax regression on pixels from 0 to 1, less the mean training image."""
    mean = flat(images.train).mean(axis=0)
    return softmax_regression(images, lambda part: flat(part) - mean)


def features(images: Dataset, seed: int) -> float:
    """Softmax regression on gradient and hue histograms, standardised on the training images."""
    known = histograms(images.train)
    mean, spread = known.mean(axis=0), known.std(axis=0) + 1e-6
    return softmax_regression(images, lambda part: (histograms(part) - mean) / spread)


def fully_connected(images: Dataset, seed: int) -> float:
    """512 and 256 ReLU units with dropout 0.3; AdamW at 1e-3, 20 epochs."""
    torch.manual_seed(seed)
    net = nn.Sequential(
        nn.Flatten(),
        *(nn.Linear(images.train.images[0].size, 512), nn.ReLU(), nn.Dropout(0.3)),
        *(nn.Linear(512, 256), nn.ReLU(), nn.Dropout(0.3)),
        nn.Linear(256, len(images.class_names)),
    )
    return trained(net, images, epochs=20, rate=1e-3)


def convolutional(images: Dataset, seed: int) -> float:
    """Three 3 x 3 convolutions of 16, 32, 64 channels, batch norm, pooling; AdamW, 8 epochs."""
    torch.manual_seed(seed)
    return trained(conv_net(len(images.class_names)), images, epochs=8, rate=3e-3)


def mirrored_convolutional(images: Dataset, seed: int) -> float:
    """The same net with dropout 0.3, on images mirrored by chance, 24 epochs."""
    torch.manual_seed(seed)
    net = conv_net(len(images.class_names), dropout=0.3)
    return trained(net, images, epochs=24, rate=3e-3, mirrored=True)


def flat(part: Split) -> Floats:
    """(N, D) pixels from 0 to 1."""
    return part.images.reshape(len(part), -1).astype(np.float32) / 255


def share_right(predicted: Labels, labels: Labels) -> float:
    """The share of predictions that are the label."""
    return float(np.mean(predicted == labels))


def softmax_regression(images: Dataset, rows: Callable[[Split], Floats]) -> float:
    """Test accuracy of multinomial logistic regression on rows (N, D) of each part."""
    x, y = rows(images.train), images.train.labels
    models = [
        LogisticRegression(C=1 / (decay * len(y)), tol=1e-3, max_iter=300).fit(x, y)
        for decay in DECAYS
    ]
    validation = rows(images.validation)
    best = max(models, key=lambda m: share_right(m.predict(validation), images.validation.labels))
    return share_right(best.predict(rows(images.test)), images.test.labels)


def histograms(part: Split) -> Floats:
    """(N, 154): gradient directions in 4 x 4 cells, then hues of the whole picture."""
    return extract_features(part.images, [hog_feature, color_histogram_hsv])


def conv_net(classes: int, dropout: float = 0.0) -> nn.Module:
    """Convolution, batch norm, ReLU and pooling, three times, and a linear layer."""
    blocks: list[nn.Module] = []
    for before, after in ((3, 16), (16, 32), (32, 64)):
        blocks += [nn.Conv2d(before, after, 3, padding=1, bias=False), nn.BatchNorm2d(after)]
        blocks += [nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*blocks, nn.Flatten(), nn.Dropout(dropout), nn.LazyLinear(classes))


def trained(
    net: nn.Module, images: Dataset, *, epochs: int, rate: float, mirrored: bool = False
) -> float:
    """Test accuracy of the net after AdamW with a learning rate that falls to 0 as a cosine."""
    known, labels = standardised(images.train, images.train), torch.tensor(images.train.labels)
    net(known[:2])  # gives a lazy layer its size
    optimizer = torch.optim.AdamW(net.parameters(), lr=rate)
    steps = epochs * -(-len(labels) // BATCH)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    net.train()
    for rows in batches(len(labels), epochs):
        x = known[rows]
        if mirrored:
            x = torch.where(torch.rand(len(x), 1, 1, 1) < 0.5, x.flip(3), x)
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), labels[rows]).backward()
        optimizer.step()
        schedule.step()
    net.eval()
    with torch.no_grad():
        scores = torch.cat([net(x) for x in standardised(images.test, images.train).split(500)])
    return share_right(scores.argmax(dim=1).numpy(), images.test.labels)


def standardised(part: Split, known: Split) -> torch.Tensor:
    """(N, 3, H, W): less the mean and over the spread of each colour in the known images."""
    mean, spread = known.images.mean(axis=(0, 1, 2)), known.images.std(axis=(0, 1, 2))
    scaled = ((part.images - mean) / spread).astype(np.float32)
    return torch.tensor(scaled.transpose(0, 3, 1, 2))


def batches(count: int, epochs: int) -> Iterator[torch.Tensor]:
    """Rows in a new order for each epoch, BATCH at a time."""
    for _ in range(epochs):
        yield from torch.randperm(count).split(BATCH)
