import type { Tx } from '../../db/connect.ts'
import { answers } from '../playbooks/answers.ts'
import type { Playbook } from '../playbooks/model.ts'
import { playbooks } from '../playbooks/store.ts'
import { infoDoubt } from './doubts.ts'
import { isOver, type Warning, WarningInfo } from './model.ts'
import { partsStanding } from './part-store.ts'
import type { KeptMessage } from './store.ts'

/** Of which of its areas a message speaks, and as what. Areas are places in `areas` of the message. */
export interface SpokenAreas {
  /** By the playbook that answers: in force there, or said to be over. */
  by: ReadonlyMap<string, ReadonlySet<number>>
  /** Whatever the playbook: a coordinator said so, or it ends what it refers to in words that no playbook knows. */
  any: ReadonlySet<number>
  /** What no playbook answers, or what is in doubt: it may be about anything. */
  unsure: ReadonlySet<number>
  /** By the playbook for which it stands, or would. */
  stands: ReadonlyMap<string, ReadonlySet<number>>
}

type Said = Pick<KeptMessage, 'id' | 'status' | 'msgType' | 'ours' | 'clear' | 'state'>

/** What each of these messages speaks of. One that cannot be read as it was kept speaks of nothing. */
export async function spokenIn(tx: Tx, messages: readonly Said[]): Promise<Map<string, SpokenAreas>> {
  if (messages.length === 0) return new Map()
  const books = await playbooks(tx)
  const ids = messages.map((m) => m.id)
  const infos = await infosOf(tx, ids)
  const parts = Map.groupBy(await partsStanding(tx, ids), (part) => part.warning)
  return new Map(
    messages.map((m) => {
      const spoken = spokenOf(m, infos.get(m.id) ?? [], books)
      return [m.id, m.state === 'in-force' ? { ...spoken, stands: byPlaybook(parts.get(m.id) ?? []) } : spoken]
    }),
  )
}

function byPlaybook(parts: readonly { playbook: string; area: number }[]): Map<string, Set<number>> {
  const own = Map.groupBy(
    parts.filter((part) => part.area >= 0),
    (part) => part.playbook,
  )
  return new Map([...own].map(([playbook, of]) => [playbook, new Set(of.map((part) => part.area))]))
}

/** What a message with these infos speaks of, before anything of it is in force. */
export function spokenOf(
  m: Pick<Warning, 'status' | 'msgType' | 'clear'> & { ours: boolean | null },
  infos: readonly WarningInfo[],
  books: readonly Playbook[],
): SpokenAreas {
  const [by, stands] = [new Map<string, Set<number>>(), new Map<string, Set<number>>()]
  const [any, unsure] = [new Set<number>(), new Set<number>()]
  const put = (into: Map<string, Set<number>>, playbook: string, areas: readonly number[]) => {
    into.set(playbook, new Set([...(into.get(playbook) ?? []), ...areas]))
  }
  const isWhole = m.msgType === 'Cancel' || m.clear
  for (const info of infos) {
    const over = isWhole || isOver(info)
    const isClear = over || m.ours === true || infoDoubt({ status: m.status, infos: [...infos] }, info) === null
    const answering = books.filter((book) => {
      const how = answers(book, info)
      return how !== null && isClear && (how === 'event' || over || m.ours === true)
    })
    for (const { id } of answering) {
      put(by, id, info.areas)
      if (!over) put(stands, id, info.areas)
    }
    if (answering.length > 0) continue
    // An info that is over and that nobody knows says nothing of what goes on, unless the whole message does.
    const into = isWhole || m.ours === true ? any : over ? null : unsure
    for (const area of info.areas) into?.add(area)
  }
  return { by, any, unsure, stands }
}

/** The infos of messages, without their long texts; none where they cannot be read. */
async function infosOf(tx: Tx, ids: readonly string[]): Promise<Map<string, WarningInfo[]>> {
  const found = await tx<{ id: string; infos: unknown }[]>`
    select w.id, (
      select jsonb_agg(i.info || '{"description": null, "instruction": null}' order by i.n)
      from jsonb_array_elements(case when jsonb_typeof(w.parsed -> 'infos') = 'array' then w.parsed -> 'infos' end)
        with ordinality as i (info, n)
      where jsonb_typeof(i.info) = 'object') as infos
    from warning w where w.id = any(${[...ids]}::uuid[])`
  return new Map(
    found.map(({ id, infos }) => {
      const read = WarningInfo.array().safeParse(infos ?? [])
      return [id, read.success ? read.data : []]
    }),
  )
}
