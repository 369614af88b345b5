#!/bin/sh
# Install Debian's Chromium for the browser tests if it is missing and this user may; never fail the build.
command -v chromium >/dev/null 2>&1 && exit 0
command -v google-chrome >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser tests ..."
  apt-get update -qq >/dev/null 2>&1
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1 && exit 0
fi
echo "Chromium is not installed and cannot be installed here: the browser tests will be skipped."
echo "To run them: sudo apt-get install chromium"
exit 0
