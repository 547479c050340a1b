"""Writes expected.safetensors: what PyTorch's layers of sequences compute, and their gradients, in double.

    python3 expected.py        (torch 1.13; the numbers are random but for the seed, so other versions may write other cases)

Each case has a name; its tensors are
    case:x, case:memory, ...   what goes in                case:y, case:states, case:cells     what comes out
    case:+y, ...               the cotangents of that      case:-x, case:-memory, ...          the gradients
    case:path, case:-path      the parameters by their paths in this library, and their gradients
"""

import json
import os
import struct

import torch
from torch import nn

torch.manual_seed(12)
torch.set_default_dtype(torch.float64)
tensors = {}


def finish(case, parameters, inputs, outputs):
    """parameters: path -> (value, function that gives the gradient); inputs, outputs: name -> tensor."""
    total = 0
    for name, y in outputs.items():
        cotangent = torch.randn_like(y)
        tensors[f"{case}:{name}"], tensors[f"{case}:+{name}"] = y, cotangent
        total = total + (y * cotangent).sum()
    total.backward()
    for name, x in inputs.items():
        tensors[f"{case}:{name}"] = x
        if x.requires_grad:
            tensors[f"{case}:-{name}"] = x.grad
    for path, (value, gradient) in parameters.items():
        tensors[f"{case}:{path}"], tensors[f"{case}:-{path}"] = value, gradient()


def whole(parameter):
    return parameter, lambda: parameter.grad


def rows(parameter, k, n):
    return parameter[k * n:(k + 1) * n], lambda: parameter.grad[k * n:(k + 1) * n]


def randomize(layer):
    """Biases and scales that are not all 0 and 1."""
    with torch.no_grad():
        for parameter in layer.parameters():
            if parameter.dim() == 1:
                parameter += 0.3 * torch.randn_like(parameter)


def attention_parameters(layer, prefix=""):
    n = layer.embed_dim
    result = {}
    for k, part in enumerate(["query", "key", "value"]):
        weight = rows(layer.in_proj_weight, k, n) if layer.in_proj_weight is not None else whole([layer.q_proj_weight, layer.k_proj_weight, layer.v_proj_weight][k])
        result[f"{prefix}{part}.weight"] = weight
        result[f"{prefix}{part}.bias"] = rows(layer.in_proj_bias, k, n)
    result[f"{prefix}output.weight"] = whole(layer.out_proj.weight)
    result[f"{prefix}output.bias"] = whole(layer.out_proj.bias)
    return result


def causal(n):
    return torch.triu(torch.ones(n, n, dtype=torch.bool), 1)


def attention(case, batch, time, features, heads, is_causal=False, memory=None):
    layer = nn.MultiheadAttention(features, heads, batch_first=True, kdim=memory and memory[1], vdim=memory and memory[1])
    randomize(layer)
    x = torch.randn(batch, time, features, requires_grad=True)
    inputs, looked_at, mask = {"x": x}, x, causal(time) if is_causal else None
    if memory:
        looked_at = torch.randn(batch, memory[0], memory[1], requires_grad=True)
        mask = torch.rand(time, memory[0]) < 0.4
        mask[:, 0] = False
        inputs |= {"memory": looked_at, "mask": (~mask).double()}
    y, _ = layer(x, looked_at, looked_at, need_weights=False, attn_mask=mask)
    finish(case, attention_parameters(layer), inputs, {"y": y})


def block(case, batch, time, features, heads, hidden, activation, norm_first, is_causal):
    layer = nn.TransformerEncoderLayer(features, heads, hidden, 0.0, activation, batch_first=True, norm_first=norm_first)
    randomize(layer)
    x = torch.randn(batch, time, features, requires_grad=True)
    y = layer(x, src_mask=causal(time) if is_causal else None)
    parameters = attention_parameters(layer.self_attn, "attention.")
    for path, ours in {"linear1": "expand.", "linear2": "contract."}.items():
        for kind in ["weight", "bias"]:
            parameters[ours + kind] = whole(getattr(getattr(layer, path), kind))
    for path, ours in {"norm1": "attention", "norm2": "feedForward"}.items():
        parameters[ours + "Norm.weight"], parameters[ours + "Norm.bias"] = whole(getattr(layer, path).weight), whole(getattr(layer, path).bias)
    finish(case, parameters, {"x": x}, {"y": y})


def recurrent(case, kind, batch, time, inputs, units, levels, both, has_states):
    options = dict(num_layers=levels, bidirectional=both, batch_first=True)
    layer = {"Tanh": nn.RNN, "Relu": nn.RNN, "Gru": nn.GRU, "Lstm": nn.LSTM}[kind](inputs, units, **options, **({"nonlinearity": "relu"} if kind == "Relu" else {}))
    given = {"x": torch.randn(batch, time, inputs, requires_grad=True)}
    directions = 2 if both else 1
    state = None
    if has_states:
        given["before"] = torch.randn(levels * directions, batch, units, requires_grad=True)
        state = given["before"]
        if kind == "Lstm":
            given["cellsBefore"] = torch.randn(levels * directions, batch, units, requires_grad=True)
            state = (given["before"], given["cellsBefore"])
    y, last = layer(given["x"], state)
    outputs = {"y": y, "states": last[0], "cells": last[1]} if kind == "Lstm" else {"y": y, "states": last}
    parameters = {}
    for level in range(levels):
        for suffix, ours in [("", ""), ("_reverse", "Reverse")][:directions]:
            part = {name: getattr(layer, f"{name}_l{level}{suffix}") for name in ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]}
            path = f"level{level}{ours}."
            parameters[path + "inputWeight"], parameters[path + "stateWeight"] = whole(part["weight_ih"]), whole(part["weight_hh"])
            if kind == "Gru":
                parameters[path + "inputBias"], parameters[path + "stateBias"] = whole(part["bias_ih"]), whole(part["bias_hh"])
            else:
                parameters[path + "inputBias"] = part["bias_ih"] + part["bias_hh"], lambda bias=part["bias_ih"]: bias.grad
    finish(case, parameters, given, outputs)


attention("attention.self", 2, 5, 6, 3)
attention("attention.causal", 1, 7, 8, 2, is_causal=True)
attention("attention.cross", 3, 4, 4, 1, memory=(6, 5))
block("block.first", 2, 5, 6, 2, 9, "relu", True, False)
block("block.after", 3, 4, 4, 1, 8, "gelu", False, True)
block("block.causal", 1, 7, 8, 4, 5, "gelu", True, True)
for kind in ["Tanh", "Relu", "Gru", "Lstm"]:
    recurrent(f"{kind}.one", kind, 2, 5, 3, 4, 1, False, False)
    recurrent(f"{kind}.levels", kind, 3, 4, 2, 3, 2, False, True)
    recurrent(f"{kind}.both", kind, 1, 7, 3, 2, 2, True, True)

header, data = {}, b""
for name, tensor in tensors.items():
    values = tensor.detach().contiguous().numpy().astype("<f8").tobytes()
    header[name] = {"dtype": "F64", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(values)]}
    data += values
text = json.dumps(header, separators=(",", ":")).encode()
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "expected.safetensors"), "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + data)
