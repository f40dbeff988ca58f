"""What a window manager would do on a bare X display: gives the keyboard to the window of the program."""

import ctypes
import ctypes.util
import os

VIEWABLE, REVERT_TO_PARENT, CURRENT_TIME = 2, 2, 0


def give_keyboard():
    """Gives it to the largest window; whether there is one."""
    x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(os.environ["DISPLAY"].encode()))
    root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    owner, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
    windows = ctypes.POINTER(ctypes.c_ulong)()
    references = [ctypes.byref(it) for it in (owner, parent, windows, count)]
    x11.XQueryTree(display, root, *references)
    largest, area = None, 0
    for window in windows[: count.value]:
        window = ctypes.c_ulong(window)
        size = [ctypes.c_uint() for _ in range(4)]
        place = [ctypes.c_int() for _ in range(2)]
        x11.XGetGeometry(display, window, ctypes.byref(owner), *map(ctypes.byref, place), *map(ctypes.byref, size))
        if size[0].value * size[1].value > area:
            largest, area = window, size[0].value * size[1].value
    if largest is not None and area > 10_000:
        x11.XSetInputFocus(display, largest, REVERT_TO_PARENT, ctypes.c_ulong(CURRENT_TIME))
    x11.XCloseDisplay(display)
    return area > 10_000
