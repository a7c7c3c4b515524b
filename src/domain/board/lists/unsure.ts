import { z } from 'zod'
import type { SortKey } from '../../../base/paging.ts'
import type { Fragment, Tx } from '../../../db/connect.ts'
import type { Gap } from '../../gaps/model.ts'
import type { CampaignAt } from '../model.ts'
import { isUnsure, type SureWay } from '../sureness.ts'
import type { Ask } from './ask.ts'
import { all } from './walk.ts'

/** Where a page of what is not sure ended. */
const UnsureMark = z.tuple([z.number(), z.uuid(), z.uuid(), z.string(), z.iso.datetime()])

export const unsureKey = (g: Gap, campaign: string): SortKey => [g.risk, g.subject, campaign, g.rule, g.starts]

/**
 * What a campaign requires now and is not sure in one way, gravest first: the rows that are counted so at the nodes above them,
 * whether or not they are a gap (index requirement_counted).
 */
export async function unsureNow(
  tx: Tx,
  ask: Ask,
  campaign: CampaignAt,
  way: SureWay,
  narrowed: readonly (Fragment | false | null)[],
): Promise<Gap[]> {
  const where = all(tx, [
    tx`r.district = ${ask.district} and r.campaign = ${campaign.id} and r.counted <> 0`,
    isUnsure(tx, way, tx`r.counted`),
    ...narrowed,
  ])
  const some = (more: Fragment) => tx`(
    select r.subject, r.area, r.campaign, r.rule, r.role, r.needed, r.held, r.starts, nullif(r.ends, 'infinity') as ends,
      nullif(r.due, 'infinity') as due, r.risk, coalesce(r.gap_since, r.starts) as since, array_remove(array[
        case when r.held < r.needed then 'unheld' end, case when r.due <= ${ask.moment} then 'late' end], null) as kinds
    from requirement r where ${where} and ${more} order by r.risk desc, r.subject, r.rule, r.starts limit ${ask.limit + 1})`
  const mark = ask.mark(UnsureMark)
  if (!mark) return tx<Gap[]>`${some(tx`true`)}`
  const [risk, subject, last, rule, starts] = mark
  const onward =
    campaign.id === last
      ? tx`(r.subject, r.rule, r.starts) > (${subject}::uuid, ${rule}, ${starts}::timestamptz)`
      : tx`r.subject ${campaign.id > last ? tx`>=` : tx`>`} ${subject}::uuid`
  return tx<Gap[]>`
    ${some(tx`r.risk = ${risk}::real and ${onward}`)}
    union all ${some(tx`r.risk < ${risk}::real`)}
    order by risk desc, subject, rule, starts limit ${ask.limit + 1}`
}
