/** Source of an expression for words that say that a day is one of birth; without groups that capture. */
export const BORN = String.raw`född?a?|fødd?t?|födelsedatum|födelsedag|fødselsdato|fødselsdag|fødselsår|syntynyt|syntynee?t|synt?\.?|syntymäaika|synt\.?aika|born|birth|date of birth|dob|f\.`;
