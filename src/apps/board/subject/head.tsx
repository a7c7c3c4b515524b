import { Button } from '@mantine/core'
import { IconMap2, IconPrinter } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { SubjectShape } from '../../client/subjects.ts'
import { searchOf } from '../looking.ts'
import { StateMark } from '../ui/state.tsx'
import { SubjectLink } from '../ui/subject-link.tsx'
import { useName } from '../ui/terms.ts'
import { useWords } from '../words/words.ts'
import { Doings } from './doings.tsx'
import classes from './subject.module.css'

/** What it is called, how it stands, where it belongs, and what may be done with it. */
export function Head({ subject, title }: { subject: SubjectShape; title: string }) {
  const { say } = useWords()
  const { kind, state, code, where } = subject
  return (
    <header className={classes.head}>
      <div className={classes.titles}>
        <p className={classes.kind}>
          {say(`kind.${kind}`)}
          {code && <> · {code}</>}
        </p>
        <h1>
          {title}
          {state && (
            <span className={classes.state}>
              <StateMark state={state} named={false} /> {say(`state.${state}`)}
            </span>
          )}
        </h1>
        <Path label={say('subject.areas')} refs={where.filter((r) => r.kind === 'area')} />
        <Path label={say('subject.units')} refs={where.filter((r) => r.kind === 'unit')} />
      </div>
      <div className={classes.acts}>
        <Doings subject={subject} title={title} />
        <Elsewhere subject={subject} />
      </div>
    </header>
  )
}

/** The way down to it, each step a page. */
function Path({ label, refs }: { label: string; refs: SubjectShape['where'] }) {
  const name = useName()
  if (refs.length === 0) return null
  return (
    <nav aria-label={label} className={classes.path}>
      <ol>
        {refs.map((ref, i) => (
          <li key={ref.id}>
            {i > 0 && <span aria-hidden="true">▸</span>}
            <SubjectLink kind={ref.kind} id={ref.id} name={name(ref)} />
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** Where else it can be seen: on the map, in the tree, on paper. */
function Elsewhere({ subject }: { subject: SubjectShape }) {
  const { say } = useWords()
  const { kind, id, at, where } = subject
  const area = kind === 'area' ? id : where.findLast((r) => r.kind === 'area')?.id
  const node = kind === 'unit' ? searchOf({ tree: 'unit', node: id }) : area && searchOf({ tree: 'area', node: area })
  const map = at ? { map: viewOf(at) } : {}
  return (
    <>
      {node && (
        <Button
          component={Link}
          to="/"
          search={((before: object) => ({ ...before, ...node, ...map })) as never}
          leftSection={<IconMap2 size={16} aria-hidden="true" />}
        >
          {say(kind === 'unit' ? 'subject.in-picture' : 'subject.on-map')}
        </Button>
      )}
      {kind === 'unit' && (
        <Button
          component={Link}
          to={'/print/duties' as never}
          search={{ unit: id } as never}
          leftSection={<IconPrinter size={16} aria-hidden="true" />}
        >
          {say('subject.print')}
        </Button>
      )}
    </>
  )
}

/** As near as shows all of it with what is around: a point as near as its neighbours can be told apart. */
function viewOf({ bbox: [w, s, e, n], point: [lon, lat] }: NonNullable<SubjectShape['at']>): string {
  const degrees = Math.max(e - w, (n - s) * 1.5, 0.004)
  const zoom = Math.min(16, Math.max(4, Math.log2(360 / degrees)))
  return `${zoom.toFixed(1)}/${lat.toFixed(5)}/${lon.toFixed(5)}`
}
