import { MINUTE } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { decideProposal } from '../../src/domain/gaps/accept.ts'
import { proposalsOf } from '../../src/domain/gaps/proposals.ts'
import { COUNTY } from './county.ts'
import type { Scene } from './scene.ts'

/** A flood in three villages, plans accepted, some of those called have answered, and some patrols are late. */
export async function flood(scene: Scene): Promise<void> {
  await scene.warn([1, 2, 4], { severity: 'Extreme' })
  const [campaign] = await scene.rows<{ id: string }>('campaign')
  const offered = await scene.db.read((tx) => proposalsOf(tx, COUNTY, campaign?.id ?? '', 10))
  for (const p of offered)
    if (p.state === 'open') await decideProposal(scene.db, scene.now(), CONSOLE, COUNTY, p.id, true)
  await scene.run()
  await scene.pass(2 * MINUTE)
  const called = (await scene.rows<{ person: string }>('summons')).map((s) => scene.county.code(s.person))
  const kinds = ['accepted', 'arrived', 'acknowledged', 'declined', 'accepted'] as const
  for (const [i, person] of [...new Set(called)].entries()) {
    const kind = kinds[i % 7]
    if (kind) await scene.answer(person, kind)
  }
  await scene.pass(30 * MINUTE)
}
