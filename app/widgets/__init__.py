"""Qt views and item models. No rules, no SQL."""

from app.widgets.lasting_none import keep_none_alive

keep_none_alive()
