"""The PyTorch side of the comparison: does the work of perf/Autograd.Performance/Workloads and answers requests on standard input.

One JSON object a line each way:
    {"command": "open", "workload": NAME, "file": PATH, "tensors": [{"name", "type", "shape"}...], "checks": N}
        reads what to start from and does the work N times             -> {"losses": [...]}
    {"command": "time", "steps": N}   does the work N times            -> {"seconds": per step}
    {"command": "memory", "steps": N} does the work N times            -> {"bytes": peak rise since before the last open}
    {"command": "close"}              forgets the workload             -> {}
The end of standard input ends the process. Functions and plain tensors only: no nn.Module, no Python object in the way.
"""

import gc
import json
import math
import sys
import time

try:
    import torch
    import torch.nn.functional as F
except ImportError as error:
    print(json.dumps({"error": str(error)}), flush=True)
    sys.exit(0)


def trained(tensors, names):
    """The tensors with these names, as leaves to differentiate by."""
    return [tensors[name].requires_grad_() for name in names]


def descend(loss, parameters, rate):
    """One step of gradient descent."""
    gradients = torch.autograd.grad(loss, parameters)
    with torch.no_grad():
        torch._foreach_add_(parameters, gradients, alpha=-rate)
    return loss.detach()


def layer_names(tensors):
    return [name for name in tensors if name[0] in "Wb" and name[1:].isdigit()]


def dense(x, parameters, activation):
    """x W' + b layer by layer, the activation between them."""
    for i in range(0, len(parameters), 2):
        x = F.linear(x, parameters[i], parameters[i + 1])
        if i < len(parameters) - 2:
            x = activation(x)
    return x


def half_mean_squared_error(z, t):
    return (z - t).square().sum() / (2 * z.shape[0])


def small_network(tensors):
    x, t = tensors["x"], tensors["t"]
    parameters = W1, b1, w2, b2 = trained(tensors, ["W1", "b1", "w2", "b2"])

    def step():
        h = torch.sigmoid(F.linear(x, W1, b1))
        z = torch.sigmoid(torch.addmv(b2, h, w2))
        return descend(half_mean_squared_error(z, t), parameters, 0.5)

    return step


def classifier(tensors):
    x, classes = tensors["x"], tensors["classes"]
    parameters = trained(tensors, layer_names(tensors))
    return lambda: descend(F.cross_entropy(dense(x, parameters, torch.relu), classes), parameters, 0.1)


def regressor(activation, rate):
    def work(tensors):
        x, t = tensors["x"], tensors["t"]
        parameters = trained(tensors, layer_names(tensors))
        return lambda: descend(half_mean_squared_error(dense(x, parameters, activation), t), parameters, rate)

    return work


def elementwise(tensors):
    x, t = tensors["x"], tensors["t"]
    parameters = a, b, y = trained(tensors, ["a", "b", "y"])

    def step():
        loss = F.mse_loss(torch.sigmoid(torch.addcmul(b, a, x)) * y, t)
        by_a, by_b, by_y = torch.autograd.grad(loss, parameters)
        return by_a[0].double() + by_b[0] + by_y[0]

    return step


def convolution(tensors):
    x, classes = tensors["x"], tensors["classes"]
    filters = trained(tensors, ["filters1", "shift1", "filters2", "shift2"])
    parameters = filters + trained(tensors, layer_names(tensors))

    def step():
        h = x
        for i in (0, 2):
            # The maximum before ReLU: the same result, fewer elements.
            h = torch.relu(F.max_pool2d(F.conv2d(h, filters[i], filters[i + 1].view(-1)), 2))
        return descend(F.cross_entropy(dense(h.flatten(1), parameters[4:], torch.relu), classes), parameters, 0.01)

    return step


