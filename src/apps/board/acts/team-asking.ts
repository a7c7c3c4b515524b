import { useState } from 'react'
import type { AskedTeam } from '../api/teams.ts'
import type { Named } from './use-acts.ts'

type Kind = 'emergency-team' | 'stationed-team'

/** What is filled in for a team, as the fields hold it: moments as local time, distances in kilometres. */
export interface Wishes {
  kind: Kind
  size: number
  skills: { skill: string; count: number }[]
  withinKm: number
  from: string
  until: string
  smallBelow: number
  /** Memberships; none: any. */
  kinds: string[]
  busy: boolean
}

const USUAL: Wishes = {
  kind: 'emergency-team',
  size: 8,
  skills: [],
  withinKm: 20,
  from: '',
  until: '',
  smallBelow: 5,
  kinds: [],
  busy: false,
}

/** A team in the asking: the wishes, who is not to come and who is, and what of it all is sent. */
export function useAsking(site: AskedTeam['site']) {
  const [wishes, setWishes] = useState(USUAL)
  const [without, setWithout] = useState<Named[]>([])
  const [insist, setInsist] = useState<Named[]>([])
  const but = (all: readonly Named[], { id }: Named) => all.filter((each) => each.id !== id)
  const { kind: _, withinKm, from, until, ...same } = wishes
  const asked: AskedTeam = {
    ...same,
    site,
    withinM: Math.round(withinKm * 1000),
    ...spanOf(wishes),
    without: without.map(({ id }) => id),
    insist: insist.map(({ id }) => id),
  }
  return {
    wishes,
    wish: (change: Partial<Wishes>) => setWishes((before) => ({ ...before, ...change })),
    without,
    insist,
    /** Whether all of it makes sense to ask. */
    whole:
      wishes.size >= 1 && withinKm > 0 && wishes.skills.every(({ count }) => count >= 1) && !(until && from >= until),
    asked,
    leaveOut(one: Named) {
      setInsist((all) => but(all, one))
      setWithout((all) => [...but(all, one), one])
    },
    letIn: (one: Named) => setWithout((all) => but(all, one)),
    /** Insists on somebody, or no longer. */
    keep(one: Named, wanted: boolean) {
      setWithout((all) => but(all, one))
      setInsist((all) => (wanted ? [...but(all, one), one] : but(all, one)))
    },
  }
}

export type Asking = ReturnType<typeof useAsking>

/** The moments as they are sent: what was left empty is left out. */
export function spanOf({ from, until }: Pick<Wishes, 'from' | 'until'>): { from?: Date; until?: Date } {
  return { ...(from && { from: new Date(from) }), ...(until && { until: new Date(until) }) }
}
