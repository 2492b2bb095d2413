"""An external enricher for wireroom in thirty lines: it adds a subject to what is about ships.

python3 enricher.py 8085 &
WIREROOM_ENRICH_EXTERNAL_URL=http://127.0.0.1:8085/ wireroom up --demo
"""
import json, re, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SHIPS = re.compile(r"\b(ferry|ferries|ship|ships|harbour|port)\b", re.IGNORECASE)

class Enricher(BaseHTTPRequestHandler):
    def do_POST(self):
        item = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = " ".join(b["value"] for b in item.get("bodies", []))
        hits = len(SHIPS.findall(text))
        if not hits:  # nothing to add
            self.send_response(204)
            return self.end_headers()
        subject = {"name": "shipping", "rel": "about", "creator": "ships-1", "confidence": min(50 + 10 * hits, 99)}
        answer = json.dumps({"subjects": [subject]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Enricher)
    print(f"listens on http://127.0.0.1:{server.server_port}/")
    server.serve_forever()
