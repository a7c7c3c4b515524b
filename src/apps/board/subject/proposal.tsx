import { Button } from '@mantine/core'
import { lazy, Suspense, useRef, useState } from 'react'
import type { SubjectShape } from '../../client/subjects.ts'
import { Planning } from '../acts/planning.tsx'
import { usePlanAgain } from '../acts/use-plan-again.ts'
import { type Row, useListDefs, useRows } from '../api/lists.ts'
import { ChosenBar } from '../list/chosen.tsx'
import { Rows } from '../list/rows.tsx'
import { useLooking } from '../looking.ts'
import { Loading } from '../ui/loading.tsx'
import { Refused } from '../ui/refused.tsx'
import { useName, useTerms } from '../ui/terms.ts'
import { useTold } from '../ui/told.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { Loads } from './loads.tsx'
import { Section } from './section.tsx'
import classes from './subject.module.css'
import { WhyLine } from './why.tsx'

/** The map library is large: whoever reads the lines need not wait for it. */
const PlanMap = lazy(() => import('./plan-map.tsx').then((m) => ({ default: m.PlanMap })))

/** What a plan would change: duty by duty, with what each would carry before and after, and what it leaves open. */
export function ProposalPart({ subject }: { subject: SubjectShape }) {
  return (
    <>
      <Summary subject={subject} />
      <Suspense fallback={<Loading />}>
        <PlanMap subject={subject} />
      </Suspense>
      <Lines key={subject.id} subject={subject} />
    </>
  )
}

function Summary({ subject: { what } }: { subject: SubjectShape }) {
  const { say } = useWords()
  const format = useFormat()
  const terms = useTerms()
  const told = useTold()
  const open = what.find((f) => f.key === 'state')?.value === 'open'
  const rules = what.filter((f) => f.key.startsWith('rule '))
  const proofs = what.filter((f) => f.key.startsWith('proof '))
  const left = what.filter((f) => f.key.startsWith('left '))
  const number = (value: unknown) => (typeof value === 'number' ? value : 0)
  const loads = what
    .filter((f) => f.key.startsWith('load '))
    .map(({ key, value }) => ({ duties: Number(key.slice('load '.length)), people: number(value) }))
  return (
    <>
      <Section title={say(open ? 'proposal.gives' : 'proposal.gave')}>
        <ul className={classes.sums}>
          {rules.map(({ key, value }) => (
            <li key={key}>
              <span>{terms.rule(key.slice('rule '.length))}</span>
              <b>{say('proposal.duties', { count: number(value) })}</b>
            </li>
          ))}
          {proofs.map(({ key, value }) => (
            <li key={key} className={classes.quiet}>
              <span>{terms.rule(key.slice('proof '.length))}</span>
              <span>{say('proposal.proof', { share: format.upTo(number(value)) })}</span>
            </li>
          ))}
        </ul>
      </Section>
      {loads.length > 0 && <Loads loads={loads} />}
      {left.length > 0 && (
        <Section title={say('proposal.left')}>
          <ul className={classes.sums}>
            {left.map(({ key, value }) => {
              const [, rule = '', reason = ''] = key.split(' ')
              return (
                <li key={key}>
                  <span>
                    {terms.rule(rule)} · {told.value('reason', reason)}
                  </span>
                  <b>{format.number(number(value))}</b>
                </li>
              )
            })}
          </ul>
        </Section>
      )}
    </>
  )
}

/** Each line may be asked why it is; some may be kept, and what others were for planned again. */
function Lines({ subject }: { subject: SubjectShape }) {
  const { say } = useWords()
  const name = useName()
  const { lane } = useLooking()
  const { district, id, may, what } = subject
  const open = may.some((m) => m.action === 'accept')
  const [chosen, setChosen] = useState<ReadonlyMap<string, Row>>(new Map())
  const [asked, setAsked] = useState<Row | null>(null)
  const asker = useRef<HTMLElement>(null)
  const close = () => {
    setAsked(null)
    asker.current?.focus()
  }
  const filters = { district, proposal: id }
  const rows = useRows('lines', { lane, at: null, filters })
  const columns = useListDefs().data?.items.find((d) => d.list === 'lines')?.columns ?? []
  const campaign = refOf(what.find((f) => f.key === 'campaign')?.value)?.id ?? ''
  const { again, isPending, error, under } = usePlanAgain({ district, campaign, proposal: id })
  const named = (row: Row, key: string) => name(refOf(row.cells[key]) ?? { name: '' })
  const not = (row: Row) => {
    const [place, holder] = [refOf(row.cells.place), refOf(row.cells.holder)]
    if (place && holder) again({ not: [{ subject: place.id, rule: String(row.cells.rule), holder: holder.id }] })
  }
  const whyOf = (row: Row) => (
    <Button
      size="compact-sm"
      aria-label={`${say('proposal.why')} ${named(row, 'place')} · ${named(row, 'holder')}`}
      aria-expanded={asked?.id === row.id}
      onClick={(event) => {
        asker.current = event.currentTarget
        setAsked(asked?.id === row.id ? null : row)
      }}
    >
      {say('proposal.why')}
    </Button>
  )
  return (
    <Section
      title={say('proposal.lines')}
      aside={open && <span className={classes.quiet}>{say('proposal.choose')}</span>}
    >
      {error && <Refused error={error} />}
      {isPending && <Planning district={district} planning={under} />}
      {open && asked && (
        <WhyLine
          key={asked.id}
          district={district}
          proposal={id}
          line={asked.id}
          person={named(asked, 'holder')}
          place={named(asked, 'place')}
          not={() => not(asked)}
          pending={isPending}
          close={close}
        />
      )}
      <div className={classes.embedded}>
        <Rows
          list="lines"
          columns={columns.filter((c) => !c.aside)}
          query={rows}
          filtered={false}
          chosen={chosen}
          choose={open ? setChosen : null}
          doing={open ? { title: say('proposal.why'), of: whyOf } : undefined}
        />
        {chosen.size > 0 && (
          <ChosenBar list="lines" rows={[...chosen.values()]} filters={filters} clear={() => setChosen(new Map())}>
            <Button loading={isPending} onClick={() => again({ keep: [...chosen.keys()] })}>
              {say('proposal.keep')}
            </Button>
          </ChosenBar>
        )}
      </div>
    </Section>
  )
}

type Value = Row['cells'][string] | undefined

function refOf(value: Value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
}
