import { readFileSync } from 'node:fs'
import { MusterError } from '../../base/errors.ts'

/** The bytes of a file, or of standard input for `-`. Throws FILE_MISSING or FILE_UNREADABLE. */
export function readInput(path: string): Uint8Array {
  try {
    return readFileSync(path === '-' ? 0 : path)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new MusterError('FILE_MISSING', { path }, { cause: error })
    throw new MusterError('FILE_UNREADABLE', { path, reason: REASONS[code ?? ''] ?? message }, { cause: error })
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  EACCES: 'there is no right to read it',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB',
}
