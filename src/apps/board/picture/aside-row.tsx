import { Anchor, Button } from '@mantine/core'
import { IconMessageQuestion } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import type { NextShape } from '../../client/picture.ts'
import { useActs } from '../acts/use-acts.ts'
import { Moment } from '../ui/moment.tsx'
import { useTerms } from '../ui/terms.ts'
import { pairsOf, useTold } from '../ui/told.ts'
import { sayCode, useWords } from '../words/words.ts'
import classes from './picture.module.css'

type Aside = z.output<typeof NextShape>['asides'][number]

/** A record that names what the register does not know: somebody says what is meant, or drops it. */
export function AsideRow({ district, aside }: { district: string; aside: Aside }) {
  const { say } = useWords()
  const terms = useTerms()
  const acts = useActs()
  const kind = aside.why.includes('RECORD_KIND') ? aside.kind : terms.slug(aside.kind)
  const told = useTold()
  const known = [kind, aside.place, aside.teller, told.line(pairsOf(aside.says))].filter(
    (part) => part !== null && part !== '',
  )
  return (
    <li className={classes.item}>
      <IconMessageQuestion size={18} aria-hidden="true" color="var(--late)" />
      <span className={classes.what}>
        {say('next.aside', { why: aside.why.map((w) => sayCode(say, 'code', w)).join(say('text.and')) })}
      </span>
      <span className={classes.why}>
        {known.join(' · ')} · <Moment at={aside.occurredAt} />
      </span>
      <span className={classes.acts}>
        <Button variant="filled" onClick={() => acts.tieAside({ district, aside })}>
          {say('next.do.tie')}
        </Button>
        <Button onClick={() => acts.dropAside({ district, aside })}>{say('next.do.drop')}</Button>
      </span>
    </li>
  )
}

/** Leads to all of them, those that were settled as well. */
export function AllAsides({ district }: { district: string }) {
  const { say } = useWords()
  return (
    <li className={classes.item}>
      <span />
      <Anchor
        component={Link}
        to="/lists/$list"
        params={{ list: 'asides' } as never}
        search={{ district } as never}
        size="sm"
      >
        {say('next.asides')}
      </Anchor>
    </li>
  )
}
