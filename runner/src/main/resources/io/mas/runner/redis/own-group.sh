# Runs the script $1 with the arguments that follow in a process group of its own, where setsid is
# missing. Needs bash: other shells do job control only with a terminal, and take it.
exec 3<&0 </dev/null
set -m
sh -c "$@" <&3 3<&- &
job=$!
set +m
exec 3<&-
trap '' HUP INT TERM
wait "$job"
