import { Button } from '@mantine/core'
import { MINUTE } from '../../../base/clock.ts'
import { HAZARD_RECORDS } from '../../../domain/records/hazard-names.ts'
import type { HazardWhole } from '../../client/hazards.ts'
import type { SubjectShape } from '../../client/subjects.ts'
import { useTell } from '../acts/tell.tsx'
import { useDoing } from '../api/acts.ts'
import { takeBackTold, useHazard } from '../api/hazards.ts'
import { useLooking } from '../looking.ts'
import { Section } from '../subject/section.tsx'
import { Moment } from '../ui/moment.tsx'
import { Refused } from '../ui/refused.tsx'
import { useNow } from '../ui/use-now.ts'
import { sayCode, useWords } from '../words/words.ts'
import classes from './hazard.module.css'
import { HazardCard } from './hazard-card.tsx'

/** On the page of a record that tells of a hazard: the hazard itself, and all that was told of it. */
export function HazardOfRecord({ subject }: { subject: SubjectShape }) {
  const { data } = useHazard(subject.district, hazardIdOf(subject))
  if (!data) return null
  return (
    <>
      <HazardCard hazard={data} link={false} />
      <Course hazard={data} />
    </>
  )
}

function hazardIdOf({ id, what }: SubjectShape): string | null {
  const told = (key: string) => what.find((f) => f.key === key)?.value
  if (!(HAZARD_RECORDS as readonly unknown[]).includes(told('kind'))) return null
  const of = told('says of')
  if (typeof of === 'string') return of
  return told('kind') === 'hazard' ? id : null
}

/** A record may be taken back for so long (domain/hazards/actions.ts). */
const BACK_MS = 10 * MINUTE

function Course({ hazard }: { hazard: HazardWhole }) {
  const { say } = useWords()
  const tell = useTell()
  const { at } = useLooking()
  const now = useNow()
  const back = useDoing(['hazards', 'records'], takeBackTold)
  const may = (s: HazardWhole['course'][number]) =>
    at === null &&
    s.not !== 'taken-back' &&
    s.state !== 'taken-back' &&
    now.getTime() - s.receivedAt.getTime() < BACK_MS
  return (
    <Section title={say('hazards.course')}>
      <ol className={classes.course}>
        {hazard.course.map((s) => (
          <li key={s.record}>
            <Moment at={s.occurredAt} />
            <span className={s.not ? classes.not : undefined}>
              {s.byName ?? say('hazards.somebody')}: {saying(s)}
              {s.note && ` · ${s.note}`}
            </span>
            {s.not && <span className={classes.why}>{say(`hazards.not.${s.not}`)}</span>}
            {may(s) && (
              <Button
                size="compact-sm"
                loading={back.isPending}
                onClick={() =>
                  back.mutate(
                    { district: hazard.district, hazard: hazard.id, record: s.record },
                    { onSuccess: () => tell(say('hazards.back.done')) },
                  )
                }
              >
                {say('hazards.do.back')}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {back.error && <Refused error={back.error} />}
    </Section>
  )

  function saying(s: HazardWhole['course'][number]): string {
    if (s.state === 'taken-back') return say('hazards.told.taken-back')
    if (s.state !== null) return sayCode(say, 'code.hazard', s.state)
    return say(s.record === hazard.id ? 'hazards.told' : 'hazards.told.more')
  }
}
