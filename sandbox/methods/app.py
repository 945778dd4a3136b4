"""auth.test and blocks.validate; apps.connections.open stands with the sockets."""

from sandbox.methods.call import Call, Method, missing
from sandbox.shapes import Json
from sandbox.validate import check
from sandbox.workspace import Workspace


def _test(space: Workspace, call: Call) -> Json:
    ids = space.credentials
    return {
        "url": f"{call.base}/",
        "team": ids.team_name,
        "user": space.manifest.name.lower(),
        "team_id": ids.team_id,
        "user_id": ids.bot_user_id,
        "bot_id": ids.bot_id,
        "is_enterprise_install": False,
    }


def _validate(_space: Workspace, call: Call) -> Json:
    if (view := check.parsed(call.args.get("view"))) is not None:
        kind = str(view.get("type")) if isinstance(view, dict) else ""
        findings = check.view(view, kind=kind if kind in {"modal", "home"} else "modal")
    elif (blocks := check.parsed(call.args.get("blocks"))) is not None:
        findings = check.message_blocks(blocks)
    elif isinstance(message := check.parsed(call.args.get("message")), dict):
        findings = check.message_blocks(message.get("blocks"))
    else:
        raise missing("blocks")
    return {"valid": not findings, "findings": [finding.as_json() for finding in findings]}


METHODS = {
    "auth.test": Method(run=_test, per_minute=100),
    "blocks.validate": Method(run=_validate, args=frozenset({"blocks", "message", "view"})),
}
