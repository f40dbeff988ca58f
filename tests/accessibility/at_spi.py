"""A window worked through AT-SPI alone: what a screen reader finds, presses and types, and nothing else."""

import os
import subprocess
import sys
import time

import pyatspi
from focus import give_keyboard

# Long enough for any computer: only a hang takes longer.
PATIENCE = 600
# Codes of keys on the keyboards of X.
CONTROL, LETTER_A = 37, 38


class Missing(Exception):
    """Nothing of that role and name is there."""


class Window:
    """The program, with its window as assistive technology has it."""

    def __init__(self, *arguments):
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen([os.environ["PROGRAM"], *arguments], stdout=quiet, stderr=quiet)
        self.application = self.wait(self._find_application, "the program on the bus")
        self.wait(give_keyboard, "a window")

    def _find_application(self):
        desktop = pyatspi.Registry.getDesktop(0)
        return next((it for it in desktop if it is not None and it.name == "tierwright" and it.childCount), None)

    def close(self):
        self.process.kill()
        self.process.wait()

    def wait(self, found, what):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.process_has_ended():
                raise Missing(f"the program has ended before {what}")
            try:
                result = found()
            except Exception:  # What was there when it was asked for may be gone when it answers.
                result = None
            if result:
                return result
            time.sleep(0.1)
        raise Missing(what)

    def process_has_ended(self):
        return hasattr(self, "process") and self.process.poll() is not None

    def nodes(self, under=None):
        for child in under or self.application:
            if child is not None:
                yield child
                yield from self.nodes(child)

    def all(self, role, starts="", under=None):
        return [it for it in self.nodes(under) if it.getRoleName() == role and it.name.startswith(starts)]

    def find(self, role, name, under=None):
        """What has a role and a name; exactly this name goes before one that begins with it."""

        def found():
            of_role = self.all(role, name, under)
            return next((it for it in of_role if it.name == name), of_role[0] if of_role else None)

        return self.wait(found, f"{role} “{name}”")

    def has(self, role, name):
        return bool(self.all(role, name))

    def press(self, role, name, under=None):
        self.act(self.find(role, name, under))

    def act(self, node, wanted="click"):
        action = node.queryAction()
        names = [action.getName(it) for it in range(action.nActions)]
        if wanted not in names:
            raise Missing(f"the action {wanted} of {node.getRoleName()} “{node.name}”, which has {names}")
        action.doAction(names.index(wanted))
        time.sleep(0.35)

    def choose(self, menu, entry):
        self.press("push button", menu)
        self.press("menu item", entry)

    def type(self, name, text):
        """Types over what stands in a field. AccessKit offers no EditableText on AT-SPI: the keys come from AT-SPI."""
        field = self.find("entry", name)
        field.queryComponent().grabFocus()
        time.sleep(0.4)
        self.key(CONTROL, pyatspi.KEY_PRESS)
        self.key(LETTER_A, pyatspi.KEY_PRESSRELEASE)
        self.key(CONTROL, pyatspi.KEY_RELEASE)
        pyatspi.Registry.generateKeyboardEvent(0, text, pyatspi.KEY_STRING)
        time.sleep(0.5)

    @staticmethod
    def key(code, kind):
        pyatspi.Registry.generateKeyboardEvent(code, None, kind)
        time.sleep(0.05)

    def leave(self):
        """Takes the keyboard out of the field it is in, which keeps what stands in it."""
        self.find("toggle button", "Canvas").queryComponent().grabFocus()
        time.sleep(0.4)

    def select(self, name):
        """Selects an element of canvas or list."""
        self.press("tree item", name)

    def describe(self):
        lines = (f"{it.getRoleName()} “{it.name}”" for it in self.nodes())
        print("\n".join(lines), file=sys.stderr)
