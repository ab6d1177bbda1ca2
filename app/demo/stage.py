"""Puts the demo's stores, cameras and checklists into the database, through the operations."""

from __future__ import annotations

from pathlib import Path

from app.demo.chain import CAMERAS, COMPANY, STORES, DemoCamera, DemoStore
from app.demo.footage import DemoStage
from app.demo.truth import Truth, load_truth
from app.operations.facade import Operations
from app.operations.values import Camera, CameraDraft, CompanyNode, Place, Store

CHECKLISTS = Path(__file__).resolve().parents[2] / "resources" / "checklists"


def make_stage(operations: Operations, stage: DemoStage) -> None:
    """Five stores with five cameras each, and the checklists of ``resources/``.

    What is there already stays; cameras are pointed at ``stage`` again, since
    the footage may lie elsewhere than the last time. Somebody must have been
    introduced before, since checklists note who imported them. Raises Fault.
    """
    truth = load_truth(stage.truth_path)
    for store in STORES:
        kept, cameras = _store(operations, store)
        for camera in CAMERAS:
            _camera(operations, cameras.get(camera.code), _draft(kept, camera, stage, truth))
    for path in sorted(CHECKLISTS.glob("*.json")):
        operations.checklists.import_file(path)


def _store(operations: Operations, wanted: DemoStore) -> tuple[Store, dict[str, Camera]]:
    for company in operations.stores.tree().companies:
        for region in company.regions:
            for node in region.stores:
                if node.store.code == wanted.code:
                    return node.store, {camera.code: camera for camera in node.cameras}
    region_id = _region(operations, wanted.region)
    made = operations.stores.add_store(region_id, wanted.code, wanted.name, wanted.time_zone)
    return made, {}


def _region(operations: Operations, name: str) -> int:
    company = _company(operations)
    for node in company.regions:
        if node.region.name == name:
            return node.region.id
    return operations.stores.add_region(company.company.id, name).id


def _company(operations: Operations) -> CompanyNode:
    for node in operations.stores.tree().companies:
        if node.company.name == COMPANY:
            return node
    return CompanyNode(operations.stores.add_company(COMPANY), ())


def _draft(store: Store, camera: DemoCamera, stage: DemoStage, truth: Truth) -> CameraDraft:
    known = truth.cameras.get(f"{store.code}/{camera.code}")
    return CameraDraft(
        store_id=store.id,
        code=camera.code,
        name=camera.name,
        place=Place(camera.place),
        recording_root=str(stage.footage_root / store.code),
        recording_pattern=stage.pattern,
        zone=known.zone if known is not None else (),
    )


def _camera(operations: Operations, kept: Camera | None, draft: CameraDraft) -> None:
    if kept is None:
        operations.stores.add_camera(draft)
    elif kept.draft() != draft:
        operations.stores.update_camera(kept.id, draft)
