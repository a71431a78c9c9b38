import { constants, createWriteStream } from 'node:fs';
import { access, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { RecipientResult } from '../../core/journal.ts';
import { outcomeOf } from '../../core/outcomes.ts';
import type { Log } from '../../core/log.ts';
import { errorCode, makeFolder, syncFolder } from '../../spool/spool.ts';
import { contentStream, type Hop, type HopCheck, type OutgoingMail } from './hop.ts';
import type { MaildirHopSettings } from './settings.ts';
import { allShare } from './smtp-results.ts';

let counter = 0;

/** @throws the system's error when the folder, or the nearest one above that is there, may not be written to */
async function mayBeWritten(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT' && dirname(path) !== path) return null;
    throw error;
  });
  if (found === null) return mayBeWritten(dirname(path));
  if (!found.isDirectory()) throw new Error(`${path} is not a folder`);
  await access(path, constants.W_OK | constants.X_OK);
}

/**
 * A folder in Maildir format (tmp, new, cur). A file holds the message's bytes and nothing else: no Return-Path or Delivered-To
 * is put before them, so that what arrived can be compared with what was sent. The envelope is in the audit trail.
 */
export class MaildirHop implements Hop {
  readonly name: string;
  private readonly settings: MaildirHopSettings;
  private readonly log: Log;
  private prepared = false;

  constructor(name: string, settings: MaildirHopSettings, log: Log) {
    this.name = name;
    this.settings = settings;
    this.log = log;
  }

  async send(mail: OutgoingMail): Promise<readonly RecipientResult[]> {
    try {
      const file = await this.store(mail);
      return allShare(mail, { state: 'delivered', outcome: 'accepted', reply: `250 2.0.0 Stored as ${file}` });
    } catch (error) {
      this.prepared = false; // somebody may have taken the folder away
      const cause = error instanceof Error ? error.message : 'unknown error';
      this.log.error({ hop: this.name, id: mail.id, cause }, 'Cannot write to the Maildir');
      const outcome = outcomeOf(error) === 'disk-full' ? 'disk-full' : 'hop-unreachable';
      return allShare(mail, { state: 'deferred', outcome, reply: '' });
    }
  }

  private async store(mail: OutgoingMail): Promise<string> {
    if (!this.prepared) await this.prepare();
    const file = this.uniqueName();
    const draft = join(this.settings.path, 'tmp', file);
    try {
      // 'wx': two gateways on one folder never write into each other's file
      await pipeline(await contentStream(mail), createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }));
      await rename(draft, join(this.settings.path, 'new', file));
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    await syncFolder(join(this.settings.path, 'new'));
    return file;
  }

  private async prepare(): Promise<void> {
    for (const folder of ['tmp', 'new', 'cur']) {
      await makeFolder(join(this.settings.path, folder));
    }
    this.prepared = true;
  }

  /** time.M<microseconds>P<process>Q<counter>.<host>, as https://cr.yp.to/proto/maildir.html has it */
  private uniqueName(): string {
    const micros = Math.round((performance.timeOrigin + performance.now()) * 1000);
    const host = (this.settings.hostname === '' ? hostname() : this.settings.hostname).replace(/[^A-Za-z0-9.-]/g, '_');
    const seconds = Math.floor(micros / 1_000_000);
    return `${seconds}.M${micros % 1_000_000}P${process.pid}Q${++counter}.${host}`;
  }

  async check(): Promise<HopCheck> {
    const nothing = { tls: null, extensions: [] };
    try {
      // Looks only: what is made for a check belongs to whoever checks, and that is often root.
      for (const folder of ['tmp', 'new']) await mayBeWritten(join(this.settings.path, folder));
      return { ok: true, detail: `Maildir ${this.settings.path} can be written`, ...nothing };
    } catch (error) {
      const cause = error instanceof Error ? error.message : 'unknown error';
      return { ok: false, detail: `Maildir ${this.settings.path}: ${cause}`, ...nothing };
    }
  }

  async close(): Promise<void> {
    return Promise.resolve();
  }
}
