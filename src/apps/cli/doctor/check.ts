/** One thing that was looked at. `do` says what helps, and is empty where nothing needs doing. */
export interface Check {
  name: string
  status: 'ok' | 'warn' | 'fail'
  says: string
  do: string
}

export const ok = (name: string, says: string): Check => ({ name, status: 'ok', says, do: '' })
/** Muster works, but not as well as it could. */
export const warn = (name: string, says: string, advice: string): Check => ({ name, status: 'warn', says, do: advice })
/** Something will not work until it is mended. */
export const fail = (name: string, says: string, advice: string): Check => ({ name, status: 'fail', says, do: advice })
