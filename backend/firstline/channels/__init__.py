"""How people reach the desk: Socket.IO for the widget and the inbox."""
