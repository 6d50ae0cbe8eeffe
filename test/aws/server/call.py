"""What a request asks for: service, action, account and parameters, read once at the edge."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from moto.core import DEFAULT_ACCOUNT_ID
from moto.utilities.utils import get_partition

from .s3_actions import s3_action

if TYPE_CHECKING:
    from .faults import Fault

_SCOPE = re.compile(r"Credential=([^/\s]+)/\d{8}/([^/]+)/([^/]+)/aws4_request")
JSON_SERVICES = {"organizations", "cloudtrail"}

#: Services of an account's guards, most of them REST; their errors are JSON, too.
_GUARDS = {"access-analyzer", "account", "config", "securityhub", "sso"}


#: What a request is called in IAM policies, where that is not the name of the action.
_PERMISSIONS = {
    "access-analyzer:GET /analyzer": "access-analyzer:ListAnalyzers",
    "access-analyzer:GET /analyzer/*": "access-analyzer:GetAnalyzer",
    "access-analyzer:POST /findingv2": "access-analyzer:ListFindings",
    "access-analyzer:GET /findingv2/*": "access-analyzer:GetFinding",
    "account:POST /getAlternateContact": "account:GetAlternateContact",
    "account:POST /getContactInformation": "account:GetContactInformation",
    "s3:ListBuckets": "s3:ListAllMyBuckets",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "securityhub:GET /accounts": "securityhub:DescribeHub",
    "securityhub:POST /findings": "securityhub:GetFindings",
}


@dataclass
class Call:
    service: str
    action: str
    region: str
    access_key: str
    account: str
    body: bytes
    params: dict[str, Any]
    environ: dict[str, Any]
    fault: Fault | None = None
    #: Set by the root of the server before the call is answered.
    server: Any = field(default=None, repr=False)

    @property
    def name(self) -> str:
        return f"{self.service}:{self.action}"

    @property
    def permission(self) -> str:
        """The action as IAM policies write it."""
        named = (action for request, action in _PERMISSIONS.items() if fnmatchcase(self.name, request))
        return next(named, self.name)

    @property
    def partition(self) -> str:
        return get_partition(self.region)

    @property
    def speaks_json(self) -> bool:
        return self.service in JSON_SERVICES or self.service in _GUARDS

    def faulty(self, kind: str) -> bool:
        return self.fault is not None and self.fault.kind == kind


def read_call(environ: dict[str, Any], account_of: Any) -> Call:
    """Reads the request and leaves its body for moto. `account_of` maps an access key to an account."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    scope = _SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
    access_key, region, service = scope.groups() if scope else ("", "us-east-1", "unknown")
    account = account_of(access_key) or DEFAULT_ACCOUNT_ID
    # Moto would search all accounts for the key again, several times a request.
    environ["HTTP_X_MOTO_ACCOUNT_ID"] = account
    action, params = _action_and_params(environ, body)
    if service == "s3":
        action = s3_action(environ, params)
    return Call(service, action, region, access_key, account, body, params, environ)


def _action_and_params(environ: dict[str, Any], body: bytes) -> tuple[str, dict[str, Any]]:
    target = environ.get("HTTP_X_AMZ_TARGET")
    if target:
        return target.rsplit(".", 1)[-1], _json_object(body)
    form = environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded")
    text = body.decode() if form else environ.get("QUERY_STRING", "")
    params = dict(parse_qsl(text, keep_blank_values=True))
    return params.get("Action") or f"{environ['REQUEST_METHOD']} {environ.get('PATH_INFO', '/')}", params


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
