/**
 * `npm run bench [-- PART …]`: what Brevvakt costs, as ratios to something measured in the same run. Figures of one machine in
 * one minute are noise; ratios of interleaved rounds can be compared. Parts: relay, latency, memory, detect, extract, scan.
 */
import { removeFolder, scratchFolder } from '../testing/gateway.ts';
import { detect } from './detect.ts';
import { extract } from './extract.ts';
import { latency } from './latency.ts';
import { memory } from './memory.ts';
import { relay } from './relay.ts';
import { scan } from './scan.ts';

/** Each prints its own table. Takes a folder of its own, removed afterwards. */
const PARTS: Readonly<Record<string, (folder: string) => Promise<void>>> = {
  relay,
  latency,
  memory,
  detect,
  extract,
  scan,
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => PARTS[name] === undefined);
if (unknown !== undefined) {
  console.error(`bench: there is no part '${unknown}'; parts: ${Object.keys(PARTS).join(', ')}`);
  process.exitCode = 2;
} else {
  for (const [name, part] of Object.entries(PARTS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const folder = scratchFolder(`bench-${name}`);
    try {
      await part(folder);
    } catch (error) {
      console.error(`bench ${name}: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    } finally {
      removeFolder(folder);
    }
  }
}
