import { fileURLToPath } from 'node:url';

/** Directory of the rules that come with the package: `rules/` beside `src/` and `dist/`. */
export const PACKAGE_RULES: string = fileURLToPath(new URL('../../rules', import.meta.url));
