import { Checkbox, Loader, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Frame } from '../acts/frame.tsx'
import { Reason } from '../acts/reason.tsx'
import { useSize, useTell } from '../acts/tell.tsx'
import type { ActsAbout } from '../acts/use-acts.ts'
import { useDoing } from '../api/acts.ts'
import { stopCallout, tryStop } from '../api/desk.ts'
import { Refused } from '../ui/refused.tsx'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'

/** Stops a call-out: says first how many people that is and who is told, by trying it. */
export function StopCallout({ what, close }: { what: ActsAbout['stopCallout']; close: () => void }) {
  const { say } = useWords()
  const format = useFormat()
  const size = useSize()
  const tell = useTell()
  const [reason, setReason] = useState('')
  const [told, setTold] = useState(true)
  const { district, callout } = what
  const tried = useQuery({
    queryKey: ['try-stop', district, callout],
    queryFn: () => tryStop({ district, callout, tell: true }),
    gcTime: 0,
    retry: false,
    // Once it is stopped there is nothing to try.
    meta: { topics: [] },
  })
  const stopping = useDoing(['callouts', 'gaps', 'duties'], stopCallout)
  const data = tried.data
  const done = ({ people }: { people: number }) => {
    tell(say('desk.stop.done', { count: people }))
    close()
  }
  const send = () => stopping.mutate({ district, callout, tell: told, reason: reason.trim() }, { onSuccess: done })
  const says = data && {
    count: data.people,
    names: size(data.names, data.people),
    ringing: format.number(data.ringing),
    withdrawn: format.number(data.withdrawn),
  }
  return (
    <Frame
      title={say('desk.stop')}
      says={says && say('desk.stop.says', says)}
      does={say('desk.stop.do')}
      ready={data !== undefined && reason.trim() !== ''}
      pending={stopping.isPending}
      error={stopping.error}
      onDo={send}
      close={close}
    >
      {tried.isPending && <Loader size="xs" role="status" aria-label={say('wait.loading')} />}
      {tried.error && <Refused error={tried.error} />}
      {data && (
        <Stack gap="sm">
          <Text size="sm">{say('desk.stop.stay', { n: format.number(data.settled) })}</Text>
          <Checkbox
            checked={told}
            onChange={(event) => setTold(event.currentTarget.checked)}
            label={say('desk.stop.tell')}
            description={say('desk.stop.tell.n', { count: told ? data.told : 0 })}
          />
        </Stack>
      )}
      <Reason reason={reason} write={setReason} autoFocus />
    </Frame>
  )
}
