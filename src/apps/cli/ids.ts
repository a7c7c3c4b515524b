import { MusterError } from '../../base/errors.ts'
import { isUuid } from '../../base/ids.ts'

/** An id of the register from the command line, as `what` was given. Throws BAD_INPUT. */
export function idOf(text: string, what: string): string {
  if (!isUuid(text)) throw new MusterError('BAD_INPUT', { what: `${what}: "${text}" is not an id of the register.` })
  return text.toLowerCase()
}

/** An option that may be given several times. */
export function more(text: string, before: string[] = []): string[] {
  return [...before, text]
}
