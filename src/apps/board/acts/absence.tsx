import { Checkbox, Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import type { AbsenceKind } from '../../../domain/people/model.ts'
import { endAbsence, noteAbsence } from '../api/absences.ts'
import { useDoing } from '../api/acts.ts'
import { useWords } from '../words/words.ts'
import { Frame } from './frame.tsx'
import { SpanFields } from './span-fields.tsx'
import { useTell } from './tell.tsx'
import type { ActsAbout } from './use-acts.ts'

/** Notes when somebody is away or would rather not be called on; whoever is away may give up their places then. */
export function NoteAbsence({ what, close }: { what: ActsAbout['noteAbsence']; close: () => void }) {
  const { say } = useWords()
  const tell = useTell()
  const { district, person, name, places } = what
  const [kind, setKind] = useState<AbsenceKind>('away')
  const [span, setSpan] = useState({ from: '', until: '' })
  const [gives, setGives] = useState(false)
  const noting = useDoing(['register', 'duties', 'gaps', 'callouts'], noteAbsence)
  const release = gives && kind === 'away' && places > 0
  const send = () => {
    const { from, until } = span
    const starts = from === '' ? {} : { starts: new Date(from) }
    const body = { district, person, kind, release, ...starts, ends: until === '' ? null : new Date(until) }
    noting.mutate(body, {
      onSuccess({ released }) {
        tell(
          released.length > 0
            ? say('absence.done.released', { name, count: released.length })
            : say('absence.done', { name }),
        )
        close()
      },
    })
  }
  return (
    <Frame
      title={say('absence.note')}
      says={say(`absence.says.${kind}`, { name })}
      does={say('absence.do')}
      pending={noting.isPending}
      error={noting.error}
      onDo={send}
      close={close}
    >
      <Radio.Group value={kind} onChange={(next) => setKind(next as AbsenceKind)} label={say('absence.kind')}>
        <Stack gap="xs" pt="xs">
          <Radio value="away" label={say('absence.kind.away')} data-autofocus />
          <Radio value="rather-not" label={say('absence.kind.rather-not')} />
        </Stack>
      </Radio.Group>
      <SpanFields of="absence" {...span} change={(part) => setSpan({ ...span, ...part })} />
      {kind === 'away' && places > 0 && (
        <Checkbox
          label={say('absence.release', { count: places })}
          description={say('absence.release.hint')}
          checked={gives}
          onChange={(event) => setGives(event.currentTarget.checked)}
        />
      )}
    </Frame>
  )
}

/** Somebody is back, or will not be away after all. */
export function EndAbsence({ what, close }: { what: ActsAbout['endAbsence']; close: () => void }) {
  const { say } = useWords()
  const tell = useTell()
  const { district, absence, name } = what
  const ending = useDoing(['register', 'duties', 'gaps', 'callouts'], endAbsence)
  const done = () => {
    tell(say('absence.end.done', { name }))
    close()
  }
  return (
    <Frame
      title={say('absence.end')}
      says={say('absence.end.says', { name })}
      does={say('absence.end')}
      pending={ending.isPending}
      error={ending.error}
      onDo={() => ending.mutate({ district, absence }, { onSuccess: done })}
      close={close}
    />
  )
}
