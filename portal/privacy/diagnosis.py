"""What ``doctor`` says of the marks: whether the language model behind the names is there."""

from __future__ import annotations

from portal.privacy.detectors.tagger import tagger
from portal.registries import Finding

REMEDY = "在 64 位 Linux（x86_64）上执行 pip install -r requirements.txt，然后重新启动网站和后台进程。"


def names() -> Finding:
    """Loads the model, as the first mark would."""
    if tagger() is not None:
        return Finding(True, "识别姓名的语言模型可以使用。")
    return Finding(
        False,
        "识别姓名的语言模型没有安装或加载不了：没有“我叫、班主任”一类字样提示的姓名，标出来的会少，公开前请更仔细地看。",
        REMEDY,
    )
