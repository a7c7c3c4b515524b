import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useRows } from '../api/lists.ts'
import { useName } from '../ui/terms.ts'
import { localTime } from '../words/local-time.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import type { Asked } from './asked.ts'
import classes from './print.module.css'
import { UnitInput } from './unit-input.tsx'

/** What a sheet is filled from, to be chosen. `has`: what this one asks for. */
export function Chooser({
  asked,
  has,
}: {
  asked: Asked
  has: readonly ('campaign' | 'any-campaign' | 'period' | 'unit' | 'line')[]
}) {
  const { say } = useWords()
  const { change, from, to, line } = asked
  return (
    <div className={classes.chooser}>
      {(has.includes('campaign') || has.includes('any-campaign')) && (
        <Campaign asked={asked} any={has.includes('any-campaign')} />
      )}
      {has.includes('unit') && <UnitInput asked={asked} />}
      {has.includes('period') && (
        <>
          <TextInput
            type="datetime-local"
            label={say('print.from')}
            value={localTime(from)}
            onChange={(event) => change({ from: instant(event.currentTarget.value) })}
          />
          <TextInput
            type="datetime-local"
            label={say('print.to')}
            value={localTime(to)}
            onChange={(event) => change({ to: instant(event.currentTarget.value) })}
          />
          <Usual asked={asked} />
        </>
      )}
      {has.includes('line') && (
        <TextInput
          label={say('print.line')}
          defaultValue={line ?? ''}
          onBlur={(event) => change({ line: event.currentTarget.value.trim() || undefined })}
        />
      )}
    </div>
  )
}

/** Periods that are often meant, a press each. */
function Usual({ asked: { usual, change } }: { asked: Asked }) {
  const { say } = useWords()
  return (
    <div className={classes.usual}>
      {(['shift', 'campaign'] as const).map((which) => {
        const period = usual[which]
        if (!period) return null
        const { from, to } = period
        return (
          <Button key={which} size="sm" onClick={() => change({ from: from.toISOString(), to: to.toISOString() })}>
            {say(`print.period.${which}`)}
          </Button>
        )
      })}
    </div>
  )
}

/** A moment as the address has it; undefined while it is only half typed. */
function instant(local: string): string | undefined {
  const at = new Date(local)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}

function Campaign({ asked: { lane, district, campaign, change }, any }: { asked: Asked; any: boolean }) {
  const { say } = useWords()
  const format = useFormat()
  const name = useName()
  const { data } = useRows('campaigns', { lane, at: null, filters: { district } }, district !== '')
  const campaigns = data?.pages.flatMap((p) => p.items) ?? []
  const told = (row: (typeof campaigns)[number]) =>
    `${row.ref ? name(row.ref) : ''} · ${format.moment(new Date(String(row.cells.starts)))}`
  return (
    <NativeSelect
      label={say('print.campaign')}
      value={campaign ?? ''}
      onChange={(event) => change({ campaign: event.currentTarget.value })}
      data={[
        ...(any || campaigns.length === 0 ? [{ value: '', label: any ? say('print.campaign.any') : '–' }] : []),
        ...campaigns.map((row) => ({ value: row.id, label: told(row) })),
      ]}
    />
  )
}
