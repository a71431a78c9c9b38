import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { UsageError } from '../core/outcomes.ts';
import { loadSettings } from './config.ts';
import type { Settings } from './config.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'brevvakt-settings-'));
});

function load(text: string, env: Record<string, string> = {}): Settings {
  writeFileSync(join(cwd, 'test.yaml'), text);
  return loadSettings({ file: 'test.yaml', env, cwd });
}

function refusal(text: string, env: Record<string, string> = {}): string {
  try {
    load(text, env);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'accepted';
}

test('keys may be taken over from elsewhere in the file with <<, and a mistake in them has a place', () => {
  const text = 'nextHop: &hop { type: maildir, path: ./out }\nnoticeHop:\n  <<: *hop\n  path: ./notices\n';
  expect(load(text).noticeHop).toMatchObject({ type: 'maildir', path: join(cwd, 'notices') });
  expect(refusal(text.replace('path: ./notices', 'port: 25'))).toBe(
    'test.yaml:4:9: noticeHop.port: does not belong to type maildir',
  );
});

describe('loadSettings() finds its file', () => {
  test('in the argument, then in BREVVAKT_CONFIG, then beside, then nowhere', () => {
    mkdirSync(join(cwd, 'etc'));
    for (const [file, name] of [
      ['a.yaml', 'A'],
      ['etc/b.yaml', 'B'],
      ['brevvakt.yaml', 'C'],
    ] as const) {
      writeFileSync(join(cwd, file), `organisation: { name: ${name} }`);
    }
    const env = { BREVVAKT_CONFIG: 'etc/b.yaml' };
    expect(loadSettings({ file: 'a.yaml', env, cwd }).organisation.name).toBe('A');
    expect(loadSettings({ env, cwd })).toMatchObject({ organisation: { name: 'B' }, dataDir: join(cwd, 'etc/var') });
    expect(loadSettings({ env: {}, cwd }).organisation.name).toBe('C');
    expect(loadSettings({ env: { BREVVAKT_CONFIG: '' }, cwd }).organisation.name).toBe('C');
    expect(loadSettings({ env: {}, cwd: join(cwd, 'etc') })).toMatchObject({ file: null, warnings: [] });
  });

  test('and names it in a mistake as it was named', () => {
    writeFileSync(join(cwd, 'test.yaml'), 'mode: x');
    const [typed, env] = [join(cwd, 'test.yaml'), { BREVVAKT_CONFIG: './test.yaml' }];
    expect(() => loadSettings({ file: typed, env: {}, cwd })).toThrow(`${typed}:1:7: mode`);
    expect(() => loadSettings({ env, cwd })).toThrow('./test.yaml:1:7: mode');
  });

  test('and refuses one that is not UTF-8, with the place of the first wrong letter', () => {
    writeFileSync(join(cwd, 'test.yaml'), Buffer.from('# skåne\norganisation: { name: Malmö }\n', 'latin1'));
    expect(() => loadSettings({ file: 'test.yaml', env: {}, cwd })).toThrow(
      'test.yaml:1:5: not UTF-8; save the file as UTF-8',
    );
  });

  test('and says plainly when the named one is not there', () => {
    expect(() => loadSettings({ file: 'gone.yaml', env: {}, cwd })).toThrow(
      'gone.yaml: cannot read the settings file (no such file)',
    );
  });
});

describe('a value from the environment', () => {
  const hop = (password: string): string =>
    `nextHop: { host: 127.0.0.1, user: u, password: ${password}, tls: required }`;

  test.each(['123456', 'true', 'null', '0777', 'a: b # c'])('is text where text belongs: %s', (value) => {
    for (const written of ['${PW}', '"${PW}"']) {
      expect(load(hop(written), { PW: value })).toMatchObject({ nextHop: { auth: { password: value } } });
    }
  });

  test('is a number or a truth value where one belongs, in quotes too', () => {
    const text = 'listen: [{ host: 127.0.0.1, port: "${PORT}" }]\ninspection: { ocr: { enabled: "${OCR}" } }';
    expect(load(text, { PORT: '2599', OCR: 'false' })).toMatchObject({
      listen: [{ port: 2599 }],
      inspection: { ocr: { enabled: false } },
    });
    expect(load('maxMessageBytes: "${MAX}"', { MAX: '1048576' }).maxMessageBytes).toBe(1_048_576);
  });

  test('that fits neither way is refused at its place', () => {
    expect(refusal('maxRecipients: ${N}', { N: 'many' })).toBe(
      "test.yaml:1:16: maxRecipients: found 'many', expected a number",
    );
  });

  test('leaves what the file itself writes in quotes as it is', () => {
    expect(refusal('maxRecipients: "5"')).toContain("found '5', expected a number");
  });
});

describe('loadSettings() fills in', () => {
  test('the clock of the country, unless another is set', () => {
    expect(load('organisation: { country: dk }').organisation.timeZone).toBe('Europe/Copenhagen');
    const nuuk = 'organisation: { country: dk, timeZone: America/Nuuk }';
    expect(load(nuuk).organisation.timeZone).toBe('America/Nuuk');
    expect(() => load('organisation: { timeZone: Europa/Nuuk }')).toThrow(/:1:\d+: .*expected a time zone such as/u);
  });

  test('the embedded defaults: Maildirs, one listener on loopback, SQLite', () => {
    const settings = loadSettings({ env: {}, cwd });
    expect(settings).toMatchObject({
      organisation: { name: 'Exempel kommun', country: 'se', hostname: 'brevvakt.kommun.example' },
      mode: 'enforce',
      dataDir: join(cwd, 'var'),
      listen: [{ host: '127.0.0.1', port: 2525, name: '127.0.0.1:2525', tls: null }],
      allowedClients: ['127.0.0.0/8', '::1'],
      maxMessageBytes: 52_428_800,
      nextHop: { type: 'maildir', path: join(cwd, 'var/outbox') },
      noticeHop: null,
      secureChannels: [{ name: 'sefos', hop: { type: 'maildir', path: join(cwd, 'var/secure') } }],
      postmaster: 'postmaster@kommun.example',
      languages: ['sv', 'nb', 'nn', 'da', 'en'],
      inspection: { timeoutMs: 20_000, memoryBytes: 536_870_912, replyAfterMs: 30_000 },
      delivery: { retryDelaysMs: [30e3, 120e3, 600e3, 1800e3, 3600e3, 14_400e3], expireAfterMs: 432_000_000 },
      retention: { holdMs: 1_209_600_000, originalsMs: 1_209_600_000, auditMs: 15_552_000_000 },
      encryption: { keyFile: join(cwd, 'var/key') },
      admin: { host: '127.0.0.1', port: 8025 },
      store: { kind: 'sqlite' },
    });
  });

  test.each([
    ['se', 'se-kommun', 'sv'],
    ['no', 'no-kommune', 'nb'],
    ['dk', 'dk-kommune', 'da'],
    ['fi', 'fi-kunta', 'fi'],
    ['is', 'is-sveitarfelag', 'en'],
  ])('the pack and the first language of country %s', (country, pack, language) => {
    const settings = load(`organisation: { country: ${country} }`);
    expect(settings.rules.packs).toEqual([pack]);
    expect(settings.languages[0]).toBe(language);
  });

  test('nothing in the configuration block of the documentation, which is accepted as it stands', () => {
    const settings = load(`
organisation: { name: Exempel kommun, country: se, hostname: brevvakt.kommun.example }   # se | no | dk | fi | is
mode: enforce
dataDir: ./var
rules: ./rules
packs: [se-kommun]
listen:
  - { host: 127.0.0.1, port: 2525 }
allowedClients: [127.0.0.0/8, ::1]
maxMessageBytes: 52428800
bareNewline: normalize
nextHop: { host: 127.0.0.1, port: 25 }
noticeHop: null
secureChannels:
  sefos: { type: smtp, host: 127.0.0.1, port: 10025, tls: required }
postmaster: postmaster@kommun.example
languages: [sv, nb, nn, da, en]
internalDomains: [kommun.example]
failure: tempfail
inspection: { inspectors: 2, timeout: 20s, memory: 512MB, replyAfter: 30s, ocr: { budget: 5m, pages: 200 } }
delivery: { retryDelays: [30s, 2m, 10m, 30m, 1h, 4h], expireAfter: 5d, connections: 10 }
retention: { hold: 14d, originals: 14d, audit: 180d }
encryption: { keyFile: ./var/key }
shutdownGrace: 30s
admin: { host: 127.0.0.1, port: 8025 }
store: sqlite
log: { level: info }
`);
    expect(settings.warnings).toEqual([]);
    expect(settings.secureChannels).toMatchObject([{ name: 'sefos', hop: { host: '127.0.0.1', tls: 'required' } }]);
  });

  test('names after the first internal domain', () => {
    expect(load("internalDomains: ['*.X.example', Vik.example]")).toMatchObject({
      postmaster: 'postmaster@vik.example',
      organisation: { hostname: 'brevvakt.vik.example' },
      internalDomains: ['*.x.example', 'vik.example'],
    });
  });

  test('a hop with details, durations and sizes in one unit', () => {
    const settings = load(
      'nextHop: { host: mx.example, port: 587, tls: verified, user: u, password: p, connectTimeout: 500ms }\nmaxMessageBytes: 10MB\n',
    );
    expect(settings.nextHop).toMatchObject({
      tls: 'verified',
      auth: { user: 'u', password: 'p' },
      connectTimeoutMs: 500,
    });
    expect(settings.maxMessageBytes).toBe(10_485_760);
  });

  test('a channel in the order of the file, the first being the default', () => {
    const settings = load(
      'secureChannels:\n  b: { host: b.example, addHeaders: { X-Secure: yes }, subject: Meddelande }\n  a: { type: http, url: https://a.example/, secret: s }\n',
    );
    expect(settings.secureChannels).toMatchObject([
      { name: 'b', addHeaders: [{ name: 'X-Secure', value: 'yes' }], subject: 'Meddelande', removeSecureWord: true },
      { name: 'a', hop: { type: 'http', url: 'https://a.example/', secret: 's' } },
    ]);
  });

  test('TLS as a demand for a secure channel on another machine, not for one on this', () => {
    const settings = load(
      'nextHop: { host: mx.example }\nsecureChannels:\n  a: { host: a.example }\n  b: { host: 127.0.0.1 }\n  c: { host: c.example, tls: none }\n',
    );
    expect(settings.nextHop).toMatchObject({ tls: 'opportunistic' });
    expect(settings.secureChannels.map(({ hop }) => (hop.type === 'smtp' ? hop.tls : ''))).toEqual([
      'required',
      'opportunistic',
      'none',
    ]);
  });

  test('warnings where a default fits trials only', () => {
    const { warnings } = load('secureChannels: {}\nadmin: { host: 0.0.0.0 }\n');
    expect(warnings.join('\n')).toMatch(
      /nextHop is not set[\s\S]*secureChannels is empty[\s\S]*internalDomains[\s\S]*admin/,
    );
  });
});

describe('loadSettings() reads the environment and secret files', () => {
  test('inside values, quoted or not, in flow maps too; a number stays a number', () => {
    const settings = load(
      'nextHop: { host: ${HOST}, port: ${PORT} }\norganisation: { name: "Kommun ${NAME} $${NAME}" }\n',
      {
        HOST: 'mx.example',
        PORT: '26',
        NAME: 'Å: {1}',
      },
    );
    expect(settings.nextHop).toMatchObject({ host: 'mx.example', port: 26 });
    expect(settings.organisation.name).toBe('Kommun Å: {1} ${NAME}');
  });

  test('and refuses a variable that is not set, at its place', () => {
    expect(refusal('mode: enforce\npostmaster: ${WHO}\n')).toBe('test.yaml:2:13: environment variable WHO is not set');
  });

  test('a password file gives its first line', () => {
    writeFileSync(join(cwd, 'pw'), 's3cret\r\n');
    const text = 'nextHop: { host: mx.example, user: u, passwordFile: ./pw }';
    expect(load(text).nextHop).toMatchObject({ auth: { password: 's3cret' }, tls: 'required' });
    writeFileSync(join(cwd, 'pw'), '\uFEFFs3cret\r\n'); // as an editor of Windows saves it
    expect(load(text).nextHop).toMatchObject({ auth: { password: 's3cret' } });
    writeFileSync(join(cwd, 'pw'), '\n');
    expect(refusal(text)).toMatch(/^test\.yaml:1:53: .*pw is empty$/);
  });

  test('and leaves secret files alone where nobody needs them', () => {
    writeFileSync(join(cwd, 'a.yaml'), 'nextHop: { host: mx.example, user: u, passwordFile: ./gone }');
    expect(() => loadSettings({ file: 'a.yaml', env: {}, cwd })).toThrow(
      /a\.yaml:1:53: cannot read .*gone \(no such file\)/,
    );
    expect(loadSettings({ file: 'a.yaml', env: {}, cwd, secrets: 'skip' }).nextHop).toMatchObject({
      host: 'mx.example',
    });
  });
});

describe('loadSettings() refuses', () => {
  test.each<[string, string, string]>([
    ['a misspelt key', 'langages: [sv]', "1:1: unknown key 'langages', did you mean 'languages'?"],
    [
      'a misspelt inner key',
      'nextHop: { host: a, prot: 1 }',
      "1:21: nextHop: unknown key 'prot', did you mean 'port'?",
    ],
    ['a strange key', 'log: { qqqqqqq: 1 }', "1:8: log: unknown key 'qqqqqqq', known here: level"],
    [
      'an unknown mode',
      'mode: enforced',
      "1:7: mode: found 'enforced', expected one of enforce, observe, did you mean 'enforce'?",
    ],
    ['text for a number', 'listen: [{ port: "25" }]', "1:18: listen[0].port: found '25', expected a number"],
    ['a port out of range', 'admin: { port: 70000 }', '1:16: admin.port: found 70000, expected at most 65535'],
    [
      'NaN as a limit',
      'maxMessageBytes: .nan',
      '1:18: maxMessageBytes: found NaN, expected a size such as 512MB or a whole number of bytes',
    ],
    ['an infinite limit', 'maxRecipients: .inf', '1:16: maxRecipients: found Infinity, expected a number'],
    [
      'a size in an unknown unit',
      'maxMessageBytes: 5TB',
      "1:18: maxMessageBytes: found '5TB', expected a size such as 512MB or a whole number of bytes",
    ],
    [
      'a channel name with a blank',
      'secureChannels: { "a b": { host: a } }',
      '1:19: secureChannels.a b: not a possible name, expected a name of letters, digits and hyphens',
    ],
    ['a zero limit', 'maxMessageBytes: 0', '1:18: maxMessageBytes: found 0, expected at least 1'],
    [
      'a fraction',
      'inspection: { inspectors: 1.5 }',
      '1:27: inspection.inspectors: found 1.5, expected a whole number',
    ],
    [
      'a bare number as time',
      'shutdownGrace: 30',
      '1:16: shutdownGrace: found 30, expected a time span such as 500ms, 5s, 10m, 4h or 5d',
    ],
    [
      'no time at all',
      'retention: { hold: 0d }',
      "1:20: retention.hold: found '0d', expected a time span above zero and below ten years",
    ],
    ['a hop without host', 'nextHop: { port: 25 }', "1:10: nextHop: key 'host' is missing, type smtp needs it"],
    [
      'a key of another type',
      'nextHop: { type: maildir, path: x, port: 25 }',
      '1:42: nextHop.port: does not belong to type maildir',
    ],
    [
      'a password in clear text',
      'nextHop: { host: a, user: u, password: p, tls: none }',
      '1:48: nextHop.tls: a password must not travel in clear text: tls must be required or verified',
    ],
    ['user without password', 'nextHop: { host: a, user: u }', '1:10: nextHop: user and password belong together'],
    [
      'an open web address',
      'secureChannels: { a: { type: http, url: "http://a.example", secret: s } }',
      "1:41: secureChannels.a.url: found 'http://a.example', expected an https address (http on loopback only)",
    ],
    [
      'a taken channel name',
      'secureChannels: { nextHop: { host: a } }',
      '1:28: secureChannels.nextHop: this name is taken',
    ],
    [
      'a hop that is our own listener',
      'nextHop: { host: localhost, port: 2525 }',
      '1:10: nextHop: localhost:2525 is our own listener: mail would go round in circles',
    ],
    [
      'a channel that is our own listener',
      'listen: [{ host: 0.0.0.0, port: 25 }]\nsecureChannels: { a: { host: 127.0.0.1 } }',
      '2:22: secureChannels.a: 127.0.0.1:25 is our own listener: mail would go round in circles',
    ],
    [
      'an unknown pack',
      'packs: [se-komun]',
      "1:9: packs[0]: there is no pack 'se-komun', known: dk-kommune, fi-kunta, is-sveitarfelag, no-kommune, se-kommun, did you mean 'se-kommun'?",
    ],
    [
      'two documents',
      'mode: enforce\n---\nmode: observe\n',
      '2:1: a second document begins here; the file may hold only one',
    ],
    [
      'two listeners on one port',
      'listen: [{ port: 1 }, { host: 0.0.0.0, port: 1 }]',
      '1:46: listen[1].port: 0.0.0.0:1 is taken twice',
    ],
    [
      'a listener on the port of admin',
      'listen: [{ port: 8025 }]',
      '1:9: listen: 127.0.0.1:8025 is taken by a listener too',
    ],
    [
      'client certificates without authority',
      'listen: [{ port: 1, clientCertificates: [a] }]',
      '1:41: listen[0].clientCertificates: needs tls with caFile: without it no client certificate can be checked',
    ],
    [
      'a range that is none',
      'allowedClients: [10.0.0.0/40]',
      "1:18: allowedClients[0]: found '10.0.0.0/40', expected an IP address or a range such as 10.0.0.0/8",
    ],
    [
      'a domain that is none',
      'internalDomains: ["a b"]',
      "1:19: internalDomains[0]: found 'a b', expected a domain such as kommun.example, or *.kommun.example for its subdomains",
    ],
    [
      'a language nobody speaks',
      'languages: [se]',
      "1:13: languages[0]: found 'se', expected one of sv, nb, nn, da, fi, en",
    ],
    [
      'too little memory',
      'inspection: { memory: 1KB }',
      "1:23: inspection.memory: found '1KB', expected at least 128MB, less than that an inspector needs for itself",
    ],
    ['no language', 'languages: []', '1:12: languages: found a list, expected at least 1 entry'],
    ['the same language twice', 'languages: [sv, sv]', '1:12: languages: the same language stands here twice'],
    [
      'a header value beyond ASCII',
      'secureChannels: { a: { host: b.example, addHeaders: { X-A: säkert } } }',
      "1:60: secureChannels.a.addHeaders.X-A: found 'säkert', expected letters, digits and signs of ASCII",
    ],
    ['another store', 'store: mysql', "1:8: store: found 'mysql', expected sqlite or postgres://user@host/database"],
    [
      'expiry before the first retry',
      'delivery: { retryDelays: [1h], expireAfter: 1m }',
      '1:45: delivery.expireAfter: is shorter than the first of retryDelays: nothing would ever be tried again',
    ],
    ['a rule directory that is not there', 'rules: ./nowhere', '1:8: rules: no such directory: '],
    ['a list instead of keys', '- a\n', '1:1: found a list, expected keys and values'],
    ['doubled keys', 'mode: enforce\nmode: observe\n', '2:1: the same key stands here twice'],
    ['broken YAML', 'mode: [enforce\n', '2:1: not valid YAML: '],
    ['tabs', 'log:\n\tlevel: info\n', '2:1: not valid YAML: '],
  ])('%s', (_, text, expected) => {
    const message = refusal(text);
    expect(message.split('\n')).toContainEqual(expect.stringContaining(`test.yaml:${expected}`));
    expect(message).not.toMatch(/\n\s+at /);
  });

  test('a rule directory that is a file, or cannot be reached', () => {
    symlinkSync('loop', join(cwd, 'loop'));
    expect(refusal('rules: ./test.yaml')).toBe(`test.yaml:1:8: rules: not a directory: ${join(cwd, 'test.yaml')}`);
    expect(refusal('rules: ./loop')).toBe(`test.yaml:1:8: rules: cannot be reached (ELOOP): ${join(cwd, 'loop')}`);
  });

  test('an unknown word without listing the known ones twice', () => {
    expect(refusal('log: { level: trace }')).toBe(
      "test.yaml:1:15: log.level: found 'trace', expected one of debug, info, warn, error",
    );
  });

  test('a password that is a number, without showing it', () => {
    const message = refusal('nextHop: { host: a, user: u, password: 4711 }');
    expect(message).toContain('nextHop.password: found something, expected text (write it in quotes');
    expect(message).not.toContain('4711');
  });

  test('several mistakes at once, in the order of the file', () => {
    const message = refusal('mode: x\nlisten: [{ port: -1 }]\nstore: y\n');
    expect(message.split('\n').map((line) => line.split(':')[1])).toEqual(['1', '2', '3']);
  });

  test('a mistake in the first line of a file with a byte order mark, at its column in the editor', () => {
    expect(refusal('\uFEFFmodus: enforce\r\n')).toMatch(/^test\.yaml:1:1: unknown key 'modus'/u);
  });

  test.each([
    ['mode: enforce\nnextHop: { <<: 5 }', '2:16: '],
    ['nextHop: &a [x]\nnoticeHop: { <<: *a }', '2:18: '],
  ])('what cannot be taken over by <<: %j', (text, place) => {
    expect(refusal(text)).toBe(`test.yaml:${place}what << takes over must be keys and values: <<: *name`);
  });

  test('an alias bomb', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x]'];
    'bcdefgh'.split('').forEach((name, i) => bomb.push(`${name}: &${name} [${`*${'abcdefgh'[i]},`.repeat(8)}]`));
    expect(refusal(bomb.join('\n'))).toContain('not usable YAML');
  });
});
