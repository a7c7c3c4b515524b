import { MusterError } from '../../../base/errors.ts'
import { cursorOf, type Page } from '../../../base/paging.ts'
import type { Tx } from '../../../db/connect.ts'
import { laneNow } from '../../audit/lanes.ts'
import type { Viewer } from '../../audit/model.ts'
import { absences } from './absences.ts'
import { acts } from './acts.ts'
import { asides } from './asides.ts'
import { askOf, type List, type ListRequest, markOf } from './ask.ts'
import { callouts } from './callouts.ts'
import { campaigns } from './campaigns.ts'
import { duties } from './duties.ts'
import { gaps } from './gaps.ts'
import { hazards } from './hazards.ts'
import { lines } from './lines.ts'
import type { ListDef, ListName, Row } from './model.ts'
import { people } from './people.ts'
import { places } from './places.ts'
import { proposals } from './proposals.ts'
import { records } from './records.ts'
import { named } from './refs.ts'
import { summonses } from './summonses.ts'
import { units } from './units.ts'
import { planAnew } from './walk.ts'
import { warnings } from './warnings.ts'

const LISTS: Readonly<Record<ListName, List>> = {
  gaps,
  places,
  people,
  units,
  duties,
  absences,
  records,
  asides,
  hazards,
  warnings,
  campaigns,
  callouts,
  summonses,
  proposals,
  lines,
  acts,
}

/** What every list can be asked. */
export function listDefs(): ListDef[] {
  return Object.values(LISTS).map(({ page, ...def }) => def)
}

/** One list's definition; LIST_UNKNOWN. */
export function listDef(name: string): ListDef {
  return listOf(name)
}

/**
 * One page of a list, with the names of what its rows point to. It may be shorter than asked for, or empty, and not be the
 * last: `next` tells the end. Errors of `askOf`; LIST_UNKNOWN, BAD_CURSOR.
 */
export async function readList(
  tx: Tx,
  viewer: Viewer,
  wall: Date,
  name: string,
  request: ListRequest,
): Promise<Page<Row>> {
  const list = listOf(name)
  await planAnew(tx)
  const now = await laneNow(tx, request.lane, wall)
  const ask = await askOf(tx, viewer, now, list, request)
  const { rows, next } = await list.page(tx, ask)
  return { items: await named(tx, rows), next: next && cursorOf(next, markOf(list.list, ask.sort)) }
}

function listOf(name: string): List {
  const list = Object.hasOwn(LISTS, name) ? LISTS[name as ListName] : undefined
  if (!list) throw new MusterError('LIST_UNKNOWN', { list: name })
  return list
}
