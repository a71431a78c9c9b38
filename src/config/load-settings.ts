import type { Settings } from './settings.ts';

/** Where the settings come from. */
export interface SettingsSource {
  /** `--config` */
  readonly file?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** directory for `./brevvakt.yaml` and for relative paths of the embedded defaults */
  readonly cwd: string;
  /** 'skip': password, secret and certificate files are not opened (for `scan`); default 'read' */
  readonly secrets?: 'read' | 'skip';
}

/**
 * Reads the settings: `file`, else `$BREVVAKT_CONFIG`, else `./brevvakt.yaml`, else the embedded defaults.
 * @throws UsageError with one `file:line:column: message` line per mistake
 */
export function loadSettings(source: SettingsSource): Settings {
  throw new TypeError(`not written yet ${source.cwd}`);
}
