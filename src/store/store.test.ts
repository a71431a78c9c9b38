import { copyFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayError, UsageError } from '../core/outcomes.ts';
import { eventually } from '../testing/gateway.ts';
import { temporaryFolder } from '../testing/spooled-mail.ts';
import { groupCommit } from './group-commit.ts';
import { MIGRATIONS } from './migrations.ts';
import { openSqlite } from './sqlite.ts';
import { insertRows, openStore, runCompiled, type Store, type Tx } from './store.ts';
import type { SyncFile } from './wal-sync.ts';

/** Every driver passes the same suite; PostgreSQL becomes the second row. */
const DRIVERS = [{ driver: 'sqlite', open: (dataDir: string) => openStore({ store: 'sqlite', dataDir }) }];

let folder: ReturnType<typeof temporaryFolder>;
let opened: Store[] = [];
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  for (const store of opened) await store.close();
  opened = [];
  folder.remove();
});

const fact = (name: string, value: string) => (tx: Tx) => tx.insertInto('fact').values({ name, value }).execute();
const facts = (store: Store): Promise<readonly string[]> =>
  store.read(async (db) => (await db.selectFrom('fact').select('name').orderBy('name').execute()).map((r) => r.name));

describe.each(DRIVERS)('the store on $driver', ({ open }) => {
  let store: Store;
  beforeEach(async () => {
    store = await open(folder.path);
    opened.push(store);
  });
  const another = async (): Promise<Store> => {
    const other = await open(folder.path);
    opened.push(other);
    return other;
  };

  it('gives back blobs byte for byte, empty ones and views into larger buffers too', async () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    const blobs = [all, new Uint8Array(0), all.subarray(10, 20), Buffer.alloc(300_000, 'å')];
    await store.write((tx) =>
      tx
        .insertInto('message_bytes')
        .values(blobs.map((content, i) => ({ message_id: `m${i}`, content })))
        .execute(),
    );
    const rows = await store.read((db) => db.selectFrom('message_bytes').selectAll().orderBy('message_id').execute());
    expect(rows.map(({ content }) => content instanceof Uint8Array && Buffer.from(content).toString('latin1'))).toEqual(
      blobs.map((blob) => Buffer.from(blob).toString('latin1')),
    );
  });

  it('gives back text and times as they were', async () => {
    const value = 'Räksmörgås \u{1f41f} "quoted" \\ \'; drop table fact; -- ';
    await store.write(fact('text', value));
    await store.write((tx) =>
      tx
        .insertInto('access')
        .values({ at: 4_102_444_800_123, actor: '', purpose: '', deed: '', subject: '' })
        .execute(),
    );
    const row = await store.read((db) => db.selectFrom('fact').select('value').executeTakeFirstOrThrow());
    expect(row.value).toBe(value);
    const time = await store.read((db) => db.selectFrom('access').select('at').executeTakeFirstOrThrow());
    expect(time.at).toBe(4_102_444_800_123);
  });

  it('runs a query that was compiled for other values with these, and refuses too few or too many', async () => {
    await store.write((tx) => insertRows(tx, 'fact', [{ name: 'a', value: '1' }]));
    await store.write((tx) =>
      insertRows(tx, 'fact', [
        { name: 'b', value: '2' },
        { name: 'c', value: '3' },
      ]),
    );
    await store.write((tx) => insertRows(tx, 'fact', [{ value: '4', name: 'd' }]));
    await store.write((tx) => insertRows(tx, 'fact', []));
    const named = (...names: string[]) =>
      store.read((db) =>
        runCompiled(
          db,
          'facts by name',
          (builder) => builder.selectFrom('fact').selectAll().where('name', 'in', ['x', 'y']).orderBy('name'),
          names,
        ),
      );
    expect(await named('a', 'd')).toEqual([
      { name: 'a', value: '1' },
      { name: 'd', value: '4' },
    ]);
    expect((await named('c', 'b')).map(({ value }) => value)).toEqual(['2', '3']);
    await expect(named('a')).rejects.toThrow(RangeError);
  });

  it('undoes a transaction that throws, wholly', async () => {
    const work = store.write(async (tx) => {
      await fact('half', '1')(tx);
      throw new RangeError('second thoughts');
    });
    await expect(work).rejects.toThrow(RangeError);
    expect(await facts(store)).toEqual([]);
  });

  it('lets other processes see a transaction when it has resolved, and not before', async () => {
    const other = await another();
    await store.write(async (tx) => {
      await fact('seen', '1')(tx);
      expect(await facts(other)).toEqual([]);
    });
    expect(await facts(other)).toEqual(['seen']);
  });

  it('makes transactions of two connections wait for each other instead of failing', async () => {
    const other = await another();
    const work = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? store : other).write(fact(`f${i}`, '')));
    await Promise.all(work);
    expect(await facts(store)).toHaveLength(40);
  });

  it('keeps what an unsynced transaction wrote, and syncs again afterwards', async () => {
    await store.writeUnsynced(fact('claim', '1'));
    await expect(store.writeUnsynced(fact('claim', '2'))).rejects.toThrow(GatewayError);
    await store.write(fact('later', '1'));
    expect(await facts(await another())).toEqual(['claim', 'later']);
  });

  it('names a broken constraint as trouble with storing, with its cause', async () => {
    await store.write(fact('once', '1'));
    const twice = store.write(fact('once', '2'));
    await expect(twice).rejects.toMatchObject({ name: 'GatewayError', outcome: 'cannot-store' });
    await expect(twice).rejects.toHaveProperty('cause');
  });

  it('refuses values no column can hold instead of taking the process down', async () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, undefined, 'a\0b', Symbol('x'), new Date(0), {}]) {
      await expect(store.read((db) => sql`select ${value} as v`.execute(db))).rejects.toThrow(TypeError);
    }
    const { rows } = await store.read((db) => sql<{ v: number }>`select ${true} as v`.execute(db));
    expect(rows).toEqual([{ v: 1 }]);
  });

  it('remembers everything after closing and opening', async () => {
    await store.write(fact('kept', '1'));
    await store.close();
    opened = [];
    expect(await facts(await another())).toEqual(['kept']);
  });

  it('lets one gateway at a time have it, and the next one when the first is gone', async () => {
    const other = await another();
    store.lockNode();
    expect(() => {
      other.lockNode();
    }).toThrow(/another gateway is running/);
    await store.close();
    opened = [other];
    other.lockNode();
  });

  it('scrubs', async () => {
    await store.write(fact('x', '1'));
    expect(await store.scrub()).toBe(true);
  });
});

