# Runs the server program $1 in the current directory and ends it when standard input closes, which
# the kernel does for a parent that dies in whatever way. The first line of output is the server's
# process id; the exit status is the server's.
umask 077
exec 3<&0 </dev/null

"$1" redis.conf >>redis.log 2>&1 3<&- &
server=$!
# From here on only the closing of standard input counts; the server sets its own handlers.
trap '' HUP INT TERM

(
  while read -r _; do :; done <&3
  kill -TERM "$server"
  left=10
  while [ "$left" -gt 0 ] && kill -0 "$server" 2>/dev/null; do
    sleep 1
    left=$((left - 1))
  done
  kill -KILL "$server"
) >/dev/null 2>&1 &
watcher=$!

exec 3<&-
# Only now: if nobody reads any more, this shell dies of the write, and the watcher does the rest.
echo "$server"

wait "$server"
status=$?
kill -KILL "$watcher" 2>/dev/null
exit "$status"
