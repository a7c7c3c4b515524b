import { createContext, useContext } from 'react'
import type { z } from 'zod'
import type { HazardSaying } from '../../../domain/hazards/model.ts'
import type { HazardShape } from '../../client/hazards.ts'
import type { NextShape } from '../../client/picture.ts'
import type { AnswerKind } from '../api/desk.ts'

/** A gap as an act names it. `place` is what it is called, for the sentence that says what will happen. */
export interface GapKey {
  subject: string
  rule: string
  starts: Date
  place?: string
}

/** Something that an act is about, with the name that people read. */
export interface Named {
  id: string
  name: string
}

export interface GapsAct {
  district: string
  campaign: string
  gaps: GapKey[]
  /** The name of the area, for the sentence that says what will happen. */
  area: string
}

/** How many gaps there are in all, of which those named are the gravest; with the area's code, all of them are meant. */
interface Of {
  n: number
  areaCode?: string
}

/** A duty that somebody holds: who, as what (a slug), for what. */
export interface HeldDuty {
  district: string
  duty: string
  role: string
  holder: string
  subject: string
}

/** People who were called in one call-out. */
export interface CalledAct {
  district: string
  callout: string
  persons: Named[]
}

/** A plan that waits, and which of its duties are meant: `duties` of them. */
export interface PlanAct {
  district: string
  proposal: string
  duties: number
  /** Where and when, as the plan is called. */
  name?: string
  lines?: string[]
  filter?: Readonly<Record<string, string>>
}

/** What a coordinator says of a warning: it is put in force; not ours; what it refers to is over; that stays. */
export type WarningAnswer = 'ours' | 'not-ours' | 'over' | 'stays'

/** What each act is about. */
export interface ActsAbout {
  /** Gives the gaps to the nearest who can, who are then called. */
  call: GapsAct & { playbook: string } & Of
  plan: { district: string; campaign: string; areas?: string[]; subjects?: string[]; n: number; area: string }
  /** To somebody who is chosen. */
  give: GapsAct & { playbook: string }
  /** To several who are chosen, as evenly as can be. */
  split: GapsAct & Of
  /** A role at these places, to somebody who is chosen, whatever is asked there. `kinds`: of the places. */
  giveRole: { district: string; places: Named[]; kinds: string[] }
  /** Calls those who hold these gaps' duties once more. */
  callHolders: GapsAct & Partial<Of>
  callAgain: CalledAct
  handOn: CalledAct
  /** What they said on the telephone; `kind`: what is chosen to begin with. */
  writeDown: CalledAct & { kind: AnswerKind }
  stopCallout: { district: string; callout: string }
  /** All of a plan that is still to be given, some of its lines, or what a filter picks of it. */
  acceptProposal: PlanAct
  refuseProposal: PlanAct
  endDuty: HeldDuty
  replace: HeldDuty
  /** Tells what was seen at a place. `kind`: of the place. */
  addRecord: { district: string; subject: string; name: string; kind: string; fromM?: number; toM?: number }
  /** What somebody says of a hazard. */
  sayHazard: { hazard: HazardShape; state: HazardSaying }
  /** A record that names what the register does not know. */
  tieAside: { district: string; aside: z.output<typeof NextShape>['asides'][number] }
  dropAside: { district: string; aside: z.output<typeof NextShape>['asides'][number] }
  endWarning: { id: string; name: string }
  /** Whether a warning of which only the headline speaks of ours is put in force. */
  decideWarning: { id: string; name: string; answer: WarningAnswer }
  /** For a place or an area, which is called `place`; `under`: the unit from whose page it is asked. */
  formTeam: { district: string; site: { place: string } | { area: string }; place: string; under?: Named }
  dissolveTeam: { district: string; unit: string; name: string }
  /** `places`: how many duties at places this person has. */
  noteAbsence: { district: string; person: string; name: string; places: number }
  endAbsence: { district: string; absence: string; name: string }
  /** An act of the last minutes, by its row of the audit. */
  undoAct: { district: string; act: string; name: string }
}

/** What may be done by hand. Each opens a dialog where something has to be chosen or confirmed. */
export type Acts = { [Act in keyof ActsAbout]: (what: ActsAbout[Act]) => void }

/** An act that was asked for, until it is done or given up. */
export type Asked = { [Act in keyof ActsAbout]: { act: Act; what: ActsAbout[Act] } }[keyof ActsAbout]

const outside = () => {
  throw new Error('acts are done inside <ActsHost>')
}

/** How a screen reaches the one host of acts (host.tsx). */
export const ActsContext = createContext<(asked: Asked) => void>(outside)

export function useActs(): Acts {
  const ask = useContext(ActsContext)
  return {
    call: (what) => ask({ act: 'call', what }),
    plan: (what) => ask({ act: 'plan', what }),
    give: (what) => ask({ act: 'give', what }),
    split: (what) => ask({ act: 'split', what }),
    giveRole: (what) => ask({ act: 'giveRole', what }),
    callHolders: (what) => ask({ act: 'callHolders', what }),
    callAgain: (what) => ask({ act: 'callAgain', what }),
    handOn: (what) => ask({ act: 'handOn', what }),
    writeDown: (what) => ask({ act: 'writeDown', what }),
    stopCallout: (what) => ask({ act: 'stopCallout', what }),
    acceptProposal: (what) => ask({ act: 'acceptProposal', what }),
    refuseProposal: (what) => ask({ act: 'refuseProposal', what }),
    endDuty: (what) => ask({ act: 'endDuty', what }),
    replace: (what) => ask({ act: 'replace', what }),
    sayHazard: (what) => ask({ act: 'sayHazard', what }),
    addRecord: (what) => ask({ act: 'addRecord', what }),
    tieAside: (what) => ask({ act: 'tieAside', what }),
    dropAside: (what) => ask({ act: 'dropAside', what }),
    endWarning: (what) => ask({ act: 'endWarning', what }),
    decideWarning: (what) => ask({ act: 'decideWarning', what }),
    formTeam: (what) => ask({ act: 'formTeam', what }),
    dissolveTeam: (what) => ask({ act: 'dissolveTeam', what }),
    noteAbsence: (what) => ask({ act: 'noteAbsence', what }),
    endAbsence: (what) => ask({ act: 'endAbsence', what }),
    undoAct: (what) => ask({ act: 'undoAct', what }),
  }
}
