"""Writes expected.json: what PyTorch's layers make of given numbers, in double: outputs, gradients of input and parameters, running statistics.

    python3 expected.py

Written with PyTorch 1.13. Paths of parameters are those of Autograd: running_mean is mean, running_var is variance.
"""

import json
import pathlib

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(1)
PATHS = {"running_mean": "mean", "running_var": "variance"}
cases = []


class Function(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


class RmsNorm(nn.Module):
    """Newer versions of PyTorch have it; this is its formula."""

    def __init__(self, lengths, eps):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(lengths))
        self.eps = eps

    def forward(self, x):
        dims = tuple(range(-self.weight.dim(), 0))
        return x * torch.rsqrt(x.square().mean(dims, keepdim=True) + self.eps) * self.weight


class Residual(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return x + self.inner(x)


class LearnedPositions(nn.Module):
    """The rows of nn.Embedding for 0, 1, ..., added."""

    def __init__(self, positions, features):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(positions, features))

    def forward(self, x):
        return x + F.embedding(torch.arange(x.shape[-2]), self.weight)


def hard_sigmoid(x):
    """nn.Hardsigmoid's gradient is made with a sixth in single precision."""
    return F.relu6(x + 3) / 6


def coarse(*shape):
    """Numbers of two digits, which take little room in the file."""
    return torch.round(torch.randn(shape) * 100) / 100


def plain(x):
    return {"lengths": list(x.shape), "values": x.detach().flatten().tolist()}


def named(tensors):
    return {".".join(PATHS.get(part, part) for part in name.split(".")): plain(value) for name, value in tensors if "num_batches" not in name}


def step(module, x):
    module.zero_grad()
    is_tokens = not x.is_floating_point()
    if not is_tokens:
        x.requires_grad_()
    y = module(x)
    cotangent = coarse(*y.shape)
    y.backward(cotangent)
    result = {"input": plain(x), "cotangent": plain(cotangent), "output": plain(y), "gradients": named((n, p.grad) for n, p in module.named_parameters())}
    if not is_tokens:
        result["inputGradient"] = plain(x.grad)
    return result


def case(name, module, *inputs):
    """One case for each shape; a list of shapes is several steps, and then one of inference."""
    for number, shapes in enumerate(inputs):
        with torch.no_grad():
            for path, value in module.state_dict().items():
                if "num_batches" not in path:
                    value.copy_(coarse(*value.shape).abs() + 0.5 if "var" in path else coarse(*value.shape))
        module.train()
        several = isinstance(shapes, list)
        made = {"name": f"{name}, {number}", "tensors": named(module.state_dict().items())}
        made["steps"] = [step(module, x if isinstance(x, torch.Tensor) else coarse(*x)) for x in (shapes if several else [shapes])]
        made["after"] = named(module.named_buffers())
        if several:
            module.eval()
            made["inference"] = step(module, coarse(*shapes[0]))
        cases.append(made)


