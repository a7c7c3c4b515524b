import { z } from 'zod'
import { line } from '../../base/input.ts'

export type SubjectKind = 'place' | 'unit' | 'person'
export type HolderKind = 'person' | 'unit'

/** Who answers for what, in which role, when. `ends` null: until it is ended. */
export interface Duty {
  district: string
  id: string
  lane: string
  subjectKind: SubjectKind
  subject: string
  role: string
  sole: boolean
  holderKind: HolderKind
  holder: string
  starts: Date
  ends: Date | null
  campaign: string | null
  recordedAt: Date
  recordedBy: string
  endReason: string | null
  backfilled: boolean
}

/** A duty as somebody asks for it. Whether its holder answers alone is not theirs to say: the playbook does. */
export const DutyInput = z.object({
  district: line(40),
  subjectKind: z.enum(['place', 'unit', 'person']).default('place'),
  subject: z.uuid(),
  role: line(80),
  holderKind: z.enum(['person', 'unit']).default('person'),
  holder: z.uuid(),
  starts: z.coerce.date().optional(),
  ends: z.coerce.date().nullable().optional(),
})
export type DutyInput = z.input<typeof DutyInput>

/** A duty as the register takes it. */
export type NewDuty = DutyInput & Pick<Duty, 'sole'>
