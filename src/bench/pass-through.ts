/**
 * What Brevvakt is measured against: smtp-server to nodemailer and nothing in between, the answer after the next hop's.
 * `node --import tsx pass-through.ts NEXT-HOP-PORT [FOLDER]`: with a folder each message is written there and file and folder
 * are synced before the answer.
 */
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';

const [port, folder] = process.argv.slice(2);
const transport = createTransport({
  pool: true,
  host: '127.0.0.1',
  port: Number(port),
  ignoreTLS: true,
  maxConnections: 10,
  maxMessages: Number.POSITIVE_INFINITY,
});
let number = 0;

async function store(bytes: Buffer, into: string): Promise<string> {
  const path = join(into, `${++number}.eml`);
  const file = await open(path, 'wx');
  await file.writeFile(bytes);
  await file.sync();
  await file.close();
  const directory = await open(into);
  await directory.sync();
  await directory.close();
  return path;
}

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  size: 100 * 1024 * 1024,
  onData: (stream, session, callback) => {
    const { mailFrom, rcptTo } = session.envelope;
    const relay = async (): Promise<void> => {
      const raw = await buffer(stream);
      const path = folder === undefined ? null : await store(raw, folder);
      await transport.sendMail({
        envelope: { from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address) },
        raw,
      });
      if (path !== null) await rm(path);
    };
    relay().then(
      () => callback(null, 'Ok'),
      (error: unknown) => callback(error instanceof Error ? error : new Error('relay failed')),
    );
  },
});
const listening = server.listen(0, '127.0.0.1', () => {
  const address = listening.address();
  process.send?.({ port: address !== null && typeof address === 'object' ? address.port : 0 });
});
process.on('disconnect', () => process.exit(0));
