"""How the list of items and the current item share the height of the panel."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QSplitter, QWidget

LEAST_CARD = 280
LEAST_LIST = 96


class CardRoom(QObject):
    """The card gets what the neediest item so far needed, the list gets the rest.

    It never shrinks from item to item: what moves at every key tires the eyes.
    Whoever moves the line between the two by hand decides from then on.
    """

    def __init__(self, split: QSplitter, card: QWidget) -> None:
        super().__init__(split)
        self._split = split
        self._card = card
        self._given = LEAST_CARD
        self._by_hand = False
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        split.splitterMoved.connect(self._moved)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._share)

    def forget(self) -> None:
        """Another inspection: its items may need less."""
        self._given = LEAST_CARD

    def give(self) -> None:
        """Look again how much the card needs, once its words are laid out."""
        self._soon.start()

    def _moved(self) -> None:
        self._by_hand = True

    def _share(self) -> None:
        total = sum(self._split.sizes())
        if self._by_hand or not total or not self._split.isVisible():
            return
        needed = self._card.sizeHint().height()
        if self._card.hasHeightForWidth():
            needed = self._card.heightForWidth(self._card.width())
        self._given = max(self._given, needed)
        card = min(self._given, total - LEAST_LIST)
        self._split.setSizes([total - card, card])
