import { useActs } from './acts.ts'
import { COUNTY } from './county.ts'

/** An act as the tray has it. */
export interface Lately {
  id: string
  act: string
  at: string
  by: string | null
  actor: string
  name: string | null
  count: number | null
  reason: string | null
  undoUntil: string | null
  undo: { total: number; restored: number; lost: number; told: number; aside: number; done: boolean } | null
}

/** What people do by hand, and undo from the tray of what was done lately. */
export function useUndo() {
  const acts = useActs()
  const { scene, get, post } = acts
  const lately = async (query = ''): Promise<Lately[]> => {
    const { status, body } = await get(`/lately${query}`)
    if (status !== 200) throw new Error(`the tray: ${body.code} ${body.message}`)
    return body.items
  }
  const latest = async (act: string): Promise<Lately> => {
    const found = (await lately()).find((row) => row.act === act)
    if (!found) throw new Error(`no ${act} in the tray`)
    return found
  }
  return {
    ...acts,
    lately,
    latest,
    tryUndo: (act: string) => post(`/acts/${act}/undo?try=true`),
    undo: (act: string, headers: Record<string, string> = {}) => post(`/acts/${act}/undo`, undefined, headers),
    /** The newest act of a kind is undone, and the engine does all of it. */
    async undone(act: string) {
      const { id } = await latest(act)
      const { status, body } = await post(`/acts/${id}/undo`)
      if (status !== 200) throw new Error(`${act} was not undone: ${body.code}`)
      await scene.run()
      return body
    },
    /** Duties that last now, as `place role holder`. */
    async held(): Promise<string[]> {
      const now = scene.now().toISOString()
      const duties = await scene.rows<{ subject: string; role: string; holder: string }>(
        'duty',
        `district = '${COUNTY}' and subject_kind = 'place' and ends > greatest(starts, '${now}')`,
      )
      return duties.map((d) => `${scene.county.code(d.subject)} ${d.role} ${scene.county.code(d.holder)}`).sort()
    },
    /** Who is asked for something still, with what they said; whoever said no is asked for nothing. */
    async asked(): Promise<string[]> {
      const rows = await scene.rows<{ person: string; accepted_at: Date | null }>(
        'summons',
        'stood_down_at is null and (declined_at is null or accepted_at > declined_at)',
      )
      return rows.map((s) => `${scene.county.code(s.person)} ${s.accepted_at ? 'yes' : ''}`).sort()
    },
    heard: (kind: string) =>
      scene.phones.heard
        .filter((m) => m.kind === kind)
        .map((m) => m.person)
        .sort(),
  }
}
