# Sourced by build, check and base, which set: name, what it is called in messages.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
# Images are laid out here, a folder each.
staging=$root/deploy/containers/target
services="allocation-service availability-service legacy-adapter"

# What is wrong with the call, or missing on this machine.
fail() {
  local line
  for line in "$@"; do echo "$name: $line" >&2; done
  exit 2
}

# The comment at the head of the script is its help.
help() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//p}' "$0"; }

# value OPTION [VALUE]: an option's value must be there.
value() { [ -n "${2:-}" ] || fail "$1 needs a value"; }

# A program by its name or its path; docker only with its daemon.
works() {
  command -v "$1" >/dev/null 2>&1 || return 1
  case $1 in *docker) "$1" info >/dev/null 2>&1 ;; esac
}

# tool WANTED CANDIDATE...: the wanted one, else the first that is there.
tool() {
  local wanted=$1 candidate
  shift
  if [ -n "$wanted" ]; then
    works "$wanted" || fail "$wanted cannot be used here"
    echo "$wanted"
    return
  fi
  for candidate in "$@"; do
    if works "$candidate"; then
      echo "$candidate"
      return
    fi
  done
  fail "none of these can be used here: $*" "install one with: sudo apt-get install -y podman"
}

version() { sed -n '/<artifactId>ficus<\/artifactId>/,/<\/version>/s/.*<version>\(.*\)<\/version>.*/\1/p' "$root/pom.xml" | head -n 1; }

# java_home RELEASE: a JDK of at least this release, JAVA_HOME's first.
java_home() {
  local folder release
  for folder in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    [ -n "$folder" ] && [ -x "$folder/bin/javac" ] || continue
    release=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$folder/release" 2>/dev/null)
    if [ "${release:-0}" -ge "$1" ]; then
      echo "$folder"
      return
    fi
  done
  fail "a JDK $1 is missing" "set JAVA_HOME to the folder of one"
}

class_path=$root/deploy/journeys/target/runtime-classpath

# Whether the programs that run the demo are missing or older than their sources.
stale() {
  local module
  [ -f "$class_path" ] && grep -q "$root/deploy/local/" "$class_path" || return 0
  for module in deploy/local deploy/oldworld deploy/journeys; do
    [ -z "$(find "$root/pom.xml" "$root/$module/pom.xml" "$root/$module/src/main" -newer "$class_path" -print)" ] || return 0
  done
  return 1
}

maven() {
  command -v mvn >/dev/null || fail "Maven is missing" "install it with: sudo apt-get install -y maven"
  (cd "$root" && mvn -q -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true "$@")
}

# journeys CLASS ARGUMENT...: replaces this process by a program of deploy/journeys.
journeys() {
  local home class=$1
  shift
  home=$(java_home 17)
  if stale; then
    echo "Building Ficus ..."
    maven package -pl deploy/journeys -am
  fi
  exec "$home/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dslf4j.internal.verbosity=ERROR \
    -cp "$root/deploy/journeys/target/classes:$(cat "$class_path")" "dev.ficus.journeys.$class" "$@"
}
