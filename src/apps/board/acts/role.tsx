import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { giveBatch, useDoing } from '../api/acts.ts'
import { useRoles } from '../api/playbooks.ts'
import { useLooking } from '../looking.ts'
import { useTerms } from '../ui/terms.ts'
import { useWords } from '../words/words.ts'
import { Frame } from './frame.tsx'
import { Outcome } from './outcome.tsx'
import { type Holder, PickHolder } from './pick-holder.tsx'
import { useNames, useTell } from './tell.tsx'
import type { ActsAbout } from './use-acts.ts'

/** Gives a role at one place or at many to one holder, a person or a unit, whether or not a campaign asks for it. */
export function GiveRole({ what, close }: { what: ActsAbout['giveRole']; close: () => void }) {
  const { say } = useWords()
  const terms = useTerms()
  const tell = useTell()
  const names = useNames()
  const { lane } = useLooking()
  const { district, places, kinds } = what
  const roles = useRoles(kinds)
  const [picked, setRole] = useState<string | null>(null)
  const [holder, setHolder] = useState<Holder | null>(null)
  const [until, setUntil] = useState('')
  // Where only one role is ever asked for there, nobody has to choose it.
  const role = picked ?? (roles.length === 1 ? (roles[0] ?? null) : null)
  const giving = useDoing(['gaps', 'duties', 'callouts'], (to: Parameters<typeof giveBatch>[1], key) =>
    giveBatch(district, to, key),
  )
  const told = places.length === 1 ? (places[0]?.name ?? '') : say('act.says.places', { n: places.length })
  const done = (n: number) => say('act.done.given', { count: n, names: names(holder ? [holder.name] : []) })

  if (giving.data && giving.data.refused.length > 0) {
    const nameOf = new Map(places.map((p) => [p.id, p.name]))
    const { given, refused } = giving.data
    const rows = refused.map(({ subject, ...why }) => ({
      kind: 'place' as const,
      id: subject,
      name: nameOf.get(subject) ?? '',
      ...why,
    }))
    return (
      <Outcome
        title={say('act.role')}
        done={given.length > 0 ? done(given.length) : null}
        refused={rows}
        close={close}
      />
    )
  }
  const send = (to: Holder, as: string) => {
    const ends = until === '' ? null : new Date(until)
    const body = { lane, subjects: places.map((p) => p.id), role: as, holderKind: to.kind, holder: to.id, ends }
    giving.mutate(body, {
      onSuccess({ given, refused }) {
        if (given.length > 0) tell(done(given.length), { district, duties: given })
        if (refused.length === 0) close()
      },
    })
  }
  return (
    <Frame
      title={say('act.role')}
      says={
        holder && role
          ? say('act.role.says', { name: holder.name, what: told, role: terms.slug(role) })
          : say('act.role.choose', { what: told })
      }
      does={say('act.give.do')}
      ready={holder !== null && role !== null}
      pending={giving.isPending}
      error={giving.error}
      onDo={() => holder && role && send(holder, role)}
      close={close}
    >
      <Select
        label={say('act.role.as')}
        data={roles.map((slug) => ({ value: slug, label: terms.slug(slug) }))}
        value={role}
        onChange={setRole}
        allowDeselect={false}
        data-autofocus={roles.length > 1 || undefined}
      />
      <PickHolder
        district={district}
        label={say('act.role.holder')}
        placeholder={say('act.role.holder.find')}
        kinds="person,unit"
        chosen={holder}
        choose={setHolder}
        autoFocus={roles.length <= 1}
      />
      <TextInput
        type="datetime-local"
        label={say('act.role.until')}
        description={say('act.role.until.hint')}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
    </Frame>
  )
}