describe('openStore()', () => {
  it('refuses a driver it does not have without repeating the password in it', async () => {
    const attempt = openStore({ store: 'postgres://brevvakt:s3cret@db.example/mail', dataDir: folder.path });
    await expect(attempt).rejects.toThrow(UsageError);
    await expect(attempt).rejects.not.toThrow(/s3cret/);
  });

  it('refuses a file that is no database, with one clear message', async () => {
    writeFileSync(join(folder.path, 'brevvakt.db'), 'Dear reader, this is a letter. '.repeat(200));
    await expect(openStore({ store: 'sqlite', dataDir: folder.path })).rejects.toThrow(/is not a database of Brevvakt/);
  });

  it('refuses a folder that is missing', async () => {
    const dataDir = join(folder.path, 'missing');
    await expect(openStore({ store: 'sqlite', dataDir })).rejects.toThrow(UsageError);
  });

  it('writes ahead to a log, and overwrites what is deleted', async () => {
    const store = await openStore({ store: 'sqlite', dataDir: folder.path });
    opened.push(store);
    const pragma = (name: string): Promise<unknown> =>
      store.read(async (db) => (await sql.raw(`pragma ${name}`).execute(db)).rows);
    expect(await pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await pragma('secure_delete')).toEqual([{ secure_delete: 1 }]);
  });

  it('makes a database that only its owner reads, with its log beside it', async () => {
    const store = await openStore({ store: 'sqlite', dataDir: folder.path });
    opened.push(store);
    await store.write(fact('x', '1'));
    for (const ending of ['', '-wal', '-shm']) {
      expect(statSync(join(folder.path, `brevvakt.db${ending}`)).mode & 0o777).toBe(0o600);
    }
  });
});

