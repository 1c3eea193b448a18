# Sourced by the trials of the image: podman with a storage of its own, and the images of this folder on bases that are
# made of Debian's packages, so that no registry is needed. Defines podman, build_image and postgres_image.
# shellcheck shell=bash
source "$(dirname "${BASH_SOURCE[0]}")/trial.sh"
need podman runc mmdebstrap curl jq

# A process in a container may not have more than this one, on a machine whose root has no CAP_SYS_RESOURCE.
files=$(ulimit -Hn)
processes=$(ulimit -Hu)
most=$(cat /proc/sys/kernel/pid_max)
[ "$processes" != unlimited ] && [ "$processes" -lt "$most" ] || processes=$most
[ "$files" != unlimited ] || files=1048576
cat >"$work/containers.conf" <<CONF
[containers]
default_ulimits = ["nofile=$files:$files", "nproc=$processes:$processes"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
CONF
export CONTAINERS_CONF=$work/containers.conf

podman() {
  command podman --root "$work/storage" --runroot "$work/run" "$@"
}

at_end() {
  podman rm --all --force --time 5 >/dev/null 2>&1 || true
  podman rmi --all --force >/dev/null 2>&1 || true
  umount "$work/storage/overlay" 2>/dev/null || true
}

# Makes an image of Debian's packages: debian_image name architecture packages [commands on the folder $1]
debian_image() {
  mmdebstrap --quiet --variant=extract --architectures="$2" --include="$3" ${4:+--extract-hook="$4"} \
    --extract-hook='rm -rf "$1"/usr/share/doc "$1"/usr/share/man "$1"/usr/share/locale "$1"/var/lib/dpkg/info' \
    bookworm "$work/$1-$2.tar"
  podman import --quiet --os linux --arch "$2" "$work/$1-$2.tar" "localhost/$1:$2" >/dev/null
  rm "$work/$1-$2.tar"
}

# Builds the image for an architecture of Debian: build_image amd64
build_image() {
  local arch=$1
  local here
  here=$(dpkg --print-architecture)
  for each in $(printf '%s\n' "$here" "$arch" | sort -u); do
    podman image exists "localhost/jdk:$each" || debian_image jdk "$each" dash,coreutils,openjdk-17-jdk-headless \
      "ln -sf dash \"\$1/bin/sh\" && mkdir -p \"\$1/opt/java\" && ln -s /usr/lib/jvm/java-17-openjdk-$each \"\$1/opt/java/openjdk\""
  done
  # What a Java needs of distroless' java-base: glibc, libstdc++, zlib, C.UTF-8 (of libc-bin) and time zones.
  debian_image base "$arch" base-files,netbase,tzdata,libc6,libc-bin,libgcc-s1,libstdc++6,zlib1g \
    'echo root:x:0:0::/root:/sbin/nologin >"$1/etc/passwd"; echo nonroot:x:65532:65532::/home/nonroot: >>"$1/etc/passwd"'
  podman build --quiet --format docker --platform "linux/$arch" --isolation chroot --tag "localhost/docket:$arch" \
    --build-arg JDK="localhost/jdk:$here" --build-arg TARGET="localhost/jdk:$arch" --build-arg BASE="localhost/base:$arch" \
    --build-arg BUILDPLATFORM="linux/$here" --build-arg VERSION="$(java -jar "$jar" --version | sed 's/docket //')" \
    -f "$packaging/image/Containerfile" "$(dirname "$jar")" >/dev/null
}

# A PostgreSQL of Debian with the variables of Docker's official image that are used here.
postgres_image() {
  debian_image postgres "$(dpkg --print-architecture)" dash,coreutils,util-linux,postgresql-15 \
    "ln -sf dash \"\$1/bin/sh\" && cp '$packaging/compose/postgres-of-debian' \"\$1/start\" \
     && echo root:x:0:0::/root:/bin/sh >\"\$1/etc/passwd\" && echo postgres:x:999:999::/:/bin/sh >>\"\$1/etc/passwd\""
  podman tag "localhost/postgres:$(dpkg --print-architecture)" localhost/postgres
}

# The passwords of compose.yaml, in a folder that containers can read.
make_secrets() {
  mkdir -p "$1"
  for each in superuser-password owner-password app-password; do
    head -c 24 /dev/urandom | base64 | tr -d '/+\n' >"$1/$each"
  done
  chmod -R a+rX "$1" "$work"
}
