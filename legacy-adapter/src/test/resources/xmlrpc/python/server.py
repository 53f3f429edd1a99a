"""An echo that prints its port and ends with its standard input."""
import os
import sys
import threading
from xmlrpc.client import Fault
from xmlrpc.server import SimpleXMLRPCServer


def fail():
    raise Fault(7, "No such order: Öl & <5>")


server = SimpleXMLRPCServer(("127.0.0.1", 0), allow_none=True, use_builtin_types=True, logRequests=False)
server.register_function(lambda value: value, "echo")
server.register_function(str, "text_of")
server.register_function(fail)
server.register_multicall_functions()
print(server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
os._exit(0)
