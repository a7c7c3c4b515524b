import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { RowPage } from '../../client/lists.ts'
import { type AbsenceBody, AbsenceShape, NotedShape } from '../../client/register.ts'
import { useLooking } from '../looking.ts'
import { act, get } from './request.ts'

type Asked = Omit<z.input<typeof AbsenceBody>, 'starts' | 'ends'> & { starts?: Date; ends: Date | null }

const inDistrict = (district: string, rest: string) => `/districts/${encodeURIComponent(district)}/absences${rest}`

export function noteAbsence({ district, ...body }: Asked & { district: string }, key: string) {
  return act(NotedShape, 'POST', inDistrict(district, ''), { body, key })
}

export function endAbsence({ district, absence }: { district: string; absence: string }) {
  return act(AbsenceShape, 'POST', inDistrict(district, `/${absence}/end`))
}

/** Of one person's absences so many are looked at: what is over long ago stands in the list. */
const LAST = 20

/** When somebody is not to be counted on: what is not over at the moment that is looked at, first what begins first. */
export function useAbsences(district: string, person: string) {
  const { at } = useLooking()
  return useQuery({
    queryKey: ['absences', district, person, at?.toISOString() ?? null],
    queryFn: async ({ signal }) => {
      const { items } = await get(RowPage, '/lists/absences', { district, person, at, limit: LAST }, signal)
      return items.filter(({ cells }) => cells.state !== 'over').reverse()
    },
    meta: { topics: ['register'] },
  })
}
