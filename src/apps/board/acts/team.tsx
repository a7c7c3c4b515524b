import { Button, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useDoing } from '../api/acts.ts'
import { type FoundTeam, formTeam, useTeam } from '../api/teams.ts'
import { useName } from '../ui/terms.ts'
import { useFormat } from '../words/use-format.ts'
import { useWords } from '../words/words.ts'
import { Frame } from './frame.tsx'
import { spanOf, useAsking, type Wishes } from './team-asking.ts'
import { useTeamFault } from './team-fault.ts'
import { TeamFound } from './team-found.tsx'
import { TeamWishes } from './team-wishes.tsx'
import { useTell } from './tell.tsx'
import type { ActsAbout } from './use-acts.ts'

/** Forms a team: what it is to be, then who it would be, had otherwise as often as one likes, and only then the act. */
export function FormTeam({ what, close }: { what: ActsAbout['formTeam']; close: () => void }) {
  const { say } = useWords()
  const tell = useTell()
  const named = useName()
  const goTo = useNavigate()
  const { district, site, place, under } = what
  const asking = useAsking(site)
  const [found, setFound] = useState(false)
  const [typed, setName] = useState<string | null>(null)
  const { data: team, error, isPlaceholderData, isFetching, refetch } = useTeam(district, found ? asking.asked : null)
  const forming = useDoing(['register', 'duties'], formTeam)
  const told = useTeamFault()
  const { wishes } = asking
  const name = typed ?? say(`team.name.${wishes.kind}`, { place })
  const host = under?.name ?? (team?.under ? named(team.under) : undefined)
  const sentence = useSentence(team, wishes, place, host)

  if (!found) {
    return (
      <Frame
        title={`${say('team.form')} · ${place}`}
        says={say('team.ask.says', { place })}
        does={say('team.find')}
        ready={asking.whole}
        onDo={() => setFound(true)}
        close={close}
      >
        <TeamWishes district={district} asking={asking} />
      </Frame>
    )
  }
  const stale = isPlaceholderData || (isFetching && !error)
  const send = ({ members: [leader, ...others] }: FoundTeam) => {
    if (!leader) return
    const people = { leader: leader.person, members: others.map(({ person }) => person) }
    const body = { district, site, kind: wishes.kind, name: name.trim(), ...people, ...spanOf(wishes) }
    forming.mutate(under ? { ...body, under: under.id } : body, {
      onSuccess(formed) {
        tell(say('team.done', { name: formed.name }))
        close()
        void goTo({ to: '/subjects/$kind/$id', params: { kind: 'unit', id: formed.unit } } as never)
      },
    })
  }
  const lookAgain = () => {
    forming.reset()
    void refetch()
  }
  return (
    <Frame
      title={`${say('team.form')} · ${place}`}
      says={error || stale ? undefined : sentence}
      {...(!error && { does: say('team.do') })}
      ready={team !== undefined && !stale && host !== undefined && name.trim() !== ''}
      pending={forming.isPending}
      error={told(error ?? forming.error)}
      onDo={() => team && send(team)}
      close={close}
      more={
        <>
          {forming.error && <Button onClick={lookAgain}>{say('team.again')}</Button>}
          <Button variant={error ? 'filled' : 'default'} onClick={() => setFound(false)}>
            {say('team.change')}
          </Button>
        </>
      }
    >
      <TeamFound team={error ? undefined : team} stale={stale} asking={asking} district={district} />
      {!error && (
        <TextInput
          label={say('team.name')}
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
    </Frame>
  )
}

/** What will happen, in a plain sentence. */
function useSentence(
  team: FoundTeam | undefined,
  { from, until }: Wishes,
  place: string,
  under: string | undefined,
): string | undefined {
  const { say } = useWords()
  const format = useFormat()
  if (!team) return undefined
  if (under === undefined) return say('team.found.homeless', { place })
  const words = { from: from && format.moment(team.from), until: until && format.moment(new Date(until)) }
  const span = from
    ? say(until ? 'team.span' : 'team.span.from', words)
    : say(until ? 'team.span.until' : 'team.span.open', words)
  const leader = team.members[0]?.name ?? ''
  return say('team.found.says', { count: team.members.length, place, span, under, leader })
}
