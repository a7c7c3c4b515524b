import { MusterError } from '../../../base/errors.ts'
import type { Tx } from '../../../db/connect.ts'
import { ACTUAL } from '../../audit/model.ts'
import { actIn } from '../../audit/store.ts'
import { isTeam, type Unit } from '../../people/model.ts'
import { mayReadContacts } from '../../people/reading.ts'
import { unitAnywhere } from '../../people/store.ts'
import { sumOfRules } from '../by-kind.ts'
import { unitsIn } from '../lists/ask.ts'
import { type Pointer, pointer } from '../lists/refs.ts'
import { each } from '../lists/walk.ts'
import { shareOf } from '../model.ts'
import { countsAt } from '../store.ts'
import { answersOf, mayAbout, missingOf } from './answers.ts'
import { areaChain, countAbout, type Draft, draft, fact, type Look, mayForm, unitChain } from './draft.ts'

/** Pages of the organisation: a unit and a person. */

export async function unitPage(tx: Tx, look: Look, id: string): Promise<Draft> {
  const unit = await unitAnywhere(tx, id)
  if (!unit) throw new MusterError('UNIT_UNKNOWN', { unit: id })
  const { district } = unit
  const self: Pointer = { point: 'unit', id: unit.id, district }
  const then = look.past ? look.moment : null
  const counts = await countsAt(tx, { tree: 'unit', lane: look.lane, at: then }, district, unit.id)
  const total = sumOfRules(counts)
  const [dates] = await tx<{ names: Record<string, string>; founded: Date | null; dissolved: Date | null }[]>`
    select names, nullif(founded, '-infinity') as founded, nullif(dissolved, 'infinity') as dissolved
    from unit where district = ${district} and id = ${unit.id}`
  const over = dates?.dissolved != null && dates.dissolved <= look.moment
  const posts = await answersOf(tx, look, self, 'subject')
  const held = await answersOf(tx, look, self, 'holder')
  const below = await unitsIn(tx, unit, look.moment)
  return draft(self, unit.name, {
    names: dates?.names ?? {},
    code: unit.code,
    what: [
      ...fact('kind', 'slug', unit.kind),
      ...fact('area', 'area', pointer('area', unit.area, district)),
      ...fact('founded', 'moment', dates?.founded ?? null),
      // When it was said that it would end is not kept.
      ...fact(over ? 'dissolved' : 'ends', 'moment', over || !look.past ? (dates?.dissolved ?? null) : null),
      ...fact('required', 'number', total.required),
      ...fact('unheld', 'number', total.unheld),
      ...fact('late', 'number', total.late),
      ...fact('share', 'share', shareOf(total)),
    ],
    where: [...(await areaChain(tx, unit.area)), ...(await unitChain(tx, self, look.moment)).slice(0, -1)],
    answers: [...posts, ...held],
    missing: total.required > 0 ? await missingOf(tx, look, { unit: unit.id }) : [],
    about: await countAbout(tx, [
      {
        key: 'people',
        list: 'people',
        filter: { unit: unit.id },
        rows: tx`select distinct person from ${each(tx, below)} join membership on district = ${district} and unit = k.id
          where starts <= ${look.moment} and ends > ${look.moment}`,
      },
      {
        key: 'units',
        list: 'units',
        filter: { unit: unit.id },
        rows: tx`select from ${each(tx, below)} join unit u on u.district = ${district} and u.id = k.id where u.dissolved > ${look.moment}`,
      },
      {
        key: 'acts',
        list: 'acts',
        filter: { district, subject: unit.id },
        rows: tx`select from audit a where district = ${district} and subject = ${unit.id} and at <= ${look.moment} and ${actIn(tx, look.lane)}`,
      },
    ]),
    may: look.past
      ? []
      : [
          { action: 'give-duty', ids: { district, subject: unit.id, subjectKind: 'unit' } },
          ...(over ? [] : await mayTeam(tx, look, unit)),
          ...mayAbout(look, district, [...posts, ...held]),
        ],
  })
}

