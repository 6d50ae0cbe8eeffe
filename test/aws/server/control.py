"""The control API under `/_control/`: what a test sets up, breaks and reads back. JSON in, JSON out."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from typing import Any

from .answers import Answer, json_answer
from .clock import optional_time
from .faults import parse_fault
from .fields import only
from .seed_accounts import seed_account, update_account
from .seed_organization import seed_organization
from .state import State


def _seed(state: State, body: Any) -> None:
    only(body, "seed", "organization", "accounts")
    if body.get("organization") is not None:
        seed_organization(state, body["organization"])
    for account in body.get("accounts", []):
        seed_account(state, account)


def _settings(state: State, body: Any) -> None:
    only(body, "settings", "latency_ms", "page_size", "report_polls", "timestamp_style", "now", "regions")
    if "now" in body:
        state.clock.fixed = optional_time(body["now"])
    for field in ("latency_ms", "page_size", "report_polls", "timestamp_style", "regions"):
        if field in body:
            setattr(state.settings, field, body[field])


def _auth(state: State, body: Any) -> None:
    state.enforced = bool(only(body, "auth", "enabled")["enabled"])


def _credentials(state: State, body: Any) -> dict[str, str]:
    only(body, "credentials", "account_id", "partition", "user_name")
    return state.principals.mint(body["account_id"], body.get("partition", "aws"), body.get("user_name"))


_ROUTES: dict[str, Callable[[State, Any], Any]] = {
    "POST reset": lambda state, _: state.reset(),
    "POST seed": _seed,
    "POST update": update_account,
    "POST settings": _settings,
    "POST auth": _auth,
    "POST credentials": _credentials,
    "POST faults": lambda state, body: state.faults.replace([parse_fault(each) for each in body]),
    "GET calls": lambda state, _: state.counters.summary(),
    "GET log": lambda state, _: state.counters.log(),
}


def control(state: State, environ: dict[str, Any]) -> Answer:
    route = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO'].removeprefix('/_control/')}"
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    if route not in _ROUTES:
        return json_answer(404, {"error": f"no {route}; known: {', '.join(_ROUTES)}"})
    try:
        return json_answer(200, _ROUTES[route](state, json.loads(body or b"null")))
    except (ValueError, KeyError, TypeError) as error:
        return json_answer(400, {"error": f"{type(error).__name__}: {error}"})
    except Exception:  # noqa: BLE001 - the test that asked sees the whole story
        return json_answer(500, {"error": traceback.format_exc()})
