/** A trial run says what it is wherever somebody looks; through the real process. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort, removeFolder, scratchFolder, startGateway, stopGateway, writeConfig } from './testing/gateway.ts';
import type { GatewayProcess } from './testing/gateway.ts';

let folder: string;
let admin: number;
let gateway: GatewayProcess;
beforeAll(async () => {
  folder = scratchFolder('observe');
  admin = await freePort();
  const settings = { mode: 'observe', admin: { host: '127.0.0.1', port: admin } };
  gateway = await startGateway(writeConfig({ folder, port: await freePort(), settings }));
});
afterAll(async () => {
  await stopGateway(gateway);
  removeFolder(folder);
});

const page = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${admin}${path}`)).text();

it('mode observe is said loudly in the log, when ready, and to whoever asks or measures', async () => {
  expect(gateway.log.find((line) => line['level'] === 'warn')?.['msg']).toMatch(
    /^MODE OBSERVE: everything is delivered/,
  );
  expect(gateway.log.find((line) => line['msg'] === 'brevvakt ready')).toMatchObject({ mode: 'observe' });
  expect(JSON.parse(await page('/readyz'))).toEqual({ ready: true, problems: [], mode: 'observe' });
  expect(await page('/metrics')).toMatch(/^brevvakt_observe_mode 1$/mu);
});
