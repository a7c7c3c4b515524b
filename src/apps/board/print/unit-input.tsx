import { Button, Popover } from '@mantine/core'
import { useState } from 'react'
import { useSubject } from '../api/subjects.ts'
import { FilterInput } from '../list/filter-input.tsx'
import { useName } from '../ui/terms.ts'
import { useWords } from '../words/words.ts'
import type { Asked } from './asked.ts'
import classes from './print.module.css'

/** The unit that a sheet is of, found by its name. */
export function UnitInput({ asked: { unit, change } }: { asked: Asked }) {
  const { say } = useWords()
  const [opened, setOpened] = useState(false)
  return (
    <div>
      <div className={classes.label}>{say('print.unit')}</div>
      <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus returnFocus>
        <Popover.Target>
          <Button size="sm" onClick={() => setOpened(!opened)}>
            {unit ? <Named unit={unit} /> : say('print.unit.choose')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={say('print.unit')}>
          <FilterInput
            filter={{ key: 'unit', kind: 'unit' }}
            list=""
            value=""
            set={(id) => {
              change({ unit: id })
              setOpened(false)
            }}
          />
        </Popover.Dropdown>
      </Popover>
    </div>
  )
}

function Named({ unit }: { unit: string }) {
  const { say } = useWords()
  const name = useName()
  const { data } = useSubject('unit', unit)
  return data ? name({ kind: 'unit', name: data.title, names: data.names }) : say('wait.loading')
}
