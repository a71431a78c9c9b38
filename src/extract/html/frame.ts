/** What is known of the elements that are open. */
import type { SymbolFont } from '../symbol-fonts.ts';
import type { Times } from './at-times.ts';
import type { Turn } from './bidi-lines.ts';
import type { BoxStyle, Length } from './box-style.ts';
import { WHITE } from './colours.ts';
import type { Places } from './places.ts';
import { UNSTYLED, type Styled } from './styling.ts';

/** An open element. */
export interface Frame {
  readonly name: string;
  readonly hidden: boolean;
  /** whether that is so everywhere */
  readonly times: Times;
  readonly quoted: boolean;
  readonly preserve: boolean;
  readonly background: string;
  readonly styled: Styled;
  readonly attributes: ReadonlyMap<string, string>;
  /** style places the letters of its text one by one */
  readonly glyphs: readonly number[] | null;
  /** style lays the block out beside its neighbours */
  readonly beside: boolean;
  /** style shows the text in the opposite direction */
  readonly reversed: boolean;
  /** where style puts it among its neighbours */
  readonly places: Places | null;
  /** what style says about the room of its box */
  readonly box: BoxStyle | null;
  /** its width, or that of the nearest element around that has one */
  readonly room: Length | null;
  /** what turns the direction of its text */
  readonly turn: Turn | null;
  /** draws letters as digits */
  readonly font: SymbolFont | null;
  /** crossed out */
  readonly struck: boolean;
}

/** An open table. */
export interface Table {
  readonly number: number;
  /** the end of the line in front of it */
  readonly before: string;
  /** text between its rows, which browsers show in front of it (HTML §13.2.6.1) */
  moved: string;
  row: number;
  column: number;
}

/** What everything stands in. */
export const ROOT: Frame = {
  name: '',
  hidden: false,
  times: 'always',
  quoted: false,
  preserve: false,
  background: WHITE,
  styled: UNSTYLED,
  attributes: new Map(),
  glyphs: null,
  beside: false,
  reversed: false,
  places: null,
  box: null,
  room: null,
  turn: null,
  font: null,
  struck: false,
};
