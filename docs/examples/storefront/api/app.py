"""The storefront's API: products and orders in postgres, a counter and totals in redis."""

import argparse
import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg
import redis
from psycopg.rows import dict_row

PRODUCTS = """
    SELECT p.id, p.name, p.cents, coalesce(sum(o.quantity), 0)::int AS ordered
    FROM products p LEFT JOIN orders o ON o.product_id = p.id
    GROUP BY p.id ORDER BY p.id
"""
ORDER = "INSERT INTO orders (product_id, quantity) VALUES (%s, %s) RETURNING id"

local = threading.local()
cache = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)


def database():
    """One connection a thread; a new one where the old one was lost."""
    connection = getattr(local, "connection", None)
    if connection is None or connection.closed:
        connection = psycopg.connect(
            os.environ["DATABASE_URL"], autocommit=True, row_factory=dict_row
        )
        local.connection = connection
    return connection


def products():
    views = cache.incr("views:products")
    return {"products": database().execute(PRODUCTS).fetchall(), "views": views}


def order(body):
    product, quantity = int(body["product_id"]), int(body["quantity"])
    row = database().execute(ORDER, (product, quantity)).fetchone()
    sold = cache.hincrby("sold", product, quantity)
    return {"order_id": row["id"], "product_id": product, "sold": sold}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/healthz":
            self.answer(200, {"status": "ok"})
        elif self.path == "/products":
            self.answer(200, products())
        else:
            self.answer(404, {"error": f"no such page: {self.path}"})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path != "/orders":
            self.answer(404, {"error": f"no such page: {self.path}"})
            return
        try:
            self.answer(201, order(json.loads(body)))
        except (ValueError, KeyError, TypeError) as error:
            self.answer(400, {"error": f"not an order: {error}"})
        except psycopg.errors.IntegrityError as error:
            self.answer(422, {"error": error.diag.message_primary})

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    # Fail here, with the reason in the log, rather than at the first request.
    with psycopg.connect(os.environ["DATABASE_URL"]):
        cache.ping()
    print(f"api listens on 127.0.0.1:{port}", flush=True)
    ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    main()
