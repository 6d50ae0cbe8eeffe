"""Checks signatures and permissions, when a test has switched that on: what AWS does before it answers."""

from __future__ import annotations

import hmac
import re

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from moto.iam.models import iam_backends
from werkzeug.datastructures import EnvironHeaders

from .answers import AwsError, access_denied
from .call import Call
from .organization_tree import organization_id, service_control_policies
from .policy import Decision, Request, decide
from .principals import Principal, boundary_of, identity_policies

#: What a root session may do, by its task policy.
ROOT_TASKS = {
    "IAMAuditRootUserCredentials": {
        "ListAccessKeys",
        "ListSigningCertificates",
        "GetLoginProfile",
        "ListMFADevices",
        "GetAccountSummary",
        "GetUser",
        "GetAccessKeyLastUsed",
    },
    "IAMCreateRootUserPassword": {"CreateLoginProfile", "GetLoginProfile"},
    "IAMDeleteRootUserCredentials": {
        "DeleteAccessKey",
        "DeleteLoginProfile",
        "DeleteSigningCertificate",
        "DeactivateMFADevice",
        "ListAccessKeys",
        "ListSigningCertificates",
        "GetLoginProfile",
        "ListMFADevices",
        "GetUser",
        "GetAccessKeyLastUsed",
    },
    "S3UnlockBucketPolicy": set(),
    "SQSUnlockQueuePolicy": set(),
}


def require_task(call: Call, principal: Principal) -> None:
    """A root session may do no more than its task, whether enforcement is on or not: it has nothing else."""
    if principal.task is None or call.name == "sts:GetCallerIdentity":
        return
    if call.service != "iam" or call.action not in ROOT_TASKS[principal.task]:
        raise _denied(call, principal, "*", "no session policy allows")


def require_permission(call: Call, principal: Principal) -> None:
    """Raises what AWS would: an unknown key, a wrong signature, or no permission."""
    if principal.kind == "unknown":
        raise AwsError(
            "InvalidClientTokenId",
            "The security token included in the request is invalid.",
            403,
            json_code="UnrecognizedClientException",
            json_status=400,
        )
    _require_signature(call, principal)
    if principal.kind == "operator" or call.name == "sts:GetCallerIdentity":
        return
    request = Request(call.permission, _resource(call), _context(call, principal))
    if principal.kind != "root":
        _require_identity_policies(call, principal, request)
    for level in service_control_policies(principal.account, call.partition):
        _require(decide(level, request), call, principal, request, "service control policy")


def _require_identity_policies(call: Call, principal: Principal, request: Request) -> None:
    _require(decide(identity_policies(principal), request), call, principal, request, "identity-based policy")
    boundary = boundary_of(principal)
    if boundary is not None:
        _require(decide([boundary], request), call, principal, request, "permissions boundary")
    if principal.session_policy is not None:
        _require(decide([principal.session_policy], request), call, principal, request, "session policy")


def _require(decision: Decision, call: Call, principal: Principal, request: Request, policy: str) -> None:
    if decision is Decision.DENY:
        article = "an" if policy.startswith("identity") else "a"
        raise _denied(call, principal, request.resource, f"with an explicit deny in {article} {policy}", "")
    if decision is Decision.SILENT:
        raise _denied(
            call, principal, request.resource, f"because no {policy} allows the {call.permission} action", ""
        )


def _denied(call: Call, principal: Principal, resource: str, why: str, end: str = " the action") -> AwsError:
    return access_denied(
        f"User: {principal.arn} is not authorized to perform: {call.permission} on resource: {resource} {why}{end}"
    )


def _require_signature(call: Call, principal: Principal) -> None:
    authorization = call.environ["HTTP_AUTHORIZATION"]
    signed = re.search(r"SignedHeaders=([^,\s]+)", authorization)
    signature = re.search(r"Signature=([0-9a-f]+)", authorization)
    headers = EnvironHeaders(call.environ)
    token_matches = headers.get("X-Amz-Security-Token") == principal.token
    if signed and signature and token_matches and principal.secret is not None:
        expected = _signature(call, principal.secret, set(signed[1].split(";")), headers)
        if hmac.compare_digest(expected, signature[1]):
            return
    raise AwsError(
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided.",
        403,
        json_code="InvalidSignatureException",
        json_status=400,
    )


def _signature(call: Call, secret: str, signed: set[str], headers: EnvironHeaders) -> str:
    path = call.environ.get("PATH_INFO") or "/"
    query = call.environ.get("QUERY_STRING", "")
    request = AWSRequest(
        method=call.environ["REQUEST_METHOD"],
        url=f"http://{call.environ['HTTP_HOST']}{path}{'?' + query if query else ''}",
        data=call.body,
        headers={name: value for name, value in headers.items() if name.lower() in signed},
    )
    request.context["timestamp"] = headers["X-Amz-Date"]
    auth = SigV4Auth(Credentials(call.access_key, secret), call.service, call.region)
    return auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)


def _context(call: Call, principal: Principal) -> dict[str, str]:
    context = {
        "aws:principalarn": principal.role.arn if principal.role else principal.arn,
        "aws:principalaccount": principal.account,
        "aws:userid": principal.user_id,
        "aws:requestedregion": call.region,
    }
    organization = organization_id(principal.account, call.partition)
    if organization is not None:
        context["aws:principalorgid"] = organization
    role_account = str(call.params.get("RoleArn", "")).split(":")[4:5]
    resource_organization = organization_id(role_account[0] if role_account else call.account, call.partition)
    if resource_organization is not None:
        context["aws:resourceorgid"] = resource_organization
    if principal.user is not None:
        # Long-term keys carry no aws:MultiFactorAuthPresent at all: there Bool and BoolIfExists differ.
        context["aws:username"] = principal.user.name
    else:
        context["aws:multifactorauthpresent"] = "false"
    if principal.kind == "root":
        context["aws:assumedroot"] = "true"
    if "TaskPolicyArn.arn" in call.params:
        context["sts:taskpolicyarn"] = str(call.params["TaskPolicyArn.arn"])
    return context


def _resource(call: Call) -> str:
    """The ARN that the action is about, as far as a policy of these tests could name it."""
    params = call.params
    if "RoleArn" in params:
        return str(params["RoleArn"])
    if "TargetPrincipal" in params:
        target = str(params["TargetPrincipal"])
        return target if target.startswith("arn:") else f"arn:{call.partition}:iam::{target}:root"
    backend = iam_backends[call.account][call.partition]
    named = (
        backend.groups.get(params.get("GroupName", "")),
        backend.users.get(params.get("UserName", "")),
        next((role for role in backend.roles.values() if role.name == params.get("RoleName")), None),
    )
    found = next((each.arn for each in named if each is not None), None)
    return found or params.get("PolicyArn") or "*"
