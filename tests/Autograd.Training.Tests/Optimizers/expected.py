"""Writes expected.txt: what PyTorch 1.13 computes, or, where it has no such optimizer, the papers' formulas in NumPy.

    python3 expected.py > expected.txt

Each case is 100 steps in double on one small problem; a line is the number of steps, and s, v, W and U after it. A schedule is a line of rates.
"""
import math

import numpy as np
import torch

STEPS = 100
SHOWN = (1, 2, 3, 10, 37, 100)
torch.set_default_dtype(torch.float64)
X = torch.tensor([[0.5, -1.0], [1.25, 0.75], [-0.75, 0.25], [1.0, 1.5]])
T = torch.tensor([[1.0, -0.5, 0.25], [0.75, 2.0, -1.0], [-1.5, 0.5, 1.25], [0.25, 1.75, -0.75]])


def start():
    s = torch.tensor(0.9)
    v = torch.tensor([0.11, -0.23, 0.37])
    w = torch.tensor([[0.31, -0.42], [0.53, 0.64], [-0.75, 0.86]])
    u = torch.tensor([[0.17, 0.28, -0.39], [-0.41, 0.52, 0.63]])
    return [p.requires_grad_() for p in (s, v, w, u)]


def backward(parameters, step):
    """The targets swing, so that gradients do not vanish: where they do, all that is left is rounding, which scaled steps make large."""
    s, v, w, u = parameters
    for p in parameters:
        p.grad = None
    ((s * (X @ (w.T + u) + v) - T * (1 + (step % 5 - 2) / 4)) ** 2).mean().backward()


def show(name, parameters, update):
    print(name)
    for step in range(1, STEPS + 1):
        backward(parameters, step)
        update(step)
        if step in SHOWN:
            print(step, *(repr(float(x)) for p in parameters for x in p.detach().reshape(-1)))


def pytorch(name, make, before=None):
    parameters = start()
    optimizer = make(parameters)

    def update(step):
        if before is not None:
            before(optimizer, parameters, step)
        optimizer.step()

    show(name, parameters, update)


def numpy_formula(name, make):
    """make(shape) is a function from value, gradient and step to the new value."""
    parameters = start()
    rules = [make(tuple(p.shape)) for p in parameters]

    def update(step):
        for p, rule in zip(parameters, rules):
            with torch.no_grad():
                p.copy_(torch.tensor(rule(p.detach().numpy().copy(), p.grad.numpy(), step)))

    show(name, parameters, update)


def lion(rate, beta1, beta2, decay):
    """Chen et al. 2023, algorithm 2."""

    def make(shape):
        m = np.zeros(shape)

        def rule(value, gradient, step):
            nonlocal m
            c = beta1 * m + (1 - beta1) * gradient
            m = beta2 * m + (1 - beta2) * gradient
            return value - rate * (np.sign(c) + decay * value)

        return rule

    return make


def adafactor(rate, power, epsilon1, epsilon2, clipping, decay):
    """Shazeer, Stern 2018, algorithms 4 to 6, with sums as there."""

    def rms(x):
        return math.sqrt(np.mean(x * x))

    def make(shape):
        r, c, v = (np.zeros(shape[0]), np.zeros(shape[1]), None) if len(shape) == 2 else (None, None, np.zeros(shape))

        def rule(value, gradient, step):
            nonlocal r, c, v
            beta = 1 - step ** power
            alpha = max(epsilon2, rms(value)) * min(rate, 1 / math.sqrt(step))
            square = gradient * gradient + epsilon1
            if len(shape) == 2:
                r = beta * r + (1 - beta) * square.sum(axis=1)
                c = beta * c + (1 - beta) * square.sum(axis=0)
                estimate = np.outer(r, c) / r.sum()
            else:
                v = beta * v + (1 - beta) * square
                estimate = v
            u = gradient / np.sqrt(estimate)
            return (1 - rate * decay) * value - alpha * u / max(1, rms(u) / clipping)

        return rule

    return make


