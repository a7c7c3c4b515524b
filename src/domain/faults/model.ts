import { z } from 'zod'

/** The steps of the flow, by name. */
export const STEPS = [
  'warn',
  'undo',
  'require',
  'gaps',
  'plan',
  'call',
  'climb',
  'send',
  'rollup',
  'index',
  'forget',
] as const

/** Something that the flow could not do: an item that a step set aside, or a whole step that failed. */
export interface FlowFault {
  district: string
  step: (typeof STEPS)[number]
  /** What it is and its id; null: the step itself, which is tried again by itself. */
  item: string | null
  /** A person's name or a warning's title, where the item is about one. */
  name: string | null
  code: string
  reason: string
  /** What helps, where that can be said. */
  do: string
  since: Date
  tries: number
  /** When it is tried again by itself; null: not before somebody says so. */
  againAt: Date | null
}

/** What the flow could not do in a lane, the oldest first, and how much of it there is. */
export interface FlowFaults {
  count: number
  oldest: Date | null
  items: FlowFault[]
}

/** Which to try again: some by name, or all that there are. */
export const FaultToTry = z.strictObject({
  district: z.string().min(1).max(40),
  step: z.enum(STEPS),
  item: z.string().min(1).max(400).nullable().describe('Null: the step itself'),
})
export type FaultToTry = z.output<typeof FaultToTry>