def transformer(tensors):
    width, heads = 128, 4
    tokens, following, mask = tensors["tokens"], tensors["next"], tensors["mask"]
    batch, length = tokens.shape
    parameters = trained(tensors, [name for name in tensors if name not in ("tokens", "next", "mask")])
    p = tensors
    adam = torch.optim.Adam(parameters, lr=0.001, foreach=True)

    def layer(name, x):
        return torch.addmm(p[name + ".b"], x, p[name + ".W"])

    def norm(name, x):
        return F.layer_norm(x, (width,), p[name + ".gain"], p[name + ".shift"], 1e-5)

    def split(x):
        return x.view(batch, length, heads, width // heads).transpose(1, 2)

    def attention(x):
        queries, keys, values = split(layer("queries", x)), split(layer("keys", x)), split(layer("values", x))
        scores = torch.matmul(queries * (1 / math.sqrt(width // heads)), keys.transpose(-2, -1)) + mask
        mixed = torch.matmul(torch.softmax(scores, -1), values)
        return layer("mix", mixed.transpose(1, 2).reshape(batch * length, width))

    def step():
        h = (F.embedding(tokens, p["embedding"]) + p["positions"]).view(batch * length, width)
        h = h + attention(norm("norm1", h))
        h = h + layer("down", F.gelu(layer("up", norm("norm2", h))))
        loss = F.cross_entropy(layer("logits", norm("norm3", h)), following)
        for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters)):
            parameter.grad = gradient
        adam.step()
        return loss.detach()

    return step


def adam_w(parameters, beta2):
    """AdamW as the examples use it: given the gradients, one step."""
    adam = torch.optim.AdamW(parameters, lr=0.001, betas=(0.9, beta2), weight_decay=0.01, foreach=True)

    def step(gradients):
        for parameter, gradient in zip(parameters, gradients):
            parameter.grad = gradient
        adam.step()

    return step


def mnist(tensors):
    x, classes, p = tensors["x"], tensors["classes"], tensors
    parameters = trained(tensors, [name for name in tensors if name.endswith((".weight", ".bias"))])
    update = adam_w(parameters, 0.999)

    def convolve(h, at, norm):
        h = F.conv2d(h, p[f"{at}.weight"], padding=1)
        h = F.batch_norm(h, p[f"{norm}.mean"], p[f"{norm}.variance"], p[f"{norm}.weight"], p[f"{norm}.bias"], True, 0.1, 1e-5)
        # The maximum before ReLU: the same result, fewer elements.
        return torch.relu(F.max_pool2d(h, 2))

    def step():
        h = convolve(convolve(x, 0, 1), 4, 5).flatten(1)
        h = torch.relu(F.linear(h, p["9.weight"], p["9.bias"]))
        loss = F.cross_entropy(F.linear(h, p["12.weight"], p["12.bias"]), classes)
        update(torch.autograd.grad(loss, parameters))
        return loss.detach()

    return step


def character_gpt(tensors):
    heads, largest_norm, p = 4, 1.0, tensors
    letters, following = tensors["letters"], tensors["next"]
    batch, length = letters.shape
    parameters = trained(tensors, [name for name in tensors if name not in ("letters", "next")])
    width = p["table.weight"].shape[1]
    blocks = sum(name.endswith(".attentionNorm.weight") for name in tensors)
    half = width // heads // 2
    angles = torch.arange(length).double().outer(10000.0 ** (-torch.arange(half).double() / half))
    cosine, sine = angles.cos().float(), angles.sin().float()
    mask = torch.full((length, length), -math.inf).triu(1)
    update = adam_w(parameters, 0.99)

    def layer(name, x):
        return F.linear(x, p[name + ".weight"], p[name + ".bias"])

    def norm(name, x):
        return F.layer_norm(x, (width,), p[name + "Norm.weight"], p[name + "Norm.bias"], 1e-5)

    def split(x):
        return x.view(batch, length, heads, width // heads).transpose(1, 2)

    def turned(x):
        a, b = x[..., :half], x[..., half:]
        return torch.cat((a * cosine - b * sine, b * cosine + a * sine), -1)

    def attention(name, x):
        queries, keys, values = turned(split(layer(name + ".query", x))), turned(split(layer(name + ".key", x))), split(layer(name + ".value", x))
        scores = torch.matmul(queries * (1 / math.sqrt(width // heads)), keys.transpose(-2, -1)) + mask
        return layer(name + ".output", torch.matmul(torch.softmax(scores, -1), values).transpose(1, 2).reshape(batch, length, width))

    def step():
        h = F.embedding(letters, p["table.weight"])
        for k in range(blocks):
            h = h + attention(f"blocks.{k}.attention", norm(f"blocks.{k}.attention", h))
            h = h + layer(f"blocks.{k}.contract", F.gelu(layer(f"blocks.{k}.expand", norm(f"blocks.{k}.feedForward", h))))
        h = h * torch.rsqrt(h.square().mean(-1, keepdim=True) + 1e-5) * p["norm.weight"]
        loss = F.cross_entropy(layer("logits", h).view(batch * length, -1), following)
        gradients = torch.autograd.grad(loss, parameters)
        size = torch.stack(torch._foreach_norm(gradients)).norm()
        update(torch._foreach_mul(gradients, (largest_norm / size).clamp(max=1.0).item()))
        return loss.detach()

    return step


def chain(tensors):
    (x,) = trained(tensors, ["x"])

    def step():
        y = x
        for _ in range(100_000):
            y = torch.sin(y)
        return torch.autograd.grad(y, x)[0]

    return step


def hessian_vector_product(tensors):
    x, classes = tensors["x"], tensors["classes"]
    names = layer_names(tensors)
    parameters = trained(tensors, names)
    direction = [tensors["v." + name] for name in names]

    def step():
        loss = F.cross_entropy(dense(x, parameters, torch.relu), classes)
        gradients = torch.autograd.grad(loss, parameters, create_graph=True)
        return torch.autograd.grad(gradients, parameters, direction)[-1][0]

    return step


def logistic_hessian(tensors):
    x, t, w = tensors["x"], tensors["t"], tensors["w"]

    def loss(weights):
        return F.binary_cross_entropy_with_logits(torch.mv(x, weights), t)

    return lambda: torch.autograd.functional.hessian(loss, w, vectorize=True).trace()


def lstm(tensors):
    x, t = tensors["x"], tensors["t"]
    parameters = Wx, Wh, b = trained(tensors, ["Wx", "Wh", "b"])
    hidden = Wh.shape[1]
    zeros = torch.zeros(1, x.shape[1], hidden)
    no_bias = torch.zeros(4 * hidden)

    def step():
        # The whole sequence in one call of its native loop, which is its fastest.
        _, h, _ = torch.lstm(x, (zeros, zeros), (Wx, Wh, b, no_bias), True, 1, 0.0, False, False, False)
        return descend(F.mse_loss(h[0], t), parameters, 0.1)

    return step


def gelu(tensors):
    x = tensors["x"]

    def step():
        with torch.no_grad():
            return F.gelu(x)[0]

    return step


WORKLOADS = {
    "network-2-3-1": small_network,
    "classifier-64": classifier,
    "classifier-784": classifier,
    "tanh-2048": regressor(torch.tanh, 1e-3),
    "elementwise-4m": elementwise,
    "convolution": convolution,
    "transformer": transformer,
    "mnist": mnist,
    "character-gpt": character_gpt,
    "chain-100000": chain,
    "hvp-784": hessian_vector_product,
    "hessian-logistic": logistic_hessian,
    "lstm": lstm,
    "gelu-32k": gelu,
    "deep-512": regressor(torch.relu, 1e-4),
}

TYPES = {"float32": (torch.float32, 4), "float64": (torch.float64, 8), "int32": (torch.int32, 4)}


def read(path, descriptions):
    """The tensors of a file, each in memory of PyTorch's own."""
    tensors = {}
    with open(path, "rb") as file:
        for description in descriptions:
            kind, size = TYPES[description["type"]]
            count = math.prod(description["shape"])
            tensor = torch.frombuffer(bytearray(file.read(count * size)), dtype=kind).reshape(description["shape"])
            tensors[description["name"]] = tensor.long() if kind == torch.int32 else tensor.clone()
    return tensors


def status(field):
    """A figure of this process from the kernel, in bytes: VmRSS is resident now, VmHWM the most so far."""
    with open("/proc/self/status") as file:
        for line in file:
            if line.startswith(field + ":"):
                return int(line.split()[1]) * 1024
    return 0


def library():
    """The linear algebra library that was loaded."""
    with open("/proc/self/maps") as file:
        for line in file:
            name = line.rsplit("/", 1)[-1].strip()
            if name.startswith(("libopenblas", "libmkl_rt", "libblas.so")):
                return name
    return "unknown"


def capability():
    for line in torch.__config__.show().splitlines():
        if "CPU capability usage" in line:
            return line.split(":", 1)[1].strip()
    return "unknown"


def serve(threads):
    torch.set_num_threads(threads)
    torch.mm(torch.ones(8, 8), torch.ones(8, 8))
    gc.disable()
    hello = {"version": torch.__version__, "capability": capability(), "library": library(), "threads": torch.get_num_threads()}
    print(json.dumps(hello), flush=True)
    step, resident = None, 0
    for line in sys.stdin:
        request = json.loads(line)
        command, answer = request["command"], {}
        if command == "open":
            resident = status("VmRSS")
            step = WORKLOADS[request["workload"]](read(request["file"], request["tensors"]))
            answer["losses"] = [float(step()) for _ in range(request["checks"])]
        elif command == "time":
            steps = request["steps"]
            start = time.perf_counter()
            for _ in range(steps):
                step()
            answer["seconds"] = (time.perf_counter() - start) / steps
        elif command == "memory":
            for _ in range(request["steps"]):
                step()
            answer["bytes"] = status("VmHWM") - resident
        elif command == "close":
            step = None
            gc.collect()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    serve(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
