import type { SubjectShape } from '../../client/subjects.ts'
import { Cell } from '../ui/cell.tsx'
import { useFormat } from '../words/use-format.ts'
import { sayCode, useWords } from '../words/words.ts'
import { Section } from './section.tsx'
import classes from './subject.module.css'

type Fact = SubjectShape['what'][number]

/** Facts that other parts of the page tell: a plan's counts, a warning's texts. */
const ELSEWHERE = /^(rule|left|load|proof|description|instruction) /

/** What it is, fact by fact; several of one key stand together. */
export function Facts({ subject }: { subject: SubjectShape }) {
  const { say } = useWords()
  const { what, at, kind } = subject
  const told = what.filter((f) => !ELSEWHERE.test(f.key) && !(kind === 'warning' && f.key === 'areas'))
  const byKey = Map.groupBy(told, (f) => f.key)
  const playbook = what.find((f) => f.key === 'playbook')?.value
  if (byKey.size === 0 && !at) return null
  return (
    <Section title={say('subject.what')}>
      <dl className={classes.facts}>
        {[...byKey].map(([key, facts]) => (
          <div key={key}>
            <dt>
              {kind === 'proposal' && key === 'metres' ? say('proposal.metres') : sayCode(say, 'field', bare(key))}
            </dt>
            <dd>
              {facts.map((fact, i) => (
                <div key={i}>
                  <Cell
                    of={cellOf(fact, kind, typeof playbook === 'string' ? playbook : undefined)}
                    value={fact.value}
                  />
                </div>
              ))}
            </dd>
          </div>
        ))}
        {kind === 'record' && at && (
          <div>
            <dt>{say('subject.position')}</dt>
            <dd>
              <Position point={at.point} />
            </dd>
          </div>
        )}
      </dl>
    </Section>
  )
}

/** What was told in a record comes as `says hazard`. */
const bare = (key: string) => key.replace(/^says /, '')

function cellOf(fact: Fact, list: string, playbook: string | undefined) {
  return { kind: fact.kind, name: bare(fact.key), list, playbook }
}

function Position({ point: [lon, lat] }: { point: readonly [number, number] }) {
  const format = useFormat()
  const degrees = (n: number) => format.number(Math.round(n * 1e5) / 1e5)
  return (
    <>
      {degrees(Math.abs(lat))}° {lat < 0 ? 'S' : 'N'}, {degrees(Math.abs(lon))}° {lon < 0 ? 'W' : 'E'}
    </>
  )
}
