"""Builds a medium deployment with dedicated receive from the empty design, fixes its findings, plays a drill, exports and
saves: through AT-SPI alone."""

import os
import subprocess
import sys
import time

sys.path.insert(0, os.environ["HERE"])

from at_spi import Missing, Window  # noqa: E402

OUT = os.path.join(os.environ["SCRATCH"], "out")
DESIGN = os.path.join(OUT, "medium.ron")


def say(what):
    print(f"ok: {what}", flush=True)


def build(window):
    window.press("push button", "Start from Empty design")
    window.find("tree item", "Tier Databases")
    for _ in range(4):
        window.press("push button", "Add BizTalk server")
    window.press("push button", "Add SQL Server cluster")
    window.press("push button", "Add Internet clients")
    window.select("Failover cluster SQLCL1")
    window.choose("Edit", "What can be done with it…")
    window.press("menu item", "Cluster the master secret server on SQLCL1")
    window.wait(lambda: not window.has("menu item", "Dissolve"), "the menu closes")
    say("computers, a failover cluster with the master secret server, clients")


def hosts(window):
    window.press("toggle button", "Hosts")
    wanted = [("Receive host", "Receive", (1, 2)), ("Process host", "Process", (3, 4)), ("Send host", "Send", (3, 4))]
    for name, does, computers in wanted:
        window.press("push button", "Add host")
        window.press("push button", "In-process host")
        window.press("check box", "Host")
        window.type("Name", name)
        window.leave()
        window.find("check box", f"{name} {does}")
        window.press("check box", f"{name} {does}")
        for number in computers:
            window.press("check box", f"{name} on BTS{number}: no host instance")
    window.press("toggle button", "Canvas")
    say("hosts and where they run")


def connect(window):
    window.select("Internet clients")
    window.choose("Edit", "Connect to…")
    window.find("entry", "Connect Internet clients to")
    window.press("toggle button", "Receive host")
    window.find("tree item", "Connection Internet clients to Receive host")
    say("a connection, in words at both ends")


def move_in_the_list(window):
    window.press("toggle button", "List")
    row = window.find("tree item", "BTS4, BizTalk server")
    window.act(row)
    window.choose("Edit", "Rename")
    window.type("Name of BTS4", "BTS-LAST")
    window.leave()
    window.find("tree item", "BTS-LAST, BizTalk server")
    window.choose("Edit", "Undo")
    window.find("tree item", "BTS4, BizTalk server")
    window.press("toggle button", "Canvas")
    say("the list view: a name changed and taken back")


def fix(window):
    window.press("toggle button", "Findings")
    window.press("push button", "Make it compliant")
    dialog = window.find("dialog", "Make it compliant")
    apply = window.wait(lambda: next(iter(window.all("push button", "Apply ", dialog)), None), "the plan")
    window.act(apply)
    window.wait(lambda: not window.all("dialog"), "the dialog closes")
    window.wait(lambda: not window.has("check box", "Blocker ") and not window.has("check box", "Error "), "no errors")
    say("no blocker and no error is left")


def drill(window):
    window.select("BTS1, ")
    window.choose("Drill", "Fail or bring back")
    slider = window.find("slider", "Event of the drill")
    value = slider.queryValue()
    if not value.maximumValue >= value.currentValue >= value.minimumValue >= 1:
        raise Missing("the range of the slider of the drill")
    window.choose("Drill", "One step on")
    window.wait(lambda: any("in the drill: failed" in it.name for it in window.all("tree item", "BTS1, ")), "BTS1 failed")
    window.choose("Drill", "End the drill")
    window.wait(lambda: not window.all("slider", "Event of the drill"), "the end of the drill")
    say("a drill is played")


def export(window):
    os.makedirs(OUT)
    window.choose("File", "Export")
    dialog = window.find("dialog", "Export")
    window.type("Folder", OUT)
    window.press("push button", "Export", dialog)
    window.wait(lambda: len(os.listdir(OUT)) >= 5, "exported files")
    window.wait(lambda: not window.all("dialog"), "the dialog closes")
    say(f"exported: {', '.join(sorted(os.listdir(OUT)))}")
    window.choose("File", "Save as")
    window.type("Path", DESIGN)
    window.press("push button", "Save", window.find("dialog", "Save design"))
    window.wait(lambda: os.path.exists(DESIGN), "the saved design")
    window.find("label", "All changes saved")


def judge():
    check = subprocess.run([os.environ["PROGRAM"], "check", DESIGN, "--fail-on", "error"], capture_output=True, text=True)
    if check.returncode != 0:
        raise Missing(f"a design without errors: {check.stdout}")
    say("the command line finds no error in it either")


def main():
    window = Window()
    try:
        for step in (build, hosts, connect, move_in_the_list, fix, drill, export):
            step(window)
        judge()
        print("No fault.")
    except Missing as missing:
        window.describe()
        sys.exit(f"fault: {missing} is missing")
    finally:
        window.close()


if __name__ == "__main__":
    main()
