"""What can go wrong with a model, in words for a person."""

from __future__ import annotations

from app.faults import Fault, Sentence


class ModelFault(Fault):
    """A model cannot be found, fetched, trusted or used."""


NOT_IN_CATALOGUE = Sentence(
    "There is no model named {name} in the catalogue. It holds: {known}. "
    "Choose one of these names.",
    "模型目录中没有名为 {name} 的模型。目录中有：{known}。请选择其中之一。",
)
NOT_INSTALLED = Sentence(
    "The model {name} is not installed. Install it with: models install {name}",
    "模型 {name} 尚未安装。请用以下命令安装：models install {name}",
)
NOT_REACHED = Sentence(
    "The model {name} could not be fetched from {host}: {reason}. Check the network, or fetch "
    "{address} on another computer and install it with: models install --from FOLDER {name}",
    "无法从 {host} 下载模型 {name}：{reason}。请检查网络，或在另一台电脑上下载 {address}，"
    "再用以下命令安装：models install --from FOLDER {name}",
)
WRONG_HASH = Sentence(
    "The file {file} is not the model {name} that the catalogue knows: its SHA-256 is {found}, "
    "expected {expected}. It was not installed; fetch it again from {page}",
    "文件 {file} 不是目录所列的模型 {name}：其 SHA-256 为 {found}，应为 {expected}。"
    "未安装；请从 {page} 重新下载",
)
NOT_IN_FOLDER = Sentence(
    "The folder {folder} holds no file of the model {name} (looked for {files} and for the "
    "SHA-256 of every .onnx file). Fetch it from {page} into that folder.",
    "文件夹 {folder} 中没有模型 {name} 的文件"
    "（已按文件名 {files} 和每个 .onnx 文件的 SHA-256 查找）。请从 {page} 下载到该文件夹。",
)
NO_FOLDER = Sentence(
    "The folder {folder} cannot be read: {reason}. Name a folder that holds the model file.",
    "无法读取文件夹 {folder}：{reason}。请指定存放模型文件的文件夹。",
)
NOT_WRITTEN = Sentence(
    "The model {name} could not be written to {file}: {reason}. Make room or change the rights "
    "of that folder, then install it again.",
    "无法将模型 {name} 写入 {file}：{reason}。请腾出空间或修改该文件夹的权限，然后重新安装。",
)
NOT_ONNX = Sentence(
    "The file {file} is not a model in ONNX form: {reason}. Install the model again, or choose "
    "another one in the settings.",
    "文件 {file} 不是 ONNX 模型：{reason}。请重新安装该模型，或在设置中选择其他模型。",
)
OTHER_INPUTS = Sentence(
    "The model file {file} has other inputs than a YOLOX detector: found {found}, expected "
    "{expected}. Install a model from the catalogue, or choose another one in the settings.",
    "模型文件 {file} 的输入与 YOLOX 检测器不符：实际为 {found}，应为 {expected}。"
    "请从目录安装模型，或在设置中选择其他模型。",
)
OTHER_OUTPUTS = Sentence(
    "The model file {file} has other outputs than a YOLOX detector: found {found}, expected "
    "{expected}. Install a model from the catalogue, or choose another one in the settings.",
    "模型文件 {file} 的输出与 YOLOX 检测器不符：实际为 {found}，应为 {expected}。"
    "请从目录安装模型，或在设置中选择其他模型。",
)
NOT_RUNNING = Sentence(
    "The model file {file} could not be run: {reason}. Install the model again, or choose "
    "another one in the settings.",
    "模型文件 {file} 无法运行：{reason}。请重新安装该模型，或在设置中选择其他模型。",
)
BAD_CATALOGUE = Sentence(
    "The model catalogue {file} cannot be read: {reason}. Install the program again.",
    "无法读取模型目录 {file}：{reason}。请重新安装本程序。",
)
NO_CUDA = Sentence(
    "No CUDA device was found: analysis runs on the CPU.",
    "未找到 CUDA 设备：分析在 CPU 上运行。",
)
