import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { z } from 'zod'
import { newId } from '../../../base/ids.ts'
import type { Topic } from '../../../domain/audit/topics.ts'
import {
  BatchShape,
  GivenShape,
  NearestShape,
  PlannedShape,
  PlanningShape,
  UndoneShape,
  WhyShape,
} from '../../client/acts.ts'
import { WarningSummary } from '../../client/calls.ts'
import { GapPage } from '../../client/picture.ts'
import { DutyShape } from '../../client/register.ts'
import { Hits } from '../../client/search.ts'
import type { GapKey } from '../acts/use-acts.ts'
import { useLooking } from '../looking.ts'
import { inDistrict, type Query, TRIED } from './address.ts'
import { act, get } from './request.ts'

/**
 * Does something and then reads anew what it may have changed. The same thing asked again bears the same key, so that a
 * double click, or a second try after a lost answer, does it once.
 */
export function useDoing<Body, Answer>(topics: readonly Topic[], send: (body: Body, key: string) => Promise<Answer>) {
  const queries = useQueryClient()
  const sent = useRef({ text: '', key: '' })
  return useMutation({
    mutationFn(body: Body) {
      const text = JSON.stringify(body)
      if (sent.current.text !== text) sent.current = { text, key: newId(new Date()) }
      return send(body, sent.current.key)
    },
    onSettled() {
      const stale = (own: unknown) => Array.isArray(own) && own.some((topic) => topics.includes(topic))
      void queries.invalidateQueries({ predicate: (query) => stale(query.meta?.topics) })
    },
  })
}

/** Gaps as an act names them. */
export const keysOf = (gaps: readonly GapKey[]) => gaps.map(({ subject, rule, starts }) => ({ subject, rule, starts }))

/** Who is free for a gap, nearest first. */
export function useNearest(district: string, campaign: string, gap: GapKey | undefined) {
  const { lane } = useLooking()
  return useQuery({
    queryKey: ['nearest', district, campaign, gap?.subject, gap?.rule, gap?.starts.toISOString(), lane],
    queryFn: ({ signal }) => {
      const asked: Query = { subject: gap?.subject, rule: gap?.rule, starts: gap?.starts, campaign, lane }
      return get(NearestShape, inDistrict(district, '/gaps/nearest'), asked, signal)
    },
    enabled: gap !== undefined,
    meta: { topics: ['duties'] },
  })
}

/**
 * Why a line of a plan, planned anew to be told: asked when somebody wants to know; and what it would cost to insist on
 * somebody else for it, while what is known of the line stays in sight.
 */
export function useWhy(district: string, proposal: string, line: string, holder: string | null) {
  return useQuery({
    queryKey: ['why', district, proposal, line, holder],
    queryFn: ({ signal }) =>
      get(WhyShape, inDistrict(district, `/proposals/${proposal}/why`), { line, holder }, signal),
    placeholderData: keepPreviousData,
    retry: false,
    meta: { topics: ['duties', 'proposals'] },
  })
}

/** People, or also units, of a district who are called so: those who may be given a duty there. */
export function useHolders(district: string, text: string, kinds: string) {
  const { lane } = useLooking()
  const q = text.trim()
  return useQuery({
    queryKey: ['holders', district, q, kinds, lane],
    queryFn: ({ signal }) => get(Hits, '/search', { q, kinds, district, lane }, signal),
    enabled: q !== '',
    placeholderData: q === '' ? undefined : keepPreviousData,
  })
}

/** At most so many gaps are acted on at once. */
const MOST = 1000

interface Gaps {
  district: string
  campaign: string
  gaps: GapKey[]
  n?: number
  areaCode?: string
}

/** The gaps that an act means: a row shows the gravest of its area, and means all of them that are like these. */
export async function allOf(
  { district, campaign, gaps, n, areaCode }: Gaps,
  kind: 'unheld' | 'late',
): Promise<GapKey[]> {
  const [first] = gaps
  if (!first || areaCode === undefined || (n ?? 0) <= gaps.length) return gaps
  const found: GapKey[] = []
  for (let after: string | undefined; found.length < MOST; ) {
    const page = await get(GapPage, '/board/gaps', { district, campaign, area: areaCode, limit: 200, after })
    found.push(...page.items.filter((gap) => gap.rule === first.rule && gap.kinds.includes(kind)))
    if (page.next === null) break
    after = page.next
  }
  return found.slice(0, MOST)
}

