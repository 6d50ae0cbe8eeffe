"""An AWS-compatible server for the tests: moto, and a layer that closes the gaps an IAM audit would notice.

Moto keeps the objects (users, roles, organizations) and speaks the protocols. This package adds what moto
lacks: paging, faithful credential reports, trust policies and external ids, service control policies, errors
of the Organizations API in its own protocol, root sessions, and a control API for seeds, dates, faults and
counts.
"""
