"""What a request to S3 asks for, which its path and query tell, and an empty page of buckets, which moto never gives."""

from __future__ import annotations

from typing import Any

from .answers import Answer

_OF_BUCKET = {
    "acl": "BucketAcl",
    "encryption": "BucketEncryption",
    "location": "BucketLocation",
    "logging": "BucketLogging",
    "policy": "BucketPolicy",
    "policyStatus": "BucketPolicyStatus",
    "publicAccessBlock": "PublicAccessBlock",
    "versioning": "BucketVersioning",
}
_VERBS = {"GET": "Get", "PUT": "Put", "DELETE": "Delete"}


def s3_action(environ: dict[str, Any], params: dict[str, Any]) -> str:
    """The operation as the API calls it; S3 Control, which signs as S3, has another path."""
    path, method = environ.get("PATH_INFO", "/"), environ["REQUEST_METHOD"]
    if path.startswith("/v20180820/"):
        return f"{_VERBS.get(method, method)}AccountPublicAccessBlock"
    if path == "/" and method == "GET":
        return "ListBuckets"
    about = next((name for key, name in _OF_BUCKET.items() if key in params), None)
    return f"{_VERBS.get(method, method)}{about}" if about else f"{method} {path}"


def empty_page_of_buckets() -> Answer:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><ListAllMyBucketsResult><Owner><ID>owner</ID></Owner><Buckets/>'
        "<ContinuationToken>empty</ContinuationToken></ListAllMyBucketsResult>"
    )
    return Answer(200, body.encode(), {"Content-Type": "application/xml"})
