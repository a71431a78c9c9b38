import { describe, expect, it } from 'vitest';
import { Rc4, rc4Keys } from './rc4.ts';

describe('Rc4', () => {
  // the three examples that every description of the cipher gives
  it.each([
    ['Key', 'Plaintext', 'bbf316e8d940af0ad3'],
    ['Wiki', 'pedia', '1021bf0420'],
    ['Secret', 'Attack at dawn', '45a01f645fc35b383552544b9bf5'],
  ])('with the key %j', (key, text, expected) => {
    expect(new Rc4(Buffer.from(key)).decrypt(Buffer.from(text)).toString('hex')).toBe(expected);
  });

  it('goes on where it stopped', () => {
    const cipher = new Rc4(Buffer.from('Key'));
    const pieces = ['Plain', 'text'].map((text) => cipher.decrypt(Buffer.from(text)).toString('hex'));
    expect(pieces.join('')).toBe('bbf316e8d940af0ad3');
  });
});

describe('rc4Keys()', () => {
  it('is null for a header that is short, of another method, or of another cipher', () => {
    for (let length = 0; length < 120; length += 7) {
      expect(rc4Keys(Buffer.concat([Buffer.from('01000100', 'hex'), Buffer.alloc(length)]), 'a')).toBeNull();
      expect(rc4Keys(Buffer.concat([Buffer.from('0200020004000000', 'hex'), Buffer.alloc(length)]), 'a')).toBeNull();
      expect(rc4Keys(Buffer.alloc(length, 0xff), 'a')).toBeNull();
    }
  });
});
