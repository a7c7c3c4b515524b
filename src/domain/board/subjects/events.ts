import type { Tx } from '../../../db/connect.ts'
import { actIn } from '../../audit/store.ts'
import type { Pointer } from '../lists/refs.ts'
import type { Look } from './draft.ts'
import type { Source } from './event-source.ts'
import { acts, duties, memberships, records, requirements, summonses, tree } from './register-events.ts'
import { calling, campaigns, recordItself, zonesOf } from './running-events.ts'

/** What is told of each kind of subject. */
export function sourcesOf(tx: Tx, look: Look, self: Pointer): Source[] {
  const { district, id } = self
  const own = acts(tx, look, self)
  switch (self.point) {
    case 'place':
      return [
        own,
        records(tx, look, self, 'subject'),
        ...duties(tx, look, self, 'subject'),
        requirements(tx, look, self),
      ]
    case 'unit':
      return [
        own,
        ...duties(tx, look, self, 'subject'),
        ...duties(tx, look, self, 'holder'),
        memberships(tx, self, 'unit'),
        tree(tx, self),
      ]
    case 'person':
      return [
        own,
        records(tx, look, self, 'teller'),
        ...duties(tx, look, self, 'holder'),
        memberships(tx, self, 'person'),
        summonses(tx, look, self),
      ]
    case 'area': {
      const which = tx`c.district = ${district}`
      return [own, ...campaigns(tx, look, which), ...calling(tx, look, which)]
    }
    case 'campaign': {
      const which = tx`c.district = ${district} and c.id = ${id}`
      return [own, ...campaigns(tx, look, which), ...calling(tx, look, which)]
    }
    case 'callout': {
      const which = tx`c.district = ${district} and o.id = ${id}`
      return [own, ...calling(tx, look, which).filter((s) => s.kind === 'callout')]
    }
    case 'proposal': {
      const which = tx`c.district = ${district} and o.id = ${id}`
      return [own, ...calling(tx, look, which).filter((s) => s.kind === 'proposal')]
    }
    case 'warning':
      return [
        { ...own, where: tx`a.district = '*' and a.subject = ${id} and ${actIn(tx, look.lane)}` },
        ...zonesOf(tx, self),
      ]
    case 'record':
      return [own, ...recordItself(tx, look, self)]
  }
}
