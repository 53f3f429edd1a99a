# Guards one stack: ends its servers and deletes its folder as soon as the process that owns the stack has closed this
# script's standard input, which the operating system does for a process killed with -9 too.
#
#   $1          the folder of the stack
#   pids/*      one file per server: process id, signal that ends it, a text its command line contains
#   containers  one line per Docker container: path of docker, name of the container

# Ctrl-C reaches the whole process group; the guard must outlive what it guards.
trap '' INT TERM HUP QUIT PIPE

folder=$1
while read -r line; do :; done

# Moved away first: a server that is just being started writes its process id before anything else, and does not start
# unless it finds it in its place afterwards. So whatever runs is in the moved folder's pids, each file whole.
gone=$folder.ending
mv "$folder" "$gone" 2>/dev/null || gone=$folder

# Empty of a process that has ended, and for a moment of one that is just becoming another program: that one is looked
# at again.
command_line() {
  looks=0
  while :; do
    if [ -r "/proc/$1/cmdline" ]; then
      words=$(tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null)
    else
      words=$(ps -ww -o args= -p "$1" 2>/dev/null)
    fi
    [ -z "$words" ] && [ -e "/proc/$1/exe" ] && [ $looks -lt 50 ] || break
    looks=$((looks + 1))
    pause
  done
  printf '%s\n' "$words"
}

# The process id alone proves nothing: it may have been given to another process since.
signal_all() {
  alive=
  for file in "$gone"/pids/*; do
    [ -f "$file" ] || continue
    { read -r pid; read -r signal; read -r mark; } <"$file"
    [ -n "$pid" ] && [ -n "$mark" ] || continue
    case $(command_line "$pid") in
      *"$mark"*)
        alive=yes
        case $1 in
          none) ;;
          own) kill -"$signal" "$pid" 2>/dev/null ;;
          *) kill -"$1" "$pid" 2>/dev/null ;;
        esac ;;
    esac
  done
  [ -n "$alive" ]
}

# Tenths of a second, or seconds where sleep knows no fractions.
pause() { sleep 0.1 2>/dev/null || sleep 1; }

if signal_all own; then
  rounds=0
  while signal_all none && [ $rounds -lt 50 ]; do
    rounds=$((rounds + 1))
    pause
  done
  rounds=0
  while signal_all KILL && [ $rounds -lt 50 ]; do
    rounds=$((rounds + 1))
    pause
  done
fi

if [ -f "$gone/containers" ]; then
  while read -r docker container; do
    "$docker" rm -f -v "$container" >/dev/null 2>&1 </dev/null
  done <"$gone/containers"
fi

# Under its old name too: a server that was killed while it was starting may have made its own folders there again, and
# a child that outlives it for a moment may still do so, hence the second look.
delete() {
  rounds=0
  until rm -rf "$gone" "$folder" 2>/dev/null || [ $rounds -ge 50 ]; do
    rounds=$((rounds + 1))
    pause
  done
}
delete
pause
delete
