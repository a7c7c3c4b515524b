import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useDoing } from '../api/acts.ts'
import { dropAside, tieAside } from '../api/tell-records.ts'
import { PickHazard } from '../hazard/pick-hazard.tsx'
import { useSuggestions } from '../list/suggestions.ts'
import { useTerms } from '../ui/terms.ts'
import { pairsOf, useTold } from '../ui/told.ts'
import { useWords } from '../words/words.ts'
import { Frame } from './frame.tsx'
import { type Holder, PickHolder } from './pick-holder.tsx'
import { Reason } from './reason.tsx'
import { useTell } from './tell.tsx'
import type { ActsAbout } from './use-acts.ts'

/** Says what a record that was kept aside means: the place, who told it, or what kind it is, whichever is not known. */
export function TieAside({ what, close }: { what: ActsAbout['tieAside']; close: () => void }) {
  const { say } = useWords()
  const terms = useTerms()
  const tell = useTell()
  const { district, aside } = what
  const [place, setPlace] = useState<Holder | null>(null)
  const [by, setBy] = useState<Holder | null>(null)
  const [kind, setKind] = useState<string | null>(null)
  const [of, setOf] = useState<string | null>(null)
  const kinds = useSuggestions({ key: 'kind', kind: 'slug', many: true }, 'records')
  const tying = useDoing(['records', 'gaps', 'hazards'], tieAside)
  const asks = (reason: (typeof aside.why)[number]) => aside.why.includes(reason)
  const ready =
    (!asks('PLACE_UNKNOWN') || place !== null) &&
    (!asks('PERSON_UNKNOWN') || by !== null) &&
    (!asks('RECORD_KIND') || kind !== null) &&
    (!asks('HAZARD_UNKNOWN') || of !== null)
  const send = () => {
    const body = {
      ...(place && { subject: place.id }),
      ...(by && { toldBy: by.id }),
      ...(kind && { kind }),
      ...(of && { of }),
    }
    const onSuccess = () => {
      tell(say('act.tie.done'))
      close()
    }
    tying.mutate({ district, record: aside.id, body }, { onSuccess })
  }
  return (
    <Frame
      title={say('act.tie')}
      says={say('act.tie.says')}
      does={say('act.tie.do')}
      ready={ready}
      pending={tying.isPending}
      error={tying.error}
      onDo={send}
      close={close}
    >
      <Told what={what} />
      {asks('PLACE_UNKNOWN') && (
        <PickHolder
          district={district}
          kinds="place"
          label={say('act.tie.place')}
          placeholder={say('act.find.place')}
          chosen={place}
          choose={setPlace}
          autoFocus
        />
      )}
      {asks('PERSON_UNKNOWN') && (
        <PickHolder
          district={district}
          label={say('act.record.by')}
          placeholder={say('act.find')}
          chosen={by}
          choose={setBy}
          autoFocus={!asks('PLACE_UNKNOWN')}
        />
      )}
      {asks('RECORD_KIND') && (
        <Select
          label={say('act.record.kind')}
          data={[...new Set(kinds)].map((slug) => ({ value: slug, label: terms.slug(slug) }))}
          value={kind}
          onChange={setKind}
          required
        />
      )}
      {asks('HAZARD_UNKNOWN') && <PickHazard district={district} chosen={of} choose={setOf} />}
    </Frame>
  )
}

/** Drops a record that was kept aside. */
export function DropAside({ what, close }: { what: ActsAbout['dropAside']; close: () => void }) {
  const { say } = useWords()
  const tell = useTell()
  const [reason, setReason] = useState('')
  const dropping = useDoing(['records'], dropAside)
  const onSuccess = () => {
    tell(say('act.drop.done'))
    close()
  }
  const { district, aside } = what
  return (
    <Frame
      title={say('act.drop')}
      says={say('act.drop.says')}
      does={say('act.drop.do')}
      ready={reason.trim() !== ''}
      pending={dropping.isPending}
      error={dropping.error}
      onDo={() => dropping.mutate({ district, record: aside.id, reason: reason.trim() }, { onSuccess })}
      close={close}
    >
      <Told what={what} />
      <Reason reason={reason} write={setReason} autoFocus />
    </Frame>
  )
}

/** What the record says, as it came: by that somebody recognises what is meant. */
function Told({ what: { aside } }: { what: ActsAbout['tieAside'] }) {
  const { say } = useWords()
  const told = useAsideText()
  return <TextInput readOnly variant="filled" label={say('act.tie.told')} value={told(aside)} />
}

/** A record kept aside in one line: what, where, by whom, as far as it is known, and what it says. */
function useAsideText() {
  const { say } = useWords()
  const terms = useTerms()
  const told = useTold()
  return ({ kind, place, teller, says, why }: ActsAbout['tieAside']['aside']) =>
    [why.includes('RECORD_KIND') ? kind : terms.slug(kind), place, teller, told.line(pairsOf(says))]
      .filter((part) => part !== null && part !== '')
      .join(say('text.and'))
}
