/** What doctor finds out by asking: a gateway that runs already, ports that another program has, an inspector with these rules. */
import { connect } from 'node:net';
import { z } from 'zod';
import type { LoadedRules, Settings } from '../config/config.ts';
import { silentLog } from '../core/log.ts';
import { GatewayError } from '../core/outcomes.ts';
import { startInspectors } from '../inspect/inspect.ts';
import { poolSettings } from '../wiring.ts';

/** 'mend' is what keeps the gateway from doing its work, 'note' what somebody should know. */
export type Grade = 'ok' | 'note' | 'mend';

/** One thing that was looked at. */
export interface Checked {
  readonly grade: Grade;
  readonly what: string;
  readonly detail: string;
}

interface Place {
  readonly host: string;
  readonly port: number;
}

const ASKING_MS = 3_000;
const readiness = z.object({ ready: z.boolean(), problems: z.array(z.string()), mode: z.string() });

/** Where something that listens on all addresses is reached from here. */
const near = (host: string): string => (host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host);
const shown = ({ host, port }: Place): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);

/** Whether something takes connections there. */
function isTaken({ host, port }: Place): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: near(host), port, timeout: ASKING_MS });
    const end = (taken: boolean): void => {
      socket.destroy();
      resolve(taken);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

/** What the gateway says of itself; null when whatever answers is none. */
async function askReadiness({ host, port }: Place): Promise<z.output<typeof readiness> | null> {
  try {
    const url = `http://${shown({ host: near(host), port })}/readyz`;
    const response = await fetch(url, { signal: AbortSignal.timeout(ASKING_MS) });
    return readiness.safeParse(await response.json()).data ?? null;
  } catch {
    return null; // no HTTP, no JSON, no answer in time
  }
}

const used = (what: string, place: Place): Checked => ({
  grade: 'mend',
  what,
  detail: `${shown(place)} is already in use by another program`,
});

/** Ports that are asked for but not free. Port 0 is always. */
async function takenPorts(settings: Settings): Promise<Checked[]> {
  const places = settings.listen.filter(({ port }) => port !== 0);
  const taken = await Promise.all(places.map(isTaken));
  return places.filter((_, i) => taken[i] === true).map((place) => used('listen', place));
}

/** Asks the gateway of these settings how it is. Where none runs, the ports it will need are looked at. */
export async function checkRunning(settings: Settings): Promise<Checked[]> {
  const { admin } = settings;
  if (admin === null || admin.port === 0)
    return [{ grade: 'note', what: 'gateway', detail: 'not asked how it is: admin has no fixed port' }];
  if (!(await isTaken(admin))) {
    const none: Checked = { grade: 'note', what: 'gateway', detail: `none is running on ${shown(admin)}` };
    return [none, ...(await takenPorts(settings))];
  }
  const state = await askReadiness(admin);
  if (state === null) return [used('admin', admin), ...(await takenPorts(settings))];
  if (state.problems.length > 0)
    return state.problems.map((detail): Checked => ({ grade: 'mend', what: 'gateway', detail }));
  return [{ grade: 'ok', what: 'gateway', detail: `running and ready on ${shown(admin)}, mode ${state.mode}` }];
}

/** Starts one inspector with the rules, within the memory it would have. */
export async function checkInspector(settings: Settings, { detectors, errors }: LoadedRules): Promise<Checked[]> {
  if (errors.length > 0) return [];
  const what = 'inspectors';
  try {
    const inspectors = await startInspectors({ ...poolSettings(settings, []), inspectors: 1 }, detectors, silentLog);
    await inspectors.close();
    return [{ grade: 'ok', what, detail: 'one starts with these rules' }];
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const detail = `none starts with these rules within inspection.memory: ${error.message}`;
    return [{ grade: 'mend', what, detail }];
  }
}
