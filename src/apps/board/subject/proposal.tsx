import { useState } from 'react'
import type { SubjectShape } from '../../client/subjects.ts'
import { type Row, useListDefs, useRows } from '../api/lists.ts'
import { ChosenBar } from '../list/chosen.tsx'
import { Rows } from '../list/rows.tsx'
import { useLooking } from '../looking.ts'
import { useTerms } from '../ui/terms.ts'
import { useTold } from '../ui/told.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { Section } from './section.tsx'
import classes from './subject.module.css'

/** What a plan would change: duty by duty, with what each would carry before and after, and what it leaves open. */
export function ProposalPart({ subject }: { subject: SubjectShape }) {
  return (
    <>
      <Summary subject={subject} />
      <Lines subject={subject} />
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
  const left = what.filter((f) => f.key.startsWith('left '))
  const number = (value: unknown) => (typeof value === 'number' ? value : 0)
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
        </ul>
      </Section>
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

function Lines({ subject }: { subject: SubjectShape }) {
  const { say } = useWords()
  const { lane } = useLooking()
  const { district, id, may } = subject
  const open = may.some((m) => m.action === 'accept')
  const [chosen, setChosen] = useState<ReadonlyMap<string, Row>>(new Map())
  const filters = { district, proposal: id }
  const rows = useRows('lines', { lane, at: null, filters })
  const columns = useListDefs().data?.items.find((d) => d.list === 'lines')?.columns ?? []
  return (
    <Section
      title={say('proposal.lines')}
      aside={open && <span className={classes.quiet}>{say('proposal.choose')}</span>}
    >
      <div className={classes.embedded}>
        <Rows
          list="lines"
          columns={columns.filter((c) => !c.aside)}
          query={rows}
          filtered={false}
          chosen={chosen}
          choose={open ? setChosen : null}
        />
        {chosen.size > 0 && (
          <ChosenBar list="lines" rows={[...chosen.values()]} filters={filters} clear={() => setChosen(new Map())} />
        )}
      </div>
    </Section>
  )
}
