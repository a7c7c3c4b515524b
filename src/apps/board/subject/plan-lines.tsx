import { Button, NativeSelect, SegmentedControl } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { RefShape } from '../../client/lists.ts'
import type { SubjectShape } from '../../client/subjects.ts'
import { Planning } from '../acts/planning.tsx'
import { useActs } from '../acts/use-acts.ts'
import { usePlanAgain } from '../acts/use-plan-again.ts'
import { useNumbers } from '../api/desk.ts'
import { fileAddress, type ListDef, type Row, useListDefs, useRows } from '../api/lists.ts'
import { filtersGiven, usePlanEffect } from '../api/plans.ts'
import deskClasses from '../desk/desk.module.css'
import { PhoneNumbers } from '../desk/desk-row.tsx'
import { useListAddress } from '../list/address.ts'
import { ChosenBar } from '../list/chosen.tsx'
import { Filters } from '../list/filters.tsx'
import { Rows } from '../list/rows.tsx'
import { useLooking } from '../looking.ts'
import planClasses from '../plan/plan.module.css'
import { Refused } from '../ui/refused.tsx'
import { useName } from '../ui/terms.ts'
import { useFormat } from '../words/use-format.ts'
import { sayCode, useWords } from '../words/words.ts'
import { Section } from './section.tsx'
import classes from './subject.module.css'
import { WhyLine } from './why.tsx'

/** Room for a number to dial and the question why. */
const CALL_PX = 208

/** A plan's lines as a list: narrowed, put in order, decided on in part, each with its telephone and why it is so. */
export function PlanLines({ subject }: { subject: SubjectShape }) {
  const def = useListDefs().data?.items.find((d) => d.list === 'lines')
  return def ? <Lines key={subject.id} subject={subject} def={def} /> : null
}

