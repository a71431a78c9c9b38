/**
 * A root of its own for a fenced process: it sees the program, its packages and the folders it may read, and nothing else
 * of the machine, whatever it runs. No key, no socket of another service, no other process.
 */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Where libraries lie, on the systems that Node runs on. */
const LIBRARIES = ['/usr', '/lib', '/lib64', '/nix/store'];
/** What Node opens at its start. */
const DEVICES = ['/dev/null', '/dev/urandom'];
/** Folders that may be covered by the new root while it is built. */
const PLACES = ['/mnt', '/media', '/srv', '/opt', '/home', '/var/tmp', '/tmp', '/run'];

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/**
 * $1 place, $2 user, $3 group, then paths up to '--', then the program. Bound recursively, because a mount of which parts
 * are left out is refused. The second `unshare` gives up the rights that mounting needed.
 */
const SCRIPT = `set -e
root=$1 user=$2 group=$3
shift 3
mount -t tmpfs -o mode=0755,size=1m none "$root"
while [ "$1" != -- ]; do
  if [ -d "$1" ]; then mkdir -p "$root$1"; else mkdir -p "$root$(dirname "$1")"; : > "$root$1"; fi
  mount --rbind "$1" "$root$1"
  mount -o remount,bind,ro "$root$1" 2>/dev/null || true
  shift
done
shift
mkdir -p "$root/proc"
mount -t proc proc "$root/proc" 2>/dev/null || true
mount -o remount,bind,ro "$root"
unset PWD OLDPWD
exec unshare --user --map-user="$user" --map-group="$group" --root="$root" -- "$@"`;

/**
 * @param command program and arguments, paths absolute
 * @param paths files and folders it needs besides the system's libraries; those that do not exist are left out
 * @returns the command that runs it in a root of its own; null where no place can be found for one
 */
export function inOwnRoot(command: readonly string[], paths: readonly string[]): readonly string[] | null {
  const program = dirname(dirname(realpathSync(process.execPath)));
  const wanted = [...LIBRARIES, ...DEVICES, program === '/' ? process.execPath : program, process.execPath, ...paths]
    .filter((path) => existsSync(path))
    .flatMap((path) => [resolve(path), realpathSync(path)]);
  const needed = [...new Set(wanted)].filter(
    (path) => !wanted.some((other) => other !== path && isWithin(path, other)),
  );
  const place = PLACES.find((folder) => existsSync(folder) && !needed.some((path) => isWithin(path, folder)));
  const [user, group] = [process.getuid?.(), process.getgid?.()];
  if (place === undefined || user === undefined || group === undefined) return null;
  const namespaces = ['--user', '--map-root-user', '--net', '--pid', '--fork', '--kill-child', '--mount'];
  const script = ['sh', '-c', SCRIPT, 'sh', place, String(user), String(group)];
  return ['unshare', ...namespaces, '--', ...script, ...needed, '--', ...command];
}