def muon(rate, momentum, decay, nesterov, iterations, others):
    """Jordan et al. 2024: zeropower_via_newtonschulz5, in double; scalars and vectors by plain gradient descent."""

    def orthogonal(g):
        a, b, c = 3.4445, -4.7750, 2.0315
        x = g / (np.linalg.norm(g) + 1e-7)
        if g.shape[0] > g.shape[1]:
            x = x.T
        for _ in range(iterations):
            square = x @ x.T
            x = a * x + (b * square + c * square @ square) @ x
        return x.T if g.shape[0] > g.shape[1] else x

    def make(shape):
        buffer = np.zeros(shape)

        def rule(value, gradient, step):
            nonlocal buffer
            if len(shape) < 2:
                return value - others * gradient
            buffer = momentum * buffer + gradient
            update = orthogonal(gradient + momentum * buffer if nesterov else buffer)
            return (1 - rate * decay) * value - rate * math.sqrt(max(1, shape[0] / shape[1])) * update

        return rule

    return make


def clip_by_norm(maximum):
    """By maximum / norm; clip_grad_norm_ of PyTorch divides by norm + 1e-6."""

    def before(optimizer, parameters, step):
        norm = math.sqrt(sum(float((p.grad ** 2).sum()) for p in parameters))
        if norm > maximum:
            for p in parameters:
                p.grad.mul_(maximum / norm)

    return before


def warm_up_then_cosine(optimizer):
    warm_up = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=0.1, end_factor=1, total_iters=20)
    cosine = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=80, eta_min=0.001)
    return torch.optim.lr_scheduler.SequentialLR(optimizer, [warm_up, cosine], milestones=[20])


def scheduled(name):
    schedulers = {}

    def before(optimizer, parameters, step):
        if step == 1:
            schedulers[name] = warm_up_then_cosine(optimizer)
        else:
            schedulers[name].step()

    pytorch(name, lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.1), before)


def schedule(name, rate, make, steps=25, metrics=None):
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=rate)
    scheduler = make(optimizer)
    rates = []
    for step in range(steps if metrics is None else len(metrics)):
        if metrics is not None:
            scheduler.step(metrics[step])
        rates.append(optimizer.param_groups[0]["lr"])
        if metrics is None and step + 1 < steps:
            optimizer.step()
            scheduler.step()
    print(name)
    print(*(repr(float(r)) for r in rates))


