import { Button, Chip } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { SubjectShape } from '../../client/subjects.ts'
import { useHistory } from '../api/subjects.ts'
import { Faulty } from '../ui/faulty.tsx'
import { Loading } from '../ui/loading.tsx'
import { useFormat } from '../words/use-format.ts'
import { sayCode, useWords } from '../words/words.ts'
import { type Event, HistoryEvent } from './history-event.tsx'
import { Section } from './section.tsx'
import classes from './subject.module.css'

/** What can have happened to each kind of subject. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  place: ['record', 'duty', 'requirement', 'act'],
  unit: ['duty', 'membership', 'tree', 'act'],
  person: ['summons', 'record', 'duty', 'membership', 'act'],
  area: ['warning', 'campaign', 'callout', 'proposal', 'act'],
  campaign: ['warning', 'campaign', 'callout', 'proposal', 'act'],
}

/** What happened to it, newest first, day by day; only of some kinds, if one wishes, which the address then says. */
export function History({ subject: { kind, id } }: { subject: SubjectShape }) {
  const { say } = useWords()
  const { kinds: asked } = useSearch({ strict: false }) as { kinds?: string }
  const navigate = useNavigate()
  const choices = KINDS[kind] ?? []
  const kinds = (asked?.split(',') ?? []).filter((k) => choices.includes(k))
  const history = useHistory(kind, id, kinds)
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = history
  const choose = (next: string[]) =>
    void navigate({
      to: '.',
      search: ((before: object) => ({ ...before, kinds: next.length > 0 ? next.join() : undefined })) as never,
      replace: true,
      resetScroll: false,
    })
  const events = oneOfEach(data?.pages.flatMap((p) => p.items) ?? [])
  return (
    <Section title={say('subject.history')}>
      {choices.length > 1 && (
        <Chip.Group multiple value={kinds} onChange={choose}>
          <fieldset className={classes.chips}>
            <legend className={classes.legend}>{say('subject.history.kinds')}</legend>
            {choices.map((k) => (
              <Chip key={k} size="xs" value={k}>
                {sayCode(say, 'history', k)}
              </Chip>
            ))}
          </fieldset>
        </Chip.Group>
      )}
      {error && <Faulty error={error} again={() => void history.refetch()} />}
      {!data && !error && <Loading />}
      {data && events.length === 0 && (
        <p className={classes.none}>{say(kinds.length > 0 ? 'subject.history.none-of' : 'subject.history.none')}</p>
      )}
      <Days events={events} />
      {hasNextPage && (
        <Button onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>
          {say('do.more')}
        </Button>
      )}
    </Section>
  )
}

function Days({ events }: { events: readonly Event[] }) {
  const format = useFormat()
  const days = Map.groupBy(events, (e) => format.day(e.at))
  return [...days].map(([day, own]) => (
    <div key={day}>
      <h3 className={classes.day}>{day}</h3>
      <ol className={classes.events}>
        {own.map((event) => (
          <HistoryEvent key={`${event.kind} ${event.id}`} event={event} />
        ))}
      </ol>
    </div>
  ))
}

/** The audit and the dated rows both tell of some acts: the audit, which knows who did it, is enough. */
function oneOfEach(events: readonly Event[]): Event[] {
  const audited = new Set(events.filter((e) => e.kind === 'act').map(sameAct))
  return events.filter((e) => e.kind === 'act' || !TOLD_TWICE.has(e.act) || !audited.has(sameAct(e)))
}

const TOLD_TWICE = new Set(['callout.start', 'callout.end', 'proposal.made', 'proposal.accepted', 'proposal.refused'])
const AUDITED_AS: Readonly<Record<string, string>> = {
  'proposal.made': 'proposal.make',
  'proposal.accepted': 'proposal.accept',
  'proposal.refused': 'proposal.refuse',
}
const sameAct = ({ act, at }: Event) => `${AUDITED_AS[act] ?? act} ${at.getTime()}`
