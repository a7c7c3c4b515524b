import { Button } from '@mantine/core'
import { IconPhoneCall } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import type { NextShape } from '../../client/picture.ts'
import { useSize } from '../acts/tell.tsx'
import { useNumbers, useUnheard } from '../api/desk.ts'
import deskClasses from '../desk/desk.module.css'
import { DeskRow } from '../desk/desk-row.tsx'
import { Faulty } from '../ui/faulty.tsx'
import { Loading } from '../ui/loading.tsx'
import { Moment } from '../ui/moment.tsx'
import { SubjectLink } from '../ui/subject-link.tsx'
import { useNow } from '../ui/use-now.ts'
import { nameIn } from '../words/format.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import classes from './picture.module.css'

type Group = z.output<typeof NextShape>['unheard'][number]

/** People who were called and are not heard of, or said no: opened, the numbers to dial and what may be said, one by one. */
export function UnheardRow({ district, group }: { district: string; group: Group }) {
  const { say, lang } = useWords()
  const size = useSize()
  const [open, setOpen] = useState(false)
  const area = nameIn(lang, { name: group.areaName, names: group.areaNames })
  return (
    <li className={classes.item}>
      <IconPhoneCall size={18} aria-hidden="true" color="var(--late)" />
      <span className={classes.what}>{say(`desk.unheard.${group.kind}`)}</span>
      <span className={classes.why}>
        {say('desk.unheard.says', { count: group.n, area, names: size(group.names, group.n) })} ·{' '}
        <Moment at={group.since} />
      </span>
      <span className={classes.acts}>
        <Button variant={open ? 'default' : 'filled'} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? say('desk.unheard.close') : say('desk.unheard.open', { count: group.n })}
        </Button>
        <Button component={Link} to={`/subjects/callout/${group.callout}` as never}>
          {say('desk.unheard.callout')}
        </Button>
      </span>
      {open && <People district={district} group={group} />}
    </li>
  )
}

function People({ district, group: { callout, kind, area } }: { district: string; group: Group }) {
  const { say } = useWords()
  const format = useFormat()
  const now = useNow().getTime()
  const query = useUnheard({ district, callout, kind, area })
  const people = query.data?.pages.flatMap((p) => p.items) ?? []
  const numbers = useNumbers(
    district,
    people.map((p) => p.person),
  )
  if (query.isPending) return <Loading />
  if (query.error) return <Faulty error={query.error} again={() => void query.refetch()} />
  const told = (p: (typeof people)[number]) => {
    const about = {
      place: p.place ?? say('desk.unheard.others'),
      for: format.length(Math.max(0, now - p.calledAt.getTime())),
    }
    return p.duties > 1
      ? say('desk.unheard.for.many', { ...about, count: p.duties - 1 })
      : say('desk.unheard.for', about)
  }
  return (
    <div>
      {people.length === 0 ? (
        <span className={classes.quiet}>{say('desk.unheard.none')}</span>
      ) : (
        <span className={`${classes.quiet} ${deskClasses.hint}`}>{say('desk.hint')}</span>
      )}
      <ul className={deskClasses.people}>
        {people.map((p) => (
          <li key={p.person}>
            <span>
              <SubjectLink kind="person" id={p.person} name={p.name} />{' '}
              <span className={classes.quiet}>
                {told(p)}
                {p.reason && <> · {p.reason}</>}
              </span>
            </span>
            <DeskRow
              district={district}
              callout={callout}
              person={{ id: p.person, name: p.name }}
              state={kind === 'declined' ? 'declined' : 'called'}
              contacts={numbers.get(p.person)}
            />
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button size="compact-sm" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {say('desk.unheard.more')}
        </Button>
      )}
    </div>
  )
}
