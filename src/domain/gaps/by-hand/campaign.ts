import { MusterError } from '../../../base/errors.ts'
import type { Tx } from '../../../db/connect.ts'
import type { Viewer } from '../../audit/model.ts'
import type { Campaign } from '../../playbooks/campaign.ts'
import type { Rule } from '../../playbooks/model.ts'
import { campaignById, playbookAt } from '../../playbooks/store.ts'

/** One campaign, open or over; CAMPAIGN_UNKNOWN. */
export async function findCampaign(tx: Tx, _viewer: Viewer, district: string, id: string): Promise<Campaign> {
  const campaign = await campaignById(tx, district, id)
  if (!campaign) throw new MusterError('CAMPAIGN_UNKNOWN', { campaign: id })
  return campaign
}

/** A campaign that is in force, and the rules that it froze; CAMPAIGN_UNKNOWN, CAMPAIGN_OVER. */
export async function inForce(
  tx: Tx,
  viewer: Viewer,
  district: string,
  id: string,
): Promise<{ campaign: Campaign; rules: Rule[] }> {
  const campaign = await findCampaign(tx, viewer, district, id)
  if (campaign.ends) throw new MusterError('CAMPAIGN_OVER', { campaign: id })
  const playbook = await playbookAt(tx, campaign.playbook, campaign.version)
  return { campaign, rules: playbook?.rules ?? [] }
}
