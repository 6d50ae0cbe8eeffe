"""Answers and errors in the two protocols that IAM, STS (query, XML) and Organizations (JSON 1.1) speak."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4
from xml.sax.saxutils import escape

JSON_TYPE = "application/x-amz-json-1.1"


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    #: Announce the whole length, send half of the body and drop the connection.
    truncated: bool = False


class AwsError(Exception):
    """An error of AWS. `json_code` and `json_status` say how the JSON services put the same thing."""

    def __init__(
        self,
        code: str,
        message: str,
        status: int = 400,
        json_code: str | None = None,
        json_status: int | None = None,
    ):
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.json_code = json_code or code
        self.json_status = json_status or status


def access_denied(message: str) -> AwsError:
    return AwsError("AccessDenied", message, 403, json_code="AccessDeniedException", json_status=400)


def no_such_entity(message: str) -> AwsError:
    return AwsError("NoSuchEntity", message, 404)


def validation_error(message: str) -> AwsError:
    return AwsError("ValidationError", message, 400, json_code="InvalidInputException")


#: EC2 has codes of its own for what other services call alike.
_EC2_CODES = {"AccessDenied": ("UnauthorizedOperation", 403), "Throttling": ("RequestLimitExceeded", 503)}


def error_answer(error: AwsError, speaks_json: bool, service: str = "") -> Answer:
    """The error as bytes. Smithy's JSON clients find the code in `__type`, others in the XML, which S3 leaves bare."""
    request_id = str(uuid4())
    if service == "ec2":
        code, status = _EC2_CODES.get(error.code, (error.code, error.status))
        body_text = (
            f"<Response><Errors><Error><Code>{escape(code)}</Code><Message>{escape(error.message)}</Message>"
            f"</Error></Errors><RequestID>{request_id}</RequestID></Response>"
        )
        return Answer(status, body_text.encode(), {"Content-Type": "text/xml"})
    if speaks_json:
        body = json.dumps({"__type": error.json_code, "Message": error.message}).encode()
        return Answer(error.json_status, body, {"Content-Type": JSON_TYPE, "x-amzn-RequestId": request_id})
    fault = "Receiver" if error.status >= 500 else "Sender"
    said = f"<Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message>"
    request = f"<RequestId>{request_id}</RequestId>"
    if service == "s3":
        body_text = f"<Error>{said}{request}</Error>"
    else:
        body_text = f"<ErrorResponse><Error><Type>{fault}</Type>{said}</Error>{request}</ErrorResponse>"
    return Answer(
        error.status, body_text.encode(), {"Content-Type": "text/xml", "x-amzn-RequestId": request_id}
    )


def json_answer(status: int, value: Any) -> Answer:
    return Answer(status, json.dumps(value).encode(), {"Content-Type": "application/json"})
