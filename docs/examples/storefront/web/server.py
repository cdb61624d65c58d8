"""The storefront's page: what the API at API_URL says, as HTML. Standard library only."""

import argparse
import html
import json
import os
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

API = os.environ["API_URL"].rstrip("/")
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Storefront</title>
<h1>Storefront of {project}</h1>
<table>
<tr><th>Product</th><th>Price</th><th>Ordered</th></tr>
{rows}
</table>
<p>{views} views</p>
</html>
"""
ROW = "<tr><td>{name}</td><td>{price:.2f}</td><td>{ordered}</td></tr>"


def page():
    with urllib.request.urlopen(API + "/products", timeout=5) as answer:
        data = json.load(answer)
    rows = (
        ROW.format(
            name=html.escape(product["name"]),
            price=product["cents"] / 100,
            ordered=product["ordered"],
        )
        for product in data["products"]
    )
    project = html.escape(os.environ.get("ENVCTL_PROJECT", "nobody"))
    return PAGE.format(project=project, rows="\n".join(rows), views=data["views"])


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/healthz":
            self.answer(200, "ok")
        elif self.path == "/":
            try:
                self.answer(200, page())
            except urllib.error.URLError as error:
                self.answer(502, f"the API at {html.escape(API)} does not answer: {error}")
        else:
            self.answer(404, "no such page")

    def answer(self, status, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    print(f"web listens on 127.0.0.1:{port}, api at {API}", flush=True)
    ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    main()
