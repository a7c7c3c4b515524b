import { allOf, callAgain, callHolders, handOn, useDoing } from '../api/acts.ts'
import { useWords } from '../words/words.ts'
import { Frame } from './frame.tsx'
import { useGapsTold } from './give.tsx'
import { type NotDone, Outcome } from './outcome.tsx'
import { useNames, useTell } from './tell.tsx'
import type { ActsAbout, CalledAct } from './use-acts.ts'

interface Done {
  /** Who was called: the people themselves, or those to whom they were handed on. */
  names: string[]
  refused: { person: string; name: string; code: string; says: string; do: string }[]
}

interface Calling {
  title: string
  says: string
  does: string
  call: (key: string) => Promise<Done>
  done: (names: string) => string
  /** What is said where nobody was called and nobody refused. */
  nobody?: string
  close: () => void
}

/** Rings people: first what will happen, since it can't be taken back; then who was not called, and why. */
function Call({ title, says, does, call, done, nobody, close }: Calling) {
  const tell = useTell()
  const names = useNames()
  const calling = useDoing(['callouts'], (_: null, key) => call(key))
  const finish = (all: Done) => {
    if (all.names.length > 0) tell(done(names(all.names)))
    if (all.refused.length === 0 && all.names.length > 0) close()
  }
  const all = calling.data
  if (all && all.refused.length > 0) {
    const rows: NotDone[] = all.refused.map(({ person, ...rest }) => ({ kind: 'person', id: person, ...rest }))
    const told = all.names.length > 0 ? done(names(all.names)) : null
    return <Outcome title={title} done={told} refused={rows} close={close} />
  }
  if (all && all.names.length === 0 && nobody) return <Frame title={title} says={nobody} close={close} />
  return (
    <Frame
      title={title}
      says={says}
      does={does}
      pending={calling.isPending}
      error={calling.error}
      onDo={() => calling.mutate(null, { onSuccess: finish })}
      close={close}
    />
  )
}

/** Those who hold gaps from which nothing was heard. */
export function CallHolders({ what, close }: { what: ActsAbout['callHolders']; close: () => void }) {
  const { say } = useWords()
  const told = useGapsTold()
  return (
    <Call
      title={say('act.again')}
      says={say('act.again.holders', { n: told(what.gaps, what.n), area: what.area })}
      does={say('act.again.do')}
      call={async (key) => {
        const gaps = await allOf(what, 'late')
        const { called, refused } = await callHolders({ ...what, gaps }, key)
        return { names: called.map((c) => c.name), refused }
      }}
      done={(names) => say('act.again.done', { names })}
      nobody={say('act.again.nobody')}
      close={close}
    />
  )
}

/** People of one call-out, once more. */
export function CallAgain({ what, close }: { what: CalledAct; close: () => void }) {
  const { say } = useWords()
  const names = useNames()
  const nameOf = new Map(what.persons.map((p) => [p.id, p.name]))
  const named = (person: string) => nameOf.get(person) ?? ''
  return (
    <Call
      title={say('act.again')}
      says={say('act.again.says', { names: names(what.persons.map((p) => p.name)) })}
      does={say('act.again.do')}
      call={async (key) => {
        const { called, refused } = await callAgain({ ...what, persons: [...nameOf.keys()] }, key)
        return { names: called.map(named), refused: refused.map((r) => ({ ...r, name: named(r.person) })) }
      }}
      done={(told) => say('act.again.done', { names: told })}
      close={close}
    />
  )
}

/** People of one call-out, to their deputies or superiors. */
export function HandOn({ what, close }: { what: CalledAct; close: () => void }) {
  const { say } = useWords()
  const names = useNames()
  const nameOf = new Map(what.persons.map((p) => [p.id, p.name]))
  return (
    <Call
      title={say('act.hand')}
      says={say('act.hand.says', { names: names(what.persons.map((p) => p.name)) })}
      does={say('act.hand.do')}
      call={async (key) => {
        const { handed, refused } = await handOn({ ...what, persons: [...nameOf.keys()] }, key)
        const named = refused.map((r) => ({ ...r, name: nameOf.get(r.person) ?? '' }))
        return { names: [...new Set(handed.map((h) => h.name))], refused: named }
      }}
      done={(told) => say('act.hand.done', { names: told })}
      close={close}
    />
  )
}
