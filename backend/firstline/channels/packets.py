"""What Socket.IO takes from outside: text only, and nothing that ends in a stack trace."""

from typing import Any, override

from socketio.packet import ACK, BINARY_EVENT, CONNECT, DISCONNECT, EVENT
from socketio.packet import Packet as SocketPacket

TAKEN = frozenset({CONNECT, DISCONNECT, EVENT, ACK})
EVENTS = frozenset({EVENT, BINARY_EVENT})


class Packet(SocketPacket):  # type: ignore[misc] # python-socketio has no types
    """A packet of JSON alone: no message is searched for bytes, none is gathered in binary parts.

    Socket.IO would keep as many parts in memory as a client announces. An event that cannot be
    read becomes an event of nothing, so that it is answered; anything else becomes an
    acknowledgement that nobody waits for.
    """

    uses_binary_events = False
    packet_type: int
    data: Any

    @override
    def decode(self, encoded_packet: str | bytes) -> int:
        if not self._reads(encoded_packet):
            is_event = self.packet_type in EVENTS
            self.packet_type, self.data = (EVENT, [None]) if is_event else (ACK, None)
        return 0

    def _reads(self, packet: str | bytes) -> bool:
        try:
            parts = super().decode(packet) if isinstance(packet, str) else 1
        except ValueError:
            return False
        if parts or self.packet_type not in TAKEN:
            return False
        return self.packet_type != EVENT or (isinstance(self.data, list) and bool(self.data))
