import type { z } from 'zod'
import { Ics204 } from '../../client/print.ts'
import { useSheet } from '../api/print.ts'
import { Empty } from '../ui/empty.tsx'
import { useName, useTerms } from '../ui/terms.ts'
import type { Format } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { useAsked } from './asked.ts'
import { Chooser } from './chooser.tsx'
import classes from './print.module.css'
import { Contact, Sheet, useHours } from './sheet.tsx'

type Place = z.output<typeof Ics204>['items'][number]

/** ICS 204: who is on each section in the period, and, with a line to write a name on, where nobody is. */
export function AssignmentSheet() {
  const { say } = useWords()
  const asked = useAsked('ahead')
  const { lane, district, campaign, from, to, line } = asked
  const sheet = useSheet(Ics204, 'ics204', { lane, district, campaign, from, to, line }, asked.ready && !!campaign)
  return (
    <>
      <Chooser asked={asked} has={['campaign', 'period', 'line']} />
      {asked.ready && !campaign ? (
        <Empty says={say('print.none.campaign')} />
      ) : (
        <Sheet sheet={sheet} title={say('print.form.ics204')} what={say('paper.204.what')} wide>
          {(pages, format) => <Lines places={pages.flatMap((p) => p.items)} from={from} format={format} />}
        </Sheet>
      )}
    </>
  )
}

const HEADINGS = ['section', 'role', 'hours', 'on-it', 'sign'] as const

/** How moments are told on this sheet: by the clock of the place, and without the year of its period. */
interface Telling {
  from: Date
  format: Format
}

function Lines({ places, ...telling }: { places: readonly Place[] } & Telling) {
  const { say } = useWords()
  const shown = places.filter((p) => p.assignments.length + p.missing.length > 0)
  if (shown.length === 0) return <Empty says={say('print.none.lines')} />
  return (
    <table className={`${classes.table} ${classes.assignments}`}>
      <thead>
        <tr>
          {HEADINGS.map((key) => (
            <th key={key} scope="col">
              {say(`paper.${key}`)}
            </th>
          ))}
        </tr>
      </thead>
      {[...Map.groupBy(shown, (p) => p.line)].map(([line, sections]) => (
        <Dam key={line} line={line} sections={sections} {...telling} />
      ))}
    </table>
  )
}

/** A dam, with its sections by chainage. */
function Dam({ line, sections, ...telling }: { line: string | null; sections: readonly Place[] } & Telling) {
  const { say } = useWords()
  return (
    <>
      <tbody>
        <tr className={classes.dam}>
          <th scope="rowgroup" colSpan={HEADINGS.length}>
            {line} <small>{say('paper.dam.sections', { count: sections.length })}</small>
          </th>
        </tr>
      </tbody>
      {sections.map((place) => (
        <OnePlace key={place.place.id} place={place} {...telling} />
      ))}
    </>
  )
}

/** What is to be held in one stretch of time: who is on it, and how many more are asked for. */
interface Post {
  role: string
  starts: Date | null
  ends: Date | null
  people: Place['assignments']
  needed: number
}

/** The posts of a place, by role and time: those who share one share a line. */
function postsOf({ assignments, missing }: Place): Post[] {
  const key = (of: { role: string; starts: Date | null; ends: Date | null }) =>
    [of.role, of.starts?.toISOString(), of.ends?.toISOString()].join()
  const posts = new Map<string, Post>()
  for (const a of assignments) {
    const post = posts.get(key(a)) ?? { role: a.role, starts: a.starts, ends: a.ends, people: [], needed: 0 }
    posts.set(key(a), { ...post, people: [...post.people, a] })
  }
  for (const m of missing) {
    const post = posts.get(key(m)) ?? { role: m.role, starts: m.starts, ends: m.ends, people: [], needed: 0 }
    posts.set(key(m), { ...post, needed: post.needed + m.needed - m.held })
  }
  return [...posts.values()]
}

function OnePlace({ place, from, format }: { place: Place } & Telling) {
  const { say } = useWords()
  const name = useName()
  const terms = useTerms()
  const hours = useHours()
  const posts = postsOf(place)
  return (
    <tbody>
      {posts.map((post, i) => (
        <tr
          key={`${post.role} ${post.starts?.toISOString()} ${post.ends?.toISOString()}`}
          className={post.needed > 0 ? classes.missing : undefined}
        >
          {i === 0 && (
            <th scope="rowgroup" rowSpan={posts.length} className={classes.place}>
              {name(place.place)}
              <small>{name(place.area)}</small>
            </th>
          )}
          <td className={classes.whole}>{terms.slug(post.role)}</td>
          <td className={classes.whole}>{hours(format, post.starts, post.ends, from)}</td>
          <td>
            {post.people.map((a) => (
              <OnIt key={a.duty} of={a} from={from} format={format} />
            ))}
            {post.needed > 0 && (
              <strong>
                {say(post.people.length > 0 ? 'paper.missing' : 'paper.nobody.missing', { n: post.needed })}
              </strong>
            )}
          </td>
          <td className={classes.sign} />
        </tr>
      ))}
    </tbody>
  )
}

/** Who is on a place, where they are reached, and what they said. */
function OnIt({ of, from, format }: { of: Place['assignments'][number] } & Telling) {
  const { say } = useWords()
  const name = useName()
  const terms = useTerms()
  const { person, unit, contact, answer, away } = of
  const awayFor =
    away && (away.until ? say('paper.away.until', { to: format.moment(away.until, from) }) : say('paper.away'))
  const said = [answer && terms.state(answer), awayFor].filter(Boolean).join(' · ')
  return (
    <span className={classes.one}>
      <b>{name(person)}</b> {unit && <small>{name(unit)}</small>} <Contact contact={contact} /> {said}
    </span>
  )
}
