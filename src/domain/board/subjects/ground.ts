import { MusterError } from '../../../base/errors.ts'
import type { Tx } from '../../../db/connect.ts'
import { areaByCode, placeById } from '../../places/store.ts'
import { sumOfRules } from '../by-kind.ts'
import { placeStates } from '../lists/place-states.ts'
import { type Pointer, pointer } from '../lists/refs.ts'
import { shareOf } from '../model.ts'
import { campaignsAt, countsAt } from '../store.ts'
import { answersOf, mayAbout, missingOf } from './answers.ts'
import { areaChain, countAbout, type Draft, draft, fact, type Look, mayForm, unitChain, unitOfArea } from './draft.ts'
import type { Subject } from './model.ts'

/** Pages of what is on the ground: a place and an area. */

export async function placePage(tx: Tx, look: Look, id: string): Promise<Draft> {
  const place = await placeById(tx, id)
  if (!place) throw new MusterError('PLACE_UNKNOWN', { place: id })
  const { district } = place
  const self: Pointer = { point: 'place', id: place.id, district }
  const [states, answers, missing] = [
    await placeStates(tx, { ...look, district }, [place.id]),
    await answersOf(tx, look, self, 'subject'),
    await missingOf(tx, look, { district, place: place.id }),
  ]
  const unit = await unitOfArea(tx, district, place.area, look.moment)
  const ids = { district, subject: place.id }
  const unheld = missing.filter((g) => g.kinds.includes('unheld'))
  return draft(self, place.name, {
    code: place.code,
    state: states.get(place.id) ?? 'unknown',
    what: [
      ...fact('kind', 'slug', place.kind),
      ...fact('line', 'text', place.line),
      ...fact('fromM', 'metres', place.fromM),
      ...fact('toM', 'metres', place.toM),
      ...fact('people', 'number', place.people),
      ...fact('risk', 'share', place.risk || null),
    ],
    where: [...(await areaChain(tx, place.area)), ...(await unitChain(tx, unit, look.moment))],
    at: await extentOf(tx, self),
    answers,
    missing,
    about: await countAbout(tx, [
      {
        key: 'records',
        list: 'records',
        filter: { district, subject: place.id },
        rows: tx`select from record where district = ${district} and subject = ${place.id} and lane = ${look.lane}
          and received_at <= ${look.moment}`,
      },
      {
        key: 'duties',
        list: 'duties',
        filter: { district, subject: place.id },
        rows: tx`select from duty where district = ${district} and subject = ${place.id} and lane = any(${look.lanes}::text[])
          and (backfilled or recorded_at <= ${look.moment})`,
      },
    ]),
    may: look.past
      ? []
      : [
          { action: 'give-duty', ids: { ...ids, subjectKind: 'place' } },
          { action: 'add-record', ids },
          ...(await mayForm(tx, look, district, { place: place.id })),
          ...[...new Set(unheld.map((g) => g.campaign))].map((campaign) => ({
            action: 'plan' as const,
            ids: { ...ids, campaign },
          })),
          ...mayAbout(look, district, answers),
        ],
  })
}

/** What bounds a place, and a point on it to put a mark at. */
async function extentOf(tx: Tx, place: Pointer): Promise<Subject['at']> {
  const [row] = await tx<{ w: number; s: number; e: number; n: number; x: number; y: number }[]>`
    select st_xmin(geom) as w, st_ymin(geom) as s, st_xmax(geom) as e, st_ymax(geom) as n, st_x(c.at) as x, st_y(c.at) as y
    from place p, lateral (select st_pointonsurface(p.geom) as at) c
    where p.district = ${place.district} and p.id = ${place.id}`
  return row ? { bbox: [row.w, row.s, row.e, row.n], point: [row.x, row.y] } : null
}

export async function areaPage(tx: Tx, look: Look, code: string): Promise<Draft> {
  const area = await areaByCode(tx, code)
  if (!area) throw new MusterError('AREA_UNKNOWN', { code })
  const { district } = area
  const self: Pointer = { point: 'area', id: code, district }
  const then = look.past ? look.moment : null
  const counts = await countsAt(tx, { tree: 'area', lane: look.lane, at: then }, district, code)
  const total = sumOfRules(counts)
  const campaigns = await campaignsAt(tx, district, look.lane, look.moment)
  const unit = await unitOfArea(tx, district, code, look.moment)
  const below = tx`select a.code from area a where a.path @> ${[code]}::text[]`
  const inside = code === district ? tx`true` : tx`area in (${below})`
  return draft(self, area.name, {
    names: area.names,
    code,
    what: [
      ...fact('kind', 'text', area.kind),
      ...fact('unit', 'unit', unit),
      ...fact('required', 'number', total.required),
      ...fact('unheld', 'number', total.unheld),
      ...fact('late', 'number', total.late),
      ...fact('share', 'share', shareOf(total)),
      ...campaigns.flatMap((c) => fact('campaign', 'campaign', pointer('campaign', c.id, district))),
    ],
    where: (await areaChain(tx, code)).slice(0, -1),
    at: await shapeOf(tx, code),
    answers: unit ? await answersOf(tx, look, unit, 'subject') : [],
    missing: total.required > 0 ? await missingOf(tx, look, { area: code }) : [],
    about: await countAbout(tx, [
      {
        key: 'places',
        list: 'places',
        filter: { area: code },
        rows: tx`select from place where district = ${district} and ${inside} and closed > ${look.moment}`,
      },
      {
        key: 'units',
        list: 'units',
        filter: { area: code },
        rows: tx`select from unit where district = ${district} and ${inside} and dissolved > ${look.moment}`,
      },
    ]),
    may: look.past
      ? []
      : [
          ...campaigns
            .filter(() => total.unheld > 0)
            .map((c) => ({ action: 'plan' as const, ids: { district, campaign: c.id, area: code } })),
          ...(await mayForm(tx, look, district, { area: code })),
        ],
  })
}

/** The extent of an area's shape; null for one that has none, whose places tell it (GET /map/extent). */
async function shapeOf(tx: Tx, code: string): Promise<Subject['at']> {
  const [row] = await tx<{ w: number; s: number; e: number; n: number; x: number; y: number }[]>`
    select st_xmin(b) as w, st_ymin(b) as s, st_xmax(b) as e, st_ymax(b) as n,
      (st_xmin(b) + st_xmax(b)) / 2 as x, (st_ymin(b) + st_ymax(b)) / 2 as y
    from (select st_envelope(shape) as b from area where code = ${code} and shape is not null) a`
  return row ? { bbox: [row.w, row.s, row.e, row.n], point: [row.x, row.y] } : null
}
