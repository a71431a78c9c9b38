import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCommandError, readAddress, readMail, readRcpt } from './mail-command.ts';

describe('readAddress()', () => {
  test.each([
    ['a@Kommun.Example', 'a@kommun.example'],
    ['Anna.Ek+x@kommun.example', 'Anna.Ek+x@kommun.example'],
    ['"anna ek"@kommun.example', '"anna ek"@kommun.example'],
    ['"a@b"@kommun.example', '"a@b"@kommun.example'],
    ['device.@kommun.example', 'device.@kommun.example'],
    ['a@[192.0.2.1]', 'a@[192.0.2.1]'],
    ['a@[IPv6:2001:db8::1]', 'a@[IPv6:2001:db8::1]'],
    ['@relay.example:a@kommun.example', 'a@kommun.example'],
    ['å@övik.example', 'å@övik.example'],
    ['a@xn--vik-1la.example', 'a@xn--vik-1la.example'],
  ])('reads %j', (path, address) => {
    expect(readAddress(path)).toBe(address);
  });

  test.each([
    '',
    'a',
    '@b.example',
    'a@',
    'a b@c.example',
    'a@b@c.example',
    'a@b..example',
    'a@-b.example',
    'a\u200b@b.example',
    'a@b.example\0',
    `${'a'.repeat(250)}@b.example`,
  ])('refuses %j', (path) => {
    expect(readAddress(path)).toBeNull();
  });
});

describe('readMail()', () => {
  test('keeps every parameter as it was written', () => {
    expect(readMail('<a@b.example> SIZE=12 BODY=8bitmime SMTPUTF8 RET=hdrs ENVID=x+2By', false)).toEqual({
      sender: 'a@b.example',
      size: 12,
      body: '8BITMIME',
      smtputf8: true,
      requireTls: false,
      dsn: { ret: 'HDRS', envid: 'x+2By' },
    });
  });

  test('reads the null sender, a space after the colon, and a path without brackets', () => {
    expect(readMail(' <>', false)).toMatchObject({ sender: null });
    expect(readMail(' <a@b.example>', false)).toMatchObject({ sender: 'a@b.example' });
    expect(readMail('<a@b.example> AUTH=<>', false)).toMatchObject({ sender: 'a@b.example' });
    expect(readMail('a@b.example SIZE=1', false)).toMatchObject({ sender: 'a@b.example', size: 1 });
  });

  test.each([
    ['<å@b.example>', 553, '5.6.7'],
    ['<a b>', 553, '5.1.3'],
    ['<a@b.example', 553, '5.1.3'],
    ['<a@b.example>SIZE=1', 553, '5.1.3'],
    ['<a@b.example> SIZE=x', 501, '5.5.4'],
    ['<a@b.example> SIZE=', 501, '5.5.4'],
    ['<a@b.example> SIZE=1 SIZE=2', 501, '5.5.4'],
    ['<a@b.example> BODY=BINARYMIME', 501, '5.5.4'],
    ['<a@b.example> SMTPUTF8=1', 501, '5.5.4'],
    ['<a@b.example> REQUIRETLS', 530, '5.7.0'],
    ['<a@b.example> ENVID=a b', 555, '5.5.4'],
    ['<a@b.example> ENVID=a+b', 501, '5.5.4'],
    ['<a@b.example> RET=ALL', 501, '5.5.4'],
    ['<a@b.example> FOO=1', 555, '5.5.4'],
  ])('refuses %j with %i %s', (text, code, enhanced) => {
    const result = readMail(text, false);
    expect(isCommandError(result) && result).toMatchObject({ code });
    expect(isCommandError(result) && result.text.startsWith(enhanced)).toBe(true);
  });

  test('takes REQUIRETLS on an encrypted connection', () => {
    expect(readMail('<a@b.example> REQUIRETLS', true)).toMatchObject({ requireTls: true });
  });

  test('never throws, and never answers with a control character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const result = readMail(text, false);
        if (isCommandError(result)) expect(result.text).toMatch(/^[\x20-\x7e]+$/);
        else expect(result.sender ?? '').not.toMatch(/[\r\n<>]/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('readRcpt()', () => {
  test('keeps DSN parameters', () => {
    expect(readRcpt('<b@C.example> NOTIFY=success,delay ORCPT=rfc822;x+2By@c.example', false)).toEqual({
      address: 'b@c.example',
      notify: ['SUCCESS', 'DELAY'],
      orcpt: 'rfc822;x+2By@c.example',
    });
  });

  test('takes postmaster without a domain (RFC 5321 §4.1.1.3)', () => {
    expect(readRcpt('<Postmaster>', false)).toEqual({ address: 'Postmaster' });
  });

  test.each([
    ['<>', 553],
    ['<b@c.example> NOTIFY=NEVER,SUCCESS', 501],
    ['<b@c.example> NOTIFY=SOMETIMES', 501],
    ['<b@c.example> NOTIFY=DELAY,DELAY', 501],
    ['<b@c.example> ORCPT=nobody', 501],
    ['<b@c.example> ORCPT=rfc822;a+b', 501],
    ['<b@c.example> SIZE=1', 555],
    ['<b@övik.example>', 553],
  ])('refuses %j with %i', (text, code) => {
    expect(readRcpt(text, false)).toMatchObject({ code });
  });

  test('takes UTF-8 where SMTPUTF8 was declared', () => {
    expect(readRcpt('<b@övik.example>', true)).toEqual({ address: 'b@övik.example' });
  });
});
