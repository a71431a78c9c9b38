/** Names on forms that nobody has filled in, in manuals and in tests: they are nobody's. */
const PLACEHOLDER =
  /^(?:test|exempel|eksempel|example)\p{L}{0,5}\s|\s(?:test(?:s?son|esen|sen|person|berg|are)?|tolvansson|exempels?son|eksempelsen)$|^(?:ola|kari)\snordmann$|^(?:john|jane)\sdoe$/iu;

/** Is a full name one of those? */
export const isPlaceholder = (name: string): boolean => PLACEHOLDER.test(name);
