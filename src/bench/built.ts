/** The built program's own modules: what is measured is what runs, not what a loader makes of the sources. */
import type * as Config from '../config/config.ts';
import type * as Detect from '../detect/detect.ts';
import type * as Extract from '../extract/extract.ts';

const built = (door: string): Promise<unknown> => import(new URL(`../../dist/${door}`, import.meta.url).href);

export const builtConfig = async (): Promise<typeof Config> => (await built('config/config.js')) as typeof Config;
export const builtDetect = async (): Promise<typeof Detect> => (await built('detect/detect.js')) as typeof Detect;
export const builtExtract = async (): Promise<typeof Extract> => (await built('extract/extract.js')) as typeof Extract;
