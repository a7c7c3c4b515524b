import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { useAnswerers } from '../api/map.ts'
import { usePlaybookWords } from '../api/playbooks.ts'
import { Share } from '../ui/share.tsx'
import { StateMark } from '../ui/state.tsx'
import type { State } from '../ui/state-order.ts'
import { useTerms } from '../ui/terms.ts'
import { chainage, nameIn } from '../words/format.ts'
import { useFormat } from '../words/use-format.ts'
import { sayCode, useWords } from '../words/words.ts'
import type { Tally } from './in-sight.ts'
import classes from './map.module.css'
import type { Stretch, Thing, Zone } from './things.ts'
import type { Pointed } from './use-pointed.ts'

/** What is pointed at: its name, how it stands, and who is on it. It stays inside the map, beside the pointer. */
export function Tip({ pointed, within }: { pointed: Pointed; within: HTMLElement }) {
  const { say } = useWords()
  const { thing, x, y, held } = pointed
  const { clientWidth: width, clientHeight: height } = within
  const across = x > width / 2 ? { right: width - x + 12 } : { left: x + 12 }
  const down = y > height / 2 ? { bottom: height - y + 12 } : { top: y + 12 }
  return (
    <div className={classes.tip} style={{ ...across, ...down, pointerEvents: held ? 'auto' : 'none' }} role="status">
      <Told thing={thing} />
      {held && (thing.kind === 'place' || thing.kind === 'person' || thing.kind === 'hazard') && (
        <Anchor
          component={Link}
          to={`/subjects/${thing.kind === 'hazard' ? 'record' : thing.kind}/${thing.id}` as never}
          size="sm"
          py={4}
        >
          {say('do.open')}
        </Anchor>
      )}
    </div>
  )
}

function Told({ thing }: { thing: Thing }): ReactNode {
  const { say } = useWords()
  const format = useFormat()
  if (thing.kind === 'place') return <PlaceTold place={thing} />
  if (thing.kind === 'hazard') {
    return (
      <>
        <b>{thing.title}</b>
        <span>{sayCode(say, 'code.hazard', thing.state)}</span>
        <span className={classes.quiet}>{thing.place}</span>
      </>
    )
  }
  if (thing.kind === 'person') {
    return (
      <>
        <b>{thing.name}</b>
        <span className={classes.quiet}>{say('tip.heard', { moment: format.moment(thing.at) })}</span>
      </>
    )
  }
  if (thing.kind === 'crowd') {
    return (
      <>
        <b>{say('tip.crowd', { n: thing.n })}</b>
        <span className={classes.quiet}>{say('tip.nearer')}</span>
      </>
    )
  }
  if (thing.kind === 'run') {
    return (
      <>
        <b>{told(thing.stretch)}</b>
        <StateLine state={thing.state}>{say('tip.sections', { n: thing.n })}</StateLine>
        <span className={classes.quiet}>{say('tip.nearer')}</span>
      </>
    )
  }
  if (thing.kind === 'cluster') {
    return (
      <>
        <b>{say('tip.many', { n: thing.n })}</b>
        <Tallied tally={thing.tally} />
        <span className={classes.quiet}>{say('tip.nearer')}</span>
      </>
    )
  }
  return (
    <>
      <b>
        {thing.name} <Share share={thing.share} />
      </b>
      <Tallied
        tally={{ unheld: thing.counts.nobody, few: thing.counts.unheld - thing.counts.nobody, late: thing.counts.late }}
      />
      {thing.zones.map((zone) => (
        <ZoneLine key={zone.campaign} zone={zone} />
      ))}
    </>
  )
}

function StateLine({ state, children }: { state: State; children: ReactNode }) {
  const { say } = useWords()
  return (
    <span className={classes.swatch}>
      <StateMark state={state} named={false} />
      {say(`state.${state}`)} · {children}
    </span>
  )
}

const TOLD = ['unheld', 'few', 'late', 'unknown', 'held', 'agreed', 'there', 'free'] as const

function Tallied({ tally }: { tally: Partial<Tally> }) {
  const { say } = useWords()
  const format = useFormat()
  return (
    <ul>
      {TOLD.map((state) => {
        const n = tally[state] ?? 0
        if (n === 0) return null
        return (
          <li key={state} className={classes.swatch}>
            <StateMark state={state} named={false} />
            {format.number(n)} {say(`state.${state}`)}
          </li>
        )
      })}
    </ul>
  )
}

function ZoneLine({ zone }: { zone: Zone }) {
  const { say } = useWords()
  const playbook = usePlaybookWords()
  const level = useTerms().level(zone.level)
  return (
    <span className={classes.quiet}>
      {say('tip.zone')}: {playbook.name(zone.playbook)}, {level}
    </span>
  )
}

const REST_MS = 250
const NAMED = 3

/**
 * Who is on a place, and what is missing there: asked for once the pointer has come to rest, so that a sweep over the map
 * asks for nothing.
 */
function PlaceTold({ place }: { place: Extract<Thing, { kind: 'place' }> }) {
  const { say, lang } = useWords()
  const playbook = usePlaybookWords()
  const { id, name, state, placeKind } = place
  const [rested, setRested] = useState<string | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setRested(id), REST_MS)
    return () => clearTimeout(timer)
  }, [id])
  const { data } = useAnswerers(rested === id && state !== 'free' ? id : null)
  const and = (parts: readonly string[]) => parts.slice(0, NAMED).join(lang === 'zh' ? '、' : ', ')
  const names = [...new Set(data?.answers.map((a) => nameIn(lang, a.holder)))]
  const rules = [...new Set(data?.missing.map((gap) => playbook.rule(gap.playbook, gap.rule)))]
  const more = names.length - NAMED
  return (
    <>
      <b>{name}</b>
      <span className={classes.swatch}>
        <StateMark state={state} named={false} />
        {say(`state.${state}`)} · {sayCode(say, 'place', placeKind)}
      </span>
      {rules.length > 0 && <span>{say('tip.missing', { rules: and(rules) })}</span>}
      {data && (
        <span>
          {names.length === 0
            ? say('tip.who.none')
            : say('tip.who', { names: more > 0 ? say('tip.who.more', { names: and(names), n: more }) : and(names) })}
        </span>
      )}
    </>
  )
}

function told({ line, fromM, toM }: Stretch): string {
  return `${line ? `${line} ` : ''}${chainage(fromM)}–${chainage(toM)}`
}
