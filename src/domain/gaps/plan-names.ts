import type { Tx } from '../../db/connect.ts'
import { chainage } from '../places/model.ts'
import { utcOffsetOf } from '../places/store.ts'
import type { Words } from '../playbooks/model.ts'
import { playbookAt } from '../playbooks/store.ts'
import type { OpenCampaign } from './model.ts'

/** What a plan gives, as far as its name tells it: places on dams, the one with most first, and in townships. */
interface PlanWhere {
  dams: { name: string; fromM: number; toM: number }[]
  /** Of places that lie on no dam. */
  townships: { name: string; names: Record<string, string> }[]
  /** The one place, where it is for one alone. */
  only: string | null
}

/**
 * Gives a plan its name, in both languages: where most of what it gives lies, the level that it was made at, and when, by the clocks
 * there. "Raohe dyke K10–K20 and 3 townships, Level II, 02:47". It keeps its name whatever becomes of its lines.
 */
export async function namePlan(
  tx: Tx,
  campaign: OpenCampaign,
  { proposal, madeAt }: { proposal: string; madeAt: Date },
): Promise<void> {
  const names = await planNames(tx, campaign, { proposal, madeAt })
  await tx`
    update proposal set names = ${JSON.stringify(names)}::text::jsonb
    where district = ${campaign.district} and id = ${proposal}`
}

async function planNames(
  tx: Tx,
  campaign: OpenCampaign,
  { proposal, madeAt }: { proposal: string; madeAt: Date },
): Promise<Words> {
  const { district } = campaign
  const [where, playbook, offset] = [
    await whereOf(tx, district, proposal),
    await playbookAt(tx, campaign.playbook, campaign.version),
    await utcOffsetOf(tx, district, madeAt),
  ]
  const level = playbook?.levels.find((l) => l.id === campaign.level)?.title ?? {
    en: campaign.level,
    zh: campaign.level,
  }
  const time = new Date(madeAt.getTime() + offset * 60_000).toISOString().slice(11, 16)
  return {
    en: [whereInEnglish(where), level.en, time].filter(Boolean).join(', '),
    zh: [whereInChinese(where), level.zh, time].filter(Boolean).join('，'),
  }
}

function whereInEnglish({ dams: [dam, ...dams], townships: [township, ...townships], only }: PlanWhere): string {
  if (only !== null) return only
  const count = (n: number, one: string, many: string) => (n === 1 ? one : `${n} ${many}`)
  const named = (n: NonNullable<typeof township>) => nameIn(n, 'en')
  if (dam) {
    const more = [
      dams.length > 0 && count(dams.length, 'another dam', 'other dams'),
      township && (townships.length === 0 ? named(township) : `${townships.length + 1} townships`),
    ].filter(Boolean)
    return [`${dam.name} ${stretch(dam)}`, ...more].join(' and ')
  }
  if (!township) return ''
  if (townships.length === 0) return named(township)
  return `${named(township)} and ${count(townships.length, 'another township', 'other townships')}`
}

function whereInChinese({ dams: [dam, ...dams], townships: [township, ...townships], only }: PlanWhere): string {
  if (only !== null) return only
  if (dam) {
    const more = [
      dams.length > 0 && `另${dams.length}处堤防`,
      township && (townships.length === 0 ? nameIn(township, 'zh') : `${townships.length + 1}个乡镇`),
    ].filter(Boolean)
    return [`${dam.name} ${stretch(dam)}`, ...more].join('及')
  }
  if (!township) return ''
  const name = nameIn(township, 'zh')
  return townships.length === 0 ? name : `${name}及另${townships.length}个乡镇`
}

function nameIn({ name, names }: { name: string; names: Record<string, string> }, lang: string): string {
  const key = Object.keys(names).find((k) => k === lang || k.startsWith(`${lang}-`))
  return (key !== undefined && names[key]) || name
}

/** From where to where, in whole kilometres where both are: K10–K20, K12+500–K13. */
function stretch({ fromM, toM }: { fromM: number; toM: number }): string {
  const short = (m: number) => chainage(m).replace(/\+000$/, '')
  return `${short(fromM)}–${short(toM)}`
}

/** A section is called by its dam and where on it it lies; the rest of the name is the dam's. */
const SPAN = '\\s*K\\d+\\+\\d{3}\\s*[–—-]\\s*K\\d+\\+\\d{3}\\s*$'

/** So many lines of a plan are looked at for its name, those that were made first: it is given while the plan is written. */
const LOOKED_AT = 5_000

/** Dams by how much of the plan is on them, and the townships of all else (primary keys of proposal_line, place and area). */
async function whereOf(tx: Tx, district: string, proposal: string): Promise<PlanWhere> {
  const rows = await tx<PlanRow[]>`
    select q.*, a.name as township, a.names from (
      select g.line, case when g.line is null then coalesce((
          select path[array_position(path, ${district}) + 1] from area where code = g.area), g.area) end as code,
        min(regexp_replace(g.name, ${SPAN}, '')) as dam, min(g.name) as place, min(g.from_m) as "fromM", max(g.to_m) as "toM",
        sum(g.n)::int as n
      from (
        select s.line, s.area, min(s.name) as name, min(s.from_m) as from_m, max(s.to_m) as to_m, count(*) as n
        from (
            select distinct subject as id from (
              select subject from proposal_line where district = ${district} and proposal = ${proposal} order by duty
              limit ${LOOKED_AT}) f
          ) l, lateral (select name, line, area, from_m, to_m from place where district = ${district} and id = l.id offset 0) s
        group by s.line, s.area
      ) g
      group by g.line, 2
    ) q left join area a on a.code = q.code
    order by q.n desc, q.dam, q.code`
  const [first, ...others] = rows
  const known = (r: PlanRow) => r.line !== null && r.fromM !== null && r.toM !== null
  return {
    dams: rows.filter(known).map((r) => ({
      // Where sections have names of their own, the dam's code tells which.
      name: r.dam === r.place && r.n > 1 ? String(r.line) : r.dam,
      fromM: Number(r.fromM),
      toM: Number(r.toM),
    })),
    townships: rows.filter((r) => !known(r)).map((r) => ({ name: r.township ?? r.place, names: r.names ?? {} })),
    only: first && others.length === 0 && first.n === 1 ? first.place : null,
  }
}

interface PlanRow {
  line: string | null
  code: string | null
  dam: string
  place: string
  fromM: number | null
  toM: number | null
  township: string | null
  names: Record<string, string> | null
  n: number
}
