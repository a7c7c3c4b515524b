import { z } from 'zod'
import { PLAIN, UNFIT } from '../../base/input.ts'
import type { Ladder } from '../playbooks/model.ts'

/** Who was asked, as what: the holder of the duties, the deputy, or the superior who goes to the door. */
export type AskedAs = 'holder' | 'deputy' | 'superior'

export interface Callout {
  district: string
  id: string
  campaign: string
  lane: string
  startedAt: Date
  /** When nobody was waited for any more: all have answered, were stood down, or their ladders were run through. */
  endedAt: Date | null
  reason: string
}

/** A call-out that begins. */
export type NewCallout = Omit<Callout, 'endedAt'>

/** Four different facts (EDXL-RM, ICS-211): received; will come; will not; is there. */
export const ANSWERS = ['acknowledged', 'accepted', 'declined', 'arrived'] as const
export type AnswerKind = (typeof ANSWERS)[number]

export const AnswerInput = z.object({
  person: z.uuid(),
  kind: z.enum(ANSWERS),
  at: z.coerce.date().optional(),
  reason: z.string().max(500).regex(PLAIN, UNFIT).optional(),
})
export type AnswerInput = z.output<typeof AnswerInput>

/** How a call-out stands: the numbers that its curve is drawn from. */
export interface CalloutCounts {
  called: number
  acknowledged: number
  accepted: number
  declined: number
  arrived: number
  stoodDown: number
  answeredWithin: { '5': number; '15': number; '30': number }
}

/** A message on its way to a channel. `key` is the same however often it is sent. */
export interface Outgoing {
  district: string
  key: string
  callout: string
  person: string
  kind: 'call' | 'door' | 'stand-down' | 'holds'
  channel: string
  address: string
  body: string
}

/** What a channel says of a message: it took it, cannot now, or never can at this address. */
export type Outcome = { key: string; sent: true } | { key: string; sent: false; dead: boolean; reason: string }

/** A ladder as it is frozen in a call-out: what was written by another hand, or by an older version, may be none. */
const FrozenLadder = z.object({
  steps: z.array(
    z.object({
      kind: z.enum(['call', 'redial', 'deputy', 'superior']),
      channel: z.string(),
      waitMs: z.number().min(0),
      times: z.number().min(0),
    }),
  ),
  deputyRole: z.string(),
  superiorRole: z.string(),
})

/** Whether something is a ladder that can be climbed. */
export function isLadder(value: unknown): value is Ladder {
  return FrozenLadder.safeParse(value).success
}
