# Starts, watches and stops the server of the folder it is run in. Given to sh as text, because a system user may not
# be able to read the checkout. Arguments: task (up, watch), folder of the programs, folder of the socket; the lock
# of the task comes as standard input. Descriptors: 8 start.lock, 9 watcher.lock, 6 server.lock.
bin=$2 socket=$3 pid=cluster/data/postmaster.pid
alive() { [ "/proc/$(head -n 1 $pid)/cwd" -ef cluster/data ]; }
up() (
  exec 6<>server.lock
  flock -n 6 || {
    alive && exit  # else the postmaster was killed: end those of its backends that still run a statement
    for p in /proc/[0-9]*; do
      [ "$p/cwd" -ef cluster/data ] || continue
      case $(readlink "$p/exe") in */bin/postgres*) kill -9 "${p#/proc/}";; esac
    done
    flock -w 5 6 || exit
  }
  rm -f $pid "$socket"/.s.PGSQL.*  # no process of the server is left, whoever has the numbers in there now
  find server.log -size +20M -exec truncate -s 0 {} +
  "$bin/postgres" -D "$PWD/cluster/data" -k "$socket" </dev/null >>server.log 2>&1 8>&- 9>&- &
  exec 6>&- 5<>server.lock
  until [ -s $pid ] || flock -n 5; do sleep 0.02; done
)
down() {
  flock -n server.lock true && return
  alive && kill -INT "$(head -n 1 $pid)"  # a fast shutdown
  flock -w 60 server.lock true && return
  alive && kill -QUIT "$(head -n 1 $pid)"; flock -w 10 server.lock true
}
watch() {
  while sleep 1 9>&- && [ /proc/self/fd/9 -ef watcher.lock ]; do
    exec 8<>start.lock; flock 8 9>&-
    flock -n users.lock true && { down 9>&-; exec 9>&-; exit; }  # 9 before 8: the next start makes a new watcher
    up; exec 8>&-
  done
}
case $1 in
  up) exec 8<&0; up;;
  watch) exec 9<&0; { exec </dev/null >/dev/null 2>&1; watch; } &
esac