export interface GapsToGive {
  district: string
  campaign: string
  gaps: GapKey[]
  holder: string | string[]
  /** Why somebody is to have more than the rule allows. */
  beyond?: string
}

export function giveGaps(to: GapsToGive, key: string): Promise<z.output<typeof GivenShape>> {
  return act(GivenShape, 'POST', inDistrict(to.district, '/gaps/give'), { body: givingBody(to), key })
}

const givingBody = ({ campaign, gaps, holder, beyond }: GapsToGive) => ({
  campaign,
  gaps: keysOf(gaps),
  holder,
  ...(beyond && { beyond }),
})

/** What giving would give, to whom and how many telephones ring; read anew whenever what is asked changes. */
export function useTriedGiving(
  what: Omit<GapsToGive, 'holder'> & { n?: number; areaCode?: string },
  holder: string | string[] | null,
) {
  const { district, campaign, gaps, beyond } = what
  return useQuery({
    queryKey: ['try-give', district, campaign, keysOf(gaps), what.areaCode ?? null, holder, beyond ?? ''],
    queryFn: async () => {
      const body = givingBody({ ...what, gaps: await allOf(what, 'unheld'), holder: holder ?? '' })
      return act(GivenShape, 'POST', inDistrict(district, '/gaps/give'), { body, query: TRIED })
    },
    enabled: holder !== null,
    gcTime: 0,
    retry: false,
    meta: { topics: [] },
  })
}

export function giveBatch(
  district: string,
  body: {
    lane: string
    subjects: string[]
    role: string
    holderKind: 'person' | 'unit'
    holder: string
    ends: Date | null
  },
  key: string,
) {
  return act(BatchShape, 'POST', inDistrict(district, '/duties/batch'), { body, key })
}

/** Ends duties again that were given a moment ago, in as many requests as they need. */
export async function undoDuties(district: string, duties: readonly string[]): Promise<z.output<typeof UndoneShape>> {
  const all: z.output<typeof UndoneShape> = { ended: [], refused: [] }
  for (let i = 0; i < duties.length; i += MOST) {
    const body = { duties: duties.slice(i, i + MOST) }
    const { ended, refused } = await act(UndoneShape, 'POST', inDistrict(district, '/duties/undo'), { body })
    all.ended.push(...ended)
    all.refused.push(...refused)
  }
  return all
}

export function planGaps(
  of: {
    district: string
    campaign: string
    subjects?: string[]
    areas?: string[]
    /** A proposal whose place the new plan takes; which of its lines stay, and who is not to have what. */
    instead?: string
    keep?: string[]
    not?: { subject: string; rule: string; holder: string }[]
  },
  key: string,
): Promise<z.output<typeof PlannedShape>> {
  const { district, campaign, ...body } = of
  return act(PlannedShape, 'POST', inDistrict(district, `/campaigns/${campaign}/plan`), { body, key })
}

/** How far a plan is that is being made under a key; null: none is followed. */
export function usePlanning(district: string, key: string | null) {
  return useQuery({
    queryKey: ['planning', district, key],
    queryFn: ({ signal }) => get(PlanningShape, inDistrict(district, `/planning/${key}`), {}, signal),
    enabled: key !== null,
    refetchInterval: 700,
    retry: false,
  })
}

/** Stops it: the request that waits for it is answered with what was found. */
export const stopPlanning = (district: string, key: string) =>
  act(PlanningShape, 'POST', inDistrict(district, `/planning/${key}/stop`))

export function endDuty({ district, duty, reason }: { district: string; duty: string; reason: string }) {
  return act(DutyShape, 'POST', `/duties/${encodeURIComponent(district)}/${duty}/end`, { body: { reason } })
}

export function replaceHolder(of: { district: string; duty: string; holder: string; reason: string }) {
  const { district, duty, ...body } = of
  return act(DutyShape, 'POST', `/duties/${encodeURIComponent(district)}/${duty}/replace`, { body })
}

export function endWarning({ id, reason }: { id: string; reason: string }) {
  return act(WarningSummary, 'POST', `/warnings/${id}/end`, { body: { reason } })
}

export function decideWarning({ id, ...body }: { id: string; ours: boolean; ends?: boolean }) {
  return act(WarningSummary, 'POST', `/warnings/${id}/decide`, { body })
}
