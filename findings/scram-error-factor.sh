#!/usr/bin/env bash
# SCRAM 0.16.2 (Debian 12): the error factor of a top event, one basic event with a lognormal spread of error factor 3.
# Guess: about 3: the 95th percentile over the median, as the input states it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q scram=0.16.2-3 libboost-program-options1.74.0=1.74.0+ds1-21 \
  libboost-filesystem1.74.0=1.74.0+ds1-21 libtcmalloc-minimal4=2.10-1 libxml2 libicu72 >/dev/null 2>&1
for package in ./*.deb; do dpkg -x "$package" root; done
LD_LIBRARY_PATH=$(find "$folder/root" -name '*.so*' -printf '%h\n' | sort -u | paste -sd:)
export LD_LIBRARY_PATH SCRAM_INSTALL_PREFIX="$folder/root/usr"
scram="$folder/root/usr/bin/scram"

cat >one.xml <<'XML'
<?xml version="1.0"?>
<opsa-mef>
  <define-fault-tree name="T"><define-gate name="top"><basic-event name="e"/></define-gate></define-fault-tree>
  <model-data><define-basic-event name="e">
    <lognormal-deviate><float value="0.001"/><float value="3"/><float value="0.95"/></lognormal-deviate>
  </define-basic-event></model-data>
</opsa-mef>
XML
report=$("$scram" --bdd --uncertainty true --num-trials 100000 --num-quantiles 20 --seed 1 one.xml)
value() { sed -n "s/.*<$1 .*value=\"\([^\"]*\)\".*/\1/p" <<<"$report" | head -n 1; }
upper() { sed -n "s/.*<quantile number=\"$1\" .*upper-bound=\"\([^\"]*\)\".*/\1/p" <<<"$report"; }
printed=$(value error-factor)
deviation=$(value standard-deviation)
of_percentiles=$(awk -v high="$(upper 19)" -v middle="$(upper 10)" 'BEGIN { printf "%.1f", high / middle }')
of_deviation=$(awk -v deviation="$deviation" 'BEGIN { printf "%.5f", exp(1.96 * deviation) }')

"$scram" --version 2>/dev/null | head -n 1 || true
echo "What is printed as error-factor is e to the power of 1.96 standard deviations of the probability itself, not of its"
echo "logarithm: next to 1 for every rare top event, however wide its spread. The percentiles beside it are right."
echo "error factor in the input: 3"
echo "95th percentile over the median: $of_percentiles"
echo "printed error factor: $printed"
echo "e^(1.96 x standard deviation $deviation): $of_deviation"
awk -v ratio="$of_percentiles" -v printed="$printed" -v guess="$of_deviation" 'BEGIN {
  exit !(ratio > 2.8 && ratio < 3.2 && printed < 1.01 && printed - guess < 0.0001 && guess - printed < 0.0001)
}' || { echo "This has changed: the printed factor was 1.001 to 1.002."; exit 1; }
