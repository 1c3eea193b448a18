#!/usr/bin/env bash
# Two nodes of Docket, and what they need, on one machine: each part is a process as it would be on a host of its own.
#
#   cluster.sh start NAME...           starts parts, and returns when they work
#   cluster.sh signal SIGNAL NAME...   sends KILL, TERM, STOP or CONT; after KILL and TERM, returns when they have ended
#   cluster.sh database                creates the roles and the database, and migrates it, when both patronis work
#   cluster.sh migrate                 runs the migrations of $DOCKET_JAR
#   cluster.sh down                    kills everything
#
# The names, in the order of their start: etcd; patroni-a, patroni-b, which start postgres-a, postgres-b; pgbouncer-a, pgbouncer-b; docket-a, docket-b; haproxy.
# Debian's packages: curl etcd-server haproxy patroni pgbouncer postgresql-15 python3-etcd python3-psycopg2
#
#   NODES_DIR        folder for data and logs
#   NODES_PORT       the first of 20 free ports, which HAProxy listens on
#   NODES_PASSWORD   of all roles
#   DOCKET_JAR       docket.jar of the nodes and migrations
#   DOCKET_THROUGH   pgbouncer, if nodes connect through it, with DOCKET_URL_PARAMETERS such as &prepareThreshold=0
#   PGBOUNCER_MODE   session or transaction
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=${NODES_DIR:?} port=${NODES_PORT:-19400} password=${NODES_PASSWORD:?}
export PATH="$PATH:/usr/sbin:/usr/lib/postgresql/15/bin"
mkdir -p "$dir"

port_of() {
  case $1 in
    haproxy) echo "$port" ;;
    etcd) echo $((port + 1)) ;;
    postgres-a) echo $((port + 3)) ;; postgres-b) echo $((port + 4)) ;;
    patroni-a) echo $((port + 5)) ;; patroni-b) echo $((port + 6)) ;;
    pgbouncer-a) echo $((port + 7)) ;; pgbouncer-b) echo $((port + 8)) ;;
    primary) echo $((port + 9)) ;;
    docket-a) echo $((port + 10)) ;; docket-b) echo $((port + 12)) ;;
    *) echo "no part of the cluster: $1" >&2; exit 2 ;;
  esac
}

# Runs a program in the background, with its output in a log. PostgreSQL and PgBouncer do not run as root; in a user
# namespace of their own they are nobody, and own the same files.
run() {
  local name=$1
  shift
  if [ "$(id -u)" = 0 ]; then set -- unshare --user "$@"; fi
  setsid "$@" >>"$dir/$name.log" 2>&1 </dev/null &
  echo $! >"$dir/$name.pid"
}

wait_for() {
  local name=$1
  shift
  for _ in $(seq 600); do
    if "$@" >/dev/null 2>&1; then return; fi
    runs "$(cat "$dir/$name.pid")" || break
    sleep 0.2
  done
  echo "$name does not work; the end of its log:" >&2
  tail -20 "$dir/$name.log" >&2
  exit 1
}

responds() { curl -sf -o /dev/null --max-time 2 "http://127.0.0.1:$1"; }
listens() { (: <"/dev/tcp/127.0.0.1/$1"); }

