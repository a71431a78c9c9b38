/**
 * Officially published Swedish test numbers, twelve digits: Skatteverket's open data sets of test personnummer and test
 * samordningsnummer (CC0), and the customary fictions of health-care test systems. The full lists hold some 46,000 numbers;
 * whoever needs them all lists them as allowed identifiers. There is no reserved series by which a test number could be told.
 */
const TEST_NUMBERS: ReadonlySet<string> = new Set([
  '197808052398',
  '198201032391',
  '198403262390',
  '198607212399',
  '198808122397',
  '199901202391',
  '200209102383',
  '200704272392',
  '200001012384',
  '189001019802',
  '195000772383',
  '197505722392',
  '202209852397',
  '202305702389',
  '191401682396',
  '191500722390',
  '191212121212',
  '191010101010',
]);

const LAST_TEN: ReadonlySet<string> = new Set([...TEST_NUMBERS].map((number) => number.slice(2)));

/** Whether digits are a listed test number. @param digits 10 or 12 ASCII digits; ten match in any century */
export function isSwedishTestNumber(digits: string): boolean {
  return digits.length === 12 ? TEST_NUMBERS.has(digits) : LAST_TEN.has(digits);
}
