import type { Db } from '../../db/connect.ts'
import { SEVERITIES, type Severity } from '../playbooks/model.ts'
import { levelOf } from '../playbooks/rules-at.ts'
import { playbookAt } from '../playbooks/store.ts'

/** Which severity means a level of the flood playbook: what a gauge's warning says. */
export async function severities(db: Db): Promise<(level: string) => Severity> {
  const playbook = await db.read((tx) => playbookAt(tx, 'flood'))
  return (level) =>
    playbook ? (SEVERITIES.find((s) => s !== 'Unknown' && levelOf(playbook, s) === level) ?? 'Unknown') : 'Unknown'
}
