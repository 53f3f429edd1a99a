"""Follows how much of each batch is free and prints a product whenever it has changed."""
import json
import os
import sys
import time
import urllib.parse
import urllib.request

import pika

QUEUE = os.environ.get("QUEUE", "yourteam.allocation-events")
ALLOCATION = os.environ.get("ALLOCATION_URL", "http://localhost:8081")
TOKEN_FILE = os.environ.get("ALLOCATION_TOKEN_FILE")  # Where whoever renews it keeps your token.
BROKER = pika.URLParameters(os.environ.get("AMQP_URL", "amqp://guest:guest@localhost:5672/%2F"))
COMPARE_EVERY = 300  # seconds

KNOWN = {f"dev.ficus.{name}.v1" for name in (
    "batch_created", "batch_quantity_changed", "batch_eta_changed", "line_allocated",
    "line_deallocated", "line_backordered", "backorder_cancelled", "line_despatched",
    "out_of_stock", "back_in_stock", "product_opened", "product_closed")}

# SKU -> ((generation, sequence), {batchref: free}). In memory, so every start begins with the
# snapshot. Yours may be a table: then change product and number in one transaction, then acknowledge.
view = {}


def follow(connection):
    """The queue is there and bound. The snapshot first, then events: nothing falls in between."""
    channel = connection.channel()
    channel.basic_qos(prefetch_count=100)
    read_snapshot()
    compared = time.monotonic()
    for method, properties, body in channel.consume(QUEUE, inactivity_timeout=1):
        if method:
            take(properties.type, properties.headers or {}, body)
            channel.basic_ack(method.delivery_tag)
        if time.monotonic() - compared > COMPARE_EVERY:  # A product that is quiet shows no gap.
            read_snapshot()
            compared = time.monotonic()


def take(event_type, headers, body):
    if "cloudEvents_sequence" not in headers:
        return  # Not about a product; a command was parked, for instance.
    sku = headers["cloudEvents_subject"]
    number = int(headers.get("cloudEvents_generation", 1)), int(headers["cloudEvents_sequence"])
    last, free = view.get(sku, ((1, 0), {}))
    if number <= last:
        return  # Repeated, replayed, or in the snapshot already.
    changed = apply(event_type, body, free) if number == (last[0], last[1] + 1) else None
    if changed is not None:
        keep(sku, number, changed)
    else:  # A gap, a new generation or an unknown type of event: the snapshot has it already.
        product = get("/products/" + encoded(sku))
        if product:
            replace(product)


def apply(event_type, body, free):
    """What is free after the event; None when it is not understood."""
    try:
        event = json.loads(body)
        if event_type not in KNOWN:
            return None
        if "available" in event:  # The free units of that batch from now on, not a difference.
            return {**free, event["batchref"]: event["available"]}
        return free
    except (ValueError, KeyError, TypeError):
        return None


def read_snapshot():
    after, gone = "", set(view)
    while after is not None:
        page = get("/products?limit=1000&after=" + encoded(after))
        for product in page["products"]:
            replace(product)
            gone.discard(product["sku"])
        after = page.get("next")
    for sku in gone:  # Purchased first after the backup from which allocation was restored.
        keep(sku, (page.get("generation", 1), 0), {})


def replace(product):
    keep(product["sku"], (product.get("generation", 1), product["sequence"]),
         {batch["batchref"]: batch["available"] for batch in product["batches"]})


def keep(sku, number, free):
    if sku not in view or view[sku][0] < number:
        view[sku] = number, free
        shown = ", ".join(f"{batchref}={units}" for batchref, units in sorted(free.items()))
        print(f"{sku} #{number[1]} {{{shown}}}", flush=True)


def get(path):
    """Fails when allocation is away: we begin again, and the broker keeps what comes meanwhile."""
    try:
        question = urllib.request.Request(ALLOCATION + path)
        if TOKEN_FILE:
            question.add_header("Authorization", "Bearer " + open(TOKEN_FILE).read().strip())
        with urllib.request.urlopen(question, timeout=10) as answer:
            return json.load(answer)
    except urllib.request.HTTPError as refusal:
        if refusal.code == 404:
            return None
        raise


def encoded(text):
    return urllib.parse.quote(text, safe="")


while True:
    try:
        with pika.BlockingConnection(BROKER) as open_connection:
            follow(open_connection)
    except Exception as lost:
        print("Trying again:", repr(lost), file=sys.stderr)
    time.sleep(1)
