import { Button, CloseButton, Loader, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { FoundTeam } from '../api/teams.ts'
import { useName, useTerms } from '../ui/terms.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import classes from './acts.module.css'
import { PickHolder } from './pick-holder.tsx'
import type { Asking } from './team-asking.ts'
import type { Named } from './use-acts.ts'

interface Found {
  team: FoundTeam | undefined
  /** Another is being looked for: this one is that of before. */
  stale: boolean
  asking: Asking
  district: string
}

/** The team that was found: each with branch, way and what for, and the ways to have it otherwise. */
export function TeamFound({ team, stale, asking, district }: Found) {
  const { say } = useWords()
  const format = useFormat()
  const panel = useRef<HTMLElement>(null)
  // Whoever asked by keyboard or ear is led to the answer, away from the button that would form what was not read yet.
  useEffect(() => panel.current?.focus(), [])
  return (
    <section ref={panel} tabIndex={-1} aria-label={say('team.found')} aria-busy={stale} className={classes.found}>
      <div aria-live="polite">
        {stale && (
          <Text size="sm" c="var(--quiet)" className={classes.waiting}>
            <Loader size="xs" /> {say('team.wait')}
          </Text>
        )}
        {team && !stale && <Text size="sm">{say('team.metres', { distance: format.distance(team.metres) })}</Text>}
      </div>
      {team && (
        <>
          <ul className={classes.team}>
            {team.members.map((one) => (
              <Member key={one.person} one={one} asking={asking} />
            ))}
          </ul>
          <Spare wishes={team.wishes} />
        </>
      )}
      <People title={say('team.out')} people={asking.without} drops="team.back.of" drop={asking.letIn} />
      <People
        title={say('team.in')}
        people={asking.insist.filter(({ id }) => !team?.members.some(({ person }) => person === id))}
        drops="team.insist.drop"
        drop={(one) => asking.keep(one, false)}
      />
      <PickHolder
        district={district}
        label={say('team.insist.else')}
        placeholder={say('act.find')}
        chosen={null}
        choose={(one) => one && asking.keep(one, true)}
        clears
      />
    </section>
  )
}

type Member = FoundTeam['members'][number]

function Member({ one, asking }: { one: Member; asking: Asking }) {
  const { say } = useWords()
  const terms = useTerms()
  const format = useFormat()
  const named = useName()
  const why = useWhyIn(one)
  const { person: id, name, unit, distanceM, skills, meets, insisted } = one
  const also = skills.filter((skill) => !meets.includes(skill)).map(terms.slug)
  return (
    <li>
      <div className={classes.grow}>
        <div>
          {name}{' '}
          <Text span size="xs" c="var(--quiet)">
            {named(unit)} · <span className={classes.whole}>{format.distance(distanceM)}</span>
          </Text>
        </div>
        <Text size="xs">
          {why.join(say('act.done.between'))}
          {also.length > 0 && (
            <Text span size="xs" c="var(--quiet)">
              {' '}
              · {say('team.also', { skills: also.join(say('act.done.between')) })}
            </Text>
          )}
        </Text>
      </div>
      <div className={classes.choices}>
        <Button
          size="compact-sm"
          variant={insisted ? 'filled' : 'default'}
          aria-pressed={insisted}
          aria-label={say('team.insist.of', { name })}
          onClick={() => asking.keep({ id, name }, !insisted)}
        >
          {say('team.insist')}
        </Button>
        <Button
          size="compact-sm"
          aria-label={say('team.not.of', { name })}
          onClick={() => asking.leaveOut({ id, name })}
        >
          {say('team.not')}
        </Button>
      </div>
    </li>
  )
}

/** Why somebody is in the team, in plain words. */
function useWhyIn({ meets, insisted, onlyOne }: Member): string[] {
  const { say } = useWords()
  const terms = useTerms()
  const told = meets.map((wish) =>
    wish === 'leader' ? say('team.why.leader') : say('team.why.skill', { skill: terms.slug(wish) }),
  )
  const first = insisted ? [say('team.why.insisted')] : told.length === 0 ? [say('team.why.near')] : []
  return [...first, ...told, ...(onlyOne ? [say('team.why.only')] : [])]
}

/** What there is nobody to spare of, and who could stand in. */
function Spare({ wishes }: Pick<FoundTeam, 'wishes'>) {
  const { say } = useWords()
  const terms = useTerms()
  const format = useFormat()
  const named = useName()
  const scarce = wishes.filter(({ next }) => next !== undefined)
  if (scarce.length === 0) return null
  return (
    <div>
      <Text size="sm" fw={600}>
        {say('team.spare')}
      </Text>
      {scarce.map(({ skill, next }) => {
        const wish = skill === null ? say('team.spare.leader') : terms.slug(skill)
        return (
          <Text size="sm" key={wish}>
            {next
              ? say('team.spare.next', {
                  wish,
                  name: next.name,
                  unit: named(next.unit),
                  distance: format.distance(next.distanceM),
                })
              : say('team.spare.nobody', { wish })}
          </Text>
        )
      })}
    </div>
  )
}

interface ListProps {
  title: string
  people: readonly Named[]
  /** What the button beside a name does. */
  drops: 'team.back.of' | 'team.insist.drop'
  drop: (one: Named) => void
}

/** People who were named for the team or against it, each with the way back. */
function People({ title, people, drops, drop }: ListProps) {
  const { say } = useWords()
  if (people.length === 0) return null
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <ul className={classes.out}>
        {people.map((one) => (
          <li key={one.id}>
            {one.name}
            <CloseButton size="sm" aria-label={say(drops, { name: one.name })} onClick={() => drop(one)} />
          </li>
        ))}
      </ul>
    </div>
  )
}