case("Linear", nn.Linear(4, 3), (4,), (2, 4), (2, 3, 4))
case("Linear without bias", nn.Linear(4, 3, bias=False), (4,), (2, 4), (2, 3, 4))
case("Convolution 1", nn.Conv1d(2, 3, 3), (1, 2, 3), (2, 2, 7), (3, 2, 5))
case("Convolution 1, all", nn.Conv1d(4, 6, 3, stride=2, padding=2, dilation=2, groups=2), (1, 4, 5), (2, 4, 8), (3, 4, 3))
case("Convolution 2", nn.Conv2d(2, 3, 3, padding=1), (1, 2, 3, 3), (2, 2, 4, 5), (1, 2, 1, 6))
case("Convolution 2, all", nn.Conv2d(4, 2, (3, 2), stride=2, padding=1, dilation=2, groups=2, bias=False), (1, 4, 5, 5), (2, 4, 6, 4), (1, 4, 3, 7))
case("Convolution 2, depth-wise", nn.Conv2d(3, 6, 2, groups=3), (1, 3, 3, 3), (2, 3, 2, 4), (2, 3, 4, 3))
case("MaxPool", nn.MaxPool2d(2), (1, 2, 4, 4), (2, 1, 5, 6), (1, 3, 2, 3))
case("MaxPool, all", nn.MaxPool1d(3, stride=2, padding=1), (1, 2, 4), (2, 1, 9), (3, 2, 3))
case("AveragePool", nn.AvgPool2d(2), (1, 2, 4, 4), (2, 1, 5, 6), (1, 3, 2, 3))
case("AveragePool, all", nn.AvgPool1d(3, stride=2, padding=1), (1, 2, 4), (2, 1, 9), (3, 2, 3))
case("AveragePool, without padding", nn.AvgPool2d(3, stride=2, padding=1, count_include_pad=False), (1, 2, 4, 4), (2, 1, 5, 6), (1, 3, 2, 3))
case("AdaptiveAveragePool", nn.AdaptiveAvgPool2d(3), (1, 2, 4, 4), (2, 1, 5, 7), (1, 3, 2, 3))
case("GlobalAveragePool", nn.AdaptiveAvgPool2d(1), (1, 2, 4, 4), (2, 1, 5, 7), (1, 3, 2, 3))
case("GlobalMaxPool", nn.AdaptiveMaxPool1d(1), (1, 2, 4), (2, 1, 7), (3, 3, 2))
case("BatchNorm", nn.BatchNorm1d(3), [(5, 3)] * 3, [(2, 3)] * 3, [(4, 3), (3, 3), (2, 3)])
case("BatchNorm 1", nn.BatchNorm1d(2, momentum=0.3, eps=1e-3), [(2, 2, 3)] * 3, [(1, 2, 4)] * 3, [(3, 2, 2)] * 3)
case("BatchNorm 2", nn.BatchNorm2d(2, momentum=1), [(2, 2, 2, 3)] * 3, [(1, 2, 3, 1)] * 3, [(3, 2, 1, 2)] * 3)
case("LayerNorm", nn.LayerNorm(4), (4,), (3, 4), (2, 2, 4))
case("LayerNorm of two", nn.LayerNorm((2, 3), eps=1e-3), (2, 3), (3, 2, 3), (2, 2, 2, 3))
case("RmsNorm", RmsNorm((4,), 1e-5), (4,), (3, 4), (2, 2, 4))
case("RmsNorm of two", RmsNorm((2, 3), 1e-3), (2, 3), (3, 2, 3), (2, 2, 2, 3))
case("GroupNorm", nn.GroupNorm(2, 4), (3, 4), (2, 4, 3), (2, 4, 2, 2))
case("Embedding", nn.Embedding(5, 3), torch.tensor([4, 0, 4]), torch.tensor([[1, 2], [3, 1]]), torch.tensor(2))
case("Residual", Residual(nn.Linear(3, 3)), (3,), (2, 3), (2, 2, 3))
case("Flatten", nn.Flatten(), (2, 3), (2, 2, 3), (2, 2, 1, 3))
case("Dropout in inference", Function(lambda x: F.dropout(x, 0.5, training=False)), (3,), (2, 3), (2, 1, 3))
case("Sequential", nn.Sequential(nn.Conv2d(1, 2, 3, padding=1, bias=False), nn.BatchNorm2d(2), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8, 2)), [(2, 1, 4, 4)] * 3, [(3, 1, 4, 5)] * 3, [(2, 1, 5, 4)] * 3)
case("PRelu", nn.PReLU(), (3,), (2, 3), (2, 2, 3))
case("PRelu of channels", nn.PReLU(3), (2, 3), (2, 3, 2), (1, 3, 2, 2))
for name, module in {
    "Relu": nn.ReLU(), "Sigmoid": nn.Sigmoid(), "Tanh": nn.Tanh(), "Gelu": nn.GELU(), "Silu": nn.SiLU(), "Softplus": nn.Softplus(), "GeluTanh": nn.GELU("tanh"),
    "Mish": nn.Mish(), "Selu": nn.SELU(), "Relu6": nn.ReLU6(), "HardTanh": nn.Hardtanh(), "HardSigmoid": Function(hard_sigmoid), "HardSwish": nn.Hardswish(),
    "Softsign": nn.Softsign(), "LogSigmoid": nn.LogSigmoid(), "Softmax": nn.Softmax(-1), "LogSoftmax": nn.LogSoftmax(-1), "Glu": nn.GLU(),
    "LeakyRelu": nn.LeakyReLU(0.2), "Elu": nn.ELU(0.7),
}.items():
    case(name, module, (4,), (2, 4), (2, 1, 4))
case("Convolution 3", nn.Conv3d(1, 2, 2, padding=1), (1, 1, 1, 2, 2), (2, 1, 2, 1, 2), (1, 1, 3, 2, 1))
case("ConvolutionTranspose 1", nn.ConvTranspose1d(2, 3, 3), (1, 2, 1), (2, 2, 3), (1, 2, 4))
case("ConvolutionTranspose 2, all", nn.ConvTranspose2d(4, 2, (3, 2), stride=2, padding=1, output_padding=1, groups=2, dilation=2), (1, 4, 2, 2), (2, 4, 1, 3), (1, 4, 3, 2))
case("ConvolutionTranspose 3", nn.ConvTranspose3d(1, 2, 2, stride=2, bias=False), (1, 1, 1, 2, 1), (2, 1, 1, 1, 2), (1, 1, 2, 1, 1))
case("MaxPool 3, all", nn.MaxPool3d(2, stride=2, padding=1, dilation=2, ceil_mode=True), (1, 1, 4, 3, 3), (1, 2, 3, 2, 2), (2, 1, 2, 3, 2))
case("AveragePool 3, all", nn.AvgPool3d(2, ceil_mode=True), (1, 1, 4, 3, 3), (1, 2, 3, 2, 2), (2, 1, 2, 3, 2))
case("AdaptiveMaxPool", nn.AdaptiveMaxPool2d(3), (1, 2, 4, 4), (2, 1, 5, 7), (1, 3, 2, 3))
case("GlobalMaxPool 3", nn.AdaptiveMaxPool3d(1), (1, 2, 2, 2, 2), (2, 1, 1, 3, 2), (1, 1, 1, 1, 1))
case("BatchNorm 3", nn.BatchNorm3d(2), [(2, 2, 1, 2, 2)] * 3, [(1, 2, 2, 1, 2)] * 3, [(2, 2, 1, 1, 1)] * 3)
case("LearnedPositions", LearnedPositions(6, 3), (4, 3), (2, 5, 3), (2, 2, 6, 3))

(pathlib.Path(__file__).parent / "expected.json").write_text(json.dumps(cases, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n")
print(len(cases), "cases")
