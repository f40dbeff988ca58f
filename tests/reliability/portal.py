"""A file dialog that takes its time: stands in for the desktop portal on the session bus and answers with one path.

portal.py PATH SECONDS LOG: writes what each dialog was asked to LOG, waits, and answers with PATH.
"""
import sys
import threading
import time

from jeepney import DBusAddress, HeaderFields, MessageType, message_bus, new_method_return, new_signal
from jeepney.io.blocking import Proxy, open_dbus_connection

path, seconds, log = sys.argv[1], float(sys.argv[2]), sys.argv[3]
connection = open_dbus_connection(bus="SESSION")
Proxy(message_bus, connection).RequestName("org.freedesktop.portal.Desktop")


def answer(handle):
    time.sleep(seconds)
    request = DBusAddress(handle, interface="org.freedesktop.portal.Request")
    results = {"uris": ("as", ["file://" + path])}
    connection.send(new_signal(request, "Response", "ua{sv}", (0, results)))


while True:
    message = connection.receive()
    if message.header.message_type != MessageType.method_call:
        continue
    fields = message.header.fields
    member = fields[HeaderFields.member]
    if member in ("OpenFile", "SaveFile"):
        parent, title, options = message.body
        with open(log, "a") as file:
            file.write(f"{member} parent={parent} title={title}\n")
        sender = fields[HeaderFields.sender][1:].replace(".", "_")
        token = options["handle_token"][1]
        handle = f"/org/freedesktop/portal/desktop/request/{sender}/{token}"
        connection.send(new_method_return(message, "o", (handle,)))
        threading.Thread(target=answer, args=(handle,), daemon=True).start()
    else:
        connection.send(new_method_return(message, "v", (("u", 4),)))
