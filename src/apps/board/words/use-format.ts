import { type Format, formatOf } from './format.ts'
import { useWords } from './words.ts'

/** How numbers and moments are written in the language that was chosen. */
export function useFormat(): Format {
  return formatOf(useWords().lang)
}
