"""Why a rectification task cannot be raised."""

from __future__ import annotations

from app.faults import Sentence

INSPECTION_OF_OTHER_STORE = Sentence(
    "The inspection {id} is about another store. Raise the rectification task for the store "
    "that was inspected.",
    "巡检 {id} 属于其他门店。请为被巡检的门店新建整改单。",
)
EVIDENCE_OF_OTHER_STORE = Sentence(
    "The evidence of the camera {camera} shows another store. Leave it out of this "
    "rectification task.",
    "摄像机 {camera} 的取证属于其他门店。请不要将其加入此整改单。",
)
