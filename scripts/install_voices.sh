#!/bin/sh
# Install what the spoken tests use of Debian, if it is missing and this user may: flite, which speaks for the candidate,
# and PortAudio, through which the terminal plays and records. Never fail the build.
command -v flite >/dev/null 2>&1 && ldconfig -p 2>/dev/null | grep -q libportaudio && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing flite and PortAudio for the spoken tests ..."
  apt-get update -qq >/dev/null 2>&1
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends flite libportaudio2 >/dev/null 2>&1 && exit 0
fi
echo "flite and PortAudio are not installed and cannot be installed here: spoken tests will be skipped."
echo "To run them: sudo apt-get install flite libportaudio2"
exit 0