start() {
  local name=$1 own
  own=$(port_of "$name")
  case $name in
    etcd)
      run etcd etcd --data-dir "$dir/etcd" --listen-client-urls "http://127.0.0.1:$own" \
        --advertise-client-urls "http://127.0.0.1:$own" --listen-peer-urls "http://127.0.0.1:$((own + 1))"
      wait_for etcd responds "$own/health" ;;
    patroni-?)
      local postgres=postgres-${name#patroni-}
      export PATRONI_NAME=${name#patroni-} PATRONI_ETCD3_HOSTS=127.0.0.1:$(port_of etcd)
      export PATRONI_RESTAPI_LISTEN=127.0.0.1:$own PATRONI_RESTAPI_CONNECT_ADDRESS=127.0.0.1:$own
      PATRONI_POSTGRESQL_LISTEN=127.0.0.1:$(port_of "$postgres")
      export PATRONI_POSTGRESQL_LISTEN PATRONI_POSTGRESQL_CONNECT_ADDRESS=$PATRONI_POSTGRESQL_LISTEN
      export PATRONI_POSTGRESQL_DATA_DIR=$dir/$postgres PATRONI_POSTGRESQL_PGPASS=$dir/$name.pgpass
      export PATRONI_SUPERUSER_PASSWORD=$password PATRONI_REPLICATION_PASSWORD=$password
      run "$name" patroni "$here/patroni.yaml"
      wait_for "$name" responds "$own/health" ;;
    pgbouncer-?)
      sed -e "s|^listen_port = .*|listen_port = $own|" -e "s|port=5432|port=$(port_of "postgres-${name#pgbouncer-}")|" \
        -e "s|^auth_file = .*|auth_file = $dir/userlist.txt|" \
        -e "s|^pool_mode = .*|pool_mode = ${PGBOUNCER_MODE:-session}|" "$here/pgbouncer.ini" >"$dir/$name.ini"
      echo 'unix_socket_dir =' >>"$dir/$name.ini"
      printf '"%s" "%s"\n' docket_app "$password" postgres "$password" >"$dir/userlist.txt"
      run "$name" pgbouncer "$dir/$name.ini"
      wait_for "$name" listens "$own" ;;
    docket-?)
      export DOCKET_PORT=$own DOCKET_MANAGEMENT_PORT=$((own + 1))
      DOCKET_DATABASE_URL=$(url)
      export DOCKET_DATABASE_URL DOCKET_DATABASE_USER=docket_app DOCKET_DATABASE_PASSWORD=$password
      run "$name" java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar "$DOCKET_JAR" serve
      wait_for "$name" responds "$own/health/ready" ;;
    haproxy)
      export DOCKET_LISTEN=127.0.0.1:$own DOCKET_A=127.0.0.1:$(port_of docket-a) DOCKET_B=127.0.0.1:$(port_of docket-b)
      export POSTGRES_A=127.0.0.1:$(port_of pgbouncer-a) POSTGRES_B=127.0.0.1:$(port_of pgbouncer-b)
      export PATRONI_A_PORT=$(port_of patroni-a) PATRONI_B_PORT=$(port_of patroni-b)
      POSTGRES_LISTEN=127.0.0.1:$(port_of primary) run haproxy haproxy -db -f "$here/haproxy.cfg"
      wait_for haproxy responds "$own/health/ready" ;;
  esac
}

# A PostgreSQL's server first, so that it starts no new process meanwhile.
pids_of() {
  case $1 in
    postgres-?)
      local server
      if server=$(head -n 1 "$dir/$1/postmaster.pid" 2>/dev/null); then echo "$server"; pgrep -P "$server" || true; fi ;;
    *) cat "$dir/$1.pid" 2>/dev/null || true ;;
  esac
}

runs() { [ -e "/proc/$1" ] && ! grep -q '^State:\s*Z' "/proc/$1/status" 2>/dev/null; }

signal() {
  local signal=$1 name=$2 pids
  pids=$(pids_of "$name")
  for pid in $pids; do kill "-$signal" "$pid" 2>/dev/null || true; done
  case $signal in
    KILL | TERM) for pid in $pids; do while runs "$pid"; do sleep 0.1; done; done ;;
  esac
}

# The driver finds the primary among the hosts by itself, so no proxy stands between: one hop and one part less that fails.
# Through PgBouncer it cannot, and HAProxy asks Patroni.
hosts() { echo "127.0.0.1:$(port_of postgres-a),127.0.0.1:$(port_of postgres-b)"; }
url() {
  case ${DOCKET_THROUGH:-postgres} in
    postgres) echo "jdbc:postgresql://$(hosts)/docket?sslmode=disable&targetServerType=primary" ;;
    pgbouncer) echo "jdbc:postgresql://127.0.0.1:$(port_of primary)/docket?sslmode=disable${DOCKET_URL_PARAMETERS:-}" ;;
  esac
}

sql() {
  local database=$1
  shift
  PGPASSWORD=$password psql -qX -v ON_ERROR_STOP=1 \
    "postgresql://postgres@$(hosts)/$database?target_session_attrs=read-write" "$@" >/dev/null
}

migrate() {
  DOCKET_DATABASE_URL=$(DOCKET_THROUGH=postgres url) DOCKET_DATABASE_USER=docket_owner DOCKET_DATABASE_PASSWORD=$password \
    java -jar "$DOCKET_JAR" migrate
}

database() {
  sql postgres -c "CREATE ROLE docket_owner LOGIN CREATEROLE PASSWORD '$password'"
  sql postgres -c "CREATE DATABASE docket OWNER docket_owner"
  migrate
  sql docket -c "CREATE ROLE docket_app LOGIN PASSWORD '$password'" -c "GRANT docket_server, docket_requester TO docket_app"
  sql docket -f "$here/pgbouncer-role.sql"
}

case ${1:-} in
  database | migrate) "$1" ;;
  start) shift; for name in "$@"; do start "$name"; done ;;
  signal) signal=$2; shift 2; for name in "$@"; do signal "$signal" "$name"; done ;;
  down)
    for name in haproxy docket-a docket-b pgbouncer-a pgbouncer-b patroni-a patroni-b postgres-a postgres-b etcd; do
      signal KILL "$name"
    done ;;
  *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
