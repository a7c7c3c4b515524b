import { Anchor, Button } from '@mantine/core'
import { IconAlertTriangle, IconHelpCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import type { NextShape } from '../../client/picture.ts'
import { useActs } from '../acts/use-acts.ts'
import { decideWarning, useDoing } from '../api/acts.ts'
import { Moment } from '../ui/moment.tsx'
import { useTerms } from '../ui/terms.ts'
import { useWords } from '../words/words.ts'
import classes from './picture.module.css'

type Asking = z.output<typeof NextShape>['warnings'][number]
type Warned = Asking['newest'][number]

/** Warnings that wait for somebody: the newest of each kind, and where the others are. */
export function WarningRows({ asking }: { asking: Asking }) {
  const { say } = useWords()
  const { asks, n, newest } = asking
  return (
    <>
      {newest.map((warned) => (
        <WarningRow key={warned.id} asks={asks} warned={warned} />
      ))}
      {n > newest.length && (
        <li className={classes.item}>
          <span />
          <Anchor
            component={Link}
            to="/lists/$list"
            params={{ list: 'warnings' } as never}
            search={{ asks } as never}
            size="sm"
          >
            {say('next.warning.more', { count: n - newest.length })}
          </Anchor>
        </li>
      )}
    </>
  )
}

function WarningRow({ asks, warned }: { asks: Asking['asks']; warned: Warned }) {
  const { say, lang } = useWords()
  const acts = useActs()
  const seeing = useDoing(['warnings'], decideWarning)
  const terms = useTerms()
  const { id, headlines, identifier, why, by, receivedAt } = warned
  const own = Object.entries(headlines).find(([language]) => language.toLowerCase().startsWith(lang))
  const name = own?.[1] ?? Object.values(headlines)[0] ?? identifier
  const about = asks === 'unknown' ? (by ?? identifier) : name
  const isDoubt = asks === 'ours' || asks === 'ends'
  return (
    <li className={classes.item}>
      {isDoubt ? (
        <IconHelpCircle size={18} aria-hidden="true" color="var(--late)" />
      ) : (
        <IconAlertTriangle size={18} aria-hidden="true" color="var(--unheld)" />
      )}
      <span className={classes.what}>{say(`next.warning.${asks}`)}</span>
      <span className={classes.why}>
        {about} · {isDoubt && why !== null && `${terms.state(why, 'warning')} · `}
        {isDoubt && by !== null && `${say('next.warning.stays', { by })} · `}
        <Moment at={receivedAt} />
      </span>
      <span className={classes.acts}>
        {asks === 'ours' && (
          <Button variant="filled" onClick={() => acts.decideWarning({ id, name, answer: 'ours' })}>
            {say('next.do.put-in-force')}
          </Button>
        )}
        {isDoubt && by !== null && (
          <>
            <Button onClick={() => acts.decideWarning({ id, name, answer: 'over' })}>
              {say('next.do.end-others', { by })}
            </Button>
            <Button onClick={() => acts.decideWarning({ id, name, answer: 'stays' })}>
              {say('next.do.leave-others', { by })}
            </Button>
          </>
        )}
        {asks === 'ours' && by === null && (
          <Button onClick={() => acts.decideWarning({ id, name, answer: 'not-ours' })}>
            {say('next.do.not-ours')}
          </Button>
        )}
        {!isDoubt && (
          <Button loading={seeing.isPending} onClick={() => seeing.mutate({ id, ours: false })}>
            {say('next.do.seen')}
          </Button>
        )}
        <Button component={Link} to={`/subjects/warning/${id}` as never}>
          {say('next.do.look')}
        </Button>
      </span>
    </li>
  )
}
