"""Example 4 in PyTorch: the same network, data, variations, schedule and number of epochs, for its accuracy and its time. Seeds differ, and so do results.

    /usr/bin/python3 perf/pytorch/mnist.py [SEED]
"""

import gzip
import math
import pathlib
import sys
import time

import numpy
import torch
import torch.nn.functional as F
from torch import nn

DATA = pathlib.Path(__file__).parents[2] / "examples" / "04-Mnist" / "data"
EPOCHS, BATCH, RATE, DECAY = 5, 50, 0.003, 0.01
DEGREES, PIXELS = 10, 2


def load(part):
    with gzip.open(DATA / f"mnist-{part}-images-idx3-ubyte.gz") as file:
        pixels = numpy.frombuffer(file.read(), numpy.uint8, offset=16).reshape(-1, 1, 28, 28)
    with gzip.open(DATA / f"mnist-{part}-labels-idx1-ubyte.gz") as file:
        labels = numpy.frombuffer(file.read(), numpy.uint8, offset=8)
    return torch.from_numpy(pixels / numpy.float32(255)), torch.from_numpy(labels.astype(numpy.int64))


def moved(images):
    """Each image turned about its center and moved, bilinear, as examples/04-Mnist does."""
    count = len(images)
    angle = (2 * torch.rand(count) - 1) * math.radians(DEGREES)
    shift = (2 * torch.rand(count, 2) - 1) * PIXELS / 14
    cosine, sine = angle.cos(), angle.sin()
    transform = torch.stack([cosine, -sine, shift[:, 0], sine, cosine, shift[:, 1]], 1).view(count, 2, 3)
    return F.grid_sample(images, F.affine_grid(transform, images.shape, align_corners=False), align_corners=False)


def main(seed):
    torch.manual_seed(seed)
    torch.set_num_threads(2)
    (images, labels), (test_images, test_labels) = load("train-12k"), load("test-2k")
    network = nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1, bias=False), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(3136, 128), nn.ReLU(), nn.Dropout(0.25), nn.Linear(128, 10))
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, EPOCHS * len(images) // BATCH, cycle_momentum=False)
    start = time.perf_counter()
    for epoch in range(1, EPOCHS + 1):
        network.train()
        total = 0.0
        for batch in torch.randperm(len(images)).split(BATCH):
            loss = F.cross_entropy(network(moved(images[batch])), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(batch)
        network.eval()
        with torch.no_grad():
            right = sum((network(x).argmax(1) == y).sum().item() for x, y in zip(test_images.split(100), test_labels.split(100)))
        print(f"{epoch:7}{total / len(images):10.4f}{right / len(test_images):10.2%}   {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
