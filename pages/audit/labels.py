"""Names of what is in the audit trail: actions and kinds of things, in the reader's language."""

from domain.errors import N_
from pages.shared.texts import _

ACTIONS = {
    "add": N_("added"),
    "add action": N_("action added"),
    "add intervention": N_("added what was done"),
    "away": N_("absence added"),
    "back": N_("absence removed"),
    "change": N_("changed"),
    "change action": N_("action changed"),
    "change intervention": N_("changed what was done"),
    "choose": N_("chosen"),
    "close": N_("closed"),
    "close vote": N_("vote closed"),
    "create": N_("made"),
    "decide": N_("decision chosen"),
    "decision": N_("decision written down"),
    "delete": N_("deleted"),
    "download": N_("downloaded"),
    "drop decision": N_("decision dropped"),
    "end_postponement": N_("postponement ended"),
    "erase": N_("erased on request"),
    "export": N_("exported"),
    "forget": N_("choice taken back"),
    "hand over": N_("written to a file"),
    "hours": N_("hours written down"),
    "import": N_("imported"),
    "join": N_("joined"),
    "look up": N_("looked up"),
    "make": N_("made"),
    "note": N_("note written"),
    "open": N_("opened"),
    "open vote": N_("vote opened"),
    "postpone": N_("postponed"),
    "put back": N_("put back"),
    "release": N_("figures released"),
    "remark": N_("remark made"),
    "remove": N_("removed"),
    "remove action": N_("action removed"),
    "remove intervention": N_("removed what was done"),
    "restore": N_("backup restored"),
    "reveal vote": N_("result of a vote shown"),
    "revoke": N_("revoked"),
    "right code": N_("right code given"),
    "save": N_("saved"),
    "send": N_("sent"),
    "set": N_("set"),
    "shortlist": N_("put on the shortlist"),
    "show": N_("shown on the screen"),
    "sign_out": N_("signed out"),
    "subscribe": N_("asked for"),
    "try": N_("wrong code given"),
    "undo": N_("undone"),
    "unlist": N_("taken off the shortlist"),
    "visit": N_("opened"),
    "unsubscribe": N_("ended"),
    "vote": N_("voted"),
}
ENTITIES = {
    "address_key": N_("address"),
    "area": N_("area"),
    "blocks": N_("import of blocks"),
    "calendar": N_("calendar link"),
    "case": N_("individual case"),
    "category_word": N_("word of a category"),
    "consultant": N_("consultant"),
    "dwellings": N_("import of dwellings"),
    "effects": N_("effects of others"),
    "mail": N_("weekly mail"),
    "neighbourhoods": N_("import of neighbourhoods"),
    "opportunities": N_("import of planned works"),
    "page": N_("page"),
    "partners": N_("import of partners"),
    "person": N_("address or reporter"),
    "profile": N_("profile of an export"),
    "project": N_("project"),
    "release": N_("release"),
    "reports": N_("import of reports"),
    "session": N_("team session"),
    "setting": N_("setting"),
    "sign_in": N_("sign-in"),
    "store": N_("the whole store"),
    "table": N_("table"),
    "visits": N_("signal"),
    "walkabout": N_("walkabout"),
}


def action_name(action: str) -> str:
    """The name of an action; the code itself where it has none."""
    return _(ACTIONS[action]) if action in ACTIONS else action


def entity_name(entity: str) -> str:
    """The name of a kind of thing; the code itself where it has none."""
    return _(ENTITIES[entity]) if entity in ENTITIES else entity