describe('what was written', () => {
  /** What the disk has: the files as they were when a sync last ended. */
  let syncs = 0;
  const onDisk = (): string => join(folder.path, `disk-${syncs}`);
  const syncTo = async (file: FileHandle): Promise<void> => {
    await file.datasync();
    syncs++;
    mkdirSync(onDisk());
    for (const name of ['brevvakt.db', 'brevvakt.db-wal']) {
      copyFileSync(join(folder.path, name), join(onDisk(), name));
    }
  };
  const afterPowerCut = async (): Promise<readonly string[]> => {
    const store = await openStore({ store: 'sqlite', dataDir: onDisk() });
    try {
      return await facts(store);
    } finally {
      await store.close();
    }
  };
  const open = async (syncFile: SyncFile): Promise<Store> => {
    const store = await openSqlite({ store: 'sqlite', dataDir: folder.path }, { syncFile });
    opened.push(store);
    return store;
  };

  it('is on the disk when it resolves, with all unsynced ones before it; those alone are not', async () => {
    const store = await open(syncTo);
    await store.write(fact('a', '1'));
    expect(await afterPowerCut()).toEqual(['a']);
    await store.writeUnsynced(fact('b', '1'));
    expect(await afterPowerCut()).toEqual(['a']);
    await expect(store.write(fact('a', 'again'))).rejects.toThrow(GatewayError);
    await store.write(fact('c', '1'));
    expect(await afterPowerCut()).toEqual(['a', 'b', 'c']);
  });

  it('is on the disk after the log was emptied into the database and begun again', async () => {
    const store = await open(syncTo);
    await store.write(fact('a', '1'));
    expect(await store.scrub()).toBe(true);
    await store.write(fact('b', '1'));
    expect(await afterPowerCut()).toEqual(['a', 'b']);
  });

  it('waits for a sync that began after its commit, and shares it', async () => {
    const pending: (() => void)[] = [];
    const store = await open(() => new Promise((resolve) => void pending.push(resolve)));
    const resolved: string[] = [];
    const write = async (name: string): Promise<void> => {
      await store.write(fact(name, '1'));
      resolved.push(name);
    };
    const writes = [write('first')];
    await eventually(() => pending.length === 1, 'first sync');
    writes.push(write('second'), write('third'));
    await eventually(async () => (await facts(store)).length === 3, 'commits');
    expect(resolved).toEqual([]);
    pending[0]?.();
    await eventually(() => pending.length === 2, 'second sync');
    expect(resolved).toEqual(['first']);
    pending[1]?.();
    await Promise.all(writes);
    expect(resolved).toEqual(['first', 'second', 'third']);
    expect(pending).toHaveLength(2);
  });

  it('is refused from the first failed sync on, whatever later syncs say', async () => {
    let fails = true;
    const store = await open(() =>
      fails ? Promise.reject(Object.assign(new Error('i/o error'), { code: 'EIO' })) : Promise.resolve(),
    );
    const refusal = /did not take the journal \(EIO\)/u;
    await expect(store.write(fact('a', '1'))).rejects.toThrow(refusal);
    fails = false;
    await expect(store.write(fact('b', '1'))).rejects.toMatchObject({ outcome: 'cannot-store' });
    await expect(store.writeUnsynced(fact('c', '1'))).rejects.toThrow(refusal);
    expect(await facts(store)).toEqual(['a']);
  });
});

describe('the schema', () => {
  const options = () => ({ store: 'sqlite', dataDir: folder.path });

  it('is brought up to date step by step, keeping what is there', async () => {
    const before = await openSqlite(options());
    await before.write(fact('old', '1'));
    await before.close();
    const after = await openSqlite(options(), {
      steps: [
        ...MIGRATIONS,
        async (db) => {
          await sql`create table novelty (id integer)`.execute(db);
        },
      ],
    });
    opened.push(after);
    expect(await facts(after)).toEqual(['old']);
    expect((await after.read((db) => sql`select * from novelty`.execute(db))).rows).toEqual([]);
  });

  it('stays as it was when a step fails', async () => {
    await (await openSqlite(options())).close();
    const broken = openSqlite(options(), {
      steps: [
        ...MIGRATIONS,
        async (db) => {
          await sql`create table novelty (id integer)`.execute(db);
          throw new GatewayError('cannot-store', 'planted');
        },
      ],
    });
    await expect(broken).rejects.toThrow('planted');
    const store = await openSqlite(options());
    opened.push(store);
    await expect(store.read((db) => sql`select * from novelty`.execute(db))).rejects.toThrow();
  });

  it('of a newer version is refused and left alone', async () => {
    const noStep = (): Promise<void> => Promise.resolve();
    await (await openSqlite(options(), { steps: [...MIGRATIONS, noStep] })).close();
    await expect(openSqlite(options())).rejects.toThrow(
      /newer version of Brevvakt: schema version 2, this program knows 1/,
    );
    opened.push(await openSqlite(options(), { steps: [...MIGRATIONS, noStep] }));
  });
});

