/** Real Postfix instances for tests: each with a folder, a queue and a port of its own. Needs root and Debian's package. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './gateway.ts';

/** A running instance. */
export interface Postfix {
  readonly port: number;
  /** messages in its Maildir */
  delivered(): string[];
  /** lines of its log */
  log(): string;
  stop(): void;
}

/** What the instance is for. */
export interface PostfixRole {
  /** everything goes on to this port of ours; without it the instance is a final destination that keeps all mail */
  readonly relayPort?: number;
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}

const idOf = (kind: '-u' | '-g', name: string): number =>
  Number(spawnSync('id', [kind, name], { encoding: 'utf8' }).stdout.trim());

/** Starts an instance in a folder of its own. @param folder must not exist yet */
export async function startPostfix(folder: string, name: string, role: PostfixRole = {}): Promise<Postfix> {
  const port = await freePort();
  const config = join(folder, 'config');
  const mailbox = join(folder, 'mail');
  for (const path of [config, mailbox, join(folder, 'queue'), join(folder, 'data')])
    mkdirSync(path, { recursive: true });
  chmodSync(folder, 0o755);
  chownSync(join(folder, 'data'), idOf('-u', 'postfix'), idOf('-g', 'postfix'));
  const owner = idOf('-u', 'nobody');
  chownSync(mailbox, owner, idOf('-g', 'nobody'));
  const log = join(folder, 'log');
  const settings: Record<string, string> = {
    compatibility_level: '3.6',
    queue_directory: join(folder, 'queue'),
    data_directory: join(folder, 'data'),
    maillog_file: log,
    maillog_file_prefixes: folder,
    myhostname: `${name}.test.example`,
    mydestination: '',
    mynetworks: '127.0.0.0/8',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    smtpd_recipient_restrictions: 'permit_mynetworks, reject',
    smtpd_relay_restrictions: 'permit_mynetworks, reject',
    disable_dns_lookups: 'yes',
    alias_maps: '',
    local_recipient_maps: '',
    smtp_tls_security_level: 'none',
    ...(role.relayPort === undefined
      ? {
          virtual_mailbox_domains: 'static:all',
          virtual_mailbox_base: mailbox,
          virtual_mailbox_maps: 'static:all/',
          virtual_minimum_uid: '1',
          virtual_uid_maps: `static:${owner}`,
          virtual_gid_maps: `static:${idOf('-g', 'nobody')}`,
        }
      : { relayhost: `[127.0.0.1]:${role.relayPort}`, minimal_backoff_time: '1s', queue_run_delay: '1s' }),
  };
  writeFileSync(
    join(config, 'main.cf'),
    Object.entries(settings)
      .map(([key, value]) => `${key} = ${value}\n`)
      .join(''),
  );
  const master = readFileSync('/etc/postfix/master.cf.proto', 'utf8')
    .replace(/^smtp(\s+inet.*)$/mu, `127.0.0.1:${port}$1`)
    .replace(/^(\S+\s+\S+\s+\S+\s+\S+\s+)y(\s)/gmu, '$1n$2'); // no chroot
  writeFileSync(join(config, 'master.cf'), master);
  run('postfix', ['-c', config, 'start']);
  return {
    port,
    delivered: () => {
      try {
        const inbox = join(mailbox, 'all', 'new');
        return readdirSync(inbox).map((file) => readFileSync(join(inbox, file), 'latin1'));
      } catch {
        return []; // nothing delivered yet
      }
    },
    log: () => readFileSync(log, 'latin1'),
    stop: () => run('postfix', ['-c', config, 'stop']),
  };
}
