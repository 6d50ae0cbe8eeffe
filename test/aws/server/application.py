"""The WSGI application: control API, then for AWS calls: count, wait, fault, permission, answer."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from moto.core.request import Request
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.test import run_wsgi_app

from .answers import Answer, AwsError, error_answer
from .call import Call, read_call
from .control import control
from .enforcement import require_permission, require_task
from .iam_actions import IamActions
from .organizations_actions import OrganizationsActions
from .s3_actions import empty_page_of_buckets
from .state import State
from .sts_actions import StsActions
from .xml_pages import cut_page, only_enabled, take_paging

_SERVICES: dict[str, Any] = {"iam": IamActions, "sts": StsActions, "organizations": OrganizationsActions}


class _WsgiRequest(Request):
    from_wsgi_server = True


class Application:
    def __init__(self, state: State):
        self.state = state
        self.other_services = DomainDispatcherApplication(create_backend_app)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith("/_control/"):
            answer = control(self.state, environ)
        else:
            call = read_call(environ, self.state.principals.account_of)
            call.server = self.state
            with self.state.counters.under_way(call) as entry:
                answer = self._answer(call)
                entry["status"] = answer.status
        return _deliver(answer, start_response)

    def _answer(self, call: Call) -> Answer:
        call.fault = self.state.faults.take(call)
        if self.state.settings.latency_ms:
            time.sleep(self.state.settings.latency_ms / 1000)
        try:
            self.state.faults.strike(call)
            principal = self.state.principals.of(call)
            require_task(call, principal)
            if self.state.enforced:
                require_permission(call, principal)
            answer = self._run(call)
        except AwsError as error:
            answer = error_answer(error, call.speaks_json, call.service)
        except ConnectionError:
            raise
        except Exception as error:  # noqa: BLE001 - a gap of this server must be seen in the test that hit it
            answer = error_answer(_gap(error, call), call.speaks_json, call.service)
        answer.truncated = call.faulty("truncated_body")
        return answer

    def _run(self, call: Call) -> Answer:
        actions = _SERVICES.get(call.service)
        if call.name == "s3:ListBuckets" and call.faulty("empty_page_with_token"):
            return empty_page_of_buckets()
        if actions is None:
            in_pages = take_paging(call)
            body, status, headers = run_wsgi_app(self.other_services, call.environ)
            answer = Answer(int(status.split()[0]), b"".join(body), dict(headers))
            return only_enabled(call, cut_page(call, answer) if in_pages else answer)
        request = _WsgiRequest(call.environ)
        handler = actions()
        handler.call = call
        status, headers, body = handler._dispatch(request, request.raw_url, request.headers)
        return Answer(int(status), body.encode() if isinstance(body, str) else body, dict(headers))


def _gap(error: Exception, call: Call) -> AwsError:
    if isinstance(error, NotImplementedError):
        return AwsError("InvalidAction", f"{call.name}: {error}", 400, json_code="UnknownOperationException")
    text = "".join(traceback.format_exception(error))
    return AwsError("TestServerError", f"{call.name}: {text}", 500)


def _deliver(answer: Answer, start_response: Callable[..., Any]) -> Iterable[bytes]:
    headers = {
        name: str(value)
        for name, value in answer.headers.items()
        if name.lower() not in ("status", "content-length")
    }
    headers["Content-Length"] = str(len(answer.body))
    start_response(f"{answer.status} {HTTPStatus(answer.status).phrase}", list(headers.items()))
    if not answer.truncated:
        return [answer.body]
    return _half_of(answer.body)


def _half_of(body: bytes) -> Iterable[bytes]:
    yield body[: len(body) // 2]
    raise ConnectionAbortedError("the test asked for a truncated body")
