import type { Format } from '../words/format.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'

/** How a stretch of time is written: the day once, where it begins and ends on the same. */
export function useSpan(): (from: Date, to: Date) => string {
  const { say } = useWords()
  const format = useFormat()
  return (from, to) => say('time.span', { from: format.moment(from), to: endOf(format, from, to) })
}

export function endOf(format: Format, from: Date, to: Date): string {
  return format.day(from) === format.day(to) ? format.time(to) : format.moment(to)
}
