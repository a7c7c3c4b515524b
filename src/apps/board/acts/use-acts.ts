/** A gap as an act names it. */
export interface GapKey {
  subject: string
  rule: string
  starts: Date
}

interface GapsAct {
  district: string
  campaign: string
  gaps: GapKey[]
  /** The name of the area, for the sentence that says what will happen. */
  area: string
}

/** What may be done by hand. Each opens a dialog where something has to be chosen or confirmed. */
export interface Acts {
  /** Gives the gaps to the nearest who can, who are then called. `n`: how many there are in all, of which `gaps` are the gravest. */
  call(what: GapsAct & { playbook: string; n: number }): void
  plan(what: {
    district: string
    campaign: string
    areas?: string[]
    subjects?: string[]
    n: number
    area: string
  }): void
  /** To somebody who is chosen. */
  give(what: GapsAct & { playbook: string }): void
  /** Calls those who hold these gaps' duties once more. */
  callHolders(what: GapsAct): void
  acceptProposal(what: { district: string; proposal: string; duties: number; lines?: string[] }): void
}

export function useActs(): Acts {
  const nothing = () => {}
  return { call: nothing, plan: nothing, give: nothing, callHolders: nothing, acceptProposal: nothing }
}
