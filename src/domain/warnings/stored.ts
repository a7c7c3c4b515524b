import type { ZodError } from 'zod'
import { MusterError } from '../../base/errors.ts'
import type { Fragment, Tx } from '../../db/connect.ts'
import { Warning, WarningRef } from './model.ts'

/** What of a warning stands in columns of its own. */
export type WarningColumns = Pick<
  Warning,
  'sender' | 'identifier' | 'sent' | 'status' | 'msgType' | 'scope' | 'expires' | 'clear'
>

/** The columns of `warning w` that `readStored` takes. */
export const COLUMNS = (tx: Tx): Fragment => tx`
  w.sender, w.identifier, w.sent, w.status, w.msg_type as "msgType", w.scope, nullif(w.expires, 'infinity') as expires, w.clear, w.parsed`

/**
 * When a warning `w` was sent, as far as that can be true: no list is led for years by what a clock that is ahead has sent. Lists are
 * in this order (index warning_by_time).
 */
export const MOMENT = (tx: Tx): Fragment => tx`least(w.sent, w.received_at)`

/**
 * A warning as it was kept. One that cannot be read, for it was kept by an older version or changed by another hand, fails no list
 * and no page: it is made of its columns, with a note and headlines that say so, and `unreadable` tells what is wrong with it. No
 * step acts on it (WARNING_UNREADABLE).
 */
export function readStored(row: WarningColumns & { parsed: unknown }): { warning: Warning; unreadable: string | null } {
  const read = Warning.safeParse(row.parsed)
  return read.success ? { warning: read.data, unreadable: null } : standIn(row, faultOf(read.error))
}

/** The references of a message as they were kept: those that can be read, and what is wrong with the first of the others. */
export function storedReferences(refs: unknown): { references: WarningRef[]; unreadable: string | null } {
  if (!Array.isArray(refs)) return { references: [], unreadable: 'refs: not a list' }
  const read = refs.map((ref) => WarningRef.safeParse(ref))
  const fault = read.find((r) => !r.success)?.error
  return {
    references: read.flatMap((r) => (r.success ? [r.data] : [])),
    unreadable: fault ? faultOf(fault) : null,
  }
}

/** Why a step cannot act on a warning that is kept. */
export function unreadable(identifier: string, reason: string): MusterError {
  return new MusterError('WARNING_UNREADABLE', { identifier, reason })
}

function faultOf({ issues: [issue] }: ZodError): string {
  return `${issue?.path.join('.')}: ${issue?.message}`.slice(0, 300)
}

function standIn(row: WarningColumns, reason: string): { warning: Warning; unreadable: string } {
  const { sender, identifier, sent, status, msgType, scope, expires, clear } = row
  return {
    warning: {
      ...{ version: '1.2', sender, identifier, sent, status, msgType, scope, expires, clear },
      ...{ references: [], incidents: [], infos: [], areas: [], events: [], categories: [] },
      ...{ urgency: null, severity: null, certainty: null, effective: null, onset: null },
      headlines: {
        'en-US': `Cannot be read: ${identifier}`,
        'zh-CN': `无法读取：${identifier}`,
      },
      ...{ area: null, geocodes: [], areaDescs: [], signed: false },
      notes: [`it cannot be read as it was kept: ${reason}`],
    },
    unreadable: reason,
  }
}
