import { Group, Radio, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { newId } from '../../../base/ids.ts'
import { HAZARD_KINDS } from '../../../domain/hazards/model.ts'
import { useDoing } from '../api/acts.ts'
import { addRecord } from '../api/tell-records.ts'
import { NearHolders } from '../hazard/near-holders.tsx'
import { SameHazard } from '../hazard/same-hazard.tsx'
import { useLooking } from '../looking.ts'
import { useTerms } from '../ui/terms.ts'
import { useNow } from '../ui/use-now.ts'
import { chainage as written } from '../words/format.ts'
import { localTime } from '../words/local-time.ts'
import { sayCode, useWords } from '../words/words.ts'
import { Frame } from './frame.tsx'
import { NoteField } from './note-field.tsx'
import { type Holder, PickHolder } from './pick-holder.tsx'
import { metresOf, RECORDS_OF } from './record-body.ts'
import { useTell } from './tell.tsx'
import type { ActsAbout } from './use-acts.ts'

/** What somebody tells by telephone, written down for them: a patrol, a hazard, where a household is. */
export function AddRecord({ what, close }: { what: ActsAbout['addRecord']; close: () => void }) {
  const { say } = useWords()
  const terms = useTerms()
  const tell = useTell()
  const { lane } = useLooking()
  const now = useNow()
  const kinds = RECORDS_OF[what.kind] ?? ['visit']
  const [kind, setKind] = useState<string>(kinds[0] ?? 'visit')
  const [by, setBy] = useState<Holder | null>(null)
  const [when, setWhen] = useState(() => localTime(now))
  const [hazard, setHazard] = useState<string | null>(null)
  const [water, setWater] = useState('')
  const [same, setSame] = useState('')
  const [chainage, setChainage] = useState('')
  const [house, setHouse] = useState('left')
  const [note, setNote] = useState('')
  const [id] = useState(() => newId(new Date()))
  const adding = useDoing(['records', 'gaps', 'hazards'], addRecord)

  const metres = metresOf(chainage)
  const { fromM, toM } = what
  const outside = metres !== null && fromM !== undefined && toM !== undefined && (metres < fromM || metres > toM)
  const wrong = chainage.trim() !== '' && (metres === null || outside)
  const ready = by !== null && when !== '' && !wrong && (kind !== 'hazard' || hazard !== null)
  const send = (teller: Holder) => {
    const body = {
      ...(kind === 'patrol' && { finding: 'all well' }),
      ...(kind === 'evacuation' && { state: house }),
      ...(kind === 'hazard' && {
        hazard,
        ...(same !== '' && { of: same }),
        ...(water !== '' && { muddy: water === 'muddy' }),
        ...(metres !== null && { chainageM: metres }),
      }),
      ...(note.trim() !== '' && { note: note.trim() }),
    }
    const record = { id, kind, subject: what.subject, toldBy: teller.id, occurredAt: new Date(when), body }
    const done = (receipt: { kept: string } | undefined) => {
      tell(say(receipt?.kept === 'aside' ? 'act.record.aside' : 'act.record.done'))
      close()
    }
    adding.mutate({ district: what.district, lane, record }, { onSuccess: done })
  }
  return (
    <Frame
      title={`${say('act.record')} · ${what.name}`}
      says={say('act.record.says')}
      does={say('act.record.do')}
      ready={ready}
      pending={adding.isPending}
      error={adding.error}
      onDo={() => by && send(by)}
      close={close}
    >
      <Radio.Group label={say('act.record.kind')} value={kind} onChange={setKind}>
        <Group gap="md" pt="xs">
          {kinds.map((slug) => (
            <Radio key={slug} value={slug} label={slug === 'patrol' ? say('act.record.well') : terms.slug(slug)} />
          ))}
        </Group>
      </Radio.Group>
      {kind === 'hazard' && (
        <>
          <Select
            label={say('act.record.hazard')}
            data={HAZARD_KINDS.map((slug) => ({ value: slug, label: sayCode(say, 'hazard', slug) }))}
            value={hazard}
            onChange={setHazard}
            required
          />
          <Radio.Group label={say('act.record.water')} value={water} onChange={setWater}>
            <Group gap="md" pt="xs">
              <Radio value="" label={say('hazards.water.unsaid')} />
              <Radio value="clear" label={say('act.record.clear')} />
              <Radio value="muddy" label={say('act.record.muddy')} />
            </Group>
          </Radio.Group>
          <TextInput
            label={say('act.record.chainage')}
            description={say('act.record.chainage.hint')}
            value={chainage}
            onChange={(event) => setChainage(event.currentTarget.value)}
            error={
              outside
                ? say('hazards.outside', { from: written(fromM), to: written(toM) })
                : wrong
                  ? say('act.record.chainage.wrong')
                  : null
            }
          />
          <SameHazard district={what.district} place={what.subject} metres={metres} same={same} choose={setSame} />
        </>
      )}
      {kind === 'evacuation' && (
        <Radio.Group label={say('act.record.house')} value={house} onChange={setHouse}>
          <Group gap="md" pt="xs">
            <Radio value="left" label={say('act.record.left')} />
            <Radio value="staying" label={say('act.record.staying')} />
          </Group>
        </Radio.Group>
      )}
      <PickHolder
        district={what.district}
        label={say('act.record.by')}
        placeholder={say('act.find')}
        chosen={by}
        choose={setBy}
        autoFocus
      />
      <NearHolders place={what.subject} but={null} choose={setBy} />
      <TextInput
        type="datetime-local"
        required
        label={say('act.record.when')}
        value={when}
        onChange={(event) => setWhen(event.currentTarget.value)}
      />
      <NoteField note={note} write={setNote} />
    </Frame>
  )
}
