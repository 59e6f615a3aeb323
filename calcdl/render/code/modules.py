"""What frameworks differentiate by our gradient: autograd.Function and nn.Module, custom_jvp."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from calcdl.render.code.pythonic import WIDTH, definition, enclosed
from calcdl.results.code import Code

__all__ = ["TAKEN", "Module", "module_of"]

# What a parameter of nn.Module, a method or an argument beside it may not be called.
_OF_A_MODULE = """
T_destination add_module apply bfloat16 buffers call_super_init children compile cpu cuda double
dump_patches eval extra_repr float forward get_buffer get_extra_state get_parameter get_submodule
half ipu load_state_dict modules mtia named_buffers named_children named_modules named_parameters
parameters register_backward_hook register_buffer register_forward_hook register_module
register_parameter requires_grad_ set_extra_state set_submodule share_memory state_dict to
to_empty train training type xpu zero_grad
"""
TAKEN = frozenset((*_OF_A_MODULE.split(), "nn", "Any", "Function", "self", "ctx", "bar", "sum"))


class Module(NamedTuple):
    """What stands below a function, and the imports that it needs, with what they replace."""

    lines: list[str]
    imports: Mapping[str, str]  # from a line, which need not be there, to what stands for it
    typing: bool = False


def module_of(code: Code, names: Mapping[str, str]) -> Module:
    """Return the classes of PyTorch, or the rules of JAX, that are made of a function."""
    return _torch(code, names) if code.target == "torch" else _jax(code, names)


# PyTorch

_IGNORED = "  # type: ignore[no-untyped-call,unused-ignore]"

# autograd's once_differentiable lets pass what depends on saved tensors alone, and second
# derivatives would lack a term without a word. So all inputs go through a function of its own.
_LAST = """

class {title}Last(Function):
    \"\"\"Hands derivatives of {name} on, and lets nobody differentiate them.\"\"\"

    @staticmethod
    def forward(ctx: Any, count: int, *tensors: Tensor) -> tuple[Tensor, ...]:
        return tensors[:count]

    @staticmethod
    def backward(ctx: Any, *bars: Tensor) -> None:
        raise RuntimeError("no {nth} derivatives{hint}")
"""
_ONCE = """

class {title}Function(Function):
    \"\"\"The value of {name}, which autograd differentiates once.\"\"\"

    @staticmethod
    def forward(ctx: Any, *inputs: Tensor) -> Tensor:
        value, gradient = {name}(*inputs)
        ctx.save_for_backward(*inputs, *gradient)
        return value

    @staticmethod
    def backward(ctx: Any, bar: Tensor) -> Any:
        count = len(ctx.saved_tensors) // 2
        inputs, gradient = ctx.saved_tensors[:count], ctx.saved_tensors[count:]
        pairs = zip(gradient, inputs, strict=True)
        parts = [(bar * slope).sum_to_size(one.shape) for slope, one in pairs]
        return {title}Last.apply(count, *parts, *inputs){ignored}
"""
_TWICE = """

class {title}Gradient(Function):
    \"\"\"The gradient of {name} times what comes back, which autograd differentiates.\"\"\"

    @staticmethod
    def forward(ctx: Any, bar: Tensor, *inputs: Tensor) -> tuple[Tensor, ...]:
        _, gradient, hessian = {name}(*inputs)
        entries = [entry for row in hessian for entry in row]
        ctx.save_for_backward(bar, *inputs, *gradient, *entries)
        pairs = zip(gradient, inputs, strict=True)
        return tuple((bar * slope).sum_to_size(one.shape) for slope, one in pairs)

    @staticmethod
    def backward(ctx: Any, *bars: Tensor) -> Any:
        count = len(bars)
        bar, *saved = ctx.saved_tensors
        inputs, slopes = saved[:count], saved[count:]
        value_bar = torch.zeros_like(bar)
        parts = [torch.zeros_like(bar) for _ in inputs]
        for i, outer in enumerate(bars):
            value_bar = value_bar + outer * slopes[i]
            for j in range(count):
                entry = slopes[count * (i + 1) + j]
                parts[j] = parts[j] + outer * bar * entry
        pairs = zip(parts, inputs, strict=True)
        reduced = [part.sum_to_size(one.shape) for part, one in pairs]
        answers = [value_bar, *reduced]
        return {title}Last.apply(count + 1, *answers, bar, *inputs){ignored}


class {title}Function(Function):
    \"\"\"The value of {name}, which autograd differentiates twice.\"\"\"

    @staticmethod
    def forward(ctx: Any, *inputs: Tensor) -> Tensor:
        ctx.save_for_backward(*inputs)
        return {name}(*inputs)[0]

    @staticmethod
    def backward(ctx: Any, bar: Tensor) -> Any:
        return {title}Gradient.apply(bar, *ctx.saved_tensors){ignored}
