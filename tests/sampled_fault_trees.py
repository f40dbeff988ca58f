#!/usr/bin/env python3
"""Holds the ranges of the availability estimate against what SCRAM (Debian package scram) samples.

    tests/sampled_fault_trees.py TIERWRIGHT TEMPLATE...

Of each template the fault trees are exported with the ranges of their figures, SCRAM draws them so many times, and its
mean and 5, 50 and 95 % quantiles of every service are compared with those of `downtime`. Fails if one differs by more
than what so few draws leave open, or if nothing was compared.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

DRAWS = 100_000
MINUTES_PER_YEAR = 525_600
# Four standard deviations of a quantile of so many draws, and five of the mean.
TOLERANCE = 0.03


def run(*command):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True, timeout=600).stdout


def sampled(path):
    """Mean and quantiles that SCRAM finds, in minutes a year."""
    drawn = ("--bdd", "--uncertainty", "true", "--num-trials", DRAWS, "--num-quantiles", "20", "--seed", "1")
    measure = ElementTree.fromstring(run("scram", *drawn, path)).find(".//measure")
    bounds = {int(it.get("number")): float(it.get("upper-bound")) for it in measure.iter("quantile")}
    values = [float(measure.find("mean").get("value")), bounds[1], bounds[10], bounds[19]]
    return [value * MINUTES_PER_YEAR for value in values]


def main(program, *templates):
    compared, differ = 0, 0
    for template in templates:
        with tempfile.TemporaryDirectory() as folder:
            design = Path(folder) / "design.ron"
            run(program, "new", "--template", template, "-o", design)
            run(program, "export", design, "--to", "mef", "--with-ranges", "-o", folder, "--date", "2026-01-31")
            for service in json.loads(run(program, "downtime", "--format", "json", design))["services"]:
                ours = [service["minutes_per_year"][it] for it in ("mean", "p5", "p50", "p95")]
                theirs = sampled(next(Path(folder).glob(f"*-{service['key']}.mef.xml")))
                compared += 1
                if any(abs(a / b - 1) > TOLERANCE for a, b in zip(ours, theirs)):
                    differ += 1
                    print(f"{template}, {service['key']}: ours {ours}, SCRAM {theirs}", file=sys.stderr)
    print(f"{compared} ranges compared with what SCRAM draws, {differ} differ")
    return 1 if differ or not compared else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
