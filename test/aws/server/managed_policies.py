"""AWS managed policies, put into an account only when something names them.

Moto can load all of them into every account, but 1,500 policies in each of hundreds of accounts cost minutes.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy, IAMBackend, ManagedPolicy

from .ids import unique_id


@cache
def _data() -> dict[str, Any]:
    return json.loads(aws_managed_policies_data)


def managed_policy(backend: IAMBackend, arn: str) -> ManagedPolicy | None:
    """The policy of an ARN in this account, AWS's own ones fetched from moto's data when first named."""
    if arn not in backend.managed_policies and ":iam::aws:policy/" in arn:
        name = arn.rsplit("/", 1)[-1]
        if name in _data():
            policy = AWSManagedPolicy.from_data(name, backend.account_id, backend.region_name, _data()[name])
            policy.id = unique_id("ANPA", policy.arn)
            backend.managed_policies[policy.arn] = policy
            backend.aws_managed_policies.append(policy)
    return backend.managed_policies.get(arn)
