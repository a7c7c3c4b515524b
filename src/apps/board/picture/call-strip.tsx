import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import type { OverviewShape } from '../../client/live.ts'
import { useOverview } from '../api/overview.ts'
import { useLooking } from '../looking.ts'
import { Curve } from '../ui/curve.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { useNow } from '../ui/use-now.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import classes from './picture.module.css'

type Callout = z.output<typeof OverviewShape>['callouts'][number]

/** Who is being called where one looks: how the answers come in, and what is done next by itself. `open`: fills its pane. */
export function CallStrip({ open = false }: { open?: boolean }) {
  const { say } = useWords()
  const { at } = useLooking()
  const overview = useOverview()
  return (
    <section
      className={`${classes.strip} ${open ? classes.stripOpen : ''}`}
      aria-label={say('call.title')}
      data-tour="call"
    >
      <h2 className={classes.title}>{say('call.title')}</h2>
      <Loaded query={overview}>
        {({ callouts }) =>
          callouts.length === 0 ? (
            <p className={`${classes.call} ${classes.quiet}`} style={{ margin: 0 }}>
              {say(at ? 'call.none.past' : 'call.none')}
            </p>
          ) : (
            <ul className={classes.calls}>
              {callouts.map((c) => (
                <Line key={c.id} callout={c} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  )
}

function Line({ callout }: { callout: Callout }) {
  const { say } = useWords()
  const format = useFormat()
  const { counts, curve } = callout
  const of = (n: number) => (counts.called === 0 ? 0 : n / counts.called)
  // Who is there was heard and comes, and who comes was heard: each share holds the next.
  const last = curve.at(-1)
  return (
    <li className={classes.call}>
      <Link to="/subjects/$kind/$id" params={{ kind: 'callout', id: callout.id } as never}>
        {format.moment(callout.startedAt)}
      </Link>
      <span>{say('call.called', { count: counts.called })}</span>
      <Curve points={curve} called={counts.called} />
      <span>
        {say('call.heard')} <b>{format.share(of(last?.heard ?? 0))}</b>
      </span>
      <span>
        {say('call.coming')} <b>{format.share(of(last?.coming ?? 0))}</b>
      </span>
      <span>
        {say('call.there')} <b>{format.share(of(last?.there ?? 0))}</b>
      </span>
      <NextStep callout={callout} />
      <Anchor
        className={classes.open}
        size="sm"
        component={Link}
        to="/subjects/$kind/$id"
        params={{ kind: 'callout', id: callout.id } as never}
      >
        {say('do.open')}
      </Anchor>
    </li>
  )
}

function NextStep({ callout: { next } }: { callout: Callout }) {
  const { say } = useWords()
  const format = useFormat()
  const now = useNow()
  if (!next || next.kind === 'end') return <span className={classes.quiet}>{say('call.ended')}</span>
  const left = next.at.getTime() - now.getTime()
  const step = say(`call.step.${next.kind}`)
  const n = say('n.people', { count: next.n })
  return (
    <span className={classes.quiet}>
      {left > 0 ? say('call.next', { step, n, for: format.length(left) }) : say('call.next.due', { step, n })}
    </span>
  )
}
