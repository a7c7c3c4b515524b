import { createHash } from 'node:crypto'
import { closeSync, fstatSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FolderHolder } from './holder.ts'

/** A mark as it was read: its text, and when its holder last gave a sign of life, in milliseconds of the holder's clock. */
export interface FolderMark {
  text: string
  beat: number
}

export const markOf = (folder: string) => join(folder, 'in-use.json')

/** The mark at a path, or null where there is none. Opened to be looked at: a network's folder then asks its server for the time. */
export function readMark(path: string): FolderMark | null {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
  try {
    return { text: readFileSync(file, 'utf8'), beat: fstatSync(file).mtimeMs }
  } finally {
    closeSync(file)
  }
}

/** Who a mark names; null where nobody alive can have written it: a power cut leaves an empty file. */
export function holderIn({ text }: FolderMark): FolderHolder | null {
  try {
    const holder = JSON.parse(text) as FolderHolder | null
    return Number.isInteger(holder?.pid) && (holder as FolderHolder).pid > 0 ? holder : null
  } catch {
    return null
  }
}

/** Makes a mark with its text already in it, so that nobody ever reads half of one; false where there is one. */
export function createMark(path: string, holder: FolderHolder): boolean {
  const draft = draftOf(path, holder)
  try {
    writeFileSync(draft, JSON.stringify(holder))
    linkSync(draft, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Puts a mark in the place of the one that is there. */
export function replaceMark(path: string, holder: FolderHolder): void {
  const draft = draftOf(path, holder)
  writeFileSync(draft, JSON.stringify(holder))
  renameSync(draft, path)
}

/** Named by the holder's id: two containers may have the same process number. */
const draftOf = (path: string, holder: FolderHolder) => `${path}.${holder.id ?? holder.pid}`

/** The claim to follow a mark of this text: of all who find its holder dead, one can create it. */
export function claimOf(path: string, { text }: FolderMark): string {
  return `${path}.after-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
}

export function isCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === code
}
