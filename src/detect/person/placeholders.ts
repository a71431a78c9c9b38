/** Names on forms that nobody has filled in, in manuals and in tests: they are nobody's. */
const PLACEHOLDER = /^(?:test|exempel|eksempel|example)\p{L}{0,5}\s(?:test|exempel|eksempel|example)\p{L}{0,8}$/iu;

/** Is a full name one of those? */
export const isPlaceholder = (name: string): boolean => PLACEHOLDER.test(name);
