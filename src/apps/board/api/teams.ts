import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import {
  type DissolveBody,
  DissolvedShape,
  type FormBody,
  FormedShape,
  SkillsShape,
  type TeamBody,
  TeamShape,
} from '../../client/teams.ts'
import { inDistrict } from './address.ts'
import { act, get } from './request.ts'

export type FoundTeam = z.output<typeof TeamShape>
type Asked = z.input<typeof TeamBody>
type Moments = { from?: Date | undefined; until?: Date | null | undefined }
/** A team as it is asked for; moments are sent as JSON writes them. */
export type AskedTeam = Omit<Asked, keyof Moments> & Moments

/** The skills that people of a district have, with how many have each. */
export function useSkills(district: string) {
  return useQuery({
    queryKey: ['skills', district],
    queryFn: ({ signal }) => get(SkillsShape, inDistrict(district, '/skills'), {}, signal),
    meta: { topics: ['register'] },
  })
}

/**
 * The team that is found, once something is asked; while another is looked for, the last one stays in sight. It is not looked
 * for again by itself: who is about to form it would form another than the one that was read.
 */
export function useTeam(district: string, asked: AskedTeam | null) {
  return useQuery({
    queryKey: ['team', district, JSON.stringify(asked)],
    queryFn: () => act(TeamShape, 'POST', inDistrict(district, '/teams/plan'), { body: asked }),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

type ToForm = Omit<z.input<typeof FormBody>, keyof Moments> & Moments

export function formTeam({ district, ...body }: ToForm & { district: string }, key: string) {
  return act(FormedShape, 'POST', inDistrict(district, '/teams'), { body, key })
}

export function dissolveTeam(
  { district, unit, reason }: z.input<typeof DissolveBody> & { district: string; unit: string },
  key: string,
) {
  return act(DissolvedShape, 'POST', inDistrict(district, `/teams/${unit}/dissolve`), { body: { reason }, key })
}
