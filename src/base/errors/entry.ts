export type ErrorKind = 'input' | 'missing' | 'conflict' | 'refused' | 'busy' | 'fault'

/** One way of saying no: `says` for people, `do` for what helps; `{name}` is filled from the error's details. */
export interface ErrorEntry {
  kind: ErrorKind
  says: string
  do: string
}
