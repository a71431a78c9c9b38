/**
 * A gateway's spool under load, as a process of its own to be killed: `node --import tsx spool-load.ts DATADIR`.
 * Writes a line per event, each before or after the deed as it says: 'kept ID SIZE', 'held ID SIZE', 'inspect ID SIZE' after a
 * commit has resolved; 'settling ID' before a delivery is settled.
 */
import { randomInt } from 'node:crypto';
import { writeSync } from 'node:fs';
import type { Spool } from '../spool/spool.ts';
import { contentOf, envelopeOf, openTestSpool, ruledMail, spoolBytes } from './spooled-mail.ts';

// Straight to the pipe: what was said is said, even if the next instruction never runs.
/** Says a line at once, so that nothing acknowledged is lost in a buffer; waits while the reader of the pipe is busy. */
function say(line: string): void {
  for (;;) {
    try {
      writeSync(1, `${line}\n`);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
  }
}

async function commitOne(spool: Spool): Promise<void> {
  const id = spool.newId();
  const size = randomInt(4) === 0 ? randomInt(262_145, 500_000) : randomInt(1, 20_000);
  const bytes = await spoolBytes(spool, id, contentOf(id, size));
  const kind = (['kept', 'kept', 'held', 'inspect'] as const)[randomInt(4)] ?? 'kept';
  if (kind === 'inspect') await spool.commitToInspect(envelopeOf(id), bytes);
  else await spool.commitRuled(ruledMail(id, bytes, { 'bo@example.org': kind === 'held' ? 'hold' : 'allow' }));
  say(`${kind} ${id} ${size}`);
}

async function settleSome(spool: Spool): Promise<void> {
  const claims = await spool.claimDue(5);
  await Promise.all(
    claims.map(async (claim) => {
      say(`settling ${claim.messageId}`);
      const done = { address: 'bo@example.org', state: 'delivered', outcome: 'accepted', reply: '250 Ok' } as const;
      await spool.settle(claim, [done], { nextAttemptAt: null, notices: [] });
    }),
  );
}

const [dataDir] = process.argv.slice(2);
if (dataDir !== undefined) {
  const spool = await openTestSpool(dataDir);
  await spool.recover();
  const forever = async (work: () => Promise<void>): Promise<never> => {
    for (;;) await work();
  };
  await Promise.all([
    ...Array.from({ length: 8 }, () => forever(() => commitOne(spool))),
    forever(async () => {
      for (let i = 0; i < 10; i++) await commitOne(spool);
      await settleSome(spool);
    }),
  ]);
}
