import { Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { allOf, useDoing } from '../api/acts.ts'
import { callAgain, callHolders, handOn, tryAgain, tryHandOn, tryHolders } from '../api/ring.ts'
import { Refused } from '../ui/refused.tsx'
import { useWords } from '../words/words.ts'
import { Frame } from './frame.tsx'
import { useGapsTold } from './give.tsx'
import { type NotDone, Outcome } from './outcome.tsx'
import { NotAmong, RingsSize } from './size.tsx'
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
  /** What names the question to be tried, and what it would do. */
  tries: readonly unknown[]
  try: () => Promise<Done>
  done: (names: string) => string
  /** What is said where nobody was called and nobody refused. */
  nobody?: string
  close: () => void
}

/** Rings people: first what will happen, since it can't be taken back; then who was not called, and why. */
function Call({ title, says, does, call, tries, try: tryIt, done, nobody, close }: Calling) {
  const { say } = useWords()
  const tell = useTell()
  const names = useNames()
  const calling = useDoing(['callouts'], (_: null, key) => call(key))
  const tried = useQuery({
    queryKey: ['try-call', ...tries],
    queryFn: tryIt,
    gcTime: 0,
    retry: false,
    meta: { topics: [] },
  })
  // What was said beforehand is no news afterwards.
  const announced = new Set(tried.data?.refused.map((r) => `${r.person} ${r.code}`))
  const unforeseen = ({ refused }: Done) => refused.filter((r) => !announced.has(`${r.person} ${r.code}`))
  const finish = (all: Done) => {
    if (all.names.length > 0) tell(done(names(all.names)))
    if (unforeseen(all).length === 0 && all.names.length > 0) close()
  }
  const all = calling.data
  if (all && unforeseen(all).length > 0) {
    const rows: NotDone[] = unforeseen(all).map(({ person, ...rest }) => ({ kind: 'person', id: person, ...rest }))
    const told = all.names.length > 0 ? done(names(all.names)) : null
    return <Outcome title={title} done={told} refused={rows} close={close} />
  }
  if (all && all.names.length === 0 && nobody) return <Frame title={title} says={nobody} close={close} />
  return (
    <Frame
      title={title}
      says={says}
      does={does}
      ready={tried.data !== undefined && tried.data.names.length > 0}
      pending={calling.isPending}
      error={calling.error}
      onDo={() => calling.mutate(null, { onSuccess: finish })}
      close={close}
    >
      {tried.error && <Refused error={tried.error} />}
      {tried.isPending && <Loader size="xs" role="status" aria-label={say('act.size.wait')} />}
      {tried.data && <RingsSize n={tried.data.names.length} names={tried.data.names} />}
      {tried.data && <NotAmong refused={tried.data.refused} />}
    </Frame>
  )
}

const toldOf = ({ called, refused }: Awaited<ReturnType<typeof callHolders>>): Done => ({
  names: called.map((c) => c.name),
  refused,
})

/** Those who hold gaps from which nothing was heard. */
export function CallHolders({ what, close }: { what: ActsAbout['callHolders']; close: () => void }) {
  const { say } = useWords()
  const told = useGapsTold()
  return (
    <Call
      title={say('act.again')}
      says={say('act.again.holders', { n: told(what.gaps, what.n), area: what.area })}
      does={say('act.again.do')}
      call={async (key) => toldOf(await callHolders({ ...what, gaps: await allOf(what, 'late') }, key))}
      tries={['holders', what.campaign, what.areaCode ?? '', what.gaps]}
      try={async () => toldOf(await tryHolders({ ...what, gaps: await allOf(what, 'late') }))}
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
  const asked = { ...what, persons: [...nameOf.keys()] }
  const told = ({ called, refused }: Awaited<ReturnType<typeof callAgain>>): Done => ({
    names: called.map(named),
    refused: refused.map((r) => ({ ...r, name: named(r.person) })),
  })
  return (
    <Call
      title={say('act.again')}
      says={say('act.again.says', { names: names(what.persons.map((p) => p.name)) })}
      does={say('act.again.do')}
      call={async (key) => told(await callAgain(asked, key))}
      tries={['again', what.callout, asked.persons]}
      try={async () => told(await tryAgain(asked))}
      done={(who) => say('act.again.done', { names: who })}
      close={close}
    />
  )
}

/** People of one call-out, to their deputies or superiors. */
export function HandOn({ what, close }: { what: CalledAct; close: () => void }) {
  const { say } = useWords()
  const names = useNames()
  const nameOf = new Map(what.persons.map((p) => [p.id, p.name]))
  const asked = { ...what, persons: [...nameOf.keys()] }
  const told = ({ handed, refused }: Awaited<ReturnType<typeof handOn>>): Done => ({
    names: [...new Set(handed.map((h) => h.name))],
    refused: refused.map((r) => ({ ...r, name: nameOf.get(r.person) ?? '' })),
  })
  return (
    <Call
      title={say('act.hand')}
      says={say('act.hand.says', { names: names(what.persons.map((p) => p.name)) })}
      does={say('act.hand.do')}
      call={async (key) => told(await handOn(asked, key))}
      tries={['hand', what.callout, asked.persons]}
      try={async () => told(await tryHandOn(asked))}
      done={(who) => say('act.hand.done', { names: who })}
      close={close}
    />
  )
}
