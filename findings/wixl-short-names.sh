#!/usr/bin/env bash
# wixl 0.101 (msitools, Debian 12): file names of a WiX 3 file in the tables of the MSI.
# Guess: as WiX does it, a short name is made for every name longer than 8.3 (SHORT|long), or the one in ShortName is taken.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q wixl=0.101+repack-1 msitools=0.101+repack-1 libmsi0=0.101+repack-1 libgcab-1.0-0=1.5-1 \
  libgsf-1-114 >/dev/null 2>&1
for package in ./*.deb; do dpkg -x "$package" root; done
LD_LIBRARY_PATH=$(find "$folder/root" -name '*.so*' -printf '%h\n' | sort -u | paste -sd:)
export LD_LIBRARY_PATH PATH="$folder/root/usr/bin:$PATH"

echo text >a-long-name.text
cat >t.wxs <<'XML'
<?xml version="1.0"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Id="*" Name="T" Version="1.0.0" Manufacturer="T" Language="1033" UpgradeCode="3C0B6F42-7E51-4C0E-9D57-6A4E2D1F8B91">
    <Package Compressed="yes"/>
    <Media Id="1" Cabinet="t.cab" EmbedCab="yes"/>
    <Directory Id="TARGETDIR" Name="SourceDir">
      <Component Id="C" Guid="8D0C2B61-94A4-4C61-8B0E-2C4C0B5C7E11">
        <File Id="plain" Name="a-long-name.text" Source="a-long-name.text"/>
        <File Id="attribute" Name="a-long-name.text" ShortName="SHORT.TXT" Source="a-long-name.text"/>
        <File Id="both" Name="SHORT.TXT|a-long-name.text" Source="a-long-name.text"/>
      </Component>
    </Directory>
    <Feature Id="F" Level="1"><ComponentRef Id="C"/></Feature>
  </Product>
</Wix>
XML
code=0
wixl -o t.msi t.wxs 2>warnings || code=$?
name() { msiinfo export t.msi File | tr -d '\r' | awk -F'\t' -v id="$1" '$1 == id { print $3 }'; }

wixl --version
echo "No short name is made, and the attribute ShortName is ignored with exit code $code and a warning of the library only:"
grep -o "has no property named.*" warnings | head -n 1 || true
echo "Name alone:           $(name plain)"
echo "Name and ShortName:   $(name attribute)"
echo "Name as SHORT|long:   $(name both)"
echo "The column is of the type Filename: a name longer than 8.3 needs its short one there."
if [ "$code" != 0 ] || [ "$(name plain)" != a-long-name.text ] || [ "$(name attribute)" != a-long-name.text ] ||
  [ "$(name both)" != "SHORT.TXT|a-long-name.text" ]; then
  echo "This has changed."
  exit 1
fi
