/** Moments as a clock on the wall shows them, for letters and for people at the command line. */

/** What a clock shows in one time zone. */
export interface WallClock {
  /** '2026-11-27 11:08 (UTC+1)': to the minute, for a letter */
  letter(ms: number): string;
  /** '2026-11-27T11:08:52.123+01:00' (RFC 3339) */
  exact(ms: number): string;
  /** The moment at which the clock shows the text; of two in the hour that autumn repeats, the first. NaN when it is none. */
  read(text: string): number;
}

/** Whether 'YYYY-MM-DD' is a day of the calendar. Date.parse alone takes the 31st of February for the 3rd of March. */
export function isDay(text: string): boolean {
  const ms = /^\d{4}-\d{2}-\d{2}$/u.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

const two = (value: number): string => String(Math.trunc(value)).padStart(2, '0');
const MINUTE_MS = 60_000;

/**
 * @param timeZone IANA name, e.g. 'Europe/Stockholm'
 * @throws RangeError for a zone that is not known
 */
export function wallClock(timeZone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  /** Milliseconds since the epoch of the same figures in Greenwich. */
  const figures = (ms: number): number => {
    const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second, ((ms % 1000) + 1000) % 1000);
  };
  const offsetMs = (ms: number): number => figures(ms) - ms;
  const iso = (ms: number): string => new Date(figures(ms)).toISOString();
  return {
    letter: (ms) => {
      const minutes = offsetMs(ms) / MINUTE_MS;
      const rest = Math.abs(minutes % 60);
      const hours = `${minutes < 0 ? '-' : '+'}${Math.trunc(Math.abs(minutes) / 60)}${rest === 0 ? '' : `:${two(rest)}`}`;
      return `${iso(ms).slice(0, 16).replace('T', ' ')} (UTC${minutes === 0 ? '' : hours})`;
    },
    exact: (ms) => {
      const minutes = Math.abs(offsetMs(ms)) / MINUTE_MS;
      return `${iso(ms).slice(0, -1)}${offsetMs(ms) < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
    },
    read: (text) => {
      const shown = isDay(text.slice(0, 10)) ? Date.parse(`${text.replace(' ', 'T')}Z`) : NaN;
      if (Number.isNaN(shown)) return NaN;
      // The offset at the moment sought lies between those of the day before and the day after.
      const [before, after] = [shown - 86_400_000, shown + 86_400_000].map((ms) => shown - offsetMs(ms));
      const fitting = [before, after].find((ms) => ms !== undefined && figures(ms) === shown);
      return fitting ?? after ?? NaN;
    },
  };
}