"""
_IMPORTS = """
from torch import Tensor, nn
from torch.autograd import Function
"""


def _torch(code: Code, names: Mapping[str, str]) -> Module:
    twice = bool(code.program.hessian)
    title = "".join([word[:1].upper() + word[1:] for word in code.name.split("_")])
    classes = (_LAST + (_TWICE if twice else _ONCE)).format(
        name=code.name,
        title=title,
        ignored=_IGNORED,
        nth="third" if twice else "second",
        hint="" if twice else ": write them with --order 2",
    )
    lines = [
        *classes.replace("\n\n\n\n", "\n\n\n").rstrip().splitlines(),
        *_layer(code, title, names),
    ]
    return Module(lines, {"from torch import Tensor": _IMPORTS.strip()}, typing=True)


def _layer(code: Code, title: str, names: Mapping[str, str]) -> list[str]:
    """Return the module, of which some variables are parameters and the others come in."""
    own = [names[name] for name in code.parameters]
    given = [f"{names[name]}: Tensor" for name in code.variables if name not in code.parameters]
    values = [f"self.{names[name]}" if name in code.parameters else names[name]
              for name in code.variables]  # fmt: skip
    says = f"{code.name} as a layer" + (f" with the parameters {', '.join(own)}." if own else ".")
    lines = ["", "", f"class {title}Module(nn.Module):", f'    """{says}"""', ""]
    if own:
        start = ["self", *[f"{name}: Tensor" for name in own]]
        lines += _indented(enclosed("def __init__(", start, ") -> None:", WIDTH - 4))
        lines += ["        super().__init__()"]
        lines += [f"        self.{name} = nn.Parameter({name})" for name in own] + [""]
    head = enclosed("def forward(", ["self", *given], ") -> Tensor:", WIDTH - 4)
    arguments = f"({', '.join(values)})"
    call = f"value: Tensor = {title}Function.apply"
    if len(call) + len(arguments) > WIDTH - 8:
        rest = enclosed("values = (", values, ")", WIDTH - 8)
        return [*lines, *_indented([*head, *_indented([*rest, f"{call}(*values){_IGNORED}"]),
                                    "    return value"])]  # fmt: skip
    return [*lines, *_indented([*head, f"    {call}{arguments}{_IGNORED}", "    return value"])]


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]


# JAX

_RULE = """

@{made}.defjvp
def {made}_jvp(
    primals: tuple[Array, ...], tangents: tuple[Array, ...]
) -> tuple[Array, Array]:
    value, gradient = {name}(*primals)
    terms = [slope * bar for slope, bar in zip(gradient, tangents, strict=True)]
    return value, sum(terms, jnp.zeros_like(value))
"""
_RULES_OF_TWO = """

@{made}.defjvp
def {made}_jvp(
    primals: tuple[Array, ...], tangents: tuple[Array, ...]
) -> tuple[Array, Array]:
    value = {name}(*primals)[0]
    gradient = {name}_gradient(*primals)
    terms = [slope * bar for slope, bar in zip(gradient, tangents, strict=True)]
    return value, sum(terms, jnp.zeros_like(value))


@{name}_gradient.defjvp
def {name}_gradient_jvp(
    primals: tuple[Array, ...], tangents: tuple[Array, ...]
) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
    value, gradient, hessian = {name}(*primals)
    zero = jnp.zeros_like(value)
    changes = [
        sum((entry * bar for entry, bar in zip(row, tangents, strict=True)), zero)
        for row in hessian
    ]
    return gradient, tuple(changes)
"""


def _jax(code: Code, names: Mapping[str, str]) -> Module:
    inputs = [names[name] for name in code.variables]
    parameters = [f"{name}: ArrayLike" for name in inputs]
    made = f"{code.name}_value"
    call = _indented(enclosed(f"return {code.name}(", inputs, ")[0]", WIDTH - 4))
    lines = [
        "",
        "",
        "@jax.custom_jvp",
        *definition(made, parameters, " -> Array"),
        f'    """The value of {code.name}, which JAX differentiates by its gradient."""',
        *call,
    ]
    if code.program.hessian:
        lines += [
            "",
            "",
            "@jax.custom_jvp",
            *definition(f"{code.name}_gradient", parameters, " -> tuple[Array, ...]"),
            f'    """The gradient of {code.name}, which JAX differentiates by its Hessian."""',
            *[line.replace("[0]", "[1]") for line in call],
        ]
    rules = _RULES_OF_TWO if code.program.hessian else _RULE
    return Module(
        [*lines, *rules.rstrip().format(made=made, name=code.name).splitlines()],
        {"import jax.numpy as jnp": "import jax\nimport jax.numpy as jnp"},
    )
