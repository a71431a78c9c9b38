import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messageId } from '../core/brand.ts';
import { contentOf, openTestSpool, temporaryFolder } from '../testing/spooled-mail.ts';

const LOAD = fileURLToPath(new URL('../testing/spool-load.ts', import.meta.url));
const ROUNDS = 8;

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

interface Load {
  readonly said: readonly string[];
  /** resolves when so many lines have been said */
  until(lines: number): Promise<void>;
  /** Kills it in the midst of things. @returns when all it has said is read */
  kill(): Promise<void>;
}

function startLoad(): Load {
  const child = spawn(process.execPath, ['--import', 'tsx', LOAD, folder.path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  const reader = createInterface({ input: child.stdout });
  const read = once(reader, 'close');
  const exit = once(child, 'exit');
  const waiting = new Set<() => void>();
  reader.on('line', (line) => {
    said.push(line);
    for (const look of [...waiting]) look();
  });
  return {
    said,
    until: (lines) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (said.length < lines) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        reader.once('close', () => {
          reject(new Error(`the load ended by itself after ${said.length} lines`));
        });
      }),
    kill: async () => {
      child.kill('SIGKILL');
      const [, signal] = (await exit) as [number | null, NodeJS.Signals | null];
      await read;
      expect(signal).toBe('SIGKILL');
    },
  };
}

async function loadAndKill(lines: number): Promise<readonly string[]> {
  const load = startLoad();
  await load.until(lines);
  await load.kill();
  return load.said;
}

describe('the spool, killed again and again under load', () => {
  it('has every acknowledged mail, in its place and byte for byte', async () => {
    const acknowledged = new Map<string, { readonly kind: string; readonly size: number }>();
    const settling = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const line of await loadAndKill(randomInt(5, 150))) {
        const [kind = '', id = '', size] = line.split(' ');
        if (kind === 'settling') settling.add(id);
        // a line that the kill cut in two acknowledges nothing
        else if (size !== undefined && /^\d+$/.test(size)) acknowledged.set(id, { kind, size: Number(size) });
      }
      const spool = await openTestSpool(folder.path);
      expect((await spool.recover()).missing).toEqual([]);
      const queued = new Set((await spool.queue.list({ limit: 100_000 })).map(({ messageId: id }) => String(id)));
      const held = new Set((await spool.held.list({ limit: 100_000 })).map(({ id }) => String(id)));
      for (const [id, { kind, size }] of acknowledged) {
        if (settling.has(id) && !queued.has(id)) continue;
        expect(kind === 'held' ? held.has(id) : queued.has(id), `${kind} ${id}`).toBe(true);
        const bytes = await spool.readAll(messageId(id));
        expect(Buffer.compare(bytes, contentOf(id, size)), `${kind} ${id}`).toBe(0);
      }
      await spool.close();
    }
    expect(acknowledged.size).toBeGreaterThan(ROUNDS);
  }, 120_000);
});

describe('commands beside a gateway under load', () => {
  it('answer and decide while it goes on', async () => {
    const load = startLoad();
    await load.until(20);
    const tool = await openTestSpool(folder.path, { role: 'tool' });
    const operator = { actor: 'Disa Drift', purpose: 'test' };
    const how = { way: { hop: 'sefos', edits: [] }, operator, notices: [] };
    for (let i = 0; i < 15; i++) {
      expect((await tool.queue.list()).length).toBeGreaterThan(0);
      const [held] = await tool.held.list({ limit: 1 });
      if (held !== undefined) expect(await tool.held.release(held.id, ['bo@example.org'], how)).toHaveLength(1);
      await tool.queue.retry('all', operator);
      expect(await tool.trace({ from: 'anna@kommun.example', limit: 5, ...operator })).toHaveLength(5);
    }
    await load.until(load.said.length + 5); // the gateway goes on
    await load.kill();
    expect(load.said.length).toBeGreaterThan(20);
    const spool = await openTestSpool(folder.path);
    expect((await spool.recover()).missing).toEqual([]);
    await spool.close();
    await tool.close();
  });
});
