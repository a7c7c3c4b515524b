import { MusterError } from '../../base/errors.ts'

/** A count from the command line. Throws BAD_INPUT. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new MusterError('BAD_INPUT', { what: `"${text}" is not a whole number.` })
  return Number(text)
}

/** A length in metres, at least 1. Throws BAD_INPUT. */
export function metres(text: string): number {
  const value = Number(text)
  if (value >= 1 && Number.isFinite(value)) return value
  throw new MusterError('BAD_INPUT', { what: `"${text}" is not a length in metres of at least 1.` })
}

/** A TCP port; 0 lets the system choose. Throws BAD_INPUT. */
export function port(text: string): number {
  const value = Number(text)
  if (/^\d{1,5}$/.test(text) && value < 65_536) return value
  throw new MusterError('BAD_INPUT', { what: `"${text}" is not a port; ports are 0 to 65535.` })
}

/** How many times faster. Throws BAD_INPUT. */
export function factor(text: string): number {
  const value = Number(text)
  if (value > 0 && Number.isFinite(value)) return value
  throw new MusterError('BAD_INPUT', { what: `"${text}" is not a number above 0.` })
}
