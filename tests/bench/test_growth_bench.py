"""``bench growth``: several walls one after another, a table and a chart."""

from __future__ import annotations

import argparse
import json

from PySide6.QtGui import QImage

from app.bench import growth


def test_each_wall_is_measured_and_drawn(qapp, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(growth, "TILES", (1, 2))
    monkeypatch.setattr(growth, "GOPS_S", (2,))
    parser = argparse.ArgumentParser()
    growth.add_arguments(parser)
    chart, file = tmp_path / "growth.png", tmp_path / "growth.json"
    words = ["--seconds", "0.5", "--workers", "1", "--width", "640", "--height", "360"]
    args = parser.parse_args([*words, "--chart", str(chart), "--json", str(file)])
    assert growth.run(args) == 0
    runs = json.loads(file.read_text())["runs"]
    assert [(run["tiles"], run["gop_s"]) for run in runs] == [(1, 2), (2, 2)]
    assert all(run["pictures_per_s_min"] > 0 for run in runs)
    assert not QImage(str(chart)).isNull()
    assert "keyframe every" in capsys.readouterr().out
