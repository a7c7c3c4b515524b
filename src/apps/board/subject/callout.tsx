import { SegmentedControl, Table } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import type { z } from 'zod'
import type { ProgressShape } from '../../client/live.ts'
import type { SubjectShape } from '../../client/subjects.ts'
import { useNumbers } from '../api/desk.ts'
import { type Row, useListDefs, useRows } from '../api/lists.ts'
import { useProgress } from '../api/subjects.ts'
import deskClasses from '../desk/desk.module.css'
import { DeskRow } from '../desk/desk-row.tsx'
import { TakeBack } from '../desk/take-back.tsx'
import { ChosenBar } from '../list/chosen.tsx'
import { Rows } from '../list/rows.tsx'
import { useLooking } from '../looking.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Loading } from '../ui/loading.tsx'
import { SubjectLink } from '../ui/subject-link.tsx'
import { useName } from '../ui/terms.ts'
import { useNow } from '../ui/use-now.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { CurveTable } from './curve-table.tsx'
import { Section } from './section.tsx'
import classes from './subject.module.css'

type Progress = z.output<typeof ProgressShape>

/** The chart is drawn by a library that nothing else needs. */
const CurveChart = lazy(() => import('./curve-chart.tsx').then((m) => ({ default: m.CurveChart })))

/** How a call-out goes: its answers over time, what it does next, unit by unit, and person by person. */
export function CalloutPart({ subject }: { subject: SubjectShape }) {
  const progress = useProgress(subject.district, subject.id)
  return (
    <>
      <Loaded query={progress}>
        {(data) => (
          <>
            <Course progress={data} />
            <Units progress={data} />
          </>
        )}
      </Loaded>
      <People subject={subject} />
    </>
  )
}

function Course({ progress }: { progress: Progress }) {
  const { say } = useWords()
  const [table, setTable] = useState(false)
  const { curve, counts } = progress
  return (
    <Section
      title={say('callout.curve')}
      aside={
        <SegmentedControl
          size="xs"
          value={table ? 'table' : 'chart'}
          onChange={(value) => setTable(value === 'table')}
          data={[
            { value: 'chart', label: say('callout.curve.chart') },
            { value: 'table', label: say('callout.curve.table') },
          ]}
        />
      }
    >
      <Figures progress={progress} />
      {counts.called === 0 ? (
        <p className={classes.none}>{say('callout.curve.none')}</p>
      ) : table ? (
        <CurveTable curve={curve} called={counts.called} />
      ) : (
        <Suspense fallback={<Loading />}>
          <CurveChart curve={curve} called={counts.called} />
        </Suspense>
      )}
      <Next progress={progress} />
    </Section>
  )
}

