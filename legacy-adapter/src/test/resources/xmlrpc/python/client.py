"""Sends every type to an echo and looks at what comes back."""
import sys
from datetime import datetime
from xmlrpc.client import Fault, ServerProxy

server = ServerProxy(sys.argv[1], allow_none=True, use_builtin_types=True)
values = [
    "", " Öl & <b> ]]> \"quoted\" 🌳\n\ttab ",
    0, -2**31, 2**31 - 1,
    -1234.5678, 1e20, 1e-7,
    True, False,
    datetime(2026, 11, 22, 1, 8, 32),
    b"", bytes(range(256)),
    [], [1, [2, [None]], "x"],
    {}, {"": 1, "Größe & <Maß>": {"a": []}},
    None,
]
for value in values:
    back = server.echo(value)
    assert back == value and type(back) is type(value), (value, back)
try:
    server.fail()
    raise AssertionError("no fault came")
except Fault as fault:
    assert (fault.faultCode, fault.faultString) == (7, "No such order: Öl & <5>"), fault
print("all the same")
