import { EXAMPLE_ADDRESSES } from '../config/config.ts';
import type { RuleExample } from '../core/rules.ts';

/** RFC 2047 encoded word; long texts become several so that no line is too long. */
function encodedWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const characters = Array.from(text);
  const words: string[] = [];
  for (let i = 0; i < characters.length; i += 15) {
    words.push(`=?UTF-8?B?${Buffer.from(characters.slice(i, i + 15).join('')).toString('base64')}?=`);
  }
  return words.join('\r\n ');
}

const base64Lines = (bytes: Buffer): string => bytes.toString('base64').replace(/.{76}/g, '$&\r\n');

const TEXT_TYPES: Readonly<Record<string, string>> = { csv: 'text/csv', html: 'text/html', json: 'application/json' };

function attachmentPart({ name, text, base64 }: RuleExample['attachments'][number]): string {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const type =
    text === undefined ? 'application/octet-stream' : `${TEXT_TYPES[extension] ?? 'text/plain'}; charset=utf-8`;
  const bytes = base64 === undefined ? Buffer.from(text ?? '') : Buffer.from(base64, 'base64');
  return [
    `Content-Type: ${type}`,
    `Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    'Content-Transfer-Encoding: base64',
    '',
    base64Lines(bytes),
  ].join('\r\n');
}

/** Writes the mail that an example of a rule describes. @returns a whole message with CRLF line ends */
export function exampleMail(example: RuleExample): Buffer {
  const header = [
    `From: ${example.from ?? EXAMPLE_ADDRESSES.sender}`,
    `To: ${example.to}`,
    `Subject: ${encodedWords(example.subject)}`,
    'Date: Mon, 23 Nov 2026 09:00:00 +0100',
    'Message-ID: <example@kommun.example>',
    'MIME-Version: 1.0',
    ...Object.entries(example.headers).map(([name, value]) => `${name}: ${encodedWords(value)}`),
  ];
  const body = [
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    base64Lines(Buffer.from(example.body)),
  ].join('\r\n');
  if (example.attachments.length === 0) return Buffer.from([...header, body, ''].join('\r\n'));
  const boundary = '=_example';
  const parts = [body, ...example.attachments.map(attachmentPart)].map((part) => `--${boundary}\r\n${part}\r\n`);
  return Buffer.from(
    `${[...header, `Content-Type: multipart/mixed; boundary="${boundary}"`].join('\r\n')}\r\n\r\n${parts.join('')}--${boundary}--\r\n`,
  );
}
