"""Qt views and item models. No rules, no SQL."""

from app.widgets.lasting_constants import keep_constants_alive

keep_constants_alive()
