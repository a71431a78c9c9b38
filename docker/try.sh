#!/usr/bin/env bash
# Builds both images and sends two mails through them, on a Debian machine without a Docker engine: with buildah, on stand-ins for
# the base images that debootstrap and npm's `node` package make (the real ones need a registry). As root:
#   apt-get install buildah debootstrap iproute2 postfix swaks && docker/try.sh
# What it shows: the Dockerfiles' own steps work, the gateway runs as an unprivileged user in its image, Postfix hands it mail, a
# personal number goes to the secure channel and a greeting outside. What it cannot show: the real base images, compose itself.
set -euo pipefail
cd "$(dirname "$0")/.."
export BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs
work=$(mktemp -d)
store=(--root "$work/images" --runroot "$work/run")
trap 'buildah "${store[@]}" rm -a >/dev/null 2>&1 || true; rm -rf "$work"' EXIT

# A base image from a directory. Certificates of this machine go along, for networks that have their own.
base() {
  local container
  install -D /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/ca-certificates.crt"
  container=$(buildah "${store[@]}" from scratch)
  buildah "${store[@]}" add -q "$container" "$1" / >/dev/null
  buildah "${store[@]}" config --env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt "$container"
  buildah "${store[@]}" commit -q "$container" "$2" >/dev/null
  buildah "${store[@]}" rm "$container" >/dev/null
}

debootstrap --variant=minbase bookworm "$work/debian" >"$work/debootstrap.log"
base "$work/debian" docker.io/library/debian:bookworm-slim
npm install --silent --no-save --no-package-lock --prefix "$work/node" node@24
node=$(find "$work/node/node_modules" -path '*bin/node' -type f -size +1M | head -n 1)
npm=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
install -D -m 0755 "$node" "$work/debian/usr/local/bin/node"
cp -a "$npm" "$work/debian/usr/local/lib/npm"
ln -s ../lib/npm/bin/npm-cli.js "$work/debian/usr/local/bin/npm"
chroot "$work/debian" useradd --uid 1000 --create-home node
base "$work/debian" docker.io/library/node:24-bookworm-slim
rm -rf "$work/debian"

buildah "${store[@]}" build --pull-never -q -f docker/Dockerfile -t brevvakt .
buildah "${store[@]}" build --pull-never -q -t brevvakt-postfix docker/postfix

# The network of compose.yaml: the names of its services, each with an address of its own.
printf '127.0.0.1 localhost brevvakt\n127.0.0.2 outside\n127.0.0.3 secure\n' >"$work/hosts"
mkdir -m 0777 "$work/outside" "$work/secure"
chmod 0755 "$work"
export work
cat >"$work/inside.sh" <<'INSIDE'
store=(--root "$work/images" --runroot "$work/run")
ip link set lo up
mount --bind "$work/hosts" /etc/hosts
smtp-sink -u nobody -d "$work/outside/mail" 127.0.0.2:1025 100 &
smtp-sink -u nobody -d "$work/secure/mail" 127.0.0.3:1025 100 &
gateway=$(buildah "${store[@]}" from --pull-never localhost/brevvakt)
postfix=$(buildah "${store[@]}" from --pull-never localhost/brevvakt-postfix)
buildah "${store[@]}" run --user node "$gateway" -- node /opt/brevvakt/dist/cli.js serve >"$work/gateway.log" 2>&1 &
buildah "${store[@]}" run --env RELAY_HOST=brevvakt --env RELAY_PORT=2525 "$postfix" -- /usr/local/bin/start >"$work/postfix.log" 2>&1 &
for _ in $(seq 60); do
  if grep -q "brevvakt ready" "$work/gateway.log" && grep -q "daemon started" "$work/postfix.log"; then break; fi
  sleep 1
done
for body in "Personnummer 19121212-1212" "Vi ses i morgon klockan tio."; do
  swaks --silent 2 --server 127.0.0.1:25 --from anna@kommun.example --to b@example.org --body "$body"
done
for _ in $(seq 30); do
  [ "$(find "$work/outside" -type f | wc -l)" -ge 2 ] && [ "$(find "$work/secure" -type f | wc -l)" -ge 1 ] && break
  sleep 1
done
buildah "${store[@]}" run --user node "$gateway" -- node -e \
  "fetch('http://127.0.0.1:8025/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"
buildah "${store[@]}" run --user node "$gateway" -- brevvakt doctor
pkill -TERM -f /opt/brevvakt/dist/cli.js || true
pkill -TERM -f postfix/sbin/master || true
sleep 2
jobs -p | xargs -r kill 2>/dev/null || true
INSIDE
# With processes of its own: what is ended in there is nothing of this machine, such as its own Postfix.
unshare --net --mount --pid --fork --kill-child --mount-proc bash -eu "$work/inside.sh"
grep -q 19121212-1212 "$work"/secure/mail* || { echo 'the personal number did not reach the secure channel' >&2; exit 1; }
grep -q 'klockan tio' "$work"/outside/mail* || { echo 'the greeting did not go out' >&2; exit 1; }
grep -L '^From: "Brevvakt' "$work"/outside/mail* | xargs -r grep -l 19121212-1212 && { echo 'the personal number went out' >&2; exit 1; }
echo 'Built, run, one mail rerouted and explained, one delivered.'