describe('a full disk', () => {
  it('is named as such, harms nothing that was there, and passes', async () => {
    const store = await openStore({ store: 'sqlite', dataDir: folder.path });
    opened.push(store);
    await store.write(fact('before', '1'));
    const limitPages = (pages: number): Promise<unknown> =>
      store.read((db) => sql`pragma max_page_count = ${sql.lit(pages)}`.execute(db));
    await limitPages(1);
    const attempt = store.write((tx) =>
      tx
        .insertInto('message_bytes')
        .values({ message_id: 'm', content: Buffer.alloc(1_000_000) })
        .execute(),
    );
    await expect(attempt).rejects.toMatchObject({ name: 'GatewayError', outcome: 'disk-full' });
    await limitPages(1_000_000);
    await store.write(fact('after', '1'));
    expect(await facts(store)).toEqual(['after', 'before']);
  });
});

describe('groupCommit()', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore({ store: 'sqlite', dataDir: folder.path });
    opened.push(store);
  });
  const committer = (maxBatch?: number) => {
    const batches: (readonly string[])[] = [];
    const committed: (readonly string[])[] = [];
    const commits = groupCommit<string, readonly string[]>(
      store,
      async (tx, names) => {
        batches.push(names);
        if (names.includes('bad')) throw new RangeError('bad');
        for (const name of names) await fact(name, '')(tx);
        return names;
      },
      (names) => committed.push(names),
      maxBatch,
    );
    return { commits, batches, committed };
  };

  it('writes what comes within one turn in one transaction', async () => {
    const { commits, batches, committed } = committer();
    await Promise.all(['a', 'b', 'c'].map((name) => commits.submit(name)));
    expect(batches).toEqual([['a', 'b', 'c']]);
    expect(committed).toEqual([['a', 'b', 'c']]);
  });

  it('lets who has time ride with the next one, and waits no longer than that', async () => {
    const { commits, batches } = committer();
    const patient = commits.submit('patient', 10_000);
    await new Promise((done) => setTimeout(done, 20));
    expect(batches).toEqual([]);
    await Promise.all([commits.submit('hasty'), patient]);
    expect(batches).toEqual([['patient', 'hasty']]);
    await commits.submit('alone', 1);
    expect(batches[1]).toEqual(['alone']);
    void commits.submit('last', 10_000);
    await commits.idle();
    expect(batches[2]).toEqual(['last']);
  });

  it('tells everybody of a batch what its writing returned', async () => {
    const { commits } = committer();
    expect(await Promise.all(['a', 'b'].map((name) => commits.submit(name)))).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('resolves only when others can see it', async () => {
    const { commits } = committer();
    const other = await openStore({ store: 'sqlite', dataDir: folder.path });
    opened.push(other);
    await commits.submit('a');
    expect(await facts(other)).toEqual(['a']);
  });

  it('fails the bad item alone and writes the others', async () => {
    const { commits, committed } = committer();
    const [a, bad, b] = await Promise.allSettled(['a', 'bad', 'b'].map((name) => commits.submit(name)));
    expect([a?.status, bad?.status, b?.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await facts(store)).toEqual(['a', 'b']);
    expect(committed.flat()).toEqual(['a', 'b']);
  });

  it('bounds a batch and loses nothing over it', async () => {
    const { commits, batches } = committer(10);
    await Promise.all(Array.from({ length: 35 }, (_, i) => commits.submit(`n${i}`)));
    expect(batches.map((batch) => batch.length)).toEqual([10, 10, 10, 5]);
    expect(await facts(store)).toHaveLength(35);
  });

  it('is idle when everything is written', async () => {
    const { commits } = committer();
    const late = commits.submit('a').then(() => commits.submit('b'));
    await commits.idle();
    expect(await facts(store)).toContain('a');
    await late;
    await commits.idle();
    expect(await facts(store)).toEqual(['a', 'b']);
  });
});
