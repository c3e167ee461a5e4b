"""The stored projects: their fields, what was done, log (notes, hours, decisions), actions and recent activity.

Concurrent edits of one project or action lose nothing: the person who saves last is shown both versions.
"""

from data.store.projects.actions import actions, add_action, remove_action, update_action
from data.store.projects.activity import changed_since, last_entries, phase_steps, visit
from data.store.projects.interventions import (
    add_interventions,
    interventions,
    interventions_by_project,
    move_intervention,
    remove_intervention,
)
from data.store.projects.log import add_decision, add_note, decisions, hours, log_hours, notes
from data.store.projects.projects import create, get, load, table, update

__all__ = [
    "actions",
    "add_action",
    "add_decision",
    "add_interventions",
    "add_note",
    "changed_since",
    "create",
    "decisions",
    "get",
    "hours",
    "interventions",
    "interventions_by_project",
    "last_entries",
    "load",
    "log_hours",
    "move_intervention",
    "notes",
    "phase_steps",
    "remove_action",
    "remove_intervention",
    "table",
    "update",
    "update_action",
    "visit",
]
