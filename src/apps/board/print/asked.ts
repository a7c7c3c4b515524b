import { useNavigate, useSearch } from '@tanstack/react-router'
import { useRef } from 'react'
import { HOUR, MINUTE } from '../../../base/clock.ts'
import { useBoard } from '../api/board.ts'
import { useLane } from '../api/lanes.ts'
import { useLooking } from '../looking.ts'
import { useNow } from '../ui/use-now.ts'

/** An operational period: a shift of eight hours, as the flood's own practice has it. */
const PERIOD_MS = 8 * HOUR

/** What a sheet is of; what the address does not say is where and when the reader looks. */
export interface Asked {
  lane: string
  /** Whether it is known yet where and when the reader looks. */
  ready: boolean
  /** Empty until the picture tells where one looks. */
  district: string
  /** Null: none is in force there, and none was chosen. */
  campaign: string | null
  from: Date
  to: Date
  unit: string | null
  line: string | null
  /** Periods that are often meant: `shift`, eight hours; `campaign`, from its beginning until now, where it is known. */
  usual: { shift: SheetPeriod; campaign: SheetPeriod | null }
  change(parts: Partial<Record<'campaign' | 'from' | 'to' | 'unit' | 'line', string | undefined>>): void
}

export interface SheetPeriod {
  from: Date
  to: Date
}

/**
 * `look` tells which period is meant by itself: the shift to come, or what has been, from the campaign's beginning to the minute in
 * which the sheet was opened. A sheet is not another one with every minute that goes by.
 */
export function useAsked(look: 'ahead' | 'back'): Asked {
  const search = useSearch({ strict: false }) as Record<string, string | undefined>
  const navigate = useNavigate()
  const { lane, tree, node } = useLooking()
  const { data: board } = useBoard()
  const { data: told } = useLane(lane)
  const ready = board !== undefined && told !== undefined
  const now = useNow()
  const opened = useRef<{ lane: string; at: Date } | null>(null)
  if (ready && opened.current?.lane !== lane) opened.current = { lane, at: new Date(upMinute(now)) }
  const at = opened.current?.at ?? now
  const campaign = search.campaign ?? board?.campaigns[0]?.id ?? null
  const starts = board?.campaigns.find((c) => c.id === campaign)?.starts
  const usual = {
    shift:
      look === 'ahead'
        ? { from: at, to: new Date(at.getTime() + PERIOD_MS) }
        : { from: new Date(at.getTime() - PERIOD_MS), to: at },
    campaign: starts && starts < at ? { from: starts, to: at } : null,
  }
  const meant = (look === 'back' && usual.campaign) || usual.shift
  const from = moment(search.from) ?? meant.from
  const until = moment(search.to) ?? (search.from ? new Date(from.getTime() + PERIOD_MS) : meant.to)
  return {
    lane,
    ready,
    district: search.district ?? board?.district ?? '',
    campaign,
    from,
    to: until,
    usual,
    unit: search.unit ?? (tree === 'unit' ? node : null),
    line: search.line ?? null,
    change: (parts) =>
      void navigate({ to: '.', search: ((before: object) => ({ ...before, ...parts })) as never, replace: true }),
  }
}

const upMinute = (at: Date) => Math.ceil(at.getTime() / MINUTE) * MINUTE

function moment(text: string | undefined): Date | null {
  const at = new Date(text ?? '')
  return Number.isNaN(at.getTime()) ? null : at
}
