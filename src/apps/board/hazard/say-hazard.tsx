import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { newId } from '../../../base/ids.ts'
import { Frame } from '../acts/frame.tsx'
import { NoteField } from '../acts/note-field.tsx'
import { type Holder, PickHolder } from '../acts/pick-holder.tsx'
import { Reason } from '../acts/reason.tsx'
import { useTell } from '../acts/tell.tsx'
import type { ActsAbout } from '../acts/use-acts.ts'
import { useDoing } from '../api/acts.ts'
import { sayOfHazard } from '../api/hazards.ts'
import { useNow } from '../ui/use-now.ts'
import { localTime } from '../words/local-time.ts'
import { useWords } from '../words/words.ts'
import { useHazardWords } from './hazard-words.ts'
import { NearHolders } from './near-holders.tsx'

/** Writes down what somebody says of a hazard: who says it, when that was, and why it was a mistake. */
export function SayHazard({ what, close }: { what: ActsAbout['sayHazard']; close: () => void }) {
  const { hazard, state } = what
  const { say } = useWords()
  const words = useHazardWords()
  const tell = useTell()
  const now = useNow()
  const [by, setBy] = useState<Holder | null>(null)
  const [begun] = useState(() => localTime(now))
  const [when, setWhen] = useState(begun)
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const [id] = useState(() => newId(new Date()))
  const saying = useDoing(['hazards', 'records', 'gaps'], sayOfHazard)
  const does = say(`hazards.do.${state}`)
  const ready = by !== null && when !== '' && (state !== 'mistaken' || reason.trim() !== '')
  const send = () => {
    if (!by) return
    // What happened "now" is told so: the field holds minutes, and the minute in which it was treated is over.
    const said = {
      id,
      state,
      toldBy: by.id,
      ...(when !== begun && { occurredAt: new Date(when).toISOString() }),
      ...(reason.trim() !== '' && { reason: reason.trim() }),
      ...(note.trim() !== '' && { note: note.trim() }),
    }
    const done = () => {
      tell(say('hazards.done', { does }))
      close()
    }
    saying.mutate({ district: hazard.district, hazard: hazard.id, said }, { onSuccess: done })
  }
  return (
    <Frame
      title={`${words.title(hazard)} · ${hazard.place}`}
      says={say(`hazards.says.${state}`, { name: hazard.stateByName ?? say('hazards.somebody') })}
      does={does}
      ready={ready}
      pending={saying.isPending}
      error={saying.error}
      onDo={send}
      close={close}
    >
      <PickHolder
        district={hazard.district}
        label={say('hazards.by')}
        placeholder={say('act.find')}
        chosen={by}
        choose={setBy}
        autoFocus
      />
      <NearHolders place={hazard.subject} but={state === 'confirmed' ? hazard.stateBy : null} choose={setBy} />
      <TextInput
        type="datetime-local"
        required
        label={say('act.record.when')}
        value={when}
        onChange={(event) => setWhen(event.currentTarget.value)}
      />
      {state === 'mistaken' ? (
        <Reason reason={reason} write={setReason} autoFocus={false} />
      ) : (
        <NoteField note={note} write={setNote} />
      )}
    </Frame>
  )
}
