"""Pages of the lists that moto answers whole (EC2) or with markers of its own (RDS): real limits, opaque tokens, faults."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode
from xml.etree import ElementTree

from .answers import Answer, AwsError
from .call import Call
from .paging import page_of


@dataclass(frozen=True)
class _Paging:
    asked: str
    token: str
    #: The element that an answer has its token in.
    next: str
    least: int
    most: int


_PAGINGS = {
    "ec2": _Paging("MaxResults", "NextToken", "nextToken", 5, 1000),
    "rds": _Paging("MaxRecords", "Marker", "Marker", 20, 100),
}
#: Lists of RDS; its other answers look alike. Of EC2 all that are asked for in pages are lists.
_RDS_LISTS = {"DescribeDBInstances", "DescribeDBClusters", "DescribeDBSnapshots", "DescribeDBClusterSnapshots"}
#: Lists of EC2 that come in pages of one.
_OF_ONE = {"DescribeFlowLogs"}


def take_paging(call: Call) -> bool:
    """Takes what asks for a page out of the request, so that moto answers the whole list. False: it is no list."""
    paging = _PAGINGS.get(call.service)
    if paging is None or (call.service == "rds" and call.action not in _RDS_LISTS):
        return False
    if not {paging.asked, paging.token} & call.params.keys() and not call.faulty("empty_page_with_token"):
        return False
    asked = call.params.get(paging.asked)
    least = 1 if call.action in _OF_ONE else paging.least
    if asked is not None and int(asked) < least:
        raise AwsError("InvalidParameterValue", f"Value ( {asked} ) for parameter {paging.asked} is invalid.")
    form = [(name, value) for name, value in parse_qsl(call.body.decode(), keep_blank_values=True)]
    body = urlencode([each for each in form if each[0] not in (paging.asked, paging.token)]).encode()
    call.environ["wsgi.input"] = io.BytesIO(body)
    call.environ["CONTENT_LENGTH"] = str(len(body))
    return True


def cut_page(call: Call, answer: Answer) -> Answer:
    """The page of the whole list that was asked for."""
    paging = _PAGINGS[call.service]
    if answer.status != 200:
        return answer
    root, namespace = _parse(answer)
    holder: Any = root if call.service == "ec2" else root[0]
    for told in holder.findall(f"{{{namespace}}}{paging.next}"):
        holder.remove(told)
    all_items = holder[0]
    token = call.params.get(paging.token)
    page = page_of(call, list(all_items), call.params.get(paging.asked), token, paging.most, paging.most)
    all_items[:] = page.items
    if page.token is not None:
        ElementTree.SubElement(holder, f"{{{namespace}}}{paging.next}").text = page.token
    return Answer(answer.status, ElementTree.tostring(root), answer.headers)


def only_enabled(call: Call, answer: Answer) -> Answer:
    """The Regions that a test has enabled, of all that moto knows."""
    enabled = call.server.settings.regions
    if call.name != "ec2:DescribeRegions" or enabled is None or answer.status != 200:
        return answer
    root, namespace = _parse(answer)
    root[0][:] = [each for each in root[0] if each.findtext(f"{{{namespace}}}regionName") in enabled]
    return Answer(answer.status, ElementTree.tostring(root), answer.headers)


def _parse(answer: Answer) -> tuple[ElementTree.Element, str]:
    root = ElementTree.fromstring(answer.body)
    namespace = root.tag[1:].split("}")[0]
    ElementTree.register_namespace("", namespace)
    return root, namespace
