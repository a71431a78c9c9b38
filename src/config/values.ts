/** The kinds of value settings and rule files are made of. */
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { isDay } from '../core/wall-time.ts';

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const UNIT_BYTES: Readonly<Record<string, number>> = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };

const SPAN = 'expected a time span such as 500ms, 5s, 10m, 4h or 5d';
/** A time span such as '500ms 5s 10m 4h 5d' (one of them), more than zero, at most ten years; in milliseconds. */
export const duration = z
  .string({ error: SPAN })
  .regex(/^\d{1,9}(?:\.\d{1,3})? ?(?:ms|s|m|h|d)$/, { error: SPAN })
  .transform((text, context) => {
    const [, number = '', unit = ''] = /^([\d.]+) ?(\w+)$/.exec(text) ?? [];
    const ms = Math.round(Number(number) * (UNIT_MS[unit] ?? NaN));
    if (Number.isFinite(ms) && ms > 0 && ms <= 3650 * 86_400_000) return ms;
    context.addIssue({
      code: 'custom',
      message: `found '${text}', expected a time span above zero and below ten years`,
    });
    return z.NEVER;
  });

const MAX_BYTES = 1024 ** 4;
const SIZE = 'expected a size such as 512MB or a whole number of bytes';
const textSize = z
  .string()
  .regex(/^\d{1,12}(?:\.\d{1,3})? ?(?:B|KB|MB|GB)$/, { error: SIZE })
  .transform((text) => {
    const [, number = '', unit = ''] = /^([\d.]+) ?(\w+)$/.exec(text) ?? [];
    return Math.round(Number(number) * (UNIT_BYTES[unit] ?? NaN));
  });
/** A size: whole bytes, or text such as '512MB' (1 KB = 1024 bytes); more than zero; in bytes. */
export const size = z.union([z.int(), textSize], { error: SIZE }).pipe(z.int().min(1).max(MAX_BYTES));

/** A whole number with limits. Never NaN or infinite: such a limit would switch a comparison off for ever. */
export const whole = (min: number, max: number): z.ZodInt => z.int().min(min).max(max);

/** A TCP port; 0 asks for any free one. */
export const port = whole(0, 65_535);

/** Text of one line, not empty. */
export const line = z
  .string()
  .min(1)
  .max(998) // RFC 5322 §2.1.1
  .regex(/^[^\r\n\0]*$/, { error: 'expected one line of text' });

const isTimeZone = (text: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
};

/** A time zone by its IANA name. */
export const timeZone = z.string().refine(isTimeZone, {
  error: (issue) => `found '${String(issue.input)}', expected a time zone such as Europe/Stockholm`,
});

/** A day as YYYY-MM-DD. */
export const day = z.string({ error: 'expected a date such as 2027-06-30' }).refine(isDay, {
  error: (issue) => `found '${String(issue.input)}', expected a day of the calendar such as 2027-06-30`,
});

const LABEL = '[a-z0-9_\\p{L}](?:[-a-z0-9_\\p{L}\\p{M}]{0,61}[a-z0-9\\p{L}\\p{M}])?';
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)*${LABEL}$`, 'iu');

/** A domain or host name; internationalised names as letters or A-labels. */
export const isDomain = (text: string): boolean => text.length <= 253 && DOMAIN.test(text);

export const hostName = z
  .string()
  .refine(isDomain, { error: (issue) => `found '${String(issue.input)}', expected a host name` });

/** 'example.org', or '*.example.org' for its subdomains; lower case. */
export const domainPattern = z
  .string()
  .refine((text) => isDomain(text.replace(/^\*\./, '')), {
    error: (issue) =>
      `found '${String(issue.input)}', expected a domain such as kommun.example, or *.kommun.example for its subdomains`,
  })
  .transform((text) => text.toLowerCase());

const isAddress = (text: string): boolean => {
  const at = text.lastIndexOf('@');
  return at > 0 && text.length <= 320 && !/[\s<>\p{Cc}]/u.test(text) && isDomain(text.slice(at + 1));
};
/** An e-mail address without display name. */
export const address = z.string().refine(isAddress, {
  error: (issue) => `found '${String(issue.input)}', expected an e-mail address such as it@kommun.example`,
});

/** Host to connect to or to listen on: a name or an IP address. */
export const host = z.string().refine((text) => isDomain(text) || ipaddr.isValid(text), {
  error: (issue) => `found '${String(issue.input)}', expected a host name or an IP address`,
});

/** A single IP address or a CIDR range. */
export const cidr = z.string().refine((text) => ipaddr.isValid(text) || ipaddr.isValidCIDR(text), {
  error: (issue) => `found '${String(issue.input)}', expected an IP address or a range such as 10.0.0.0/8`,
});

/** Name of a header field, RFC 5322 §3.6.8. */
export const headerName = z
  .string()
  .regex(/^[!-9;-~]{1,76}$/, { error: 'expected the name of a header field, without its colon' });

/** What stands in an added field. Beyond ASCII it would need encoding, which a channel that looks for a marker may not undo. */
export const headerValue = z
  .string()
  .max(900) // with the name below the 998 of RFC 5322 §2.1.1
  .regex(/^[\x20-\x7e]+$/, { error: 'expected letters, digits and signs of ASCII' });

/** A name people give to a thing: letters, digits, hyphens. It may become part of a path or a header, so nothing else. */
export const thingName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, { error: 'expected a name of letters, digits and hyphens' });

/** One or a list of them; always a list afterwards. */
export const oneOrMore = <S extends z.ZodType>(
  of: S,
): z.ZodPipe<z.ZodUnion<readonly [S, z.ZodArray<S>]>, z.ZodTransform<z.output<S>[], z.output<S> | z.output<S>[]>> =>
  z
    .union([of, z.array(of).min(1)])
    .transform((value: z.output<S> | z.output<S>[]) => (Array.isArray(value) ? value : [value]));
