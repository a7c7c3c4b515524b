import { Alert, Button, SegmentedControl } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import type { z } from 'zod'
import type { WarningShape } from '../../client/calls.ts'
import type { SubjectShape } from '../../client/subjects.ts'
import { decideWarning, useDoing } from '../api/acts.ts'
import { useWarning } from '../api/subjects.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Moment } from '../ui/moment.tsx'
import { useTerms } from '../ui/terms.ts'
import { useWords } from '../words/words.ts'
import { Section } from './section.tsx'
import classes from './subject.module.css'

type Warning = z.output<typeof WarningShape>

/** What a warning says, in each language that its sender wrote it in, and where it warns. */
export function WarningPart({ subject }: { subject: SubjectShape }) {
  const warning = useWarning(subject.id)
  return (
    <Loaded query={warning}>
      {(data) => (
        <>
          <Asks warning={data} />
          <Parts warning={data} />
          <Texts warning={data} />
          <Areas warning={data} />
          <Oddities warning={data} />
        </>
      )}
    </Loaded>
  )
}

/** What somebody has to look at, said whole. */
function Asks({ warning }: { warning: Warning }) {
  const { say } = useWords()
  const terms = useTerms()
  const seeing = useDoing(['warnings'], decideWarning)
  const { id, state, why, asks, by } = warning
  const key =
    state === 'set-aside'
      ? 'warning.set-aside'
      : why === 'no-area' || why === 'no-place'
        ? (`warning.asks.${why}` as const)
        : asks === null
          ? null
          : asks === 'ours' && state === 'in-force'
            ? 'warning.asks.part'
            : (`warning.asks.${asks}` as const)
  if (key === null || state === 'over') return null
  return (
    <Alert
      color={asks === 'ours' || asks === 'ends' ? 'yellow' : 'red'}
      icon={<IconAlertTriangle />}
      className={classes.asks}
    >
      <p>{say(key, { by: by ?? '', doubt: terms.state(why ?? 'unknown', 'warning') })}</p>
      {(asks === 'unknown' || asks === 'no-place') && (
        <Button size="xs" loading={seeing.isPending} onClick={() => seeing.mutate({ id, ours: false })}>
          {say('warning.seen')}
        </Button>
      )}
    </Alert>
  )
}

/** Each level, area and end that it asks of a playbook, and whether that stands. */
function Parts({ warning: { parts, areas } }: { warning: Warning }) {
  const { say } = useWords()
  const terms = useTerms()
  if (parts.length === 0) return null
  return (
    <Section title={say('warning.parts')}>
      <ul className={classes.names}>
        {parts.map((part) => (
          <li key={part.n}>
            <strong>
              {say('warning.part', { playbook: terms.playbook(part.playbook), level: terms.level(part.level) })}
            </strong>
            {' · '}
            {part.area !== null && areas[part.area] && `${shortly(areas[part.area]?.areaDescs.join('; ') ?? '')} · `}
            {part.state === 'waiting' && (
              <>
                {say('warning.part.from')} <Moment at={part.begins} /> ·{' '}
              </>
            )}
            {part.expires === null ? (
              say('warning.part.endless')
            ) : (
              <>
                {say('warning.part.until')} <Moment at={part.expires} />
              </>
            )}
            {' · '}
            {part.fault ? say(`warning.part.${part.fault}`) : terms.state(part.state, 'warning-part')}
          </li>
        ))}
      </ul>
    </Section>
  )
}

const shortly = (text: string) => (text.length > 80 ? `${text.slice(0, 80)}…` : text)

function Texts({ warning: { infos } }: { warning: Warning }) {
  const { say, lang } = useWords()
  const own = Math.max(
    0,
    infos.findIndex((i) => i.language.startsWith(lang)),
  )
  const [chosen, setChosen] = useState<number | null>(null)
  const info = infos[chosen ?? own]
  if (!info) return null
  return (
    <Section
      title={say('warning.text')}
      aside={
        infos.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={say('warning.language')}
            value={String(chosen ?? own)}
            onChange={(value) => setChosen(Number(value))}
            data={infos.map((i, n) => ({ value: String(n), label: labelOf(i, infos, lang) }))}
          />
        )
      }
    >
      <div lang={info.language} className={classes.text}>
        <p>
          <strong>{info.headline ?? info.event}</strong>
        </p>
        {info.description && <p>{info.description}</p>}
        {info.instruction && (
          <>
            <h3>{say('warning.instruction')}</h3>
            <p>{info.instruction}</p>
          </>
        )}
      </div>
    </Section>
  )
}

function Areas({ warning: { areaDescs, area } }: { warning: Warning }) {
  const { say } = useWords()
  if (areaDescs.length === 0) return null
  return (
    <Section title={say('warning.areas')}>
      <ul className={classes.names}>
        {areaDescs.map((desc) => (
          <li key={desc}>{desc}</li>
        ))}
      </ul>
      {area && <p className={classes.quiet}>{say('warning.polygons', { count: area.coordinates.length })}</p>}
    </Section>
  )
}

/** What it follows upon, and what was odd in it. */
function Oddities({ warning: { references, notes } }: { warning: Warning }) {
  const { say } = useWords()
  return (
    <>
      {references.length > 0 && (
        <Section title={say('warning.references')}>
          <ul className={classes.names}>
            {references.map((r) => (
              <li key={r.identifier}>
                {r.identifier}
                {r.sent && (
                  <>
                    {' '}
                    · <Moment at={r.sent} />
                  </>
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {notes.length > 0 && (
        <Section title={say('warning.notes')}>
          <ul className={classes.names}>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

/** An info by its language; by what it is about as well, where several are in one. */
function labelOf({ language, event }: Warning['infos'][number], all: Warning['infos'], lang: string): string {
  const name = languageName(language, lang)
  return all.filter((i) => i.language === language).length > 1 ? `${name} · ${shortly(event)}` : name
}

/** A language's name in the reader's; its tag where it has none. */
function languageName(tag: string, lang: string): string {
  try {
    return new Intl.DisplayNames([lang === 'zh' ? 'zh-CN' : 'en-GB'], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}