function Lines({ subject, def }: { subject: SubjectShape; def: ListDef }) {
  const { say } = useWords()
  const name = useName()
  const { lane, at } = useLooking()
  const { district, id, may, what } = subject
  const waits = may.some((m) => m.action === 'accept')
  const address = useListAddress(def)
  const [chosen, setChosen] = useState<ReadonlyMap<string, Row>>(new Map())
  const [asked, setAsked] = useState<Row | null>(null)
  const asker = useRef<HTMLElement>(null)
  // Of a plan that waits what is still to be given comes first: the rest needs no decision.
  const state = address.filters.state ?? (waits ? 'to-give' : ALL)
  const filters = { ...address.filters, district, proposal: id, ...(state !== ALL && { state }) }
  if (state === ALL) delete (filters as Record<string, string>).state
  const asking = { lane, at: null, sort: address.sort, filters }
  const rows = useRows('lines', asking)
  const view = JSON.stringify(filters)
  useEffect(() => setChosen((before) => (view !== '' && before.size > 0 ? new Map() : before)), [view])
  const read = rows.data?.pages.flatMap((p) => p.items) ?? []
  const refs = read.flatMap((r) => Object.values(r.cells)).flatMap(refsIn)
  const numbers = useNumbers(district, waits ? read.flatMap((r) => refOf(r.cells.holder)?.id ?? []) : [])
  const campaign = refOf(what.find((f) => f.key === 'campaign')?.value)?.id ?? ''
  const { again, isPending, error, under } = usePlanAgain({ district, campaign, proposal: id })
  const named = (row: Row, key: string) => name(refOf(row.cells[key]) ?? { name: '' })
  const not = (row: Row) => {
    const [place, holder] = [refOf(row.cells.place), refOf(row.cells.holder)]
    if (place && holder) again({ not: [{ subject: place.id, rule: String(row.cells.rule), holder: holder.id }] })
  }
  const close = () => {
    setAsked(null)
    asker.current?.focus()
  }
  const callOf = (row: Row) => (
    <span className={deskClasses.numbers}>
      <PhoneNumbers name={named(row, 'holder')} contacts={numbers.get(refOf(row.cells.holder)?.id ?? '')} />
      {row.cells.state === 'to-give' && (
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
      )}
    </span>
  )
  return (
    <Section
      title={say('proposal.lines')}
      aside={waits && <span className={classes.quiet}>{say('proposal.choose')}</span>}
    >
      {error && <Refused error={error} />}
      {isPending && <Planning district={district} planning={under} />}
      {waits && asked && (
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
      {waits && (
        <SegmentedControl
          size="xs"
          aria-label={say('plan.lines.show')}
          value={state === 'to-give' || state === 'filled' ? state : ALL}
          onChange={(value) => address.change({ state: value === 'to-give' ? undefined : value })}
          data={[
            ...(['to-give', 'filled'] as const).map((value) => ({ value, label: sayCode(say, 'code.line', value) })),
            { value: ALL, label: say('plan.lines.all') },
          ]}
        />
      )}
      <div className={planClasses.tools}>
        <Filters def={narrowed(def)} address={address} scope={null} refs={refs} />
        <NativeSelect
          size="xs"
          aria-label={say('list.sort')}
          value={address.sort ?? def.sorts[0]?.key}
          onChange={(event) => address.change({ sort: event.currentTarget.value })}
          data={def.sorts.map(({ key }) => ({ value: key, label: sayCode(say, 'sort', key) }))}
        />
        <Csv asking={asking} />
      </div>
      {waits && <DecideBar subject={subject} filters={filters} />}
      <div className={classes.embedded}>
        <Rows
          list="lines"
          columns={def.columns.filter((c) => !c.aside && (c.key !== 'state' || state === ALL))}
          query={rows}
          filtered={Object.keys(address.filters).length > 0}
          chosen={chosen}
          choose={waits && at === null ? setChosen : null}
          doing={waits ? { title: say('plan.lines.call'), of: callOf, width: CALL_PX } : undefined}
          sort={address.sort ?? def.sorts[0]?.key}
          onSort={(sort) => address.change({ sort })}
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

/** All lines, however they stand: in the address, since none is what still waits. */
const ALL = 'all'

/** Where the lines are is said by the plan; how they stand, by the choice above. */
const narrowed = (def: ListDef): ListDef => ({
  ...def,
  filters: def.filters.filter((f) => f.key !== 'state' && f.key !== 'proposal' && f.key !== 'district'),
})

/** How many of the plan's duties the filters pick, and yes or no to just those. */
function DecideBar({ subject, filters }: { subject: SubjectShape; filters: Readonly<Record<string, string>> }) {
  const { say } = useWords()
  const format = useFormat()
  const acts = useActs()
  const name = useName()
  const { district, id } = subject
  const filter = filtersGiven({ ...filters, state: '' })
  const { data } = usePlanEffect(district, id, filter)
  if (!data) return <div className={planClasses.bar} />
  const { lines, open, people } = data
  const part = Object.keys(filter).length > 0
  const called = name({ kind: subject.kind, name: subject.title, names: subject.names })
  const about = { district, proposal: id, duties: lines, name: called, ...(part && { filter }) }
  return (
    <div className={planClasses.bar}>
      <span role="status">
        {say(part ? 'plan.lines.n' : 'plan.lines.whole', {
          count: lines,
          open: format.number(open),
          people: say('n.people', { count: people }),
        })}
      </span>
      {part && lines > 0 && (
        <>
          <Button variant="filled" size="compact-sm" onClick={() => acts.acceptProposal(about)}>
            {say('plan.lines.accept', { count: lines })}
          </Button>
          <Button size="compact-sm" onClick={() => acts.refuseProposal(about)}>
            {say('plan.lines.refuse', { count: lines })}
          </Button>
        </>
      )}
    </div>
  )
}

function Csv({ asking }: { asking: Parameters<typeof fileAddress>[1] }) {
  const { say, lang } = useWords()
  return (
    <Button
      component="a"
      href={fileAddress('lines', asking, 'csv', lang)}
      download
      size="compact-sm"
      leftSection={<IconDownload size={14} aria-hidden="true" />}
    >
      {say('list.file.csv')}
    </Button>
  )
}

type Value = Row['cells'][string] | undefined

function refOf(value: Value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
}

const refsIn = (value: Value): RefShape[] => {
  const ref = refOf(value)
  return ref ? [ref] : []
}
