"""Reads what example 8 wrote, with NumPy and PyTorch, and computes the same.

    python3 read.py FOLDER

Prints the largest difference between the probabilities that were saved and those that PyTorch computes, once by the weights of each file.
"""

import json
import pathlib
import struct
import sys

import numpy
import torch
import torch.nn.functional as F


def read_safetensors(path):
    """As the package safetensors does, in a few lines: a header in JSON, and the elements."""
    content = path.read_bytes()
    length = struct.unpack("<Q", content[:8])[0]
    header, start = json.loads(content[8:8 + length]), 8 + length
    weights = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            weights[name] = numpy.frombuffer(content[start + begin:start + end], "<f4").reshape(entry["shape"])
    return weights


def probabilities(weights, images):
    w = {name: torch.from_numpy(numpy.array(value)) for name, value in weights.items()}
    h = torch.relu(F.conv2d(images, w["0.weight"], w["0.bias"], stride=2, padding=2))
    return torch.softmax(F.linear(h.flatten(1), w["3.weight"], w["3.bias"]), -1)


folder = pathlib.Path(sys.argv[1])
check = numpy.load(folder / "digits-check.npz")
images, expected = torch.from_numpy(check["images"]), torch.from_numpy(check["probabilities"])
for kind, weights in ("npz", numpy.load(folder / "digits.npz")), ("safetensors", read_safetensors(folder / "digits.safetensors")):
    print(kind, (probabilities(weights, images) - expected).abs().max().item())
