/** Who does something: a person by id, or a part of Muster (engine, import, exercise) by name. */
export interface Actor {
  kind: 'person' | 'engine' | 'import' | 'console'
  id: string
}

/** Who looks. Every read model takes one, so that one place can decide what is seen. */
export type Viewer = Actor

export const ENGINE: Actor = { kind: 'engine', id: 'engine' }
export const CONSOLE: Actor = { kind: 'console', id: 'console' }

/** An actor as it stands in rows: `person:0190…`, `engine:engine`. */
export function actorText(actor: Actor): string {
  return `${actor.kind}:${actor.id}`
}

/** An actor by how it stands in rows. */
export function actorFrom(text: string): Actor {
  const [kind = '', ...id] = text.split(':')
  return { kind: kind as Actor['kind'], id: id.join(':') }
}

/** Real work goes on in this lane; every exercise and replay has a lane of its own name and a clock of its own. */
export const ACTUAL = 'actual'

/** What was done, as the audit keeps it. `detail` holds counts and ids, never contacts or household data. */
export interface Act {
  district: string
  /** The lane it was done in; left out for an act on the register itself, which every lane sees, as what is imported is. */
  lane?: string
  act: string
  subject?: string | null
  detail?: Record<string, unknown>
  /** Nothing is changed by it, as by reading: nobody who looks at the district is told. */
  quiet?: boolean
}

/** For so many minutes what was done or written down by mistake can be undone; afterwards another act says otherwise. */
export const UNDO_MINUTES = 10
