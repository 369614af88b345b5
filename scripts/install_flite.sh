#!/bin/sh
# Install Debian's flite, the voices of the spoken tests, if it is missing and this user may; never fail the build.
command -v flite >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing flite for the spoken tests ..."
  apt-get update -qq >/dev/null 2>&1
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends flite >/dev/null 2>&1 && exit 0
fi
echo "flite is not installed and cannot be installed here: the spoken tests will be skipped."
echo "To run them: sudo apt-get install flite"
exit 0
