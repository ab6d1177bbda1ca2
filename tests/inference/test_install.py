from __future__ import annotations

import dataclasses
import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.inference.catalogue import CatalogueEntry, KnownFile, find_entry, load_catalogue
from app.inference.faults import ModelFault
from app.inference.install import install_from_folder, install_from_publisher

WEIGHTS = b"not really weights, but known ones " * 30000


def entry(address: str = "", weights: bytes = WEIGHTS) -> CatalogueEntry:
    known = KnownFile(
        "m_published.onnx", hashlib.sha256(weights).hexdigest(), len(weights), address
    )
    return CatalogueEntry(
        "m", "M", "person detection", "yolox", 416, "Somebody", "https://example.org/m", "MIT",
        (known,),
    )  # fmt: skip


class Publisher(BaseHTTPRequestHandler):
    """Serves the weights, cut weights, or nothing."""

    def do_GET(self) -> None:
        if self.path == "/gone":
            self.send_error(404)
            return
        body = WEIGHTS[:1000] if self.path == "/short" else WEIGHTS
        body = WEIGHTS + b"more" if self.path == "/long" else body
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def publisher() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_every_entry_of_the_catalogue_can_be_checked() -> None:
    entries = load_catalogue()
    assert {one.name for one in entries} >= {"yolox_nano", "yolox_tiny", "yolox_s"}
    for one in entries:
        assert one.page.startswith("https://")
        assert one.licence
        assert any(known.address for known in one.files)
        for known in one.files:
            assert len(known.sha256) == 64
            assert int(known.sha256, 16) > 0
            assert known.bytes > 0


def test_a_name_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(ModelFault, match=r"yolov99.*yolox_nano, yolox_tiny, yolox_s"):
        find_entry(load_catalogue(), "yolov99")


def test_a_damaged_catalogue_is_named(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.json"
    for text in ("", "{}", '{"models": [{}]}', '{"models": 3}'):
        path.write_text(text)
        with pytest.raises(ModelFault, match=r"catalogue\.json cannot be read"):
            load_catalogue(path)


def test_it_is_fetched_checked_and_put_in_place(publisher: str, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    models = tmp_path / "new" / "models"
    done = install_from_publisher(entry(f"{publisher}/ok"), models, lambda *step: seen.append(step))
    assert done.path.read_bytes() == WEIGHTS
    assert done.sha256 == hashlib.sha256(WEIGHTS).hexdigest()
    assert left_in(models) == ["m.onnx"]
    assert seen[-1] == (len(WEIGHTS), len(WEIGHTS))
    assert sorted(seen) == seen


@pytest.mark.parametrize("path", ["short", "long"])
def test_another_file_than_promised_is_refused(publisher: str, tmp_path: Path, path: str) -> None:
    with pytest.raises(ModelFault, match="SHA-256") as caught:
        install_from_publisher(entry(f"{publisher}/{path}"), tmp_path)
    assert f"{publisher}/{path}" in caught.value.text("zh_CN")
    assert left_in(tmp_path) == []


def test_a_failed_installation_leaves_the_installed_model_alone(
    publisher: str, tmp_path: Path
) -> None:
    (tmp_path / "m.onnx").write_bytes(b"older")
    with pytest.raises(ModelFault):
        install_from_publisher(entry(f"{publisher}/short"), tmp_path)
    assert (tmp_path / "m.onnx").read_bytes() == b"older"
    assert left_in(tmp_path) == ["m.onnx"]


@pytest.mark.parametrize("address", ["/gone", ""])
def test_no_network_says_how_to_do_without(publisher: str, tmp_path: Path, address: str) -> None:
    # Port 9 of this machine: nobody listens.
    asked = f"{publisher}{address}" if address else "http://127.0.0.1:9/m.onnx"
    with pytest.raises(ModelFault, match="models install --from FOLDER m") as caught:
        install_from_publisher(entry(asked), tmp_path)
    assert "127.0.0.1" in caught.value.text("en")
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("name", ["m_published.onnx", "m.onnx", "renamed by a person.ONNX"])
def test_a_folder_is_searched_by_name_and_by_hash(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "usb"
    folder.mkdir()
    (folder / "other.onnx").write_bytes(b"something else")
    (folder / name).write_bytes(WEIGHTS)
    done = install_from_folder(entry(), folder, tmp_path / "models")
    assert done.path.read_bytes() == WEIGHTS
    assert left_in(tmp_path / "models") == ["m.onnx"]


def test_a_file_of_that_name_with_other_content_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m_published.onnx").write_bytes(b"something else")
    with pytest.raises(ModelFault, match=r"m_published\.onnx is not the model m"):
        install_from_folder(entry(), tmp_path, tmp_path / "models")
    assert not (tmp_path / "models").exists()


def test_a_folder_without_the_model_says_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ModelFault, match=r"m_published\.onnx, m\.onnx"):
        install_from_folder(entry(), tmp_path, tmp_path / "models")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelFault, match="nowhere"):
        install_from_folder(entry(), tmp_path / "nowhere", tmp_path / "models")


def test_a_models_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "m_published.onnx").write_bytes(WEIGHTS)
    (tmp_path / "models").write_text("a file stands in the way")
    with pytest.raises(ModelFault, match="could not be written"):
        install_from_folder(entry(), tmp_path, tmp_path / "models")


def test_the_second_known_file_serves_as_well(tmp_path: Path) -> None:
    other = KnownFile("other_export.onnx", hashlib.sha256(b"other").hexdigest(), 5, "")
    both = dataclasses.replace(entry(), files=(*entry().files, other))
    (tmp_path / "other_export.onnx").write_bytes(b"other")
    assert install_from_folder(both, tmp_path, tmp_path / "models").bytes == 5


@pytest.mark.models
def test_the_published_model_installs_from_its_folder(models_dir: Path, tmp_path: Path) -> None:
    done = install_from_folder(find_entry(load_catalogue(), "yolox_nano"), models_dir, tmp_path)
    assert done.path.stat().st_size == done.bytes
