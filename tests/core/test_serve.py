"""`flask serve` refuses a port that it cannot have, before it changes anything."""

import socket

import click
import pytest

from core.serve import HOST, refuse_a_taken_port


def test_a_port_in_use_is_named_together_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(click.ClickException, match=rf"Port {port} is in use.*PORT={port + 1}"):
            refuse_a_taken_port(HOST, port)


def test_a_free_port_is_let_through_and_left_free() -> None:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    refuse_a_taken_port(HOST, port)
    with socket.socket() as other:
        other.bind((HOST, port))
