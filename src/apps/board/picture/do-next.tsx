import { Anchor, Button } from '@mantine/core'
import { IconClipboardCheck, IconPhoneOff, IconUserOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import type { NextShape } from '../../client/picture.ts'
import { useActs } from '../acts/use-acts.ts'
import { useBoard, useNext } from '../api/board.ts'
import { TakeBack } from '../desk/take-back.tsx'
import { HazardRow } from '../hazard/hazard-row.tsx'
import { useLooking } from '../looking.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Moment } from '../ui/moment.tsx'
import { SubjectLink } from '../ui/subject-link.tsx'
import { useByAndBy } from '../ui/use-by-and-by.ts'
import { useNow } from '../ui/use-now.ts'
import { nameIn } from '../words/format.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { AllAsides, AsideRow } from './aside-row.tsx'
import { FirstSteps, useNothingYet } from './first-steps.tsx'
import { GapRow } from './gap-row.tsx'
import { PastGaps } from './past-gaps.tsx'
import classes from './picture.module.css'
import { UnheardRow } from './unheard-row.tsx'
import { WarningRows } from './warning-row.tsx'

type Next = z.output<typeof NextShape>

/** Reports kept aside that stand here at once: they must not hide the gaps below. Settled, they give way to the next. */
const ASIDES = 3

/** What to do next where one looks, gravest first: each row carries the act that ends it. Of the past: what was missing. */
export function DoNext() {
  const { say } = useWords()
  const { at } = useLooking()
  return (
    <section
      className={classes.side}
      aria-label={say(at ? 'next.title.past' : 'next.title')}
      data-tour="next"
      id="do-next"
      tabIndex={-1}
    >
      <div className={classes.head}>
        <h2 className={classes.title}>{say(at ? 'next.title.past' : 'next.title')}</h2>
        <AllGaps />
      </div>
      <div className={classes.scroll}>
        {!at && <TakeBack />}
        {at ? <PastGaps /> : <Rows />}
      </div>
    </section>
  )
}

function AllGaps() {
  const { say } = useWords()
  const { data: board } = useBoard()
  const [first] = board?.campaigns ?? []
  if (!board || !first) return null
  const filter = { district: board.district, campaign: first.id }
  return (
    <Anchor component={Link} to="/lists/$list" params={{ list: 'gaps' } as never} search={filter as never} size="sm">
      {say('next.all')}
    </Anchor>
  )
}

function Rows() {
  const { say } = useWords()
  const next = useNext()
  const { data: board } = useBoard()
  const nothingYet = useNothingYet()
  return (
    <Loaded query={next}>
      {({ district, groups, hazards, asides, warnings, proposals, untold, unheard, away, more }) => {
        if ([groups, hazards, asides, warnings, proposals, untold, unheard, away].every((some) => some.length === 0)) {
          if (nothingYet) return <FirstSteps />
          const required = board?.total.required ?? 0
          const above = (board?.total.unheld ?? 0) + (board?.total.late ?? 0) > 0
          return <Empty says={say(above ? 'next.above' : required > 0 ? 'next.calm' : 'next.calm.empty')} />
        }
        return (
          <ul className={classes.list}>
            {hazards.map((h) => (
              <HazardRow key={h.id} hazard={h} />
            ))}
            {proposals.map((p) => (
              <PlanRow key={p.id} district={district} plan={p} />
            ))}
            {warnings.map((w) => (
              <WarningRows key={w.asks} asking={w} />
            ))}
            {untold.map((u) => (
              <UntoldRow key={u.callout} untold={u} />
            ))}
            {unheard.map((u) => (
              <UnheardRow key={`${u.callout} ${u.kind} ${u.area}`} district={district} group={u} />
            ))}
            {away.map((a) => (
              <AwayRow key={a.person} district={district} away={a} />
            ))}
            {asides.slice(0, ASIDES).map((a) => (
              <AsideRow key={a.id} district={district} aside={a} />
            ))}
            {asides.length > 0 && <AllAsides district={district} />}
            <GapRows district={district} groups={groups} />
            {more && (
              <li className={classes.item}>
                <span />
                <span className={classes.quiet}>{say('next.more')}</span>
              </li>
            )}
          </ul>
        )
      }}
    </Loaded>
  )
}

function GapRows({ district, groups }: Pick<Next, 'district' | 'groups'>) {
  const now = useNow().getTime()
  return useByAndBy(groups).map((g) => (
    <GapRow key={`${g.campaign} ${g.rule} ${g.area} ${g.kinds.join()}`} district={district} group={g} now={now} />
  ))
}

function PlanRow({ district, plan }: { district: string; plan: Next['proposals'][number] }) {
  const { say, lang } = useWords()
  const acts = useActs()
  const { id, names, within } = plan
  const name = nameIn(lang, { name: names.en ?? '', names })
  // Where one looks at a part of the district, the part of the plan that lies there.
  const { duties, people } = within ?? plan
  const filter = within && { area: within.area }
  return (
    <li className={classes.item}>
      <IconClipboardCheck size={18} aria-hidden="true" color="var(--mantine-primary-color-filled)" />
      <span className={classes.what}>
        {say('next.plan')} <span className={classes.why}>· {name}</span>
      </span>
      <span className={classes.why}>
        {say('next.plan.says', { count: people, duties: say('next.plan.duties', { count: duties }) })}
        {within && <> · {say('next.plan.of', { count: plan.duties })}</>} · <Moment at={plan.madeAt} />
      </span>
      <span className={classes.acts}>
        <Button
          variant="filled"
          onClick={() => acts.acceptProposal({ district, proposal: id, duties, name, ...(filter && { filter }) })}
        >
          {say('next.do.accept')}
        </Button>
        <Button component={Link} to={`/subjects/proposal/${id}` as never} {...(filter && { search: filter as never })}>
          {say('next.do.look')}
        </Button>
      </span>
    </li>
  )
}

function UntoldRow({ untold: { callout, n, name, since } }: { untold: Next['untold'][number] }) {
  const { say } = useWords()
  return (
    <li className={classes.item}>
      <IconPhoneOff size={18} aria-hidden="true" color="var(--unheld)" />
      <span className={classes.what}>{say('next.untold')}</span>
      <span className={classes.why}>
        {say('next.untold.says', { count: n, name })} · <Moment at={since} />
      </span>
      <span className={classes.acts}>
        <Button component={Link} to={`/subjects/callout/${callout}` as never}>
          {say('next.do.look')}
        </Button>
      </span>
    </li>
  )
}

/** Somebody who is away and in whose stead nobody is: a stand-in is found, or they are back after all. */
function AwayRow({ district, away }: { district: string; away: Next['away'][number] }) {
  const { say } = useWords()
  const format = useFormat()
  const acts = useActs()
  const { person, name, until, absence, duties, campaign, playbook, gaps } = away
  const told = until ? say('next.away.until', { to: format.moment(until) }) : ''
  const place = gaps[0]?.place ?? ''
  return (
    <li className={classes.item}>
      <IconUserOff size={18} aria-hidden="true" color="var(--unheld)" />
      <span className={classes.what}>
        <SubjectLink kind="person" id={person} name={say('next.away')} />
      </span>
      <span className={classes.why}>{say('next.away.says', { count: duties, name, until: told, place })}</span>
      <span className={classes.acts}>
        <Button
          variant="filled"
          onClick={() => acts.call({ district, campaign, playbook, gaps, n: gaps.length, area: place })}
        >
          {say('next.do.stand-in')}
        </Button>
        <Button onClick={() => acts.endAbsence({ district, absence, name })}>{say('next.do.back')}</Button>
      </span>
    </li>
  )
}