o = torch.optim
pytorch("GradientDescent", lambda p: o.SGD(p, lr=0.1))
pytorch("GradientDescent momentum decay", lambda p: o.SGD(p, lr=0.02, momentum=0.9, weight_decay=0.05))
pytorch("GradientDescent nesterov decay", lambda p: o.SGD(p, lr=0.02, momentum=0.9, weight_decay=0.05, nesterov=True))
pytorch("Adam", lambda p: o.Adam(p, lr=0.05))
pytorch("Adam decay", lambda p: o.Adam(p, lr=0.05, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.1))
pytorch("Adam amsGrad decay", lambda p: o.Adam(p, lr=0.05, betas=(0.8, 0.95), weight_decay=0.1, amsgrad=True))
pytorch("AdamW", lambda p: o.AdamW(p, lr=0.05))
pytorch("AdamW decay", lambda p: o.AdamW(p, lr=0.05, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.3))
pytorch("AdamW amsGrad", lambda p: o.AdamW(p, lr=0.05, betas=(0.8, 0.95), weight_decay=0.1, amsgrad=True))
pytorch("RmsProp", lambda p: o.RMSprop(p))
pytorch("RmsProp decay", lambda p: o.RMSprop(p, lr=0.02, alpha=0.9, eps=1e-4, weight_decay=0.1))
pytorch("RmsProp momentum", lambda p: o.RMSprop(p, lr=0.005, momentum=0.8))
pytorch("RmsProp centered", lambda p: o.RMSprop(p, lr=0.005, alpha=0.9, eps=1e-3, centered=True))
pytorch("RmsProp centered momentum", lambda p: o.RMSprop(p, lr=0.005, eps=1e-3, momentum=0.8, centered=True, weight_decay=0.1))
pytorch("Adagrad", lambda p: o.Adagrad(p, lr=0.1))
pytorch("Adagrad decay", lambda p: o.Adagrad(p, lr=0.1, eps=1e-6, weight_decay=0.1, initial_accumulator_value=0.5))
pytorch("Adadelta", lambda p: o.Adadelta(p))
pytorch("Adadelta decay", lambda p: o.Adadelta(p, lr=0.5, rho=0.8, eps=1e-4, weight_decay=0.1))
numpy_formula("Lion", lion(0.013, 0.9, 0.99, 0))
numpy_formula("Lion decay", lion(0.0137, 0.8, 0.95, 0.3))
numpy_formula("Adafactor", adafactor(0.01, -0.8, 1e-30, 1e-3, 1, 0))
numpy_formula("Adafactor decay", adafactor(0.3, -0.5, 1e-6, 0.5, 0.5, 0.05))
numpy_formula("Muon", muon(0.02, 0.95, 0, True, 5, 0.05))
numpy_formula("Muon decay", muon(0.03, 0.9, 0.2, False, 3, 0.05))
pytorch("groups", lambda p: o.AdamW([{"params": p[2:], "lr": 0.05, "weight_decay": 0.3}, {"params": p[:2], "lr": 0.02, "weight_decay": 0}]))
scheduled("scheduled")
pytorch("clipped by value", lambda p: o.SGD(p, lr=0.05, momentum=0.9), lambda optimizer, p, step: torch.nn.utils.clip_grad_value_(p, 0.2))
pytorch("clipped by norm", lambda p: o.SGD(p, lr=0.05, momentum=0.9), clip_by_norm(0.5))

LOSSES = [3, 2.5, 2.4999, 2.6, 2.4, 2.4, 2.41, 2.39999, 2.4, 2.2, 2.3, 2.3, 2.3, 2.3, 2.3, 2.3, 2.3, 2.3, 2.1, 2.2, 2.2, 2.2, 2.2, 2.2]
r = o.lr_scheduler
schedule("ConstantRate", 0.3, lambda x: r.ConstantLR(x, factor=1))
schedule("StepDecay", 0.3, lambda x: r.StepLR(x, step_size=7, gamma=0.4))
schedule("ExponentialDecay", 0.3, lambda x: r.ExponentialLR(x, gamma=0.93))
schedule("CosineDecay", 0.3, lambda x: r.CosineAnnealingLR(x, T_max=24, eta_min=0.02))
schedule("WarmUp", 0.3, lambda x: r.LinearLR(x, start_factor=0.25, end_factor=1, total_iters=9))
schedule("OneCycle", 0.3, lambda x: r.OneCycleLR(x, max_lr=0.3, total_steps=25))
schedule("OneCycle settings", 0.3, lambda x: r.OneCycleLR(x, max_lr=0.3, total_steps=25, pct_start=0.44, div_factor=10, final_div_factor=100))
schedule("WarmUp then CosineDecay", 0.3, lambda x: r.SequentialLR(x, [r.LinearLR(x, start_factor=0.1, end_factor=1, total_iters=5), r.CosineAnnealingLR(x, T_max=19)], milestones=[5]))
schedule("Plateau", 0.3, lambda x: r.ReduceLROnPlateau(x, factor=0.5, patience=2), metrics=LOSSES)
schedule("Plateau settings", 0.3, lambda x: r.ReduceLROnPlateau(x, factor=0.3, patience=1, threshold=0.01, cooldown=2, min_lr=0.02), metrics=LOSSES)
