import type { Tx } from '../../db/connect.ts'
import type { Scope } from './bearers.ts'

export interface CampaignFound {
  id: string
  district: string
  playbook: string
  level: string
}

/** Titles of the playbooks that there are, of each its newest version: a handful of rows. */
export async function titles(tx: Tx): Promise<{ id: string; title: { en: string; zh: string } }[]> {
  return tx<{ id: string; title: { en: string; zh: string } }[]>`
    select distinct on (id) id, body -> 'title' as title from playbook order by id, version desc`
}

/** Campaigns of these playbooks or in these districts, newest first (index campaign_by_time; primary key by district). */
export async function campaignsOf(
  tx: Tx,
  by: { playbooks: string[]; districts: string[] },
  { at, lane, district, limit }: Scope,
): Promise<CampaignFound[]> {
  const there = tx`lane = ${lane} and starts <= ${at} ${district === null ? tx`` : tx`and district = ${district}`}`
  return tx<CampaignFound[]>`
    select id, district, playbook, level from (
      (select * from campaign where playbook = any(${by.playbooks}::text[]) and ${there} order by starts desc, id desc limit ${limit})
      union
      (select * from campaign where district = any(${by.districts}::text[]) and ${there} order by starts desc, id desc limit ${limit})
    ) c order by ends = 'infinity' desc, starts desc, id desc limit ${limit}`
}
