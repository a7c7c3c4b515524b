import { useNavigate, useSearch } from '@tanstack/react-router'
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
  change(parts: Partial<Record<'campaign' | 'from' | 'to' | 'unit' | 'line', string | undefined>>): void
}

/** `look` tells which period is meant by itself: the one to come, or the one just gone. */
export function useAsked(look: 'ahead' | 'back'): Asked {
  const search = useSearch({ strict: false }) as Record<string, string | undefined>
  const navigate = useNavigate()
  const { lane, tree, node } = useLooking()
  const { data: board } = useBoard()
  const { data: told } = useLane(lane)
  // By whole minutes: a sheet is not another one with every second that goes by.
  const now = Math.floor(useNow().getTime() / (15 * MINUTE)) * 15 * MINUTE
  const from = moment(search.from) ?? new Date(look === 'ahead' ? now : now - PERIOD_MS)
  return {
    lane,
    ready: board !== undefined && told !== undefined,
    district: search.district ?? board?.district ?? '',
    campaign: search.campaign ?? board?.campaigns[0]?.id ?? null,
    from,
    to: moment(search.to) ?? new Date(from.getTime() + PERIOD_MS),
    unit: search.unit ?? (tree === 'unit' ? node : null),
    line: search.line ?? null,
    change: (parts) =>
      void navigate({ to: '.', search: ((before: object) => ({ ...before, ...parts })) as never, replace: true }),
  }
}

function moment(text: string | undefined): Date | null {
  const at = new Date(text ?? '')
  return Number.isNaN(at.getTime()) ? null : at
}
