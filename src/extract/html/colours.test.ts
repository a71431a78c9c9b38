import { describe, expect, it } from 'vitest';
import { areAlike, canonicalColour, WHITE } from './colours.ts';

describe('colours', () => {
  it.each(['#fff', '#FFFFFE', 'snow', 'rgb(254,254,254)', 'rgb(99% 99% 99%)', 'hsl(240,100%,99%)', 'rgba(255,255,255,.9)'])(
    '%s is not seen on white',
    (colour) => expect(areAlike(canonicalColour(colour.toLowerCase()), WHITE)).toBe(true),
  ); // prettier-ignore
  it.each(['#eee', 'silver', 'rgb(200,255,255)', 'hsl(0,0%,80%)', 'windowtext', 'hsl(1,2)', '#ff', `rgb(${'1'.repeat(99_999)}`])(
    'a text may be written in %s',
    (colour) => expect(areAlike(canonicalColour(colour), WHITE)).toBe(false),
  ); // prettier-ignore
  it.each(['#0000', '#ffffff00', 'rgba(0,0,0,0.01)', 'hsla(0,0%,0%,0)', 'rgb(0 0 0/1%)', 'transparent'])(
    '%s is no colour',
    (colour) => expect(canonicalColour(colour)).toBe('transparent'),
  );
});