/** Each share holds the next: who is there has said yes, and who said yes has heard. */
function Figures({ progress: { counts, curve } }: { progress: Progress }) {
  const { say } = useWords()
  const format = useFormat()
  const last = curve.at(-1)
  const share = (n: number) => (counts.called === 0 ? '' : format.share(n / counts.called))
  const figures = [
    [format.number(counts.called), say('callout.called'), ''],
    [share(last?.heard ?? 0), say('call.heard'), format.number(last?.heard ?? 0)],
    [share(last?.coming ?? 0), say('call.coming'), format.number(last?.coming ?? 0)],
    [share(last?.there ?? 0), say('call.there'), format.number(last?.there ?? 0)],
    [format.number(counts.declined), say('call.declined'), ''],
    [share(counts.answeredWithin['5']), say('callout.within', { n: 5 }), format.number(counts.answeredWithin['5'])],
  ] as const
  return (
    <dl className={classes.figures}>
      {figures.map(([figure, what, n]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>
            {figure} {n && <small>{n}</small>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Next({ progress: { next, endedAt } }: { progress: Progress }) {
  const { say } = useWords()
  const format = useFormat()
  const now = useNow()
  const told = () => {
    if (endedAt && endedAt <= now) return say('callout.next.ended')
    if (!next || next.kind === 'end') return say('callout.next.none')
    const left = next.at.getTime() - now.getTime()
    const [step, n] = [say(`call.step.${next.kind}`), say('n.people', { count: next.n })]
    return left > 0 ? say('call.next', { step, n, for: format.length(left) }) : say('call.next.due', { step, n })
  }
  return <p className={classes.next}>{told()}</p>
}

function Units({ progress: { units } }: { progress: Progress }) {
  const { say } = useWords()
  const format = useFormat()
  const name = useName()
  if (units.length === 0) return null
  return (
    <Section title={say('callout.units')}>
      <Table.ScrollContainer minWidth={0}>
        <Table className={classes.units}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('field.unit')}</Table.Th>
              {(['called', 'heard', 'coming', 'there'] as const).map((key) => (
                <Table.Th key={key}>{say(key === 'called' ? 'callout.called' : `call.${key}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {units.map((u) => (
              <Table.Tr key={u.unit ?? ''}>
                <Table.Td>
                  {u.unit && u.name !== null ? (
                    <SubjectLink kind="unit" id={u.unit} name={name({ name: u.name, names: u.names })} />
                  ) : (
                    say('callout.units.rest')
                  )}
                </Table.Td>
                <Table.Td>{format.number(u.called)}</Table.Td>
                <Table.Td>{format.number(u.heard)}</Table.Td>
                <Table.Td>{format.number(u.coming)}</Table.Td>
                <Table.Td>
                  {format.number(u.there)}
                  <span className={classes.bar} aria-hidden="true">
                    <span style={{ width: `${u.called === 0 ? 0 : (u.there / u.called) * 100}%` }} />
                  </span>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  )
}

/** Which answers each choice shows, as the list of those called filters them. */
const WHO = {
  silent: 'called,untold,away-not-called,no-address',
  declined: 'declined',
  waiting: 'acknowledged,accepted',
  there: 'arrived',
  all: '',
} as const
type Who = keyof typeof WHO
const SHOWN = new Set(['person', 'unit', 'askedAs', 'state', 'calledAt', 'tries', 'nextAt', 'declineReason'])

/** Wide enough for a number and what may be said, in one line. */
const DESK_PX = 460

/** Everybody who was called, those not heard of first; chosen ones are called again or handed on. */
function People({ subject: { district, id } }: { subject: SubjectShape }) {
  const { say } = useWords()
  const name = useName()
  const { lane, at } = useLooking()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as { who?: string }
  const who: Who = search.who && search.who in WHO ? (search.who as Who) : 'silent'
  const [chosen, setChosen] = useState<ReadonlyMap<string, Row>>(new Map())
  const filters = { district, callout: id, ...(WHO[who] && { state: WHO[who] }) }
  const rows = useRows('summonses', { lane, at, filters })
  const columns = useListDefs().data?.items.find((d) => d.list === 'summonses')?.columns ?? []
  const called = rows.data?.pages.flatMap((p) => p.items.flatMap((r) => (r.ref ? [r.ref] : []))) ?? []
  const numbers = useNumbers(
    district,
    called.map((p) => p.id),
  )
  const deskOf = ({ ref, cells }: Row) =>
    ref && (
      <DeskRow
        district={district}
        callout={id}
        person={{ id: ref.id, name: name(ref) }}
        state={String(cells.state)}
        contacts={numbers.get(ref.id)}
      />
    )
  const show = (next: string) => {
    setChosen(new Map())
    void navigate({
      to: '.',
      search: ((b: object) => ({ ...b, who: next })) as never,
      replace: true,
      resetScroll: false,
    })
  }
  return (
    <Section title={say('callout.people')}>
      <SegmentedControl
        size="xs"
        className={classes.who}
        value={who}
        onChange={show}
        data={(Object.keys(WHO) as Who[]).map((value) => ({ value, label: say(`callout.who.${value}`) }))}
      />
      {!at && <p className={`${classes.none} ${deskClasses.hint}`}>{say('desk.hint')}</p>}
      <TakeBack callout={id} />
      <div className={classes.embedded}>
        <Rows
          list="summonses"
          doing={at ? undefined : { title: say('desk.write.what'), of: deskOf, width: DESK_PX }}
          columns={columns.filter((c) => SHOWN.has(c.key))}
          query={rows}
          filtered={false}
          chosen={chosen}
          choose={at ? null : setChosen}
        />
        {chosen.size > 0 && (
          <ChosenBar
            list="summonses"
            rows={[...chosen.values()]}
            filters={filters}
            clear={() => setChosen(new Map())}
          />
        )}
      </div>
    </Section>
  )
}
