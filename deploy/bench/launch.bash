# Sourced by the benchmarks' scripts, which set: name, the class main, the Maven modules it
# needs, and the programs beside PostgreSQL's (servers=none: no PostgreSQL either). Builds what is missing or older than its
# sources. The rest is done in Java.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
class_path=$root/deploy/bench/target/runtime-classpath

fail() {
  echo "$name: $1" >&2
  echo "$name: install it with: $2" >&2
  exit 2
}

# Help needs none of the programs.
case " $* " in *" --help "* | *" -h "*) servers=none programs= ;; esac

# The newest of the system's PostgreSQL: the one the other modules use does not wait for the disk.
postgres=
for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t / -k 5 -n); do
  [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && [ -x "$folder/pgbench" ] && postgres=$folder
done
[ -n "$postgres" ] || [ "${servers:-}" = none ] || fail "PostgreSQL's initdb, postgres and pgbench are missing" "sudo apt-get install -y postgresql"
for program in ${programs:-}; do
  command -v "$program" >/dev/null || fail "$program is missing" "sudo apt-get install -y $program"
done

# The figures are meant for JDK 25: JAVA_HOME decides, else a 25 where there is one.
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
if [ -z "${JAVA_HOME:-}" ]; then
  for folder in /usr/lib/jvm/*25*; do
    [ -x "$folder/bin/javac" ] && java=$folder/bin/java
  done
fi
command -v "$java" >/dev/null || fail "a JDK is missing" "sudo apt-get install -y openjdk-17-jdk-headless"
command -v mvn >/dev/null || fail "Maven is missing" "sudo apt-get install -y maven"

stale() {
  local module built
  for module in $modules; do
    built=$class_path
    case $module in *-service | *-adapter | */empty) built=$root/$module/target/quarkus-app/quarkus-run.jar ;; esac
    [ -f "$built" ] || return 0
    [ -z "$(find "$root/pom.xml" "$root/$module" \( -name target -o -name test -o -name tests \) -prune -o \
      \( -name pom.xml -o -path '*/src/main/*' \) -newer "$built" -print)" ] || return 0
  done
  grep -q "$root/deploy/local/" "$class_path" || return 0
  return 1
}

if stale; then
  echo "Building Ficus ..."
  (cd "$root" && mvn -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true package -pl deploy/bench -am)
fi

# Its own servers only. The data belong on a disk, which /tmp often is not.
unset FICUS_POSTGRES_URL
exec "$java" -XX:+UseSerialGC ${java_options:--XX:TieredStopAtLevel=1} -Dslf4j.internal.verbosity=ERROR \
  -Djava.io.tmpdir="${TMPDIR:-/var/tmp}" -Dficus.postgres="$postgres" \
  -cp "$root/deploy/bench/target/classes:$(cat "$class_path")" "dev.ficus.bench.$main" "$@"
