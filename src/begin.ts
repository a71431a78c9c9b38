/**
 * What takes longest at start, begun before anything else: the first inspector loads its program while the rules are read,
 * and compiles them while the rest of the gateway is loaded and made ready. Imports only what that needs.
 */
import { join } from 'node:path';
import { readRules, type LoadedRules, type Settings } from './config/config.ts';
import { systemClock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import { UsageError } from './core/outcomes.ts';
import { prepareInspectors, type Inspectors } from './inspect/inspect.ts';
// Not by the door: it would load the store.
import { privateFolder } from './spool/spool-files.ts';
import { poolSettings } from './wiring.ts';

/** A gateway that is being started. */
export interface Beginning {
  readonly loaded: LoadedRules;
  /** settled once the first inspector can inspect; rejects when it does not start */
  readonly inspectors: Promise<Inspectors>;
  /** Ends the inspectors of a start that failed. */
  giveUp(): Promise<void>;
}

function rulesToStartWith(settings: Settings, log: Log): LoadedRules {
  const loaded = readRules(settings, systemClock);
  if (loaded.errors.length > 0) throw new UsageError(loaded.errors.join('\n'));
  for (const warning of [...settings.warnings, ...loaded.warnings]) log.warn({}, warning);
  if (settings.mode === 'observe') {
    log.warn(
      {},
      'MODE OBSERVE: everything is delivered, nothing is stopped; what would have happened is recorded only',
    );
  }
  return loaded;
}

/** Folders must be there before the fence names them. */
async function inspectorFolders(dataDir: string): Promise<readonly string[]> {
  const spool = join(dataDir, 'spool');
  await privateFolder(dataDir, 'dataDir');
  await privateFolder(spool, 'dataDir');
  return [spool];
}

/**
 * Begins a start.
 * @throws UsageError for rules that are not in order and for a data folder that cannot be made
 */
export async function begin(settings: Settings, log: Log): Promise<Beginning> {
  const prepared = await prepareInspectors(poolSettings(settings, await inspectorFolders(settings.dataDir)));
  try {
    const loaded = rulesToStartWith(settings, log);
    const inspectors = prepared.start(loaded.detectors, log);
    inspectors.catch(() => undefined); // whoever starts the gateway awaits it
    return {
      loaded,
      inspectors,
      async giveUp() {
        await prepared.close(); // one that is still starting would be waited for
        await (await inspectors.catch(() => null))?.close();
      },
    };
  } catch (error) {
    await prepared.close();
    throw error;
  }
}
