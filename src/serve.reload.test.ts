/** SIGHUP takes the rules over whole or not at all, and whoever asks is told which are in use. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  eventually,
  freePort,
  mail,
  removeFolder,
  runCli,
  scratchFolder,
  startGateway,
  stopGateway,
  writeConfig,
  type GatewayProcess,
} from './testing/gateway.ts';
import { inspectorPids } from './testing/inspector-pids.ts';
import { SmtpClient } from './testing/smtp-client.ts';

const LETTER = mail('From: Anna <anna@kommun.example>', 'To: b@example.org', 'Subject: Lunch', '', 'Zebrafink.', '');
/** A detector and the rule that acts on it: neither makes sense without the other. */
const detector = (action: string): string =>
  `detectors: [{ id: house-${action}, category: house-${action}, score: 90, words: [Zebrafink] }]\n`;
const rule = (action: string): string => `rules:
  - id: house-${action}
    name: House
    why: A test.
    when: { finding: { category: house-${action} } }
    then: ${action}
    examples: { hit: [{ body: Zebrafink }], miss: [{ body: Lunch }] }
`;

describe('a reload', () => {
  let folder = '';
  let port = 0;
  let admin = 0;
  let gateway: GatewayProcess;
  function rules(action: string): void {
    writeFileSync(join(folder, 'rules/local/house.yaml'), rule(action));
    writeFileSync(join(folder, 'rules/local/detectors/house.yaml'), detector(action));
  }
  const logged = (text: string): number => gateway.log.filter(({ msg }) => String(msg).startsWith(text)).length;
  const hangUp = async (says: string): Promise<void> => {
    const before = logged(says);
    gateway.child.kill('SIGHUP');
    await eventually(() => logged(says) > before, says);
  };
  const ready = async () => {
    const response = await fetch(`http://127.0.0.1:${admin}/readyz`);
    return { code: response.status, ...((await response.json()) as { problems: string[] }) };
  };
  const metrics = async () => (await fetch(`http://127.0.0.1:${admin}/metrics`)).text();
  async function send(): Promise<string> {
    const client = await SmtpClient.greeted(port);
    const reply = await client.message(LETTER, 'anna@kommun.example', ['b@example.org']);
    client.close();
    return reply;
  }

  beforeEach(async () => {
    folder = scratchFolder('reload');
    port = await freePort();
    admin = await freePort();
    mkdirSync(join(folder, 'rules/local/detectors'), { recursive: true });
    rules('block');
    const settings = { rules: './rules', admin: { host: '127.0.0.1', port: admin } };
    gateway = await startGateway(writeConfig({ folder, port, settings }));
    await eventually(() => inspectorPids(gateway.pid).length === 2, 'both inspectors');
  });
  afterEach(async () => {
    await stopGateway(gateway);
    removeFolder(folder);
  });

  it('whose inspectors do not start changes nothing, and log, readyz, metrics and doctor say so until one succeeds', async () => {
    const before = inspectorPids(gateway.pid);
    rules('hold');
    gateway.child.kill('SIGHUP');
    await eventually(() => inspectorPids(gateway.pid).length === 4, 'the new inspectors');
    for (const pid of inspectorPids(gateway.pid)) if (!before.includes(pid)) process.kill(pid, 'SIGKILL');
    await eventually(() => logged('rules not reloaded, the old ones stay: no inspector starts') === 1, 'the refusal');
    expect(await send()).toMatch(/^550 5\.7\.1 .*rule house-block/u);
    const { code, problems } = await ready();
    expect(code).toBe(200);
    expect(problems).toEqual([
      expect.stringMatching(
        /^rules: the files as they were at \S+Z are not in use, the ones before are: no inspector/u,
      ),
    ]);
    expect(await metrics()).toContain('brevvakt_rules_outdated 1');
    const doctor = runCli(['doctor', '--config', join(folder, 'brevvakt.yaml')]);
    expect(doctor.stdout).toMatch(/^MEND {2}gateway: rules: the files as they were at /mu);
    expect(doctor.status).toBe(1);

    await hangUp('rules reloaded');
    expect(await ready()).toMatchObject({ code: 200, problems: [] });
    expect(await metrics()).toContain('brevvakt_rules_outdated 0');
    expect(await send()).toMatch(/^250 /u);
    expect(runCli(['quarantine', 'list', '--config', join(folder, 'brevvakt.yaml')]).stdout).toContain('house-hold');
    expect(runCli(['doctor', '--config', join(folder, 'brevvakt.yaml')])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(`ok    gateway: running and ready on 127.0.0.1:${admin}`) as string,
    });
  });

  it('without the rule directory keeps the rules that stood there', async () => {
    renameSync(join(folder, 'rules'), join(folder, 'elsewhere'));
    await hangUp('rules not reloaded, the old ones stay');
    const line = gateway.log.find(({ msg }) => String(msg).startsWith('rules not reloaded'));
    expect(line?.['problems']).toEqual([`rules: no such directory: ${join(folder, 'rules')}`]);
    expect(await send()).toMatch(/^550 /u);

    writeFileSync(join(folder, 'rules'), '');
    gateway.child.kill('SIGHUP');
    await gateway.logged(({ problems }) => String(problems) === `rules: not a directory: ${join(folder, 'rules')}`);
  });

  it('of rules with a mistake says where, and that the old ones are in use', async () => {
    rules('hald');
    await hangUp('rules not reloaded, the old ones stay: they have mistakes');
    const { problems } = await ready();
    expect(problems).toEqual([expect.stringContaining('they have mistakes (brevvakt rules check)')]);
    const line = gateway.log.find(({ msg }) => String(msg).startsWith('rules not reloaded'));
    expect(line?.['problems']).toEqual([expect.stringMatching(/house\.yaml:6:11: .*hald/u)]);
    expect(await send()).toMatch(/^550 /u);
  });
});

describe('a rule directory that is made after the start', () => {
  let folder = '';
  let gateway: GatewayProcess;
  beforeEach(() => (folder = scratchFolder('reload')));
  afterEach(async () => {
    await stopGateway(gateway);
    removeFolder(folder);
  });

  it('is taken up by a reload where the settings let it be missing, and may not go away again', async () => {
    const port = await freePort();
    gateway = await startGateway(writeConfig({ folder, port, settings: { rules: './rules' } }));
    const loaded = (says: string): number => gateway.log.filter(({ msg }) => String(msg).startsWith(says)).length;
    writeFileSync(join(folder, 'rules'), '');
    gateway.child.kill('SIGHUP');
    await gateway.logged(({ problems }) => String(problems) === `rules: not a directory: ${join(folder, 'rules')}`);
    rmSync(join(folder, 'rules'));
    mkdirSync(join(folder, 'rules/local/detectors'), { recursive: true });
    writeFileSync(join(folder, 'rules/local/house.yaml'), rule('block'));
    writeFileSync(join(folder, 'rules/local/detectors/house.yaml'), detector('block'));
    gateway.child.kill('SIGHUP');
    await eventually(() => loaded('rules reloaded') === 1, 'the reload');
    const client = await SmtpClient.greeted(port);
    expect(await client.message(LETTER, 'anna@kommun.example', ['b@example.org'])).toMatch(/^550 .*house-block/u);
    client.close();
    renameSync(join(folder, 'rules'), join(folder, 'elsewhere'));
    gateway.child.kill('SIGHUP');
    await eventually(() => loaded('rules not reloaded, the old ones stay') === 2, 'the refused reload');
  });
});
