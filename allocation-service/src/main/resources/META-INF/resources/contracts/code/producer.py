"""Purchases ten units of a product and orders three of them: producer.py SKU BATCHREF ORDERID"""
import json
import os
import sys
import time
import uuid

import pika

BROKER = pika.URLParameters(os.environ.get("AMQP_URL", "amqp://guest:guest@localhost:5672/%2F"))
sku, batchref, orderid = sys.argv[1:]


def send(connection, unsent):
    channel = connection.channel()
    channel.confirm_delivery()  # From now on basic_publish returns when the broker has confirmed.
    while unsent:
        name, message_id, body = unsent[0]
        channel.basic_publish(
            "allocation.commands", name, json.dumps(body).encode(),
            pika.BasicProperties(
                content_type="application/json",
                delivery_mode=2,  # Survives a restart of the broker.
                message_id=message_id,
                user_id=BROKER.credentials.username,  # Whose command it is; any other is refused.
                app_id="yourteam"),
            mandatory=True)
        print("Confirmed", name, message_id, flush=True)
        unsent.pop(0)


# An id belongs to the command, not to the attempt: store both before the first one.
commands = [
    ("create_batch", str(uuid.uuid4()), {"batchref": batchref, "sku": sku, "qty": 10}),
    # The line's next change has revision 2, whoever sends it and whenever it arrives.
    ("allocate", str(uuid.uuid4()), {"orderid": orderid, "sku": sku, "qty": 3, "revision": 1}),
]
while commands:
    try:
        with pika.BlockingConnection(BROKER) as open_connection:
            send(open_connection, commands)
    except pika.exceptions.UnroutableError as returned:  # Repeating will not help.
        sys.exit(f"No queue for {commands[0][0]}: {returned}")
    except (pika.exceptions.AMQPError, OSError) as unknown:
        if getattr(unknown, "reply_code", 0) in (403, 406):  # Not granted: repeating will not help.
            sys.exit(f"{commands[0][0]} is refused: {unknown}")
        # Perhaps it arrived, perhaps not. Sent again under the same id it takes effect once.
        print("Trying again:", repr(unknown), file=sys.stderr)
        time.sleep(1)
