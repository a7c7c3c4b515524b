import { Loader, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { endDuty, endWarning, replaceHolder, useDoing } from '../api/acts.ts'
import { useEnding } from '../api/lately.ts'
import { dissolveTeam } from '../api/teams.ts'
import { Refused } from '../ui/refused.tsx'
import { useTerms } from '../ui/terms.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { Frame } from './frame.tsx'
import { type Holder, PickHolder } from './pick-holder.tsx'
import { Reason } from './reason.tsx'
import { useTell } from './tell.tsx'
import type { ActsAbout, HeldDuty } from './use-acts.ts'

/** Ends a duty now. */
export function EndDuty({ what, close }: { what: HeldDuty; close: () => void }) {
  const { say } = useWords()
  const terms = useTerms()
  const tell = useTell()
  const [reason, setReason] = useState('')
  const { district, duty, holder, subject } = what
  const ending = useDoing(['gaps', 'duties', 'callouts'], endDuty)
  const done = () => {
    tell(say('act.end.done', { holder }))
    close()
  }
  return (
    <Frame
      title={say('act.end')}
      says={say('act.end.says', { holder, subject, role: terms.slug(what.role) })}
      does={say('act.end.do')}
      ready={reason.trim() !== ''}
      pending={ending.isPending}
      error={ending.error}
      onDo={() => ending.mutate({ district, duty, reason: reason.trim() }, { onSuccess: done })}
      close={close}
    >
      <Reason reason={reason} write={setReason} autoFocus />
    </Frame>
  )
}

/** Puts another in a duty's place: the old one ends as the new one begins. */
export function Replace({ what, close }: { what: HeldDuty; close: () => void }) {
  const { say } = useWords()
  const terms = useTerms()
  const tell = useTell()
  const [reason, setReason] = useState('')
  const [next, setNext] = useState<Holder | null>(null)
  const { district, duty, holder, subject } = what
  const replacing = useDoing(['gaps', 'duties', 'callouts'], replaceHolder)
  const role = terms.slug(what.role)
  const send = (to: Holder) => {
    const onSuccess = () => {
      tell(say('act.replace.done', { name: to.name, holder }))
      close()
    }
    replacing.mutate({ district, duty, holder: to.id, reason: reason.trim() }, { onSuccess })
  }
  return (
    <Frame
      title={say('act.replace')}
      says={
        next
          ? say('act.replace.says', { name: next.name, subject, role, holder })
          : say('act.replace.choose', { subject, holder })
      }
      does={say('act.replace.do')}
      ready={next !== null && reason.trim() !== ''}
      pending={replacing.isPending}
      error={replacing.error}
      onDo={() => next && send(next)}
      close={close}
    >
      <PickHolder
        district={district}
        label={say('act.who')}
        placeholder={say('act.find')}
        chosen={next}
        choose={setNext}
        autoFocus
      />
      <Reason reason={reason} write={setReason} autoFocus={false} />
    </Frame>
  )
}

/** Ends a warning whose sender sends no end. */
export function EndWarning({ what, close }: { what: ActsAbout['endWarning']; close: () => void }) {
  const { say } = useWords()
  const tell = useTell()
  const [reason, setReason] = useState('')
  const size = useEnding(what.id)
  const ending = useDoing(['gaps', 'duties', 'callouts', 'warnings'], endWarning)
  const done = () => {
    tell(say('act.warning.done'))
    close()
  }
  return (
    <Frame
      title={say('act.warning')}
      says={say('act.warning.says', { name: what.name })}
      does={say('act.warning.do')}
      ready={ending.isPending || (!size.isPending && reason.trim() !== '')}
      pending={ending.isPending}
      error={ending.error}
      onDo={() => ending.mutate({ id: what.id, reason: reason.trim() }, { onSuccess: done })}
      close={close}
    >
      <EndingSize size={size} />
      <Reason reason={reason} write={setReason} autoFocus />
    </Frame>
  )
}

/** How large the end of a warning is: what ends, and how many are stood down. */
function EndingSize({ size }: { size: ReturnType<typeof useEnding> }) {
  const { say } = useWords()
  const format = useFormat()
  if (size.error) return <Refused error={size.error} />
  if (!size.data) return <Loader size="xs" role="status" aria-label={say('wait.loading')} />
  const { people, required, duties, shared } = size.data
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {say('act.ending.says', {
          count: people,
          required: format.number(required),
          duties: format.number(duties),
        })}
      </Text>
      {shared && <Text size="sm">{say('act.ending.shared')}</Text>}
      <Text size="sm">{say('act.ten-minutes')}</Text>
    </Stack>
  )
}

/** Dissolves a team: its people go home. */
export function DissolveTeam({ what, close }: { what: ActsAbout['dissolveTeam']; close: () => void }) {
  const { say } = useWords()
  const tell = useTell()
  const [reason, setReason] = useState('')
  const { district, unit, name } = what
  const ending = useDoing(['register', 'duties', 'gaps'], dissolveTeam)
  const done = () => {
    tell(say('team.dissolve.done', { name }))
    close()
  }
  return (
    <Frame
      title={say('team.dissolve')}
      says={say('team.dissolve.says', { name })}
      does={say('team.dissolve.do')}
      ready={reason.trim() !== ''}
      pending={ending.isPending}
      error={ending.error}
      onDo={() => ending.mutate({ district, unit, reason: reason.trim() }, { onSuccess: done })}
      close={close}
    >
      <Reason reason={reason} write={setReason} autoFocus />
    </Frame>
  )
}