/** A team may be dissolved; under a unit that answers for an area one may be formed. */
async function mayTeam(tx: Tx, look: Look, { district, id, kind, area }: Unit): Promise<Draft['may']> {
  if (isTeam(kind)) return look.lane === ACTUAL ? [{ action: 'dissolve-team', ids: { district, unit: id } }] : []
  return area === null ? [] : mayForm(tx, look, district, { area, unit: id })
}

export async function personPage(tx: Tx, look: Look, id: string, district: string | null): Promise<Draft> {
  const person = await personAnywhere(tx, id, district)
  if (!person) throw new MusterError('PERSON_UNKNOWN', { person: id })
  const self: Pointer = { point: 'person', id, district: person.district }
  const [member] = await tx<{ unit: string; kind: string; since: Date | null }[]>`
    select unit, kind, nullif(starts, '-infinity') as since from membership
    where district = ${person.district} and person = ${id} and starts <= ${look.moment} and ends > ${look.moment}
    order by starts desc, unit limit 1`
  const unit = pointer('unit', member?.unit ?? null, person.district)
  const held = await answersOf(tx, look, self, 'holder')
  const answers = [...held, ...(await answersOf(tx, look, self, 'subject'))]
  const contacts = mayReadContacts(look.viewer) ? await contactsOf(tx, self) : []
  const gone = person.left !== null && person.left <= look.moment
  return draft(self, person.name, {
    names: person.names,
    code: person.code,
    what: [
      ...fact('unit', 'unit', unit),
      ...fact('membership', 'slug', member?.kind ?? null),
      ...fact('since', 'moment', member?.since ?? null),
      ...fact('skills', 'slugs', person.skills),
      ...fact('home', 'area', pointer('area', person.home, person.home ?? '')),
      ...fact('left', 'moment', gone ? person.left : null),
      ...contacts.flatMap((c) => fact(c.channel, 'text', c.address)),
    ],
    where: await unitChain(tx, unit, look.moment),
    answers,
    about: await countAbout(tx, aboutPerson(tx, look, self)),
    may: [
      ...(look.past || look.lane !== ACTUAL || gone
        ? []
        : [{ action: 'note-absence' as const, ids: { district: person.district, person: id } }]),
      ...mayAbout(look, person.district, answers),
    ],
  })
}

function aboutPerson(tx: Tx, look: Look, { id, district }: Pointer): Parameters<typeof countAbout>[1] {
  return [
    {
      key: 'duties',
      list: 'duties',
      filter: { district, holder: id },
      rows: tx`select from duty where district = ${district} and holder = ${id} and lane = any(${look.lanes}::text[])
        and (backfilled or recorded_at <= ${look.moment})`,
    },
    {
      key: 'absences',
      list: 'absences',
      filter: { district, person: id },
      rows: tx`select from absence where district = ${district} and person = ${id} and recorded_at <= ${look.moment}`,
    },
    {
      key: 'summonses',
      list: 'summonses',
      filter: { district, person: id },
      rows: tx`select from summons where district = ${district} and person = ${id} and lane = ${look.lane} and called_at <= ${look.moment}`,
    },
    {
      key: 'records',
      list: 'records',
      filter: { district, person: id },
      rows: tx`select from record where district = ${district} and told_by = ${id} and lane = ${look.lane}
        and received_at <= ${look.moment}`,
    },
  ]
}

interface Found {
  district: string
  code: string
  name: string
  names: Record<string, string>
  skills: string[]
  /** The district that somebody seconded comes from. */
  home: string | null
  left: Date | null
}

/** Somebody by id (person_by_id), in the district asked for, or else at home. */
async function personAnywhere(tx: Tx, id: string, district: string | null): Promise<Found | null> {
  const [row] = await tx<Found[]>`
    select district, code, name, names, skills, home_district as home, nullif(left_at, 'infinity') as left
    from person where id = ${id} and ${district === null ? tx`true` : tx`district = ${district}`}
    order by home_district is not null, district limit 1`
  return row ?? null
}

async function contactsOf(tx: Tx, person: Pointer): Promise<{ channel: string; address: string }[]> {
  return tx<{ channel: string; address: string }[]>`
    select channel, address from contact where district = ${person.district} and person = ${person.id}
    order by channel, rank, address`
}
