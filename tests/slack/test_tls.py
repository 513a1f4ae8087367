"""TLS to Slack: whom it trusts is read once, and nobody else is spoken to."""

import ipaddress
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from typing_extensions import override

from bot.clock import SystemClock
from bot.errors import TransientError
from bot.slack import client
from bot.slack.client import Poster, installed, web_client

HOST = "127.0.0.1"
ICS = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def authority(file: Path) -> Path:
    """Write a key, and the certificate of this host that it has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))])
    now = SystemClock().now()
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1))
    builder = builder.not_valid_after(now + timedelta(days=1))
    made = builder.add_extension(address, critical=False).sign(key, hashes.SHA256())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + made.public_bytes(Encoding.PEM))
    return file


class Answers(BaseHTTPRequestHandler):
    """Says yes to all that Coach asks, and where a file may be put: here too."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        said = {
            "ok": True,
            "team_id": "T0COACH0001",
            "file_id": "F0COACH0001",
            "upload_url": f"https://{self.headers['Host']}/upload",
        }
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@contextmanager
def listening(own: Path) -> Iterator[str]:
    """Answer with a certificate; yield the address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own)
    with ThreadingHTTPServer((HOST, 0), Answers) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"https://{HOST}:{server.server_port}"
        server.shutdown()


@pytest.fixture
def trusted(tmp_path, monkeypatch):
    """The certificate of an authority that this machine trusts, and no other."""
    file = authority(tmp_path / "trusted.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    client.whom_to_trust.cache_clear()
    yield file
    client.whom_to_trust.cache_clear()


def test_whom_tls_trusts_is_read_at_the_first_call_and_at_no_other(trusted):
    with listening(trusted) as address:
        slack = web_client("xoxb-1", f"{address}/api/")
        assert installed(slack).workspace == "T0COACH0001"

        trusted.unlink()  # whoever reads it again trusts nobody any more
        assert installed(slack).workspace == "T0COACH0001"
        client.respond(f"{address}/response", {"text": "Here it is."})
        Poster(slack).upload("D0MARTA001", "check-in.ics", ICS, "Your check-in")


def test_nobody_is_spoken_to_whom_no_authority_vouches_for(trusted, tmp_path):
    with listening(authority(tmp_path / "stranger.pem")) as address:
        slack = web_client("xoxb-1", f"{address}/api/")
        with pytest.raises(TransientError):
            installed(slack)
        with pytest.raises(TransientError):
            client.respond(f"{address}/response", {"text": "Here it is."})
