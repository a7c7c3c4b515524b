import { CONSOLE } from '../../src/domain/audit/model.ts'
import { decideWarning } from '../../src/domain/warnings/actions.ts'
import { helpedIn } from './infos.ts'
import type { Scene } from './scene.ts'

/** What a coordinator answers to a warning: whether it is ours, and whether what it would take the place of is over. */
export interface WarningAnswer {
  ours: boolean
  ends?: boolean
}

interface WarningRow {
  identifier: string
  state: string
  why: string | null
  asks: string | null
  by: string | null
}

/** What became of a scene's warnings. */
export function warningsOf(scene: Scene) {
  return {
    /** The villages whose households all have a helper required now. */
    async villagesHelped(): Promise<number[]> {
      const required = `rule = 'household-helper' and ends = 'infinity'`
      return helpedIn(await scene.rows<{ area: string }>('requirement', required))
    },
    /** By identifier, each warning's state, why it is in it, and what it asks: `noted in-part asks ends of W-1`. */
    async warningStates(): Promise<Record<string, string>> {
      const rows = await scene.rows<WarningRow>('warning')
      const questionOf = ({ asks, by }: WarningRow) => asks && `asks ${asks}${by ? ` of ${by}` : ''}`
      return Object.fromEntries(
        rows.map((w) => [w.identifier, [w.state, w.why, questionOf(w)].filter(Boolean).join(' ')]),
      )
    },
    /** The messages by which people were told to stand down. */
    standDowns: () => scene.phones.heard.filter((m) => m.kind === 'stand-down'),
    /** Answers what a warning asks, without a server, and does what follows from it. */
    async decideQuestion(identifier: string, answer: WarningAnswer): Promise<void> {
      await decideWarning(scene.db, scene.now(), CONSOLE, { key: identifier, ...answer })
      await scene.run()
    },
  }
}
