import { Chip, Group, Radio, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { DAY } from '../../../base/clock.ts'
import { Frame } from '../acts/frame.tsx'
import { type NotDone, Outcome } from '../acts/outcome.tsx'
import { useNames } from '../acts/tell.tsx'
import type { ActsAbout } from '../acts/use-acts.ts'
import type { AnswerKind } from '../api/desk.ts'
import { useNow } from '../ui/use-now.ts'
import { useWords } from '../words/words.ts'
import { useWriting } from './use-writing.ts'

const KINDS: readonly AnswerKind[] = ['acknowledged', 'accepted', 'declined', 'arrived']
const WHY = ['ill', 'away', 'way', 'busy'] as const

/** What people said on the telephone: which of the four, why not, and when it was said. Of one, or the same of many. */
export function WriteDown({ what, close }: { what: ActsAbout['writeDown']; close: () => void }) {
  const { say } = useWords()
  const names = useNames()
  const now = useNow()
  const writing = useWriting()
  const [kind, setKind] = useState<AnswerKind>(what.kind)
  const [why, setWhy] = useState<string | null>(null)
  const [text, setText] = useState('')
  const [time, setTime] = useState('')
  const told = names(what.persons.map((p) => p.name))
  const reason = kind === 'declined' ? [why && say(`desk.why.${why as (typeof WHY)[number]}`), text.trim()] : []
  const said = reason.filter(Boolean).join(': ')
  const at = momentOf(time, now)
  const send = () => {
    const { district, callout, persons } = what
    const more = { ...(said && { reason: said }), ...(at && { at }) }
    const finish = (done: { refused: readonly unknown[] }) => done.refused.length === 0 && close()
    writing.mutate({ district, callout, persons, kind, ...more }, { onSuccess: finish })
  }
  const refused = writing.data?.refused ?? []
  if (refused.length > 0) {
    const nameOf = new Map(what.persons.map((p) => [p.id, p.name]))
    const rows = refused.map(
      ({ person, ...rest }): NotDone => ({ kind: 'person', id: person, name: nameOf.get(person) ?? '', ...rest }),
    )
    return <Outcome title={say('desk.write')} done={null} refused={rows} close={close} />
  }
  return (
    <Frame
      title={say('desk.write')}
      says={`${say('desk.write.says', { names: told })} ${say('desk.write.stops')}`}
      does={say('desk.write.do')}
      pending={writing.isPending}
      error={writing.error}
      onDo={send}
      close={close}
    >
      <Radio.Group
        label={say('desk.write.what')}
        value={kind}
        onChange={(value) => setKind(KINDS.find((k) => k === value) ?? kind)}
      >
        <Group gap="md" pt="xs">
          {KINDS.map((k) => (
            <Radio key={k} value={k} label={say(`desk.${k}`)} data-autofocus={k === kind || undefined} />
          ))}
        </Group>
      </Radio.Group>
      {kind === 'declined' && (
        <Stack gap="xs">
          <Chip.Group value={why} onChange={(value) => setWhy(typeof value === 'string' ? value : null)}>
            <Group gap="xs" role="radiogroup" aria-label={say('desk.write.why')}>
              {WHY.map((one) => (
                <Chip key={one} value={one} size="sm">
                  {say(`desk.why.${one}`)}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
          <TextInput
            label={say('desk.write.text')}
            maxLength={400}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </Stack>
      )}
      <TextInput
        type="time"
        w={200}
        label={say('desk.write.at')}
        description={say('desk.write.at.hint')}
        value={time}
        onChange={(event) => setTime(event.currentTarget.value)}
      />
    </Frame>
  )
}

/** The last moment at which clocks here showed it; null where nothing was typed. */
function momentOf(time: string, now: Date): Date | null {
  const [hours, minutes] = time.split(':').map(Number)
  if (hours === undefined || minutes === undefined || Number.isNaN(hours + minutes)) return null
  const at = new Date(now)
  at.setHours(hours, minutes, 0, 0)
  return at > now ? new Date(at.getTime() - DAY) : at
}
