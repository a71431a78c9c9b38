import { describe, expect, test } from 'vitest';
import { isCommandGroup } from './command-group.ts';

describe('isCommandGroup()', () => {
  test.each([
    '',
    'QUIT\r\n',
    'quit\r\n',
    'RSET\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n',
    'MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.ex',
    'NOOP\r\n',
    'MA',
  ])('takes %j for commands', (bytes) => {
    expect(isCommandGroup(Buffer.from(bytes))).toBe(true);
  });

  test.each([
    'Subject: hej\r\n',
    '\r\n',
    'MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nSubject: x\r\n\r\nhej\r\n.\r\n',
    'MAIL FROM:<a@b.example>\nRCPT TO:<c@d.example>\nDATA\n',
    'QUIT\r\nMAIL FROM:<a@b.example>\r\n',
    'RCPT TO:<c@d.example>\r\n',
    'more text without a newline',
    '.\r\n',
    'X',
    'DATA\r\nx',
  ])('does not take %j for commands', (bytes) => {
    expect(isCommandGroup(Buffer.from(bytes))).toBe(false);
  });
});
