import type { Fragment, Tx } from '../../db/connect.ts'

/** Stands down everyone in a campaign who is still asked, and of whose duties `required` (a query of ids) wants none. */
export async function standDown(
  tx: Tx,
  now: Date,
  district: string,
  campaign: string,
  required: Fragment,
): Promise<{ callout: string; person: string }[]> {
  return tx<{ callout: string; person: string }[]>`
    with asked as (
      select callout, person, unnest(duties) as id from summons
      where district = ${district} and campaign = ${campaign} and stood_down_at is null and asked_as = 'holder'
    ), free as (
      select callout, person from (
        select callout, person, bool_or(wanted) over (partition by id) as wanted from (
          select callout, person, id, false as wanted from asked union all select null, null, id, true from (${required}) r
        ) x
      ) y where callout is not null group by callout, person having not bool_or(wanted)
    )
    update summons s set stood_down_at = ${now}, next_at = 'infinity' from free f
    where s.district = ${district} and s.callout = f.callout and s.person = f.person
    returning s.callout, s.person`
}

/**
 * Stands down deputies and superiors of call-outs in which nobody is left at whose door they are wanted. Those call-outs
 * are found once (index summons_handed), and not for each helper.
 */
export async function standDownHelpers(
  tx: Tx,
  now: Date,
  district: string,
  campaign: string,
): Promise<{ callout: string; person: string }[]> {
  return tx<{ callout: string; person: string }[]>`
    update summons s set stood_down_at = ${now}, next_at = 'infinity'
    where s.district = ${district} and s.campaign = ${campaign} and s.stood_down_at is null and s.asked_as <> 'holder'
      and s.callout not in (select h.callout from summons h where h.district = ${district}
        and h.asked_as = 'holder' and h.handed_to is not null and h.stood_down_at is null)
    returning s.callout, s.person`
}
