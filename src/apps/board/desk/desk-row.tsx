import { Anchor, Button } from '@mantine/core'
import { IconClock, IconPhone } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { type Named, useActs } from '../acts/use-acts.ts'
import type { AnswerKind, PersonContact } from '../api/desk.ts'
import { Refused } from '../ui/refused.tsx'
import { useWords } from '../words/words.ts'
import classes from './desk.module.css'
import { useWriting } from './use-writing.ts'

/** The key of each answer where a row has the focus. */
const KEYS: Readonly<Record<string, AnswerKind>> = { h: 'acknowledged', c: 'accepted', n: 'declined', t: 'arrived' }
const KEY_OF = Object.fromEntries(Object.entries(KEYS).map(([key, kind]) => [kind, key])) as Record<AnswerKind, string>

/** What is said already of somebody, and so not asked again. */
const SAID: Partial<Record<string, readonly AnswerKind[]>> = {
  acknowledged: ['acknowledged'],
  accepted: ['acknowledged', 'accepted'],
  arrived: ['acknowledged', 'accepted', 'arrived'],
  declined: ['acknowledged', 'declined'],
}
const ALL: readonly AnswerKind[] = ['acknowledged', 'accepted', 'declined', 'arrived']

interface Desk {
  district: string
  callout: string
  person: Named
  /** The furthest that their answer has come. */
  state: string
  /** Undefined: not read. */
  contacts: readonly PersonContact[] | undefined
}

/** Somebody who was called, beside whom a desk telephones: the numbers to dial, and one act for each thing that may be said. */
export function DeskRow({ district, callout, person, state, contacts }: Desk) {
  const { say } = useWords()
  const acts = useActs()
  const writing = useWriting()
  const said = SAID[state] ?? []
  const open = ALL.filter((kind) => !said.includes(kind))
  if (state === 'stood-down') return null
  const answer = (kind: AnswerKind) => {
    // Why somebody does not come is asked; the rest is said in a word.
    if (kind === 'declined') acts.writeDown({ district, callout, persons: [person], kind })
    else if (!writing.isPending) writing.mutate({ district, callout, persons: [person], kind })
  }
  const byKey = (event: KeyboardEvent) => {
    const kind = KEYS[event.key.toLowerCase()]
    if (!kind || event.ctrlKey || event.metaKey || event.altKey || !open.includes(kind)) return
    event.preventDefault()
    event.stopPropagation()
    answer(kind)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would want a legend in every row
    <div role="group" className={classes.row} aria-label={say('desk.group', { name: person.name })} onKeyDown={byKey}>
      <span className={classes.numbers}>
        <PhoneNumbers name={person.name} contacts={contacts} />
        <Button
          size="compact-sm"
          px={6}
          aria-label={say('desk.earlier')}
          title={say('desk.earlier')}
          onClick={() => acts.writeDown({ district, callout, persons: [person], kind: 'accepted' })}
        >
          <IconClock size={16} aria-hidden="true" />
        </Button>
      </span>
      <span className={classes.acts}>
        {open.map((kind) => (
          <Button
            key={kind}
            size="compact-sm"
            title={`${say(`desk.${kind}`)} (${KEY_OF[kind].toUpperCase()})`}
            aria-keyshortcuts={KEY_OF[kind].toUpperCase()}
            loading={writing.isPending && writing.variables?.kind === kind}
            onClick={() => answer(kind)}
          >
            {say(`desk.${kind}`)}
          </Button>
        ))}
      </span>
      {writing.error && <Refused error={writing.error} />}
    </div>
  )
}

/** Channels whose addresses are dialled. */
const DIALLED = new Set(['phone', 'sms', 'mobile', 'landline'])

/** The numbers of somebody, to dial. */
export function PhoneNumbers({ name, contacts }: { name: string; contacts: readonly PersonContact[] | undefined }) {
  const { say } = useWords()
  if (contacts === undefined) return null
  const numbers = [...new Set(contacts.filter((c) => DIALLED.has(c.channel)).map((c) => c.address))]
  if (numbers.length === 0) return <span className={classes.none}>{say('desk.no-number')}</span>
  return (
    <>
      {numbers.map((number) => (
        <Anchor
          key={number}
          href={`tel:${number.replace(/[^+\d*#]/g, '')}`}
          size="sm"
          aria-label={say('desk.dial', { name, number })}
        >
          <IconPhone size={14} aria-hidden="true" /> {number}
        </Anchor>
      ))}
    </>
  )
}
