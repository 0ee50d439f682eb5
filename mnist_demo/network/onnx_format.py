"""A network as ONNX, which runs in browsers and from almost any language."""

from __future__ import annotations

from pathlib import Path

from mnist_demo.config import IMAGE_SIZE
from mnist_demo.network.formats import ExportError
from mnist_demo.network.inference import Network


def write_onnx(network: Network, name: str, path: Path) -> None:
    """Write Flatten, and Gemm with its activation for each layer, ONNX's form of a Dense layer; without TensorFlow."""
    try:
        import onnx
        from onnx import TensorProto, helper, numpy_helper
    except ImportError as error:  # missing, or there and broken
        needed = "ONNX needs the package onnx; install it with: pip install onnx"
        raise ExportError(needed) from error
    last = len(network.kernels) - 1
    hidden = {"relu": "Relu", "tanh": "Tanh", "sigmoid": "Sigmoid"}[network.activation]
    final = "Sigmoid" if network.outputs == 1 else "Softmax"
    nodes, weights, signal = [helper.make_node("Flatten", ["image"], ["flat"])], [], "flat"
    for i, (kernel, bias) in enumerate(zip(network.kernels, network.biases, strict=True)):
        weights += [numpy_helper.from_array(kernel, f"kernel_{i}"), numpy_helper.from_array(bias, f"bias_{i}")]
        after = "probabilities" if i == last else f"hidden_{i}"
        nodes.append(helper.make_node("Gemm", [signal, f"kernel_{i}", f"bias_{i}"], [f"sum_{i}"]))
        nodes.append(helper.make_node(final if i == last else hidden, [f"sum_{i}"], [after]))
        signal = after
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", IMAGE_SIZE, IMAGE_SIZE])
    answer = helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["N", network.outputs])
    graph = helper.make_graph(nodes, name, [image], [answer], weights)
    # The opset of 2021 and the file version that came with it, so that old runtimes read it too.
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, path)
